"""Whoever listens hears what changes: once, soon, not too often, and never its own words."""

from typing import Any

import pytest
from pythonosc.osc_message import OscMessage

from engine.controls import Desk, Status
from engine.errors import BadParameter
from osc_bridge.osc.handler import OscHandler
from osc_bridge.osc.interpret import READABLE, readable
from osc_bridge.osc.subscriptions import LEASE, MOST
from tests.tiny_client import pack


class Stage(Desk):
    """A desk with an instrument whose position can be moved."""

    beat = 0.0

    def status(self) -> Status:
        return Status(True, self.beat, 0.0, -6.0, 0.25, 0, 0, "JACK", "CPU", "amen", 0.01)


class Room:
    """A handler with listeners whose time is ours: they look when they are told to."""

    def __init__(self) -> None:
        self.now = 0.0
        self.desk = Stage()
        self.handler = OscHandler(self.desk, clock=lambda: self.now)

    def pass_time(self, seconds: float = 1 / 30) -> None:
        """Let time go by, and look once."""
        self.now += seconds
        self.handler._listeners.look()


class Client:
    """A sender that keeps what it is told; two ways to say the same to it are equal."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._packets: list[bytes] = []

    def send(self, address: str, *arguments: Any) -> None:
        self._room.handler.handle(pack(address, *arguments), self.reply)

    def reply(self, packet: bytes) -> None:
        self._packets.append(packet)

    def told(self) -> list[tuple[str, list[Any]]]:
        """What it was told since it was last asked."""
        messages = [OscMessage(packet) for packet in self._packets]
        self._packets.clear()
        return [(message.address, message.params) for message in messages]


@pytest.fixture
def room() -> Room:
    return Room()


@pytest.fixture
def client(room: Room) -> Client:
    return Client(room)


@pytest.fixture
def other(room: Room) -> Client:
    return Client(room)


def test_a_listener_hears_the_value_at_once_and_every_change(room: Room, client: Client, other: Client) -> None:
    client.send("/vamen/listen", "/vamen/tempo")
    assert client.told() == [("/vamen/tempo", [170.0])]
    room.pass_time()
    assert client.told() == []
    other.send("/vamen/tempo", 120.0)
    room.pass_time()
    assert client.told() == [("/vamen/tempo", [120.0])]
    assert other.told() == []


def test_changes_by_others_than_osc_are_heard_too(room: Room, client: Client) -> None:
    client.send("/vamen/listen", "/vamen/norm/level")
    room.desk.write({"level": 12.0})
    room.pass_time()
    assert client.told()[1:] == [("/vamen/norm/level", [1.0])]


def test_many_changes_between_two_looks_are_told_once(room: Room, client: Client, other: Client) -> None:
    client.send("/vamen/listen", "/vamen/tempo")
    for tempo in range(100, 150):
        other.send("/vamen/tempo", tempo)
    room.pass_time()
    assert client.told()[1:] == [("/vamen/tempo", [149.0])]


def test_patterns_and_meters_and_sixteenths_can_be_listened_to(room: Room, client: Client) -> None:
    client.send("/vamen/listen", "/vamen/latent/[01]", "/vamen/meter/beat", "/vamen/step/7/*")
    assert len(client.told()) == 2 + 1 + 19
    room.desk.beat = 1.5
    room.desk.write({"latent/1": 2.0, "latent/2": 2.0})
    room.desk.write_steps({(7, "snare"): 0.5, (8, "snare"): 0.5})
    room.pass_time()
    assert sorted(client.told()) == [
        ("/vamen/latent/1", [2.0]),
        ("/vamen/meter/beat", [1.5]),
        ("/vamen/step/7/snare", [0.5]),
    ]


def test_everything_with_a_value_can_be_listened_to(room: Room, client: Client) -> None:
    client.send("/vamen/listen", *[path for path in READABLE if path.count("/") == 2], "/vamen/*/*", "/vamen/*/*/*")
    assert sorted(address for address, _ in client.told()) == sorted(READABLE)


@pytest.mark.parametrize(
    ("address", "sent"),
    [("/vamen/tempo", [120.5]), ("/vamen/freeze", [1]), ("/vamen/norm/level", [0.3]), ("/vamen/latent", [0.1] * 16)],
)
def test_who_moved_a_value_does_not_hear_it_again(room: Room, client: Client, address: str, sent: list[float]) -> None:
    client.send("/vamen/listen", address)
    client.told()
    client.send(address, *sent)
    room.pass_time()
    assert client.told() == []


def test_who_sent_a_value_that_was_clamped_hears_what_became_of_it(room: Room, client: Client) -> None:
    client.send("/vamen/listen", "/vamen/tempo", "/vamen/seed")
    client.told()
    client.send("/vamen/tempo", 1e6)
    client.send("/vamen/seed", 7.4)
    room.pass_time()
    assert sorted(client.told()) == [("/vamen/seed", [7]), ("/vamen/tempo", [300.0])]


def test_every_seed_is_a_change(room: Room, client: Client) -> None:
    client.send("/vamen/listen", "/vamen/seed")
    for seed in (2**31 - 2, 2**31 - 1):
        room.desk.write({"seed": seed})
        room.pass_time()
    assert client.told()[1:] == [("/vamen/seed", [2**31 - 2]), ("/vamen/seed", [2**31 - 1])]


def test_a_lease_ends_unless_it_is_renewed(room: Room, client: Client, other: Client) -> None:
    for listener in (client, other):
        listener.send("/vamen/listen", "/vamen/tempo")
    room.pass_time(LEASE / 2)
    other.send("/vamen/listen", "/vamen/tempo")
    room.pass_time(LEASE / 2)
    assert len(room.handler._listeners) == 1
    client.told(), other.told()
    room.desk.write({"tempo": 99.0})
    room.pass_time()
    assert (client.told(), other.told()) == ([], [("/vamen/tempo", [99.0])])


@pytest.mark.parametrize("words", [["/vamen/tempo"], ["/vamen/*"], []])
def test_who_ignores_hears_no_more(room: Room, client: Client, words: list[str]) -> None:
    client.send("/vamen/listen", "/vamen/tempo")
    client.send("/vamen/ignore", *words)
    client.told()
    room.desk.write({"tempo": 99.0})
    room.pass_time()
    assert client.told() == []
    assert len(room.handler._listeners) == 0


def test_one_listener_too_many_is_told_so(room: Room) -> None:
    clients = [Client(room) for _ in range(MOST + 1)]
    for client in clients:
        client.send("/vamen/listen", "/vamen/tempo")
    (((address, (sentence,)),),) = [client.told() for client in clients[-1:]]
    assert address == "/vamen/error"
    assert str(MOST) in sentence
    assert len(room.handler._listeners) == MOST
    clients[0].send("/vamen/listen", "/vamen/speed")  # one that is there already may hear more
    assert clients[0].told()[-1] == ("/vamen/speed", [1.0])


@pytest.mark.parametrize("delay", [0, 1, 3, 6])
def test_two_that_echo_all_they_hear_settle_within_a_second(room: Room, delay: int) -> None:
    clients = Client(room), Client(room)
    post: list[tuple[int, Client, str, list[Any]]] = []  # when, in looks; from whom; what
    for client in clients:
        client.send("/vamen/listen", "/vamen/tempo", "/vamen/latent/0")
    clients[0].told(), clients[1].told()
    quiet = 0
    for look in range(60):
        if look < 10:  # both are moved, differently, also out of range
            clients[0].send("/vamen/tempo", 100.0 + 30 * look)
            clients[1].send("/vamen/tempo", 200.0 - 3.3 * look)
            clients[1].send("/vamen/latent/0", 0.1 * look)
        for _, client, address, values in [letter for letter in post if letter[0] == look]:
            client.send(address, *values)
        room.pass_time()
        heard = [(client, *message) for client in clients for message in client.told()]
        post += [(look + 1 + delay, client, address, values) for client, address, values in heard]
        quiet = 0 if heard else quiet + 1
    assert quiet >= 20, "they have not settled within a second of the last move"


def test_what_has_no_value_cannot_be_listened_to(client: Client) -> None:
    for name in ("/vamen/play", "/vamen/nothing", "/vamen/pan*", "tempo"):
        client.send("/vamen/listen", name)
    client.send("/vamen/listen")
    client.send("/vamen/listen", 1)
    assert [address for address, _ in client.told()] == ["/vamen/error"] * 6
    with pytest.raises(BadParameter):
        readable("/vamen/slice")
