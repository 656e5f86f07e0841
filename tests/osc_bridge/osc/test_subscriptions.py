"""A subscriber gets each change once, soon, not too often, and never its own values back."""

import math
import queue
import threading
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pythonosc.osc_message import OscMessage

from engine.controls import STEP_NAMES, Status
from engine.errors import BadParameter
from osc_bridge.osc.address_space import READABLE, UNNAMED
from osc_bridge.osc.handler import OscHandler
from osc_bridge.osc.latent_names import LatentNames
from osc_bridge.osc.request import SUBSCRIPTION_S, Client, Request
from osc_bridge.osc.server import OscServer
from osc_bridge.osc.subscriptions import MAX_SUBSCRIBERS, MAX_SUBSCRIBERS_PER_HOST, PUBLISH_RATE_HZ, Subscriptions
from tests.fake_controls import FakeControls
from tests.tiny_client import TinyClient, bundle, pack, tag_at

from .peer import Inbox

WALL = 1000.0  # seconds since 1970 when the clock is 0


class PlayingControls(FakeControls):
    """Controls of an instrument whose position can be set."""

    beat = 0.0

    def status(self) -> Status:
        return Status(True, self.beat, 0.0, -6.0, 0.25, 0, 0, "JACK", "CPU", "amen", 0.01)


class Bridge:
    """A handler whose clock the test sets; it publishes when the test says so."""

    def __init__(self) -> None:
        self.now = 0.0
        self.controls = PlayingControls()
        self.handler = OscHandler(self.controls, clock=lambda: self.now, wall=lambda: WALL + self.now)

    def publish(self, seconds: float = 1 / PUBLISH_RATE_HZ) -> None:
        """Let time pass, run what is due, and publish once."""
        self.now += seconds
        self.handler.scheduler.run_due()
        self.handler.subscriptions.publish()


class Subscriber(Inbox):
    """A client of a bridge."""

    def __init__(self, bridge: Bridge, host: str = "") -> None:
        super().__init__()
        self._bridge, self._host = bridge, host

    @property
    def host(self) -> str:
        return self._host

    def write(self, address: str, *arguments: Any) -> None:
        """Send one message to the bridge."""
        self.write_packet(pack(address, *arguments))

    def write_packet(self, packet: bytes) -> None:
        """Send a packet to the bridge."""
        self._bridge.handler.handle(packet, self)

    def subscribe(self, *paths: str) -> "Subscriber":
        """Subscribe for as long as the connection lasts, as a WebSocket does, and drop the present values."""
        self._bridge.handler.submit(Request(subscribe=paths, duration=math.inf), self)
        self.take()
        return self


@pytest.fixture
def bridge() -> Bridge:
    return Bridge()


@pytest.fixture
def client(bridge: Bridge) -> Subscriber:
    return Subscriber(bridge)


@pytest.fixture
def other(bridge: Bridge) -> Subscriber:
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


def test_a_subscription_expires_unless_it_is_renewed(bridge: Bridge, client: Subscriber, other: Subscriber) -> None:
    lasting = Subscriber(bridge).subscribe("/vamen/tempo")
    for subscriber in (client, other):
        subscriber.write("/vamen/listen", "/vamen/tempo")
    bridge.publish(SUBSCRIPTION_S / 2)
    other.write("/vamen/listen", "/vamen/tempo")
    bridge.publish(SUBSCRIPTION_S / 2)
    assert len(bridge.handler.subscriptions) == 2
    client.take(), other.take()
    bridge.controls.write({"tempo": 99.0})
    bridge.publish()
    assert [each.take() for each in (client, other, lasting)] == [[], *[[("/vamen/tempo", [99.0])]] * 2]


def test_a_lasting_subscription_is_not_shortened_by_another_message(bridge: Bridge, client: Subscriber) -> None:
    client.subscribe("/vamen/tempo").write("/vamen/listen", "/vamen/tempo")
    bridge.publish(2 * SUBSCRIPTION_S)
    assert len(bridge.handler.subscriptions) == 1


@pytest.mark.parametrize("arguments", [["/vamen/tempo"], ["/vamen/*"], []])
def test_ignoring_ends_a_subscription(bridge: Bridge, client: Subscriber, arguments: list[str]) -> None:
    client.write("/vamen/listen", "/vamen/tempo")
    for _ in range(2):
        client.write("/vamen/ignore", *arguments)
    client.take()
    bridge.controls.write({"tempo": 99.0})
    bridge.publish()
    assert client.take() == []
    assert len(bridge.handler.subscriptions) == 0


def test_a_client_that_leaves_is_forgotten(bridge: Bridge, client: Subscriber) -> None:
    client.subscribe("/vamen/tempo", "/vamen/level")
    bridge.handler.forget(client)
    bridge.controls.write({"tempo": 99.0})
    bridge.publish()
    assert client.take() == []
    assert len(bridge.handler.subscriptions) == 0


def test_a_ninth_listener_of_a_host_replaces_the_one_that_renewed_longest_ago(bridge: Bridge) -> None:
    listeners = [Subscriber(bridge, "10.0.0.1") for _ in range(MAX_SUBSCRIBERS_PER_HOST)]
    for listener in [*listeners, listeners[0]]:
        listener.write("/vamen/listen", "/vamen/tempo")
        listener.take()
    Subscriber(bridge, "10.0.0.2").write("/vamen/listen", "/vamen/tempo")
    assert [listener.take() for listener in listeners] == [[]] * len(listeners)
    Subscriber(bridge, "10.0.0.1").write("/vamen/listen", "/vamen/tempo")
    ((address, (sentence,)),) = listeners[1].take()
    assert (address, "/vamen/listen again" in sentence) == ("/vamen/error", True)
    bridge.controls.write({"tempo": 99.0})
    bridge.publish()
    assert [len(listener.take()) for listener in listeners] == [1, 0, *[1] * (len(listeners) - 2)]


def test_listeners_of_many_hosts_replace_first_those_that_may_not_be_sent_anything(bridge: Bridge) -> None:
    listeners = [Subscriber(bridge, f"10.0.0.{number}") for number in range(MAX_SUBSCRIBERS + 2)]
    listeners[5].full = True
    for listener in listeners:
        listener.write("/vamen/listen", "/vamen/tempo")
    assert len(bridge.handler.subscriptions) == MAX_SUBSCRIBERS
    replaced = [number for number, listener in enumerate(listeners) if listener.take()[-1][0] == "/vamen/error"]
    assert replaced == [0, 5]


def test_a_connection_keeps_its_subscriptions_whatever_the_number_of_listeners(bridge: Bridge) -> None:
    connection = Subscriber(bridge).subscribe("/vamen/tempo")
    for number in range(MAX_SUBSCRIBERS + 1):
        Subscriber(bridge, f"10.0.0.{number}").write("/vamen/listen", "/vamen/tempo")
    assert connection.take() == []
    assert len(bridge.handler.subscriptions) == MAX_SUBSCRIBERS + 1


def test_a_client_without_room_gets_the_newest_value_later(bridge: Bridge, client: Subscriber) -> None:
    client.subscribe("/vamen/tempo")
    client.full = True
    for tempo in (100.0, 110.0):
        bridge.controls.write({"tempo": tempo})
        bridge.publish()
    assert client.take() == []
    client.full = False
    for _ in range(2):
        bridge.publish()
    assert client.take() == [("/vamen/tempo", [110.0])]


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


class QueueClient(Client):
    """A client for another thread to send to."""

    def __init__(self) -> None:
        self.packets: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def send(self, packet: bytes) -> None:
        self.packets.put(packet)


def test_an_error_in_the_controls_does_not_end_the_thread() -> None:
    errors: queue.SimpleQueue[str] = queue.SimpleQueue()

    class FailingControls(FakeControls):
        broken = False

        def read(self, id: str) -> float:
            if self.broken:
                self.broken = False
                raise OSError("the shared memory is gone")
            return super().read(id)

    controls, lock, client = FailingControls(), threading.Lock(), QueueClient()
    subscriptions = Subscriptions(controls, lock, failed=lambda sentence, cause: errors.put(sentence))
    subscriptions.start()
    with lock:
        assert len([*subscriptions.subscribe(client, ["/vamen/tempo"], 60.0)]) == 1
        controls.broken = True
    assert "the shared memory is gone" in errors.get(timeout=5)
    controls.write({"tempo": 50.0})
    assert OscMessage(client.packets.get(timeout=5)).params == [50.0]
    subscriptions.stop()


def test_the_thread_can_be_stopped_with_and_without_subscribers() -> None:
    subscriptions = Subscriptions(FakeControls(), threading.Lock())
    for _ in range(2):
        subscriptions.start()
        subscriptions.stop()
        subscriptions.start()
        assert len([*subscriptions.subscribe(QueueClient(), ["/vamen/tempo"], 60.0)]) == 1
        subscriptions.stop()
        assert len(subscriptions) == 0


@pytest.fixture
def pair(server: OscServer) -> Iterator[tuple[TinyClient, TinyClient]]:
    with TinyClient(server.port) as one, TinyClient(server.port) as two:
        yield one, two


def test_over_udp_one_client_moves_a_value_and_another_gets_it(pair: tuple[TinyClient, TinyClient]) -> None:
    sender, subscriber = pair
    assert subscriber.ask("/vamen/listen", "/vamen/tempo") == [170.0]
    sender.send("/vamen/tempo", 111.0)
    assert subscriber.receive() == ("/vamen/tempo", [111.0])


def test_a_name_that_the_next_model_does_not_have_ends_its_subscription_and_no_other() -> None:
    names = [("kick", "low drum"), ("snare", "")]
    bridge = Bridge()
    bridge.handler = OscHandler(bridge.controls, clock=lambda: bridge.now, latents=LatentNames(lambda: names))
    client = Subscriber(bridge)
    client.write("/vamen/listen", "/vamen/kick", "/vamen/latent/snare", "/vamen/tempo")
    client.take()
    names[0] = ("boom", "")
    bridge.controls.write({"latent/0": 1, "latent/1": 2, "tempo": 99})
    bridge.publish()
    assert sorted(client.take()) == [("/vamen/latent/snare", [2.0]), ("/vamen/tempo", [99.0])]
    client.write("/vamen/kick")
    ((address, (sentence,)),) = client.take()
    assert address == "/vamen/error" and "there is no '/vamen/kick'" in sentence
    client.write("/vamen/boom")
    assert client.take() == [("/vamen/boom", [1.0])]
