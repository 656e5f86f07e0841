"""Silent sixteenths: how often, how silent, and what they leave alone."""

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.arrays import Floats, Tape
from engine.controls import FIRST_STEP_VALUE, Action, Event
from engine.core import LATENCY, Instrument
from engine.core.library import geometry
from engine.parameters import INDEX
from engine.spec import SPEC
from tests.clicks import bursts, dull_tape
from tests.playing import PLAY, TAPE, even, values
from tests.sound import LOOP, STEP, break_loop, decibels, hit, tape_of

FULL = tape_of(break_loop(tuple(range(SPEC.steps))))  # a hit on every sixteenth
NATIVE: Mapping[str, float] = {"tempo": SPEC.native_tempo}
SLICE_5 = Event(Action.SLICE, 5)
FASTEST = {"tempo": 300.0, "speed": 4.0}
PASSES = 400


def muted(tape: Tape, mutes: Mapping[int, float], **changes: float) -> Instrument:
    """An instrument that begins to play with these mutes, by sixteenth."""
    instrument = Instrument(tape)
    instrument.set(values(**{**NATIVE, **changes}))
    for step, mute in mutes.items():
        instrument.change(FIRST_STEP_VALUE + step, mute)
    instrument.schedule(PLAY)
    return instrument


def heard(instrument: Instrument, samples: int) -> Floats:
    """The next samples, without the delay at the beginning."""
    return instrument.process(samples + LATENCY)[LATENCY:]


def level(audio: Floats) -> float:
    return decibels(float(np.sqrt(np.mean(audio.astype(np.float64) ** 2))))


def test_the_index_of_the_first_mute_is_that_of_the_core() -> None:
    assert geometry.step_values == FIRST_STEP_VALUE > max(INDEX.values())


@pytest.mark.parametrize("changes", [{}, {"width": 1.0}, {"tempo": 90.0}, {"tempo": 300.0}, {"speed": 0.5}])
def test_a_silent_sixteenth_is_silent_and_its_neighbours_sound_as_before(changes: Mapping[str, float]) -> None:
    pace = {**NATIVE, "speed": 1.0, **changes}
    step = STEP * SPEC.native_tempo / pace["tempo"] / pace["speed"]
    plain = heard(muted(FULL, {}, **changes), round(13 * step))
    for place in (1, 4, 7, 10):
        audio = heard(muted(FULL, {place: 1.0}, **changes), round(13 * step))

        def change(first: float, last: float, audio: Floats = audio) -> float:
            part = slice(round(first * step), round(last * step))
            return level(audio[part]) - level(plain[part])

        assert change(place + 0.25, place + 0.75) < -40
        assert change(place, place + 0.1) < -20, "its attack is heard"
        assert abs(change(place - 1, place)) < 1
        assert abs(change(place + 1, place + 2)) < 0.2
        assert abs(change(place + 1, place + 1.1)) < 0.2, "the next attack is weaker"


def test_two_silent_sixteenths_have_no_sound_between_them() -> None:
    audio = heard(muted(FULL, {3: 1.0, 4: 1.0}), 6 * STEP)
    assert np.abs(audio[round(3.25 * STEP) : round(4.8 * STEP)]).max() < 1e-3


def test_the_share_of_silent_passes_is_the_probability() -> None:
    mutes = {step: step / 31 for step in range(32)}
    size = STEP * SPEC.native_tempo / 1200
    audio = heard(muted(even(1.0), mutes, **FASTEST), round(PASSES * 32 * size))[:, 0]
    starts = (np.arange(PASSES * 32) * size).round().astype(int)  # between two fades there are 295 samples
    loud = np.abs(audio[starts[:, None] + np.arange(60, 180)]).max(1).reshape(PASSES, 32)
    shares = (loud < 0.05 * np.median(loud[:, 0])).mean(0)
    np.testing.assert_allclose(shares, list(mutes.values()), atol=0.05)
    assert (shares[0], shares[31]) == (0, 1)


def silent_passes(audio: Floats, step: int) -> list[bool]:
    starts = range(step * STEP, len(audio) - STEP + 1, LOOP)
    return [bool(np.abs(audio[at + STEP // 4 : at + STEP // 2]).max() < 0.01) for at in starts]


def test_the_same_passes_are_silent_in_every_performance_and_after_a_move_to_a_beat() -> None:
    audio = heard(muted(FULL, {9: 0.5}), 12 * LOOP)
    passes = silent_passes(audio, 9)
    assert 2 < sum(passes) < 10
    moved = muted(FULL, {9: 0.5})
    moved.schedule(Event(Action.LOCATE, value=3.0 * SPEC.beats), LOOP // 2)
    assert silent_passes(heard(moved, LOOP // 2 + 9 * LOOP)[LOOP // 2 :], 9) == passes[3:]


def test_slices_are_passes_of_their_own() -> None:
    instrument = muted(FULL, {6: 0.5})
    for number in range(60):
        instrument.schedule(SLICE_5, number * 3 * STEP)
    audio = heard(instrument, 60 * 3 * STEP)
    after = [bool(np.abs(audio[at : at + STEP // 2]).max() < 0.01) for at in range(5 * STEP // 4, len(audio), 3 * STEP)]
    assert 15 < sum(after) < 45


@pytest.mark.parametrize("reverse", [0.0, 1.0])
def test_a_slice_on_a_silent_sixteenth_sounds_until_it_comes_again(reverse: float) -> None:
    every = dict.fromkeys(range(32), 1.0)
    plain, silent = muted(FULL, {}, reverse=reverse), muted(FULL, every, reverse=reverse)
    for instrument in (plain, silent):
        instrument.schedule(SLICE_5, 2 * STEP)
    expected, audio = heard(plain, LOOP + 4 * STEP), heard(silent, LOOP + 4 * STEP)
    sounding = slice(2 * STEP, round(2.8 * STEP))
    assert abs(level(audio[sounding]) - level(expected[sounding])) < 0.2
    np.testing.assert_allclose(audio[sounding][100:], expected[sounding][100:], atol=1e-2)
    assert np.abs(audio[: round(1.9 * STEP)]).max() < 1e-3, "play is no slice"
    assert np.abs(audio[round(3.3 * STEP) :]).max() < 1e-3


def test_an_early_hit_belongs_to_the_sixteenth_that_it_precedes() -> None:
    early, loop = 3 * SPEC.hop, np.zeros(LOOP, np.float32)
    for step in range(0, 32, 4):
        burst = 0.3 * hit(np.random.default_rng(step))
        loop[step * STEP + STEP - early :][: len(burst)] = burst
    tape = tape_of(loop)
    onset = 5 * STEP - early
    plain, before, own = (heard(muted(tape, mutes), 7 * STEP) for mutes in ({}, {4: 1.0}, {5: 1.0}))
    hit_at, body = slice(onset, onset + 300), slice(onset, 6 * STEP)
    assert abs(level(before[hit_at]) - level(plain[hit_at])) < 0.2
    assert level(own[body]) - level(plain[body]) < -20


def test_a_repeat_of_a_sixteenth_before_a_silent_one_loses_nothing() -> None:
    plain, audio = (heard(muted(FULL, mutes, stutter=1.0), 6 * STEP) for mutes in ({}, {1: 1.0, 31: 1.0}))
    np.testing.assert_array_equal(audio, plain)


def test_a_sixteenth_that_becomes_silent_while_it_sounds_does_not_click() -> None:
    dull = dull_tape()
    instrument, places = muted(dull, {}), []
    for number in range(40):
        places.append(9000 + number * 4321)
        for step in range(32):
            instrument.schedule(
                Event(Action.SET, FIRST_STEP_VALUE + step, float(number % 2 == 0)), places[-1] - LATENCY
            )
    after, usual = bursts(heard(instrument, 44 * 4321)[:, 0], places)
    assert after < max(usual, -75)


def test_a_value_out_of_range_is_refused_and_counted() -> None:
    direct, by_event, plain = (muted(TAPE, {}) for _ in range(3))
    for value in (-0.01, 1.01, np.nan, np.inf):
        direct.change(FIRST_STEP_VALUE, value)
        by_event.schedule(Event(Action.SET, FIRST_STEP_VALUE, value), 1000)
    expected = plain.process(6000)
    for instrument in (direct, by_event):
        np.testing.assert_array_equal(instrument.process(6000), expected)
        assert instrument.errors == 4


@given(st.lists(st.integers(1, 3000), min_size=1, max_size=40), st.integers(0, 2**16))
@settings(deadline=None, max_examples=20)
def test_any_division_into_blocks_gives_the_same_samples(blocks: list[int], seed: int) -> None:
    rng, total = np.random.default_rng(seed), sum(blocks)
    mutes = dict(enumerate(rng.choice([0.0, 0.3, 0.7, 1.0], 32).tolist()))
    events = [Event(Action.SLICE, int(rng.integers(32)), float(rng.uniform(0.2, 1))) for _ in range(5)]
    events += [Event(Action.SET, FIRST_STEP_VALUE + int(rng.integers(32)), float(rng.random())) for _ in range(10)]
    events += [Event(Action.SET, INDEX[id], float(rng.random() < 0.5)) for id in ("reverse", "stutter", "freeze")]
    whole, parts = (muted(FULL, mutes, width=0.7, tempo=200.0) for _ in range(2))
    for event in events:
        at = int(rng.integers(total))
        for instrument in (whole, parts):
            instrument.schedule(event, at)
    np.testing.assert_array_equal(whole.process(total), np.concatenate([parts.process(n).copy() for n in blocks]))
