"""A host gets three times what it sends, until it shows that it receives; then it gets everything."""

import socket
from collections.abc import Iterator
from contextlib import suppress

import pytest
from pythonosc.osc_message import OscMessage

from osc_bridge.osc import reply_allowance
from osc_bridge.osc.addresses import CONFIRM_PATH
from osc_bridge.osc.replies import pack
from osc_bridge.osc.reply_allowance import (
    CHALLENGE_INTERVAL_S,
    MAX_CREDIT_BYTES,
    MAX_HOSTS,
    REPLY_FACTOR,
    ReplyAllowance,
    is_loopback,
)
from osc_bridge.osc.server import OscServer
from tests.fake_controls import FakeControls
from tests.tiny_client import REPLY_TIMEOUT_S

HOST = "192.168.1.7"
LISTEN = pack("/vamen/listen", "/vamen/*")
REPLY = pack("/vamen/tempo", 170.0)


class Clocked:
    """An allowance with a clock that the test sets, and the hosts for which it dropped something."""

    def __init__(self, key: bytes = b"key") -> None:
        self.now = 0.0
        self.limited: list[str] = []
        self.allowance = ReplyAllowance(key, self.limited.append, lambda: self.now)

    def sent(self, host: str = HOST, packet: bytes = REPLY, times: int = 1) -> list[bytes]:
        """Return what goes to a host when a packet is to be sent some times."""
        return [each for _ in range(times) for each in self.allowance.take(host, packet)]

    def challenge(self, host: str = HOST) -> bytes:
        """Return the challenge that a host gets with its first reply."""
        self.allowance.received(host, LISTEN)
        return next(packet for packet in self.sent(host) if packet.startswith(CONFIRM_PATH.encode()))


@pytest.fixture
def clocked() -> Clocked:
    return Clocked()


def test_a_host_gets_at_most_three_times_what_it_sent(clocked: Clocked) -> None:
    assert clocked.sent() == []
    for _ in range(50):
        clocked.allowance.received(HOST, LISTEN)
    for _ in range(1000):
        clocked.now += CHALLENGE_INTERVAL_S
        assert sum(map(len, clocked.sent(times=10))) <= REPLY_FACTOR * 50 * len(LISTEN)
    assert set(clocked.limited) == {HOST}
    assert not clocked.allowance.has_credit(HOST)


def test_unused_credit_is_bounded(clocked: Clocked) -> None:
    for _ in range(1000):
        clocked.allowance.received(HOST, bytes(1000))
    assert sum(map(len, clocked.sent(packet=bytes(1000), times=100))) <= MAX_CREDIT_BYTES


def test_a_query_of_one_value_is_answered(clocked: Clocked) -> None:
    for _ in range(100):
        clocked.allowance.received(HOST, pack("/vamen/tempo"))
        assert REPLY in clocked.sent()
    assert clocked.limited == []


def test_a_host_that_sends_the_challenge_back_gets_everything(clocked: Clocked) -> None:
    challenge = clocked.challenge()
    address, (text,) = OscMessage(challenge).address, OscMessage(challenge).params
    assert clocked.allowance.received(HOST, pack(address, text))  # as a program would send it
    assert clocked.sent(times=1000) == [REPLY] * 1000
    assert clocked.allowance.has_credit(HOST)


def test_the_challenge_of_another_host_or_server_is_no_confirmation(clocked: Clocked) -> None:
    for challenge in (clocked.challenge("192.168.1.8"), Clocked(b"another").challenge()):
        assert not clocked.allowance.received(HOST, challenge)
    assert len(clocked.sent(times=1000)) < 10


def test_a_confirmed_host_gets_everything_and_forged_senders_do_not_displace_it(clocked: Clocked) -> None:
    clocked.allowance.confirm(HOST)
    for number in range(2 * MAX_HOSTS):
        clocked.allowance.received(f"10.0.{number // 256}.{number % 256}", LISTEN)
    assert clocked.sent(times=1000) == [REPLY] * 1000


def test_the_hosts_that_are_remembered_are_bounded(clocked: Clocked) -> None:
    for number in range(2 * MAX_HOSTS):
        host = f"10.0.{number // 256}.{number % 256}"
        clocked.allowance.received(host, LISTEN)
        clocked.allowance.confirm(f"10.1.{number // 256}.{number % 256}")
    assert clocked.sent("10.0.0.0") == clocked.sent("10.1.0.0") == []


@pytest.mark.parametrize(
    ("host", "own"),
    [("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("::ffff:127.0.0.1", True), ("fe80::1%eth0", False)],
)
def test_this_machine_is_not_limited(clocked: Clocked, host: str, own: bool) -> None:
    assert is_loopback(host) == own
    assert (clocked.sent(host, times=1000) == [REPLY] * 1000) == own


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch, controls: FakeControls) -> Iterator[tuple[OscServer, socket.socket]]:
    """Run a server for which 127.0.0.2 is another machine, and return a UDP socket there."""
    monkeypatch.setattr(reply_allowance, "is_loopback", lambda host: host == "127.0.0.1")
    with OscServer(controls, "0.0.0.0", 0) as server, socket.socket(type=socket.SOCK_DGRAM) as peer:
        try:
            peer.bind(("127.0.0.2", 0))
        except OSError as error:
            pytest.skip(f"127.0.0.2 is not an address of this machine ({error}); run this on Linux")
        peer.connect(("127.0.0.1", server.port))
        yield server, peer


def answers(peer: socket.socket, packet: bytes) -> list[bytes]:
    """Send a packet and return what comes back until nothing more comes."""
    peer.settimeout(REPLY_TIMEOUT_S)
    peer.send(packet)
    received = [peer.recv(65_536)]
    peer.settimeout(0.1)
    with suppress(TimeoutError):
        while True:
            received.append(peer.recv(65_536))
    return received


@pytest.mark.parametrize("packet", [pack("/vamen/listen", "/vamen/*"), pack("/vamen/step/*/*")])
def test_over_the_network_an_answer_is_at_most_three_times_the_question_until_the_host_connects(
    network: tuple[OscServer, socket.socket], packet: bytes
) -> None:
    server, peer = network
    assert 0 < sum(map(len, answers(peer, packet))) <= REPLY_FACTOR * len(packet)
    with socket.create_connection(("127.0.0.1", server.port), source_address=("127.0.0.2", 0)) as connection:
        connection.sendall(len(packet).to_bytes(4, "big") + packet)
        connection.recv(4096)
    assert sum(map(len, answers(peer, packet))) > 2 * REPLY_FACTOR * len(packet)


def test_a_subscription_over_the_network_goes_on_when_the_host_sends_back_what_it_was_sent(
    network: tuple[OscServer, socket.socket], controls: FakeControls
) -> None:
    _, peer = network
    listen = pack("/vamen/listen", "/vamen/tempo")
    challenge = next(packet for packet in answers(peer, listen) if packet.startswith(CONFIRM_PATH.encode()))
    controls.write({"tempo": 100.0})
    assert answers(peer, challenge)[-1] == pack("/vamen/tempo", 100.0)
    for tempo in (101.0, 102.0, 103.0, 104.0, 105.0):
        controls.write({"tempo": tempo})
        assert peer.recv(65_536) == pack("/vamen/tempo", tempo)
