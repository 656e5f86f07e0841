"""What is heard follows the tempo, beat, start and stop of a clock, on any device."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.controls import Action, Event
from engine.realtime.meters import Meters
from engine.spec import SPEC
from engine.sync.clock_follower import (
    FAST_TIME,
    MAX_CORRECTION,
    MAX_SLEW,
    SLOW_BELOW,
    ClockFollower,
    PhaseCorrector,
    output_delay,
)
from engine.sync.clocks import Pulse
from engine.sync.transport_follower import OutputDelay
from tests.engine.stage import DEVICE_LATENCY_S, ReferenceTime, SimulatedPlayer

from .follower_simulation import BEGIN, Simulation


def test_an_exact_clock_is_followed_within_two_beats_of_a_step() -> None:
    step = BEGIN + 3.3
    simulation = Simulation(ReferenceTime((BEGIN, 120), (step, 174)))
    simulation.until(step + 4)
    _, away, tempo = simulation.seen(step + 2 * 60 / 174, step + 4)
    assert np.abs(away).max() <= 0.003
    assert np.abs(tempo).max() <= 0.05


def test_there_is_no_drift_in_five_minutes_on_a_fast_device() -> None:
    simulation = Simulation(ReferenceTime((BEGIN, 171.3)), player=SimulatedPlayer(171.3, skew=100e-6))
    simulation.until(BEGIN + 300)
    _, early, _ = simulation.seen(BEGIN + 20, BEGIN + 60)
    _, late, _ = simulation.seen(BEGIN + 260, BEGIN + 300)
    assert np.abs(late).max() <= 0.003
    assert abs(late.mean() - early.mean()) <= 0.001


def test_a_steady_tempo_is_written_once() -> None:
    simulation = Simulation(ReferenceTime((BEGIN, 127.3)))
    simulation.until(BEGIN + 20)
    assert [tempo for at, tempo in simulation.player.writes if at > BEGIN + 3] == []
    assert simulation.player.read("tempo") == 127.3


class Skipping(ReferenceTime):
    """A reference whose song position jumps."""

    skipped = 0.0

    def pulse(self, now: float) -> Pulse:
        pulse = super().pulse(now)
        return pulse._replace(beat=pulse.beat + self.skipped)


@given(st.floats(-0.9 * MAX_SLEW, 0.9 * MAX_SLEW), st.floats(60, 200))
@settings(max_examples=15, deadline=None)
def test_a_small_error_is_corrected_by_a_slight_change_of_tempo(away: float, tempo: float) -> None:
    reference = Skipping((BEGIN, tempo))
    simulation = Simulation(reference, player=SimulatedPlayer(tempo))
    reference.skipped = away * tempo / 60
    simulation.until(BEGIN + 6)
    _, _, changed = simulation.seen(BEGIN, BEGIN + 6)
    _, left, _ = simulation.seen(BEGIN + 4, BEGIN + 6)
    assert np.abs(changed).max() <= 0.02 * tempo + 0.01
    assert np.abs(left).max() <= 0.003
    assert simulation.located() == []


@given(st.one_of(st.floats(0.2, 64), st.floats(-64, -0.2)), st.floats(60, 200))
@settings(max_examples=15, deadline=None)
def test_a_jump_of_the_clock_is_followed_by_one_jump(skipped: float, tempo: float) -> None:
    reference = Skipping((BEGIN, tempo))
    simulation = Simulation(reference, player=SimulatedPlayer(tempo))
    simulation.until(BEGIN + 2)
    assert simulation.located() == []
    reference.skipped = skipped
    simulation.until(BEGIN + 4)
    _, away, _ = simulation.seen(BEGIN + 2.3, BEGIN + 4)
    assert np.abs(away).max() <= 0.003
    assert len(simulation.located()) == 1


@pytest.mark.parametrize("stalled", [0.004, 0.012, 0.03])
def test_a_stall_of_device_and_master_is_not_corrected(stalled: float) -> None:
    """The clock notices the stall only after some ticks; nothing is corrected until then."""
    reference = Skipping((BEGIN, 174))
    simulation = Simulation(reference, player=SimulatedPlayer(174))
    simulation.until(BEGIN + 6)
    simulation.player.stall(stalled)
    simulation.until(BEGIN + 6.4)
    reference.skipped = -stalled * 174 / 60
    simulation.until(BEGIN + 10)
    _, away, _ = simulation.seen(BEGIN + 6.45, BEGIN + 10)
    assert np.abs(away).max() <= 0.002
    assert simulation.located() == []


def test_a_stall_of_the_device_alone_is_corrected_within_two_seconds() -> None:
    simulation = Simulation(ReferenceTime((BEGIN, 174)), player=SimulatedPlayer(174))
    simulation.until(BEGIN + 6)
    simulation.player.stall(0.02)
    simulation.until(BEGIN + 10)
    _, away, _ = simulation.seen(BEGIN + 8, BEGIN + 10)
    assert np.abs(away).max() <= 0.003


def test_the_instrument_starts_and_stops_with_the_clock() -> None:
    reference = ReferenceTime((BEGIN, 130))
    reference.playing = False
    simulation = Simulation(reference, plays=False)
    simulation.until(BEGIN + 1)
    assert not simulation.player.is_playing
    assert simulation.player.read("tempo") == 130
    reference.playing = True
    simulation.until(BEGIN + 2)
    assert simulation.player.is_playing
    _, away, _ = simulation.seen(BEGIN + 1.2, BEGIN + 2)
    assert np.abs(away).max() <= 0.001
    reference.playing = False
    simulation.until(BEGIN + 2.1)
    assert not simulation.player.is_playing


def test_a_stopped_instrument_stays_stopped_until_the_clock_restarts() -> None:
    reference = ReferenceTime((BEGIN, 130))
    simulation = Simulation(reference)
    simulation.until(BEGIN + 1)
    simulation.player.trigger(Event(Action.STOP))
    simulation.until(BEGIN + 2)
    assert not simulation.player.is_playing
    reference.playing = False
    simulation.until(BEGIN + 2.5)
    reference.playing = True
    simulation.until(BEGIN + 3)
    assert simulation.player.is_playing


def test_a_clock_that_is_stopped_when_chosen_stops_nothing() -> None:
    reference = ReferenceTime((BEGIN, 130))
    reference.playing = False
    simulation = Simulation(reference)
    simulation.until(BEGIN + 1)
    assert simulation.player.is_playing


def test_a_count_in_ends_on_the_downbeat() -> None:
    reference = Skipping((BEGIN, 120))
    reference.skipped = -4.0
    simulation = Simulation(reference, plays=False)
    simulation.until(BEGIN + 1.9)
    assert not simulation.player.is_playing
    simulation.until(BEGIN + 3)
    [start] = [event for _, event in simulation.player.sent_events if event.action is Action.LOCATE]
    assert start.value == pytest.approx(0, abs=1e-9)
    _, away, _ = simulation.seen(BEGIN + 2.1, BEGIN + 3)
    assert np.abs(away).max() <= 0.001


@pytest.mark.parametrize("wild", [False, True], ids=["silent", "out of range"])
def test_the_tempo_holds_when_the_clock_is_silent(wild: bool) -> None:
    class Failing(ReferenceTime):
        silent = False

        def pulse(self, now: float) -> Pulse | None:  # type: ignore[override]
            pulse = ReferenceTime.pulse(self, now)
            return (pulse._replace(tempo=400.0) if wild else None) if self.silent else pulse

    reference = Failing((BEGIN - 0.02, 120))
    player = SimulatedPlayer()
    player.trigger(Event(Action.LOCATE, value=0.0))
    player.run(BEGIN + 0.05)
    follower = ClockFollower(player, reference, output_delay=lambda: output_delay(player.meters))
    for _ in range(20):
        player.run(player.now + 0.02)
        follower.poll(player.now)
    assert player.read("tempo") != 120  # a correction is under way
    reference.silent = True
    for _ in range(50):
        player.run(player.now + 0.02)
        follower.poll(player.now)
    assert player.read("tempo") == 120
    assert player.is_playing
    player.write({"tempo": 90})
    follower.poll(player.now)
    assert player.read("tempo") == 90


@pytest.mark.parametrize("factor", [0.5, 2.0])
def test_half_and_double_time_keep_the_beats_of_the_clock(factor: float) -> None:
    reference = ReferenceTime((BEGIN, 120))
    simulation = Simulation(reference)
    simulation.until(BEGIN + 13.3)
    simulation.follower.scale(factor, simulation.player.now)
    simulation.until(BEGIN + 13.5)
    assert abs(simulation.player.audible_beat(BEGIN + 13.5) - 27) <= 1  # no further than to the nearest beat
    simulation.until(BEGIN + 15)
    assert simulation.player.read("tempo") == 120 * factor
    heard, beat = (
        simulation.player.audible_beat(simulation.player.now),
        factor * reference.pulse(simulation.player.now).beat,
    )
    assert abs((heard - beat + 0.5) % 1 - 0.5) * 60 / (120 * factor) <= 0.003
    simulation.follower.scale(1 / factor, simulation.player.now)
    simulation.until(BEGIN + 17)
    _, away, _ = simulation.seen(BEGIN + 16, BEGIN + 17)
    assert np.abs(away).max() <= 0.003  # the count too is the clock's again


@pytest.mark.parametrize("nudge", [0.015, -0.2])
def test_a_nudge_is_kept(nudge: float) -> None:
    simulation = Simulation(ReferenceTime((BEGIN, 120)))
    simulation.until(BEGIN + 1)
    simulation.follower.nudge = nudge
    simulation.until(BEGIN + 6)
    _, away, _ = simulation.seen(BEGIN + 5, BEGIN + 6)
    assert np.abs(away - nudge).max() <= 0.003


def test_the_output_delay_is_that_of_the_player() -> None:
    meters = Meters(rate=48_000, block=480, delay=64, latency=0.03, ahead=0.0007)
    assert output_delay(meters) == pytest.approx(OutputDelay(0.03, 0.02 + 0.0007 + 64 / SPEC.rate + 0.005))
    assert output_delay(Meters()).heard == 0
    assert output_delay(SimulatedPlayer().meters).heard == 0
    simulation = Simulation(ReferenceTime((BEGIN, 120)))
    assert output_delay(simulation.player.meters).heard == pytest.approx(
        DEVICE_LATENCY_S, abs=1e-4
    )  # calls come a little late


@given(st.floats(-1, 1))
def test_a_correction_is_bounded_and_has_the_sign_of_the_error(error: float) -> None:
    correction = PhaseCorrector()(error)
    assert abs(correction) <= MAX_CORRECTION
    assert correction * error >= 0
    assert (correction == 0) == (abs(error) <= SLOW_BELOW)


def test_a_large_error_is_corrected_fast_until_it_is_small_and_then_slowly() -> None:
    corrector = PhaseCorrector()
    assert corrector(0.002) < 0.0003
    assert corrector(0.003) > 0.005
    assert corrector(0.002) > 0.004
    assert corrector(0.0004) == 0
    assert corrector(0.002) < 0.0003


def test_a_small_error_from_an_exact_clock_is_corrected_fast() -> None:
    for error in (0.002, 0.0001):
        assert PhaseCorrector()(error, exact=True) == pytest.approx(error / FAST_TIME)
        assert PhaseCorrector()(-error, exact=True) == pytest.approx(-error / FAST_TIME)
        assert abs(PhaseCorrector()(error)) < 0.0003
