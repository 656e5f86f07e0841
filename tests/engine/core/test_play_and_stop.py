"""Play, stop, panic and slices: when they are heard, and what they cancel."""

import numpy as np
import pytest

from engine.arrays import Floats
from engine.controls import Action, Event
from engine.core import HIGH, LIVE, Instrument, Quality
from engine.parameters import INDEX
from engine.spec import SPEC
from tests.clicks import bursts, dull_tape
from tests.playing import OTHER, PANIC, PLAY, STOP, TAPE, even, mono, playing, values
from tests.sound import STEP, break_loop, decibels, tape_of


@pytest.mark.parametrize("quality", [LIVE, HIGH], ids=["live", "high"])
@pytest.mark.parametrize("at", [10_000, 10_100, 10_199])
def test_a_slice_is_heard_at_its_sample(quality: Quality, at: int) -> None:
    """Step 4 has a hit; a slice of it is heard `latency` samples (1.5 ms) later, wherever the playhead is."""
    tape = tape_of(break_loop((4,)))
    for tempo in (90.0, SPEC.native_tempo, 174.0):
        instrument = Instrument(tape, quality=quality)
        assert instrument.latency == 64
        instrument.set(values(tempo=tempo))
        instrument.schedule(PLAY)
        instrument.schedule(Event(Action.SLICE, 4), at)
        instrument.process(at)
        audio = mono(instrument.process(3000))
        loud = np.abs(audio) > 0.25 * np.abs(audio).max()
        assert abs(int(loud.argmax()) - instrument.latency) < 40


def test_a_slice_starts_a_stopped_instrument() -> None:
    instrument = Instrument(TAPE)
    instrument.schedule(Event(Action.SLICE, 2))
    assert np.abs(instrument.process(4000)).max() > 0.05
    assert instrument.playing


def test_velocity_scales_that_sixteenth_alone() -> None:
    def after(velocity: float) -> Floats:
        instrument = playing()
        instrument.process(5000)
        instrument.schedule(Event(Action.SLICE, 0, velocity))
        return mono(instrument.process(8 * STEP))

    loud, soft = after(1.0), after(0.25)
    assert decibels(np.abs(soft[:STEP]).max() / np.abs(loud[:STEP]).max()) == pytest.approx(-12, abs=1)
    np.testing.assert_allclose(soft[3 * STEP :], loud[3 * STEP :], atol=1e-3)


def test_velocity_zero_does_nothing() -> None:
    plain, released = playing(), playing()
    released.schedule(Event(Action.SLICE, 9, 0.0), 2000)
    np.testing.assert_array_equal(plain.process(8000), released.process(8000))


@pytest.mark.parametrize("event", [STOP, PANIC])
def test_stop_and_panic_are_silent_within_twenty_milliseconds_and_do_not_click(event: Event) -> None:
    instrument, going_on = playing(tape=even(0.3)), playing(tape=even(0.3))
    instrument.process(20_000)
    going_on.process(20_000)
    instrument.schedule(event)
    audio = mono(instrument.process(4000))
    assert np.abs(audio[int(0.02 * SPEC.rate) :]).max() < 3e-4  # ringing of the high-pass, -70 dB
    assert not instrument.playing
    assert np.abs(np.diff(audio)).max() <= np.abs(np.diff(mono(going_on.process(4000)))).max()


@pytest.mark.parametrize("event", [STOP, PANIC])
def test_stop_and_panic_cancel_events_that_were_sent_before_and_are_due_later(event: Event) -> None:
    instrument = playing()
    instrument.schedule(Event(Action.SLICE, 3), 9000)
    instrument.schedule(Event(Action.LOCATE, value=2.0), 10_000)
    instrument.schedule(event, 5000)
    instrument.process(8000)
    assert not instrument.process(8000).round(4).any()


def test_play_after_stop_starts_at_the_downbeat() -> None:
    instrument = playing()
    instrument.process(30_000)
    instrument.schedule(STOP)
    instrument.process(1000)
    assert instrument.beat == 0
    instrument.schedule(PLAY)
    instrument.process(640)
    assert 0 < instrument.beat < 0.1
    assert instrument.frame < 4


def test_play_while_playing_changes_nothing() -> None:
    plain, again = playing(), playing()
    again.schedule(PLAY, 3000)
    np.testing.assert_array_equal(plain.process(8000), again.process(8000))


def test_too_many_events_are_rejected_and_counted() -> None:
    instrument = playing()
    for _ in range(5000):
        instrument.schedule(Event(Action.SLICE, 1), 10**9)
    assert instrument.errors == 5000 + 1 - 4096
    assert np.abs(instrument.process(8000)).max() > 0.05


@pytest.mark.parametrize("event", [STOP, PANIC])
def test_events_after_a_stop_or_panic_are_played(event: Event) -> None:
    """Many sequencers send all-notes-off before start."""
    instrument = playing()
    instrument.process(6400)
    instrument.schedule(Event(Action.SLICE, 3))
    instrument.schedule(event)
    instrument.schedule(PLAY)
    instrument.process(6400)
    assert instrument.playing
    assert instrument.frame < 64  # from the downbeat


def test_of_many_slices_at_one_sample_the_last_is_heard() -> None:
    one, many = playing(), playing()
    for step in (3, 17, 30):
        many.schedule(Event(Action.SLICE, step), 5000)
    many.schedule(Event(Action.SLICE, 9, 0.7), 5000)
    one.schedule(Event(Action.SLICE, 9, 0.7), 5000)
    np.testing.assert_array_equal(one.process(12_000), many.process(12_000))


def test_a_slice_during_the_fade_out_restarts_the_beat() -> None:
    instrument = playing()
    instrument.process(64_000)
    instrument.schedule(STOP)
    instrument.schedule(Event(Action.SLICE, 8))
    instrument.process(6400)
    assert 0 < instrument.beat < 1


@pytest.mark.parametrize("event", [STOP, PANIC])
def test_stop_and_panic_keep_scheduled_parameters(event: Event) -> None:
    instrument = Instrument(TAPE)
    instrument.schedule(Event(Action.SET, INDEX["level"], -60.0), 100)
    instrument.schedule(event)
    instrument.schedule(Event(Action.PLAY), 8000)
    assert not instrument.process(30_000).any()


@pytest.mark.parametrize("blocks", [0, 1])
def test_a_slice_plays_the_tape_that_was_loaded_before_it(blocks: int) -> None:
    """Also when the slice was scheduled before the tape was loaded."""
    late, early, old = playing(), playing(), playing()
    for instrument in (late, early, old):
        instrument.process(1024)
    early.load(OTHER)
    for instrument in (late, early, old):
        instrument.schedule(Event(Action.SLICE, 6), instrument.clock + 200)
        instrument.process(128 * blocks)
    late.load(OTHER)
    heard = [mono(instrument.process(4000)) for instrument in (late, early, old)]
    np.testing.assert_allclose(heard[0][400:], heard[1][400:], atol=5e-3)  # the state of the high-pass differs a little
    assert np.abs(heard[0] - heard[2]).max() > 0.05


def test_a_stop_during_a_hit_does_not_click() -> None:
    instrument, places, at = playing(tape=dull_tape()), [], 0
    for step in range(0, 32, 2):
        instrument.schedule(Event(Action.SLICE, step), at + 3000)
        places.append(at + 3000 + instrument.latency + 150)
        instrument.schedule(STOP, places[-1])
        at += 6000
    at_stops, _ = bursts(mono(instrument.process(at)), places)
    assert at_stops <= -80
