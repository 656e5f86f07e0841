import pytest

from engine.realtime import jack_client
from engine.realtime.jack_client import open_jack_client
from engine.realtime.jack_reconnect import UNPLUG_POLLS, ConnectionRestorer, JackGraph, PortPair, watch_connections
from tests import jack
from tests.engine.waiting import wait_until

LEFT, RIGHT = ("PortAudio:out_0", "desk:in_1"), ("PortAudio:out_1", "desk:in_2")


class FakeGraph:
    """A JACK server with one device, "desk"."""

    def __init__(self) -> None:
        self.connected: set[PortPair] = {LEFT, RIGHT}
        self.present = {"desk:in_1", "desk:in_2", "system:playback_1"}
        self.accepts, self.closed = True, False

    def snapshot(self) -> tuple[set[PortPair], set[str]]:
        return set(self.connected), set(self.present)

    def connect(self, pair: PortPair) -> bool:
        if self.accepts:
            self.connected.add(pair)
        return self.accepts

    def close(self) -> None:
        self.closed = True

    def unplug(self) -> None:
        self.connected, self.present = set(), {"system:playback_1"}

    def plug(self) -> None:
        self.present |= {"desk:in_1", "desk:in_2"}


def test_connections_are_restored_when_a_device_comes_back() -> None:
    graph = FakeGraph()
    restorer = ConnectionRestorer(graph)
    for _ in range(2):
        assert restorer.look() == ""
        graph.unplug()
        assert restorer.look() == "desk is gone from JACK; the set keeps time until it is back"
        assert restorer.look() == ""
        graph.plug()
        assert restorer.look() == "desk is back at JACK and hears the set again"
        assert graph.connected == {LEFT, RIGHT}
    restorer.close()
    assert graph.closed


def test_a_device_may_go_and_come_back_one_connection_and_one_port_at_a_time() -> None:
    graph = FakeGraph()
    restorer = ConnectionRestorer(graph)
    restorer.look()
    graph.connected = set()  # a client that ends is disconnected first
    assert restorer.look() == ""
    graph.present -= {"desk:in_1"}
    assert "is gone" in restorer.look()
    graph.present -= {"desk:in_2"}
    assert restorer.look() == ""
    graph.present |= {"desk:in_1"}
    assert restorer.look() == ""
    graph.present |= {"desk:in_2"}
    assert "is back" in restorer.look()
    assert graph.connected == {LEFT, RIGHT}


def test_a_connection_cut_by_hand_before_the_device_went_stays_cut() -> None:
    graph = FakeGraph()
    restorer = ConnectionRestorer(graph)
    restorer.look()
    graph.connected = {RIGHT}
    for _ in range(UNPLUG_POLLS + 2):
        assert restorer.look() == ""
    graph.unplug()
    assert "is gone" in restorer.look()
    graph.plug()
    assert "is back" in restorer.look()
    assert graph.connected == {RIGHT}


def test_a_connection_made_by_hand_is_left_alone() -> None:
    graph = FakeGraph()
    restorer = ConnectionRestorer(graph)
    restorer.look()
    graph.connected = {("PortAudio:out_0", "system:playback_1")}
    assert restorer.look() == ""
    assert restorer.look() == ""
    assert graph.connected == {("PortAudio:out_0", "system:playback_1")}


def test_a_connection_that_the_server_refuses_is_tried_again() -> None:
    graph = FakeGraph()
    restorer = ConnectionRestorer(graph)
    restorer.look()
    graph.unplug()
    restorer.look()
    graph.plug()
    graph.accepts = False
    assert restorer.look() == ""
    graph.accepts = True
    assert "is back" in restorer.look()
    assert graph.connected == {LEFT, RIGHT}


def test_without_libjack_or_a_server_nothing_is_watched(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("JACK_DEFAULT_SERVER", "none-of-this-name")
    assert watch_connections() is None
    monkeypatch.setattr(jack_client, "load_jack", lambda: None)
    assert watch_connections() is None
    assert capfd.readouterr().err == ""


@pytest.mark.audio
def test_a_real_server_shows_its_ports_and_restores_a_connection(
    jack_server: jack.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JACK_DEFAULT_SERVER", jack_server.name)
    player, desk = jack_server.client("PortAudio"), jack_server.client("desk")
    output, target = player.outports.register("out_0"), desk.inports.register("in_1")
    player.activate()
    desk.activate()
    player.connect(output, target)
    restorer = watch_connections()
    graph = JackGraph(open_jack_client("onlooker"))
    assert restorer is not None and restorer.look() == ""
    snapshot = graph.snapshot()
    assert snapshot is not None
    assert (snapshot[0], "desk:in_1" in snapshot[1]) == ({LEFT}, True)
    desk.close()
    wait_until(lambda: "desk is gone" in restorer.look())
    desk = jack_server.client("desk")
    desk.inports.register("in_1")
    desk.activate()
    wait_until(lambda: "desk is back" in restorer.look())
    assert graph.snapshot() == snapshot
    for client in (restorer, graph, desk, player):
        client.close()
