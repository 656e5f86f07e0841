"""What machines tell over MIDI becomes musical time: a beat, a tempo, whether it plays."""

import numpy as np
import pytest

from engine.sync.clocks import Clock, Pulse
from osc_bridge.midi.clock.clock_in import SILENCE, MidiClock
from osc_bridge.midi.input.midi_messages import SystemKind, SystemMessage

TICKS = 24


class Machine:
    """Something that sends clock on a port."""

    def __init__(self, clock: MidiClock, bpm: float = 120.0, port: str = "Drums", now: float = 100.0) -> None:
        self.clock, self.bpm, self.port = clock, bpm, port
        self.now = now  # of the next tick

    def tell(self, kind: SystemKind, beat: float = 0.0) -> None:
        """Say something half a tick before the next one."""
        self.clock.hear(SystemMessage(kind, self.now - 30 / self.bpm / TICKS, beat), self.port)

    def tick(self, count: int = 1) -> None:
        for _ in range(count):
            self.clock.hear(SystemMessage("tick", self.now), self.port)
            self.now += 60 / self.bpm / TICKS

    @property
    def last(self) -> float:
        """When the last tick was."""
        return self.now - 60 / self.bpm / TICKS


@pytest.fixture
def clock() -> MidiClock:
    return MidiClock()


@pytest.fixture
def machine(clock: MidiClock) -> Machine:
    return Machine(clock)


def heard(machine: Machine) -> Pulse:
    """Musical time at the last tick of the machine."""
    pulse = machine.clock.pulse(machine.last)
    assert pulse is not None
    return pulse


def test_it_is_a_clock(clock: MidiClock) -> None:
    known: Clock = clock
    assert known.name == "MIDI clock"
    assert (known.pulse(0.0), clock.port) == (None, None)


def test_the_tick_after_start_is_beat_0(machine: Machine) -> None:
    machine.tell("start")
    assert machine.clock.pulse(machine.now) is None
    machine.tick()
    assert heard(machine) == Pulse(machine.last, 0.0, 120.0, True)
    machine.tick(36)
    assert heard(machine).beat == pytest.approx(1.5)


def test_the_tick_after_start_is_beat_0_when_ticks_came_before(machine: Machine) -> None:
    machine.tick(100)
    machine.tell("start")
    assert not heard(machine).playing
    machine.tick()
    assert heard(machine).playing
    assert heard(machine).beat == pytest.approx(0.0, abs=1e-6)
    machine.tick(24)
    assert heard(machine).beat == pytest.approx(1.0)


def test_a_start_off_the_old_grid_is_taken_as_it_comes(machine: Machine) -> None:
    machine.tick(100)
    machine.now += 0.011
    machine.tell("start")
    machine.tick()
    assert heard(machine).beat == pytest.approx(0.0, abs=1e-6)
    assert heard(machine).tempo == pytest.approx(120.0)


def test_a_start_while_it_plays_begins_anew_without_a_stop(machine: Machine) -> None:
    machine.tell("start")
    machine.tick(30)
    machine.tell("start")
    assert heard(machine).playing
    machine.tick(7)
    assert heard(machine).beat == pytest.approx(6 / TICKS)


def test_between_ticks_the_beat_goes_on(machine: Machine) -> None:
    machine.tell("start")
    machine.tick(49)
    pulse = machine.clock.pulse(machine.last + 0.1)
    assert pulse is not None
    assert pulse.beat == pytest.approx(2.2)
    assert pulse.beat_at(machine.last) == pytest.approx(2.0)


def test_ticks_that_nobody_started_give_a_tempo_and_play_nothing(machine: Machine) -> None:
    machine.bpm = 96.0
    machine.tick(48)
    assert heard(machine).tempo == pytest.approx(96.0)
    assert (heard(machine).playing, heard(machine).beat) == (False, 0.0)


def test_stop_holds_the_beat_and_continue_goes_on_from_it(machine: Machine) -> None:
    machine.tell("start")
    machine.tick(49)
    machine.tell("stop")
    machine.bpm = 140.0
    machine.tick(48)  # the tempo can be changed while it stands
    assert not heard(machine).playing
    assert heard(machine).beat == pytest.approx(49 / TICKS)
    assert heard(machine).tempo == pytest.approx(140.0)
    machine.tell("continue")
    machine.tick()
    assert heard(machine).playing
    assert heard(machine).beat == pytest.approx(49 / TICKS, abs=1e-6)


def test_continue_while_it_plays_changes_nothing(machine: Machine) -> None:
    machine.tell("start")
    machine.tick(20)
    machine.tell("continue")
    machine.tick(5)
    assert heard(machine).beat == pytest.approx(1.0)


def test_a_position_is_where_continue_goes_on(machine: Machine) -> None:
    machine.tick(10)
    machine.tell("position", 7.25)
    machine.tick()
    assert heard(machine).beat == 7.25
    machine.tell("continue")
    machine.tick(7)
    assert heard(machine).beat == pytest.approx(7.5)


def test_a_position_while_it_plays_counts_from_the_next_tick(machine: Machine) -> None:
    machine.tell("start")
    machine.tick(30)
    machine.tell("position", 16.0)
    machine.tick(13)
    assert heard(machine).beat == pytest.approx(16.5)


def test_start_and_stop_before_any_tick_play_nothing(machine: Machine) -> None:
    machine.tell("start")
    machine.tell("stop")
    machine.tick(3)
    assert not heard(machine).playing


def test_a_clock_that_falls_silent_gives_no_time_and_comes_back_where_it_was(machine: Machine) -> None:
    machine.tell("start")
    machine.tick(49)
    assert machine.clock.pulse(machine.last + SILENCE - 0.01) is not None
    assert machine.clock.pulse(machine.last + SILENCE + 0.01) is None
    machine.now += 3.0
    machine.tick()
    assert heard(machine).playing
    assert heard(machine).beat == pytest.approx(49 / TICKS)
    assert heard(machine).tempo == pytest.approx(120.0)


def test_the_slowest_clock_is_not_silent(machine: Machine) -> None:
    machine.bpm = 40.0
    machine.tick(30)
    assert machine.clock.pulse(machine.now - 0.001) is not None


@pytest.mark.parametrize("bpm", [38.0, 310.0])
def test_an_impossible_tempo_gives_no_time(machine: Machine, bpm: float) -> None:
    machine.tick(24)
    machine.bpm = bpm
    machine.tick(60)
    assert machine.clock.pulse(machine.last) is None
    machine.bpm = 170.0
    machine.tick(60)
    assert heard(machine).tempo == pytest.approx(170.0)


@pytest.mark.parametrize("bpm", [40.0, 300.0])
def test_a_noisy_clock_at_the_limit_is_followed_and_never_told_beyond_it(clock: MidiClock, bpm: float) -> None:
    machine = Machine(clock, bpm)
    machine.tick(24)
    for off in np.random.default_rng(2).uniform(-0.001, 0.001, 480):
        clock.hear(SystemMessage("tick", machine.now + float(off)), machine.port)
        machine.now += 60 / bpm / TICKS
        pulse = clock.pulse(machine.now)
        assert pulse is not None
        assert 40 <= pulse.tempo <= 300


def test_of_two_ports_the_first_is_followed_until_it_is_silent(clock: MidiClock) -> None:
    first, second = Machine(clock, 120.0, "Drums"), Machine(clock, 90.0, "Keys", 100.3)
    first.tell("start")
    second.tell("start")
    while second.now < 110.0:
        earlier = first if first.now < min(second.now, 105.0) else second
        earlier.tick()
        if second.last < 105.0 + SILENCE - 0.05 and second.now > 101.0:
            assert clock.port == "Drums"
    assert clock.port == "Keys"
    assert heard(second).tempo == pytest.approx(90.0)
    assert heard(second).beat == pytest.approx((second.last - 100.3) * 90 / 60)  # in time at once: it was counted


def test_a_clock_that_is_late_is_put_right() -> None:
    machine = Machine(MidiClock(late=0.010))
    machine.tell("start")
    machine.tick(49)
    assert heard(machine).beat == pytest.approx(2.0 + 0.010 * 2)


@pytest.mark.parametrize("kind", ["reset", "silence", "release"])
def test_what_does_not_concern_time_does_nothing(machine: Machine, kind: SystemKind) -> None:
    machine.tell("start")
    machine.tick(10)
    before = heard(machine)
    machine.tell(kind)
    assert heard(machine) == before


def test_a_noisy_clock_that_jumps_to_another_tempo_is_in_time_two_beats_later(clock: MidiClock) -> None:
    noise = np.random.default_rng(8)
    machine = Machine(clock)
    machine.tell("start")
    off = []
    for number in range(40 * TICKS):
        if number == 16 * TICKS:
            machine.bpm = 174.0
        clock.hear(SystemMessage("tick", machine.now + float(noise.uniform(-0.002, 0.002))), machine.port)
        pulse = clock.pulse(machine.now)
        assert pulse is not None
        off.append(abs(pulse.beat - number / TICKS) * 60 / machine.bpm)
        machine.now += 60 / machine.bpm / TICKS
    assert np.percentile(off[8 * TICKS : 16 * TICKS], 99) < 0.002
    assert np.percentile(off[18 * TICKS :], 99) < 0.002
    assert heard(machine).tempo == pytest.approx(174.0, abs=0.05)
