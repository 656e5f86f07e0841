from engine.realtime import jack_reconnect
from engine.realtime.jack_reconnect import LEAVING, ConnectionRestorer, Pair

LEFT, RIGHT = ("PortAudio:out_0", "desk:in_1"), ("PortAudio:out_1", "desk:in_2")


class Ports:
    def __init__(self) -> None:
        self.tied: set[Pair] = {LEFT, RIGHT}
        self.present = {"desk:in_1", "desk:in_2", "system:playback_1"}
        self.willing, self.closed = True, False

    def connections(self) -> set[Pair]:
        return set(self.tied)

    def inputs(self) -> set[str]:
        return set(self.present)

    def connect(self, pair: Pair) -> bool:
        if self.willing:
            self.tied.add(pair)
        return self.willing

    def close(self) -> None:
        self.closed = True

    def leave(self) -> None:
        self.tied, self.present = set(), {"system:playback_1"}


def test_connections_that_were_cut_because_a_device_went_are_tied_when_it_is_back() -> None:
    ports = Ports()
    patch = ConnectionRestorer(ports)
    for _ in range(2):
        assert patch.look() == ""
        ports.leave()
        assert patch.look() == "desk is gone from JACK; the set keeps time until it is back"
        assert patch.look() == ""
        ports.present |= {"desk:in_1", "desk:in_2"}
        assert patch.look() == "desk is back at JACK and hears the set again"
        assert ports.tied == {LEFT, RIGHT}
    patch.close()
    assert ports.closed


def test_a_device_may_go_and_come_back_one_connection_and_one_port_at_a_time() -> None:
    ports = Ports()
    patch = ConnectionRestorer(ports)
    patch.look()
    ports.tied = set()  # a client that ends is disconnected first
    assert patch.look() == ""
    ports.present -= {"desk:in_1"}
    assert "is gone" in patch.look()
    ports.present -= {"desk:in_2"}
    assert patch.look() == ""
    ports.present |= {"desk:in_1"}
    assert patch.look() == ""
    ports.present |= {"desk:in_2"}
    assert "is back" in patch.look()
    assert ports.tied == {LEFT, RIGHT}


def test_what_was_cut_by_hand_long_before_the_device_went_stays_cut() -> None:
    ports = Ports()
    patch = ConnectionRestorer(ports)
    patch.look()
    ports.tied = {RIGHT}
    for _ in range(LEAVING + 2):
        assert patch.look() == ""
    ports.leave()
    assert "is gone" in patch.look()
    ports.present |= {"desk:in_1", "desk:in_2"}
    assert "is back" in patch.look()
    assert ports.tied == {RIGHT}


def test_what_somebody_patches_by_hand_stays_so() -> None:
    ports = Ports()
    patch = ConnectionRestorer(ports)
    patch.look()
    ports.tied = {("PortAudio:out_0", "system:playback_1")}
    assert patch.look() == ""
    assert patch.look() == ""
    assert ports.tied == {("PortAudio:out_0", "system:playback_1")}


def test_a_server_that_does_not_tie_yet_is_asked_again() -> None:
    ports = Ports()
    patch = ConnectionRestorer(ports)
    patch.look()
    ports.leave()
    patch.look()
    ports.present |= {"desk:in_1", "desk:in_2"}
    ports.willing = False
    assert patch.look() == ""
    ports.willing = True
    assert "is back" in patch.look()
    assert ports.tied == {LEFT, RIGHT}


def test_without_jack_there_is_nothing_to_look_after(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(jack_reconnect, "LIBRARIES", {"linux": "libjack-of-nowhere.so"})
    assert jack_reconnect.patch() is None
    monkeypatch.undo()
    monkeypatch.setenv("JACK_DEFAULT_SERVER", "none-of-this-name")
    assert jack_reconnect.patch() is None
