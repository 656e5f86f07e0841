"""Locate: from its sample on, beat and playhead are at the given beat, through the same restart as a slice."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.controls import Action, Event
from engine.core import Instrument
from engine.spec import SPEC
from tests.playing import PLAY, STOP, TAPE, mono, playing, values
from tests.sound import distance

COLUMNS = SPEC.frames / SPEC.beats  # columns per beat


def locate(beat: float) -> Event:
    return Event(Action.LOCATE, value=beat)


@pytest.mark.parametrize("step", [0, 5, 31])
@pytest.mark.parametrize("at", [10_000, 10_199])
def test_it_sounds_like_the_slice_at_that_beat(step: int, at: int) -> None:
    located, sliced = playing(), playing()
    located.schedule(locate(16 + step / 4), at)  # two loops later, at the same position
    sliced.schedule(Event(Action.SLICE, step), at)
    np.testing.assert_array_equal(located.process(20_000), sliced.process(20_000))
    assert located.beat != sliced.beat


@given(
    st.floats(-20, 4000),
    st.floats(40, 300),
    st.floats(-4, 4),
    st.integers(3000, 8000),
    st.booleans(),
    st.integers(1, 500),
)
@settings(max_examples=30, deadline=None)
def test_beat_and_playhead_are_exact_at_the_scheduled_sample(
    beat: float, tempo: float, speed: float, at: int, stands: bool, block: int
) -> None:
    instrument = playing() if not stands else Instrument(TAPE)
    instrument.set(values(tempo=tempo, speed=speed))
    instrument.schedule(locate(beat), at)
    while instrument.clock < at + instrument.latency:
        instrument.process(min(block, at + instrument.latency - instrument.clock))
    assert instrument.playing
    assert instrument.beat == pytest.approx(beat, abs=1e-9)
    away = (instrument.frame - speed * beat * COLUMNS) % SPEC.frames
    assert min(away, SPEC.frames - away) == pytest.approx(0, abs=1e-6)


@given(st.lists(st.integers(1, 1500), min_size=1, max_size=20), st.integers(0, 2**32 - 1))
@settings(max_examples=10, deadline=None)
def test_any_division_into_blocks_gives_the_same_samples(blocks: list[int], seed: int) -> None:
    whole, parts = playing(), playing()
    rng = np.random.default_rng(seed)
    events = [locate(float(rng.uniform(-8, 90))) for _ in range(3)] + [STOP, Event(Action.SLICE, 9, 0.5)]
    for event in events:
        at = int(rng.integers(sum(blocks)))
        for instrument in (whole, parts):
            instrument.schedule(event, at)
    np.testing.assert_array_equal(whole.process(sum(blocks)), np.concatenate([parts.process(n).copy() for n in blocks]))


def test_a_freeze_continues_and_the_position_below_it_is_at_the_beat() -> None:
    frozen, plain = playing(), playing()
    for instrument in (frozen, plain):
        instrument.process(20_000)
    frozen.set(values(tempo=SPEC.native_tempo, freeze=1.0))
    frozen.process(6400)
    plain.process(6400)
    held = frozen.frame
    for instrument in (frozen, plain):
        instrument.schedule(locate(21.3))
        instrument.process(30_000)
    assert frozen.frame == held
    frozen.set(values(tempo=SPEC.native_tempo))
    for instrument in (frozen, plain):
        instrument.process(6400)
    assert (frozen.beat, frozen.frame) == (plain.beat, plain.frame)
    assert distance(mono(frozen.process(SPEC.rate)), mono(plain.process(SPEC.rate))) < -12


@pytest.mark.parametrize("change", [{"reverse": 1.0}, {"stutter": 1.0}])
def test_other_effects_move_along(change: dict[str, float]) -> None:
    bent, plain = playing(), playing()
    for instrument in (bent, plain):
        instrument.process(20_000)
    bent.set(values(tempo=SPEC.native_tempo, **change))
    for instrument in (bent, plain):
        instrument.process(20_000)
        instrument.schedule(locate(21.3))
        instrument.process(instrument.latency)
    assert bent.frame == pytest.approx(plain.frame)
    for instrument in (bent, plain):
        instrument.process(20_000)
    bent.set(values(tempo=SPEC.native_tempo))
    for instrument in (bent, plain):
        instrument.process(6400)
    assert (bent.beat, bent.frame) == (plain.beat, plain.frame)


def test_it_starts_a_frozen_instrument_at_the_beat() -> None:
    instrument = Instrument(TAPE)
    instrument.set(values(freeze=1.0))
    instrument.schedule(locate(3))
    instrument.process(6400)
    assert instrument.frame == 3 * COLUMNS


@pytest.mark.parametrize("wild", [math.nan, math.inf, -math.inf, 1e300])
def test_an_invalid_beat_changes_nothing(wild: float) -> None:
    plain, told = playing(), playing()
    told.schedule(locate(wild), 3000)
    np.testing.assert_array_equal(plain.process(8000), told.process(8000))


def test_with_a_slice_at_the_same_sample_the_slice_sets_the_playhead_and_locate_the_beat() -> None:
    instrument = playing()
    instrument.schedule(locate(40), 6400)
    instrument.schedule(Event(Action.SLICE, 9), 6400)
    instrument.process(6400 + instrument.latency)
    assert instrument.beat == pytest.approx(40)
    assert instrument.frame == pytest.approx(9 * SPEC.step_frames)


def test_play_at_the_same_sample_changes_nothing() -> None:
    instrument = Instrument(TAPE)
    instrument.schedule(locate(40))
    instrument.schedule(PLAY)
    instrument.process(6400)
    assert instrument.beat == pytest.approx(40 + (6400 - instrument.latency) * 170 / 60 / SPEC.rate)


@pytest.mark.parametrize("start", [locate(40), PLAY])
def test_a_slice_a_few_samples_later_keeps_the_beat(start: Event) -> None:
    sliced, plain = Instrument(TAPE), Instrument(TAPE)
    for instrument in (sliced, plain):
        instrument.schedule(start, 6403)
    sliced.schedule(Event(Action.SLICE, 9), 6420)
    for instrument in (sliced, plain):
        instrument.process(6420 + instrument.latency)
    assert sliced.frame == pytest.approx(9 * SPEC.step_frames)
    assert sliced.beat == pytest.approx(plain.beat, abs=1e-9)
