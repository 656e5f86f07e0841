"""A subscriber gets each change once, soon, not too often, and never its own values back."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.controls import STEP_NAMES
from engine.errors import BadParameter
from osc_bridge.osc.address_space import READABLE, UNNAMED
from osc_bridge.osc.server import OscServer
from tests.tiny_client import TinyClient, bundle, pack, tag_at

from .subscribing import WALL, Bridge, Subscriber


@pytest.fixture
def client(bridge: Bridge) -> Subscriber:
    return Subscriber(bridge)


def test_a_subscriber_gets_the_value_at_once_and_every_change(
    bridge: Bridge, client: Subscriber, other: Subscriber
) -> None:
    client.write("/vamen/listen", "/vamen/tempo")
    assert client.take() == [("/vamen/tempo", [170.0])]
    bridge.publish()
    assert client.take() == []
    other.write("/vamen/tempo", 120.0)
    bridge.publish()
    assert client.take() == [("/vamen/tempo", [120.0])]
    assert other.take() == []


def test_changes_by_other_sources_than_osc_are_sent_too(bridge: Bridge, client: Subscriber) -> None:
    client.subscribe("/vamen/norm/level")
    bridge.controls.write({"level": 12.0})
    bridge.publish()
    assert client.take() == [("/vamen/norm/level", [1.0])]


def test_several_changes_between_two_comparisons_are_one_packet(
    bridge: Bridge, client: Subscriber, other: Subscriber
) -> None:
    client.subscribe("/vamen/tempo")
    for tempo in range(100, 150):
        other.write("/vamen/tempo", tempo)
    bridge.publish()
    assert client.take() == [("/vamen/tempo", [149.0])]


def test_a_change_is_sent_in_every_form_that_is_subscribed_to(bridge: Bridge, client: Subscriber) -> None:
    client.subscribe("/vamen/norm/tempo", "/vamen/latent", "/vamen/step/3/kick", "/vamen/seed")
    bridge.controls.write({"tempo": 105.0, "latent/1": 2.0, "seed": 7.0})
    bridge.controls.write_steps({(3, "kick"): -1.0})
    bridge.publish()
    assert dict(client.take()) == {
        "/vamen/norm/tempo": [0.25],
        "/vamen/latent": [0.0, 2.0, *[0.0] * 14],
        "/vamen/step/3/kick": [-1.0],
        "/vamen/seed": [7],
    }


def test_a_new_preset_is_listed_before_it_is_told_to_be_recalled(bridge: Bridge, client: Subscriber) -> None:
    values: dict[str, list[float | str]] = {"presets": [], "preset": [-1, ""]}
    for name in values:
        bridge.handler.reports.add(name, partial(values.__getitem__, name))
    client.write("/vamen/listen", "/vamen/report/*")
    client.take()
    values |= {"preset": [8, "mine"], "presets": [8, "mine"]}
    bridge.publish()
    assert [address for address, _ in client.take()] == ["/vamen/report/presets", "/vamen/report/preset"]


def test_patterns_meters_and_sixteenths_can_be_subscribed_to(bridge: Bridge, client: Subscriber) -> None:
    client.write("/vamen/listen", "/vamen/latent/[01]", "/vamen/meter/beat", "/vamen/step/7/*")
    assert len(client.take()) == 2 + 1 + len(STEP_NAMES)
    bridge.controls.beat = 1.5
    bridge.controls.write({"latent/1": 2.0, "latent/2": 2.0})
    bridge.controls.write_steps({(7, "snare"): 0.5, (8, "snare"): 0.5})
    bridge.publish()
    assert sorted(client.take()) == [
        ("/vamen/latent/1", [2.0]),
        ("/vamen/meter/beat", [1.5]),
        ("/vamen/step/7/snare", [0.5]),
    ]


def test_everything_with_a_value_can_be_subscribed_to(bridge: Bridge, client: Subscriber) -> None:
    client.write(
        "/vamen/listen",
        *[path for path in READABLE if path.count("/") == 2],
        "/vamen/*/*",
        "/vamen/*/*/*",
        "/vamen/*/*/*/*",
    )
    assert sorted(address for address, _ in client.take()) == sorted(READABLE)


@pytest.mark.parametrize(
    "packet",
    [
        pack("/vamen/tempo", 120.5),
        pack("/vamen/tempo", "120.5"),
        pack("/vamen/temp?", 120.5),
        pack("/vamen/norm/level", 0.3),
        pack("/vamen/freeze", 1),
        pack("/vamen/latent", *[0.1] * 16),
        pack("/vamen/latent", 1.0, 2.0),
        bundle(pack("/vamen/level", 0.0), pack("/vamen/tempo", 120.5)),
    ],
)
def test_a_client_does_not_get_its_own_values_back_but_others_do(
    bridge: Bridge, client: Subscriber, other: Subscriber, packet: bytes
) -> None:
    paths = ("/vamen/tempo", "/vamen/norm/level", "/vamen/freeze", "/vamen/latent", "/vamen/latent/1")
    others = {"/vamen/latent"} if len(packet) < 60 and b"latent" in packet else set()  # two of sixteen
    client.subscribe(*paths), other.subscribe(*paths)
    client.write_packet(packet)
    bridge.publish()
    assert {address for address, _ in client.take()} == others
    assert other.take()


def test_a_client_whose_value_was_clamped_gets_what_became_of_it(bridge: Bridge, client: Subscriber) -> None:
    client.subscribe("/vamen/tempo", "/vamen/seed")
    for seconds in (0.0, 1.0):  # also when that is no change
        bridge.now += seconds
        client.write("/vamen/tempo", 1e6)
        client.write("/vamen/seed", 7.4)
        bridge.publish()
        assert sorted(client.take()) == [("/vamen/seed", [7]), ("/vamen/tempo", [300.0])]


def test_a_value_that_another_client_changes_meanwhile_is_sent(
    bridge: Bridge, client: Subscriber, other: Subscriber
) -> None:
    client.subscribe("/vamen/tempo")
    client.write("/vamen/tempo", 120.0)
    other.write("/vamen/tempo", 130.0)
    bridge.publish()
    assert client.take() == [("/vamen/tempo", [130.0])]


def test_a_value_sent_for_later_is_not_sent_back_when_its_time_comes(bridge: Bridge, client: Subscriber) -> None:
    client.subscribe("/vamen/tempo")
    client.write_packet(bundle(pack("/vamen/tempo", 120.0), tag=tag_at(WALL + 1)))
    bridge.publish(0.8)
    bridge.publish(0.3)
    assert client.take() == []
    for tempo in (121.0, 120.0):
        bridge.controls.write({"tempo": tempo})
        bridge.publish()
    assert client.take() == [("/vamen/tempo", [121.0]), ("/vamen/tempo", [120.0])]


def test_a_value_sent_for_later_that_never_held_is_forgotten(bridge: Bridge, client: Subscriber) -> None:
    client.subscribe("/vamen/tempo")
    subscription = bridge.handler.subscriptions._clients[client]["/vamen/tempo"]
    subscription.dated = (bridge.now, (120.0,))
    for tempo in (130.0, 120.0):
        bridge.controls.write({"tempo": tempo})
        bridge.publish(1.0)
    assert client.take() == [("/vamen/tempo", [130.0]), ("/vamen/tempo", [120.0])]


def test_seeds_that_a_float_cannot_tell_apart_are_two_values(bridge: Bridge, client: Subscriber) -> None:
    client.subscribe("/vamen/seed")
    for seed in (2**31 - 2, 2**31 - 1):
        bridge.controls.write({"seed": seed})
        bridge.publish()
    assert client.take() == [("/vamen/seed", [2**31 - 2]), ("/vamen/seed", [2**31 - 1])]


@pytest.mark.parametrize("delay", [0, 1, 3, 6])
def test_two_clients_that_send_everything_back_settle_within_a_second(bridge: Bridge, delay: int) -> None:
    clients = Subscriber(bridge), Subscriber(bridge)
    echoes: list[tuple[int, Subscriber, str, list[Any]]] = []  # time in publications, sender, message
    for client in clients:
        client.write("/vamen/listen", "/vamen/tempo", "/vamen/latent/0")
        client.take()
    quiet = 0
    for turn in range(60):
        if turn < 10:  # both are moved, differently, also out of range
            clients[0].write("/vamen/tempo", 100.0 + 30 * turn)
            clients[1].write("/vamen/tempo", 200.0 - 3.3 * turn)
            clients[1].write("/vamen/latent/0", 0.1 * turn)
        for _, client, address, values in [echo for echo in echoes if echo[0] == turn]:
            client.write(address, *values)
        bridge.publish()
        received = [(client, *message) for client in clients for message in client.take()]
        echoes += [(turn + 1 + delay, client, address, values) for client, address, values in received]
        quiet = 0 if received else quiet + 1
    assert quiet >= 20, "they have not settled within a second of the last move"


moves = st.tuples(st.sampled_from([0, 1]), st.sampled_from([40.0, 99.5, 1000.0]), st.booleans())


@settings(max_examples=200)
@given(st.lists(moves, max_size=12))
def test_after_any_moves_every_client_knows_the_value(steps: list[tuple[int, float, bool]]) -> None:
    bridge = Bridge()
    clients = [Subscriber(bridge).subscribe("/vamen/tempo") for _ in range(2)]
    known = [170.0, 170.0]
    for index, tempo, publish in [*steps, (0, 50.0, True)]:
        clients[index].write("/vamen/tempo", tempo)
        known[index] = tempo
        if publish:
            bridge.publish()
        for each, client in enumerate(clients):
            for _, values in client.take():
                known[each] = values[0]
    assert known == [bridge.controls.read("tempo")] * 2


def test_an_address_without_a_value_cannot_be_subscribed_to(client: Subscriber) -> None:
    for name in ("/vamen/play", "/vamen/nothing", "/vamen/pan*", "tempo"):
        client.write("/vamen/listen", name)
    client.write("/vamen/listen")
    client.write("/vamen/listen", 1)
    assert [address for address, _ in client.take()] == ["/vamen/error"] * 6
    with pytest.raises(BadParameter):
        UNNAMED.readable("/vamen/slice")


def test_hostile_packets_change_nothing_that_a_subscriber_knows(bridge: Bridge, client: Subscriber) -> None:
    client.subscribe("/vamen/tempo")
    for packet in (b"", b"#bundle\0", pack("/vamen/[", 1.0), pack("/vamen/tempo", float("nan")), pack("/x", None)):
        client.write_packet(packet)
    client.take()
    bridge.publish()
    assert client.take() == []


@pytest.fixture
def pair(server: OscServer) -> Iterator[tuple[TinyClient, TinyClient]]:
    with TinyClient(server.port) as one, TinyClient(server.port) as two:
        yield one, two


def test_over_udp_one_client_moves_a_value_and_another_gets_it(pair: tuple[TinyClient, TinyClient]) -> None:
    sender, subscriber = pair
    assert subscriber.ask("/vamen/listen", "/vamen/tempo") == [170.0]
    sender.send("/vamen/tempo", 111.0)
    assert subscriber.receive() == ("/vamen/tempo", [111.0])
