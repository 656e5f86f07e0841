"""MIDI clock messages become musical time: a beat, a tempo, and whether it plays."""

import numpy as np
import pytest

from engine.sync.clocks import Clock, Pulse
from osc_bridge.midi.clock.clock_in import SILENCE_TIMEOUT, MidiClock
from osc_bridge.midi.input.midi_messages import SystemKind, SystemMessage

TICKS = 24


class Master:
    """A master that sends clock on a port."""

    def __init__(self, clock: MidiClock, bpm: float = 120.0, port: str = "Drums", now: float = 100.0) -> None:
        self.clock, self.bpm, self.port = clock, bpm, port
        self.now = now  # of the next tick

    def send(self, kind: SystemKind, beat: float = 0.0) -> None:
        """Send a message half a tick before the next one."""
        self.clock.feed(SystemMessage(kind, self.now - 30 / self.bpm / TICKS, beat), self.port)

    def tick(self, count: int = 1) -> None:
        for _ in range(count):
            self.clock.feed(SystemMessage("tick", self.now), self.port)
            self.now += 60 / self.bpm / TICKS

    @property
    def last(self) -> float:
        """Seconds of the last tick."""
        return self.now - 60 / self.bpm / TICKS


@pytest.fixture
def clock() -> MidiClock:
    return MidiClock()


@pytest.fixture
def master(clock: MidiClock) -> Master:
    return Master(clock)


def pulse_of(master: Master) -> Pulse:
    """Return the musical time at the last tick of the master."""
    pulse = master.clock.pulse(master.last)
    assert pulse is not None
    return pulse


def test_a_midi_clock_is_a_clock(clock: MidiClock) -> None:
    known: Clock = clock
    assert known.name == "MIDI clock"
    assert (known.pulse(0.0), clock.port) == (None, None)


def test_ticks_that_are_received_early_count_from_their_own_time() -> None:
    early = Master(MidiClock(lead=lambda: 0.01))
    early.send("start")
    early.tick(2 * TICKS + 1)
    at_the_tick = early.clock.pulse(early.last + 0.01)
    assert at_the_tick is not None
    assert at_the_tick.beat == pytest.approx(2.0, abs=1e-6)


def test_the_tick_after_start_is_beat_0(master: Master) -> None:
    master.send("start")
    assert master.clock.pulse(master.now) is None
    master.tick()
    assert pulse_of(master) == Pulse(master.last, 0.0, 120.0, True)
    master.tick(36)
    assert pulse_of(master).beat == pytest.approx(1.5)


def test_the_tick_after_start_is_beat_0_when_ticks_came_before(master: Master) -> None:
    master.tick(100)
    master.send("start")
    assert not pulse_of(master).playing
    master.tick()
    assert pulse_of(master).playing
    assert pulse_of(master).beat == pytest.approx(0.0, abs=1e-6)
    master.tick(24)
    assert pulse_of(master).beat == pytest.approx(1.0)


def test_a_start_off_the_grid_of_earlier_ticks_sets_a_new_grid(master: Master) -> None:
    master.tick(100)
    master.now += 0.011
    master.send("start")
    master.tick()
    assert pulse_of(master).beat == pytest.approx(0.0, abs=1e-6)
    assert pulse_of(master).tempo == pytest.approx(120.0)


def test_a_start_while_playing_restarts_without_a_stop(master: Master) -> None:
    master.send("start")
    master.tick(30)
    master.send("start")
    assert pulse_of(master).playing
    master.tick(7)
    assert pulse_of(master).beat == pytest.approx(6 / TICKS)


def test_between_ticks_the_beat_goes_on(master: Master) -> None:
    master.send("start")
    master.tick(49)
    pulse = master.clock.pulse(master.last + 0.1)
    assert pulse is not None
    assert pulse.beat == pytest.approx(2.2)
    assert pulse.beat_at(master.last) == pytest.approx(2.0)


def test_ticks_before_a_start_set_the_tempo_without_playing(master: Master) -> None:
    master.bpm = 96.0
    master.tick(48)
    assert pulse_of(master).tempo == pytest.approx(96.0)
    assert (pulse_of(master).playing, pulse_of(master).beat) == (False, 0.0)


def test_stop_holds_the_beat_and_continue_goes_on_from_it(master: Master) -> None:
    master.send("start")
    master.tick(49)
    master.send("stop")
    master.bpm = 140.0
    master.tick(48)  # the tempo can be changed while it stands
    assert not pulse_of(master).playing
    assert pulse_of(master).beat == pytest.approx(49 / TICKS)
    assert pulse_of(master).tempo == pytest.approx(140.0)
    master.send("continue")
    master.tick()
    assert pulse_of(master).playing
    assert pulse_of(master).beat == pytest.approx(49 / TICKS, abs=1e-6)


def test_continue_while_it_plays_changes_nothing(master: Master) -> None:
    master.send("start")
    master.tick(20)
    master.send("continue")
    master.tick(5)
    assert pulse_of(master).beat == pytest.approx(1.0)


def test_a_position_is_where_continue_goes_on(master: Master) -> None:
    master.tick(10)
    master.send("position", 7.25)
    master.tick()
    assert pulse_of(master).beat == 7.25
    master.send("continue")
    master.tick(7)
    assert pulse_of(master).beat == pytest.approx(7.5)


def test_a_position_while_it_plays_counts_from_the_next_tick(master: Master) -> None:
    master.send("start")
    master.tick(30)
    master.send("position", 16.0)
    master.tick(13)
    assert pulse_of(master).beat == pytest.approx(16.5)


def test_start_and_stop_before_any_tick_play_nothing(master: Master) -> None:
    master.send("start")
    master.send("stop")
    master.tick(3)
    assert not pulse_of(master).playing


def test_a_silent_clock_has_no_time_and_continues_at_its_beat(master: Master) -> None:
    master.send("start")
    master.tick(49)
    assert master.clock.pulse(master.last + SILENCE_TIMEOUT - 0.01) is not None
    assert master.clock.pulse(master.last + SILENCE_TIMEOUT + 0.01) is None
    master.now += 3.0
    master.tick()
    assert pulse_of(master).playing
    assert pulse_of(master).beat == pytest.approx(49 / TICKS)
    assert pulse_of(master).tempo == pytest.approx(120.0)


def test_the_lowest_tempo_does_not_count_as_silence(master: Master) -> None:
    master.bpm = 40.0
    master.tick(30)
    assert master.clock.pulse(master.now - 0.001) is not None


@pytest.mark.parametrize("bpm", [38.0, 310.0])
def test_a_tempo_out_of_range_gives_no_time(master: Master, bpm: float) -> None:
    master.tick(24)
    master.bpm = bpm
    master.tick(60)
    assert master.clock.pulse(master.last) is None
    master.bpm = 170.0
    master.tick(60)
    assert pulse_of(master).tempo == pytest.approx(170.0)


@pytest.mark.parametrize("bpm", [40.0, 300.0])
def test_a_jittered_clock_at_the_limit_is_followed_within_the_range(clock: MidiClock, bpm: float) -> None:
    master = Master(clock, bpm)
    master.tick(24)
    for off in np.random.default_rng(2).uniform(-0.001, 0.001, 480):
        clock.feed(SystemMessage("tick", master.now + float(off)), master.port)
        master.now += 60 / bpm / TICKS
        pulse = clock.pulse(master.now)
        assert pulse is not None
        assert 40 <= pulse.tempo <= 300


def test_of_two_ports_the_first_is_followed_until_it_is_silent(clock: MidiClock) -> None:
    first, second = Master(clock, 120.0, "Drums"), Master(clock, 90.0, "Keys", 100.3)
    first.send("start")
    second.send("start")
    while second.now < 110.0:
        earlier = first if first.now < min(second.now, 105.0) else second
        earlier.tick()
        if second.last < 105.0 + SILENCE_TIMEOUT - 0.05 and second.now > 101.0:
            assert clock.port == "Drums"
    assert clock.port == "Keys"
    assert pulse_of(second).tempo == pytest.approx(90.0)
    assert pulse_of(second).beat == pytest.approx((second.last - 100.3) * 90 / 60)  # in time at once: it was counted


@pytest.mark.parametrize("kind", ["reset", "silence", "release"])
def test_messages_that_are_not_about_time_are_ignored(master: Master, kind: SystemKind) -> None:
    master.send("start")
    master.tick(10)
    before = pulse_of(master)
    master.send(kind)
    assert pulse_of(master) == before


def test_a_jittered_clock_is_in_time_two_beats_after_a_step(clock: MidiClock) -> None:
    noise = np.random.default_rng(8)
    master = Master(clock)
    master.send("start")
    off = []
    for number in range(40 * TICKS):
        if number == 16 * TICKS:
            master.bpm = 174.0
        clock.feed(SystemMessage("tick", master.now + float(noise.uniform(-0.002, 0.002))), master.port)
        pulse = clock.pulse(master.now)
        assert pulse is not None
        off.append(abs(pulse.beat - number / TICKS) * 60 / master.bpm)
        master.now += 60 / master.bpm / TICKS
    assert np.percentile(off[8 * TICKS : 16 * TICKS], 99) < 0.002
    assert np.percentile(off[18 * TICKS :], 99) < 0.002
    assert pulse_of(master).tempo == pytest.approx(174.0, abs=0.05)
