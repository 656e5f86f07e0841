"""Time by hand: taps, nudges, half and double time and the choice of a clock, on a stage whose time the test owns."""

import threading

import pytest

from engine.controls import Action, Desk, Event
from engine.errors import BadParameter
from engine.sync.clock_follower import output_delay
from engine.sync.clocks import MAX_CORRECTION_SECONDS
from osc_bridge.osc.command_registry import CommandRegistry
from osc_bridge.sync.tempo_control import TempoControl
from tests.engine.stage import HEARD, Room, Stage

BEGIN = 100.0  # seconds


class Hand:
    """Orders to a stage that plays, as they come from OSC or MIDI."""

    def __init__(self, tempo: float = 120.0, plays: bool = True, room: Room | None = None) -> None:
        self.stage, self.orders = Stage(tempo), CommandRegistry()
        self.stage.run(BEGIN + 0.02)
        if plays:
            self.stage.trigger(Event(Action.LOCATE, value=0.0), due=BEGIN + 1 - HEARD)  # heard a second after BEGIN
        clocks = {1: room} if room else {}
        self.tempo = TempoControl(
            self.stage, clocks, output_delay=lambda: output_delay(self.stage.meters), clock=lambda: self.stage.now
        )
        self.tempo.add_to(self.orders)

    def until(self, end: float) -> None:
        while self.stage.now < end:
            self.stage.run(min(self.stage.now + 0.02, end))
            self.tempo.look()

    def order(self, name: str, value: float = 1.0) -> None:
        self.orders(name, value, self.stage.now)

    def heard(self) -> float:
        return self.stage.heard(self.stage.now)


def test_all_orders_are_offered() -> None:
    assert set(Hand().orders.names) == {"tap", "nudge", "half", "double", "clock"}


def test_the_third_tap_has_tempo_and_beat_and_the_tempo_stays() -> None:
    hand = Hand()
    for beat in range(3):
        hand.until(BEGIN + 3.21 + beat * 60 / 150)
        hand.order("tap")
        hand.order("tap", 0.0)  # the pad is let go
        assert hand.stage.read("tempo") == pytest.approx(120 if beat == 0 else 150, abs=0.01)
    assert hand.stage.writes[0][0] == pytest.approx(BEGIN + 3.21 + 60 / 150)
    hand.until(BEGIN + 3.21 + 2 + 2 * MAX_CORRECTION_SECONDS)
    assert hand.stage.read("tempo") == pytest.approx(150, abs=0.001)
    late = (hand.stage.now - BEGIN - 3.21) * 150 / 60
    assert (hand.heard() - late + 0.5) % 1 - 0.5 == pytest.approx(0, abs=0.003 * 150 / 60)


def test_what_stands_takes_the_tempo_of_taps_and_goes_on_standing() -> None:
    hand = Hand(plays=False)
    for _ in range(4):
        hand.until(hand.stage.now + 0.5)
        hand.order("tap")
    hand.until(hand.stage.now + 1)
    assert hand.stage.read("tempo") == pytest.approx(120)
    assert not hand.stage.played


def test_slow_taps_are_every_second_beat() -> None:
    hand = Hand()
    for _ in range(2):
        hand.until(hand.stage.now + 1.9)
        hand.order("tap")
    assert hand.stage.read("tempo") == pytest.approx(2 * 60 / 1.9)


@pytest.mark.parametrize(("nudge", "leaps"), [(12.0, 0), (-12.0, 0), (120.0, 1)])
def test_a_nudge_moves_what_is_heard_and_leaves_the_tempo(nudge: float, leaps: int) -> None:
    hand, plain = Hand(), Hand()
    for each in (hand, plain):
        each.until(BEGIN + 3)
    hand.order("nudge", nudge)
    for each in (hand, plain):
        each.until(BEGIN + 3 + MAX_CORRECTION_SECONDS + 0.5)
    assert (hand.heard() - plain.heard()) * 60 / 120 == pytest.approx(nudge / 1e3, abs=0.001)
    assert hand.stage.read("tempo") == 120
    assert len(hand.stage.told) - len(plain.stage.told) == leaps


def test_nudges_add_up() -> None:
    hand, plain = Hand(), Hand()
    for each in (hand, plain):
        each.until(BEGIN + 3)
    for _ in range(5):
        hand.order("nudge", 4.0)
        hand.until(hand.stage.now + 0.1)
    for each in (hand, plain):
        each.until(BEGIN + 4 + MAX_CORRECTION_SECONDS)
    assert (hand.heard() - plain.heard()) * 60 / 120 == pytest.approx(0.02, abs=0.0015)


def test_who_turns_the_tempo_while_something_is_pulled_in_gets_it() -> None:
    hand = Hand()
    hand.until(BEGIN + 3)
    hand.order("nudge", 15.0)
    hand.until(BEGIN + 3.2)
    hand.stage.write({"tempo": 90.0})
    hand.until(BEGIN + 3 + MAX_CORRECTION_SECONDS + 1)
    assert hand.stage.read("tempo") == 90


@pytest.mark.parametrize(("name", "tempo"), [("half", 60.0), ("double", 240.0)])
def test_half_and_double_time_begin_with_the_next_beat(name: str, tempo: float) -> None:
    hand = Hand()
    hand.until(BEGIN + 4.3)  # beat 6.6 is heard
    hand.order(name)
    hand.order(name, 0.0)
    hand.until(BEGIN + 4.45)
    assert hand.stage.read("tempo") == 120
    hand.until(BEGIN + 6)
    assert hand.stage.read("tempo") == tempo
    assert hand.heard() == pytest.approx(7 + 1.5 * tempo / 60, abs=0.003 * tempo / 60)


def test_half_and_double_at_once_are_neither() -> None:
    hand = Hand()
    hand.until(BEGIN + 4.3)
    hand.order("double")
    hand.order("half")
    hand.until(BEGIN + 6)
    assert hand.stage.read("tempo") == 120


def test_a_tempo_out_of_range_is_refused() -> None:
    hand = Hand()
    for name, words in (("double", "480 BPM"), ("half", "30 BPM")):
        hand.stage.write({"tempo": {"double": 240.0, "half": 60.0}[name]})
        with pytest.raises(BadParameter, match=words):
            hand.order(name)


@pytest.mark.parametrize("value", [501.0, float("nan")])
def test_a_nudge_too_far_is_refused(value: float) -> None:
    with pytest.raises(BadParameter, match="-500 to 500"):
        Hand().order("nudge", value)


def test_a_clock_is_followed_from_when_it_is_chosen_and_let_go_again() -> None:
    room = Room((BEGIN, 133.0))
    hand = Hand(room=room)
    hand.until(BEGIN + 2)
    assert (hand.stage.read("tempo"), hand.tempo.followed) == (120, "internal")
    hand.order("clock", 1)
    hand.until(BEGIN + 4)
    assert (hand.stage.read("tempo"), hand.tempo.followed) == (133, "room")
    assert (hand.heard() - room.pulse(hand.stage.now).beat) * 60 / 133 == pytest.approx(0, abs=0.003)
    with pytest.raises(BadParameter, match="send clock 0"):
        hand.order("tap")
    hand.order("nudge", 20.0)
    hand.order("half")
    hand.until(BEGIN + 8)
    assert hand.stage.read("tempo") == pytest.approx(66.5, abs=0.03)
    away = (hand.heard() - room.pulse(hand.stage.now).beat / 2 + 0.5) % 1 - 0.5
    assert away * 60 / 66.5 == pytest.approx(0.02, abs=0.003)
    hand.order("clock", 0)
    assert hand.tempo.followed == "internal"
    hand.stage.write({"tempo": 90.0})
    hand.until(BEGIN + 9)
    assert hand.stage.read("tempo") == 90


@pytest.mark.parametrize(
    ("value", "words"), [(1, "MIDI clock is not there; choose 0 internal"), (7, "no clock 7"), (0.5, "no clock 0.5")]
)
def test_a_clock_that_is_not_there_is_refused(value: float, words: str) -> None:
    with pytest.raises(BadParameter, match=words):
        Hand().order("clock", value)


def test_the_thread_looks_under_the_lock_and_ends() -> None:
    lock, looked, room = threading.Lock(), threading.Event(), Room((0.0, 140.0))

    class Written(Desk):
        def write(self, values, due=None):  # type: ignore[no-untyped-def]
            assert lock.locked()
            looked.set()
            return super().write(values, due)

    desk = Written()
    with TempoControl(desk, {1: room}, lock=lock) as tempo:
        with lock:
            tempo.choose(1, 0.0)
        assert looked.wait(10)
    assert desk.read("tempo") == 140
    assert "tempo" not in {thread.name for thread in threading.enumerate()}
