"""Commands for taps, nudges, half and double time and the clock source, on a simulated player."""

import threading

import pytest

from engine.controls import Action, Event
from engine.errors import BadParameter
from engine.sync.clock_follower import output_delay
from engine.sync.clocks import MAX_CORRECTION_SECONDS
from osc_bridge.osc.command_registry import CommandRegistry
from osc_bridge.sync.tempo_control import TempoControl
from tests.engine.stage import DEVICE_LATENCY_S, ReferenceTime, SimulatedPlayer
from tests.fake_controls import FakeControls

BEGIN = 100.0  # seconds


class CommandedPlayer:
    """Sends commands, as from OSC or MIDI, to a simulated player."""

    def __init__(self, tempo: float = 120.0, plays: bool = True, reference: ReferenceTime | None = None) -> None:
        self.stage, self.commands = SimulatedPlayer(tempo), CommandRegistry()
        self.stage.run(BEGIN + 0.02)
        if plays:
            self.stage.trigger(
                Event(Action.LOCATE, value=0.0), due=BEGIN + 1 - DEVICE_LATENCY_S
            )  # heard a second after BEGIN
        clocks = {1: reference} if reference else {}
        self.tempo = TempoControl(
            self.stage, clocks, output_delay=lambda: output_delay(self.stage.meters), clock=lambda: self.stage.now
        )
        self.tempo.add_to(self.commands)

    def until(self, end: float) -> None:
        while self.stage.now < end:
            self.stage.run(min(self.stage.now + 0.02, end))
            self.tempo.poll()

    def send(self, name: str, value: float = 1.0) -> None:
        self.commands(name, value, self.stage.now)

    def heard(self) -> float:
        return self.stage.audible_beat(self.stage.now)


def test_all_commands_are_registered() -> None:
    assert set(CommandedPlayer().commands.names) == {"tap", "nudge", "half", "double", "clock"}


def test_the_third_tap_sets_tempo_and_beat() -> None:
    player = CommandedPlayer()
    for beat in range(3):
        player.until(BEGIN + 3.21 + beat * 60 / 150)
        player.send("tap")
        player.send("tap", 0.0)  # the pad is released
        assert player.stage.read("tempo") == pytest.approx(120 if beat == 0 else 150, abs=0.01)
    assert player.stage.writes[0][0] == pytest.approx(BEGIN + 3.21 + 60 / 150)
    player.until(BEGIN + 3.21 + 2 + 2 * MAX_CORRECTION_SECONDS)
    assert player.stage.read("tempo") == pytest.approx(150, abs=0.001)
    late = (player.stage.now - BEGIN - 3.21) * 150 / 60
    assert (player.heard() - late + 0.5) % 1 - 0.5 == pytest.approx(0, abs=0.003 * 150 / 60)


def test_taps_set_the_tempo_of_a_stopped_instrument_without_starting_it() -> None:
    player = CommandedPlayer(plays=False)
    for _ in range(4):
        player.until(player.stage.now + 0.5)
        player.send("tap")
    player.until(player.stage.now + 1)
    assert player.stage.read("tempo") == pytest.approx(120)
    assert not player.stage.is_playing


def test_taps_below_the_lowest_tempo_count_as_every_second_beat() -> None:
    player = CommandedPlayer()
    for _ in range(2):
        player.until(player.stage.now + 1.9)
        player.send("tap")
    assert player.stage.read("tempo") == pytest.approx(2 * 60 / 1.9)


@pytest.mark.parametrize(("nudge", "jumps"), [(12.0, 0), (-12.0, 0), (120.0, 1)])
def test_a_nudge_moves_what_is_heard_and_keeps_the_tempo(nudge: float, jumps: int) -> None:
    player, plain = CommandedPlayer(), CommandedPlayer()
    for each in (player, plain):
        each.until(BEGIN + 3)
    player.send("nudge", nudge)
    for each in (player, plain):
        each.until(BEGIN + 3 + MAX_CORRECTION_SECONDS + 0.5)
    assert (player.heard() - plain.heard()) * 60 / 120 == pytest.approx(nudge / 1e3, abs=0.001)
    assert player.stage.read("tempo") == 120
    assert len(player.stage.sent_events) - len(plain.stage.sent_events) == jumps


def test_nudges_add_up() -> None:
    player, plain = CommandedPlayer(), CommandedPlayer()
    for each in (player, plain):
        each.until(BEGIN + 3)
    for _ in range(5):
        player.send("nudge", 4.0)
        player.until(player.stage.now + 0.1)
    for each in (player, plain):
        each.until(BEGIN + 4 + MAX_CORRECTION_SECONDS)
    assert (player.heard() - plain.heard()) * 60 / 120 == pytest.approx(0.02, abs=0.0015)


def test_a_tempo_set_during_a_correction_ends_it() -> None:
    player = CommandedPlayer()
    player.until(BEGIN + 3)
    player.send("nudge", 15.0)
    player.until(BEGIN + 3.2)
    player.stage.write({"tempo": 90.0})
    player.until(BEGIN + 3 + MAX_CORRECTION_SECONDS + 1)
    assert player.stage.read("tempo") == 90


@pytest.mark.parametrize(("name", "tempo"), [("half", 60.0), ("double", 240.0)])
def test_half_and_double_time_begin_with_the_next_beat(name: str, tempo: float) -> None:
    player = CommandedPlayer()
    player.until(BEGIN + 4.3)  # beat 6.6 is heard
    player.send(name)
    player.send(name, 0.0)
    player.until(BEGIN + 4.45)
    assert player.stage.read("tempo") == 120
    player.until(BEGIN + 6)
    assert player.stage.read("tempo") == tempo
    assert player.heard() == pytest.approx(7 + 1.5 * tempo / 60, abs=0.003 * tempo / 60)


def test_half_and_double_at_once_cancel_out() -> None:
    player = CommandedPlayer()
    player.until(BEGIN + 4.3)
    player.send("double")
    player.send("half")
    player.until(BEGIN + 6)
    assert player.stage.read("tempo") == 120


def test_a_tempo_out_of_range_is_refused() -> None:
    player = CommandedPlayer()
    for name, words in (("double", "480 BPM"), ("half", "30 BPM")):
        player.stage.write({"tempo": {"double": 240.0, "half": 60.0}[name]})
        with pytest.raises(BadParameter, match=words):
            player.send(name)


@pytest.mark.parametrize("value", [501.0, float("nan")])
def test_a_nudge_out_of_range_is_refused(value: float) -> None:
    with pytest.raises(BadParameter, match="-500 to 500"):
        CommandedPlayer().send("nudge", value)


def test_a_clock_is_followed_while_it_is_chosen() -> None:
    reference = ReferenceTime((BEGIN, 133.0))
    player = CommandedPlayer(reference=reference)
    player.until(BEGIN + 2)
    assert (player.stage.read("tempo"), player.tempo.followed) == (120, "internal")
    player.send("clock", 1)
    player.until(BEGIN + 4)
    assert (player.stage.read("tempo"), player.tempo.followed) == (133, "reference")
    assert (player.heard() - reference.pulse(player.stage.now).beat) * 60 / 133 == pytest.approx(0, abs=0.003)
    with pytest.raises(BadParameter, match="send clock 0"):
        player.send("tap")
    player.send("nudge", 20.0)
    player.send("half")
    player.until(BEGIN + 8)
    assert player.stage.read("tempo") == pytest.approx(66.5, abs=0.03)
    away = (player.heard() - reference.pulse(player.stage.now).beat / 2 + 0.5) % 1 - 0.5
    assert away * 60 / 66.5 == pytest.approx(0.02, abs=0.003)
    player.send("clock", 0)
    assert player.tempo.followed == "internal"
    player.stage.write({"tempo": 90.0})
    player.until(BEGIN + 9)
    assert player.stage.read("tempo") == 90


@pytest.mark.parametrize(
    ("value", "words"),
    [(1, "MIDI clock is not available; choose from 0 internal"), (7, "no clock 7"), (0.5, "no clock 0.5")],
)
def test_a_clock_that_is_not_available_is_refused(value: float, words: str) -> None:
    with pytest.raises(BadParameter, match=words):
        CommandedPlayer().send("clock", value)


def test_the_thread_polls_under_the_lock_and_ends() -> None:
    lock, polled, reference = threading.Lock(), threading.Event(), ReferenceTime((0.0, 140.0))

    class Written(FakeControls):
        def write(self, values, due=None):  # type: ignore[no-untyped-def]
            assert lock.locked()
            polled.set()
            return super().write(values, due)

    controls = Written()
    with TempoControl(controls, {1: reference}, lock=lock) as tempo:
        with lock:
            tempo.choose(1, 0.0)
        assert polled.wait(10)
    assert controls.read("tempo") == 140
    assert "tempo" not in {thread.name for thread in threading.enumerate()}
