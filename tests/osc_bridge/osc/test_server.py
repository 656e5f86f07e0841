"""The UDP port plays the controls, answers each sender, and withstands hostile packets."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pythonosc.osc_message import OscMessage

from engine import __version__
from engine.controls import STEP_NAMES, Action, Event
from engine.errors import BadConfig, PortBusy
from osc_bridge.osc.packets import MAX_PACKET_BYTES
from osc_bridge.osc.server import OscServer
from tests.fake_controls import FakeControls
from tests.tiny_client import TinyClient, bundle, pack, tag_at


def test_a_message_sets_a_parameter(client: TinyClient, controls: FakeControls) -> None:
    client.send("/vamen/latent/0", 0.75)
    client.settle()
    assert controls.read("latent/0") == 0.75


@pytest.mark.parametrize(
    ("argument", "tag", "value"),
    [(90, "i", 90), (90, "h", 90), (90.5, "f", 90.5), (90.1, "d", 90.1), ("90.5", "s", 90.5), (True, "T", 40)],
)
def test_a_number_may_have_any_numeric_type_tag(
    client: TinyClient, controls: FakeControls, argument: float | str, tag: str, value: float
) -> None:
    client.send("/vamen/tempo", argument, tags=tag)
    client.settle()
    assert controls.read("tempo") == value


@pytest.mark.parametrize(("tag", "events"), [("I", 1), ("N", 1), ("T", 1), ("F", 0)])
def test_an_impulse_presses_a_button(client: TinyClient, controls: FakeControls, tag: str, events: int) -> None:
    client.send_bytes(f"/vamen/play\0,{tag}\0\0".encode())
    client.settle()
    assert list(controls.events) == [Event(Action.PLAY)] * events


def test_long_replies_are_complete_and_in_order_and_do_not_delay_other_clients(
    server: OscServer, client: TinyClient
) -> None:
    with TinyClient(server.port) as other:
        client.send("/vamen/step/[0-7]/*")  # as many as wait in the client's socket
        client.send("/vamen/tempo")
        assert other.ask("/vamen/ping", 1) == [1]
        said = [address for address, _ in client.settle()]
    cells = [f"/vamen/step/{step}/{name}" for step in range(8) for name in STEP_NAMES]
    assert said == [*cells, "/vamen/tempo"]


def test_every_action_arrives(client: TinyClient, controls: FakeControls) -> None:
    for address, arguments in [("play", [1.0]), ("slice", [7, 0.5]), ("stop", []), ("panic", []), ("play", [0.0])]:
        client.send(f"/vamen/{address}", *arguments)
    client.settle()
    assert list(controls.events) == [
        Event(Action.PLAY),
        Event(Action.SLICE, 7, 0.5),
        Event(Action.STOP),
        Event(Action.PANIC),
    ]


def test_each_client_gets_its_own_reply(server: OscServer, controls: FakeControls) -> None:
    with TinyClient(server.port) as one, TinyClient(server.port) as other:
        one.send("/vamen/ping", "one")
        other.send("/vamen/ping", "other")
        assert one.receive() == ("/vamen/pong", ["one"])
        assert other.receive() == ("/vamen/pong", ["other"])


def test_a_refusal_is_sent_to_the_sender(client: TinyClient, server: OscServer) -> None:
    (sentence,) = client.ask("/vamen/latent/99", 1.0)
    assert "/vamen/latent/99" in sentence
    assert server.handler.refused == 1


def test_a_bundle_for_later_does_not_delay_the_packets_after_it(client: TinyClient, controls: FakeControls) -> None:
    due = time.time() + 0.5
    client.send_bytes(bundle(pack("/vamen/tempo", 222.0), pack("/vamen/tempo"), tag=tag_at(due)))
    client.send("/vamen/level", -6.0)
    said = client.settle()
    assert controls.read("level") == -6.0
    if time.time() < due - 0.01:  # unless this machine was suspended meanwhile
        assert said == []
        said.append(client.receive())
    assert said == [("/vamen/tempo", [222.0])]
    assert time.time() >= due - 0.001


@pytest.mark.parametrize("size", [0, 1, MAX_PACKET_BYTES, MAX_PACKET_BYTES + 1, 60_000])
def test_a_packet_of_any_size_is_refused_and_the_next_one_handled(
    client: TinyClient, server: OscServer, size: int
) -> None:
    client.send_bytes(b"\0" * size)
    client.settle()
    assert server.handler.refused == 1


def test_a_deeply_nested_bundle_is_refused(client: TinyClient, server: OscServer) -> None:
    packet = pack("/vamen/tempo", 90.0)
    for _ in range(600):
        packet = bundle(packet)
    client.send_bytes(packet)
    ((address, _),) = client.settle()
    assert address == "/vamen/error"
    assert server.handler.refused == 1


@pytest.mark.parametrize("pattern", ["/" + "*" * 40, "/vamen/latent/" + "*?" * 50, "/vamen/" + "*a" * 60])
def test_a_hostile_pattern_does_not_stop_the_server(client: TinyClient, pattern: str) -> None:
    client.send(pattern, 1.0)
    assert [address for address, _ in client.settle()] in ([], ["/vamen/error"])


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.binary(max_size=64), max_size=4))
def test_after_any_datagrams_the_next_message_is_handled(
    client: TinyClient, controls: FakeControls, packets: list[bytes]
) -> None:
    for packet in packets:
        client.send_bytes(packet)
    client.send("/vamen/tempo", 100.0)
    client.settle()
    assert controls.read("tempo") == 100.0
    controls.write({"tempo": 170.0})


def test_a_client_that_closes_before_its_reply_does_not_disturb_others(server: OscServer, client: TinyClient) -> None:
    for _ in range(20):
        with TinyClient(server.port) as hasty:
            hasty.send("/vamen/status")
    assert client.ask("/vamen/ping", 1) == [1]


def test_it_is_bound_to_this_machine_by_default(server: OscServer) -> None:
    table = Path("/proc/net/udp")
    if not table.exists():
        pytest.skip("the list of open ports is read from /proc/net/udp: run this on Linux")
    addresses = {line.split()[1] for line in table.read_text().splitlines()[1:]}
    assert f"0100007F:{server.port:04X}" in addresses
    assert f"00000000:{server.port:04X}" not in addresses


def test_it_can_be_bound_to_all_interfaces(controls: FakeControls) -> None:
    with OscServer(controls, "0.0.0.0", 0) as server, TinyClient(server.port) as client:
        assert client.ask("/vamen/ping") == []


@pytest.fixture
def fixed() -> Iterator[socket.socket]:
    """Return a bound port for replies."""
    with socket.socket(type=socket.SOCK_DGRAM) as port:
        port.bind(("127.0.0.1", 0))
        port.settimeout(5)
        yield port


def receive(port: socket.socket) -> tuple[str, list[Any]]:
    message = OscMessage(port.recv(65_536))
    return message.address, message.params


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_replies_refusals_and_changes_go_to_the_fixed_reply_port(
    controls: FakeControls, fixed: socket.socket, host: str
) -> None:
    with OscServer(controls, host, 0, reply_port=fixed.getsockname()[1]) as server:
        assert receive(fixed) == ("/vamen/startup", [__version__])
        with TinyClient(server.port) as one, TinyClient(server.port) as other:
            one.send("/vamen/listen", "/vamen/tempo")
            assert receive(fixed) == ("/vamen/tempo", [170.0])
            other.send("/vamen/nothing")
            assert receive(fixed)[0] == "/vamen/error"
            controls.write({"tempo": 99.0})
            assert receive(fixed) == ("/vamen/tempo", [99.0])


@pytest.mark.parametrize("number", [0, -1, 65_536])
def test_an_invalid_reply_port_is_refused(controls: FakeControls, number: int) -> None:
    with pytest.raises(BadConfig, match="--osc-reply-port"):
        OscServer(controls, port=0, reply_port=number).start()


def test_a_taken_port_is_named_with_the_flag_that_changes_it(server: OscServer) -> None:
    with pytest.raises(PortBusy, match=rf"port {server.port} .*--osc-port"):
        OscServer(FakeControls(), port=server.port).start()


@pytest.mark.parametrize(("host", "port"), [("192.0.2.1", 0), ("no.such.host.invalid", 0), ("127.0.0.1", 65_536)])
def test_an_address_of_another_machine_is_refused(host: str, port: int) -> None:
    with pytest.raises(BadConfig, match="--osc-"):
        OscServer(FakeControls(), host, port).start()


def test_it_releases_the_port_and_can_start_again(controls: FakeControls) -> None:
    server = OscServer(controls, port=0)
    server.start()
    port = server.port
    server.stop()
    server.stop()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", port))
    with server, TinyClient(port) as client:
        assert client.ask("/vamen/ping", 1) == [1]


def test_hundreds_of_messages_at_once_all_arrive(client: TinyClient, controls: FakeControls) -> None:
    for index in range(500):
        client.send("/vamen/slice", index)
    client.settle()
    assert [event.index for event in controls.events] == [index % 32 for index in range(500)]
