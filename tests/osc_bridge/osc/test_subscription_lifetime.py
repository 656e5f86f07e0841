"""A subscription ends in time, with its client or when it is replaced, and never another one with it."""

import queue
import threading

import pytest
from pythonosc.osc_message import OscMessage

from osc_bridge.osc.handler import OscHandler
from osc_bridge.osc.latent_names import LatentNames
from osc_bridge.osc.request import SUBSCRIPTION_S, Client
from osc_bridge.osc.subscriptions import MAX_SUBSCRIBERS, MAX_SUBSCRIBERS_PER_HOST, Subscriptions
from tests.fake_controls import FakeControls

from .subscribing import Bridge, Subscriber


@pytest.fixture
def client(bridge: Bridge) -> Subscriber:
    return Subscriber(bridge)


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


def test_an_address_that_cannot_be_read_does_not_hold_up_the_others() -> None:
    errors: list[str] = []

    class FailingControls(FakeControls):
        broken = False

        def read(self, id: str) -> float:
            if self.broken and id == "width":
                raise OSError("the shared memory is gone")
            return super().read(id)

    controls, client = FailingControls(), QueueClient()
    subscriptions = Subscriptions(controls, threading.Lock(), failed=lambda sentence, cause: errors.append(sentence))
    assert len([*subscriptions.subscribe(client, ["/vamen/tempo", "/vamen/width", "/vamen/drive"], 60.0)]) == 3
    controls.broken = True
    controls.write({"tempo": 100.0, "width": 0.5, "drive": 0.5})
    subscriptions.publish()
    controls.broken = False
    subscriptions.publish()
    sent = [OscMessage(client.packets.get_nowait()) for _ in range(3)]
    assert [(one.address, one.params) for one in sent] == [
        ("/vamen/tempo", [100.0]),
        ("/vamen/drive", [0.5]),
        ("/vamen/width", [0.5]),
    ]
    assert errors == ["/vamen/width could not be sent: the shared memory is gone"]


def test_the_thread_can_be_stopped_with_and_without_subscribers() -> None:
    subscriptions = Subscriptions(FakeControls(), threading.Lock())
    for _ in range(2):
        subscriptions.start()
        subscriptions.stop()
        subscriptions.start()
        assert len([*subscriptions.subscribe(QueueClient(), ["/vamen/tempo"], 60.0)]) == 1
        subscriptions.stop()
        assert len(subscriptions) == 0


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
