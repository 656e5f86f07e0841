"""All effects together, moved at random: exact bypass, no click, no overload, the same samples for any blocks."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.arrays import Tape
from engine.controls import Action, Event
from engine.core import CEILING, Instrument
from engine.files.loudness import loudness_and_peak
from engine.parameters import INDEX, TABLE, parameter
from engine.spec import SPEC
from tests.clicks import dull_tape
from tests.playing import OTHER, PLAY, TAPE, playing, values
from tests.sound import decibels

from .rendering import SOFT_LEVEL, heard

EFFECTS = {"filter": "filter/low", "drive": "drive", "crush": "crush/bits", "punch": "punch", "room": "room"}
MOVED = [entry.id for entry in TABLE[INDEX["mono"] : INDEX["bypass/room"] + 1]] + ["drive", "width"]
ALL_ON = {
    "width": 0.7,
    "filter/low": 6000.0,
    "filter/high": 90.0,
    "filter/resonance": 0.6,
    "drive": 0.5,
    "crush/bits": 8.5,
    "crush/rate": 16_000.0,
    "punch": 0.8,
    "room": 0.7,
}
DULL = dull_tape()


@pytest.mark.parametrize("effect", EFFECTS)
def test_a_bypassed_effect_leaves_every_bit_as_it_is(effect: str) -> None:
    on = {id: value for id, value in ALL_ON.items() if id.startswith(effect)}
    assert on
    plain, bypassed, with_effect = (
        heard(30_000, {"width": 0.5} | changes) for changes in ({}, on | {f"bypass/{effect}": 1.0}, on)
    )
    np.testing.assert_array_equal(bypassed, plain)
    assert np.abs(with_effect - plain).max() > 0.01


@pytest.mark.parametrize("effect", EFFECTS)
@pytest.mark.parametrize("how", ["bypass", "default"])
def test_an_effect_that_is_turned_off_leaves_every_bit_as_it_is_from_then_on(effect: str, how: str) -> None:
    on = {id: value for id, value in ALL_ON.items() if id.startswith(effect)}
    instrument, plain = playing(), playing()
    instrument.set(values(**({"tempo": SPEC.native_tempo} | on)))
    instrument.process(10_000)
    left = on | {f"bypass/{effect}": 1.0} if how == "bypass" else {}
    instrument.set(values(**({"tempo": SPEC.native_tempo} | left)))
    instrument.process(2 * SPEC.rate)  # the high-pass has forgotten what was before
    plain.process(10_000 + 2 * SPEC.rate)
    np.testing.assert_allclose(instrument.process(5000), plain.process(5000), atol=1e-7)


def test_mono_keeps_the_width_and_both_keep_the_sum() -> None:
    wide, mono, narrow = (
        heard(30_000, ALL_ON | {"level": SOFT_LEVEL} | changes) for changes in ({}, {"mono": 1.0}, {"width": 0.0})
    )
    assert np.abs(wide[:, 0] - wide[:, 1]).max() > 0.01
    np.testing.assert_array_equal(mono, narrow)
    np.testing.assert_allclose(wide.sum(1), narrow.sum(1), atol=1e-6)


states = st.fixed_dictionaries(
    {},
    optional={
        **{id: st.floats(parameter(id).low, parameter(id).high) for id in [*MOVED, "level"]},
        **{id: st.sampled_from([0.0, 1.0]) for id in MOVED if parameter(id).whole},
    },
)
moves = st.lists(st.tuples(states, st.integers(1, 3000), st.integers(0, 31)), min_size=1, max_size=8)


@given(moves, st.sampled_from([0.0, 20.0]))
@settings(max_examples=100, deadline=None)
def test_no_sequence_exceeds_the_ceiling(sequence: list[tuple[dict[str, float], int, int]], gain: float) -> None:
    instrument = playing(tape=TAPE._replace(gain=gain))
    outs = []
    for state, samples, step in sequence:
        instrument.set(values(**({"tempo": SPEC.native_tempo} | state)))
        instrument.schedule(Event(Action.SLICE, step))
        outs.append(instrument.process(samples))
    audio = np.concatenate([*outs, instrument.process(2000)])
    assert np.isfinite(audio).all()
    assert np.abs(audio).max() <= CEILING
    assert loudness_and_peak(audio, SPEC.rate)[1] <= -0.3
    assert instrument.errors == 0


@given(moves, st.integers(0, 2**32 - 1))
@settings(max_examples=30, deadline=None)
def test_any_division_into_blocks_gives_the_same_samples(
    sequence: list[tuple[dict[str, float], int, int]], seed: int
) -> None:
    whole, parts, cut = playing(), playing(), np.random.default_rng(seed)
    for state, samples, _ in sequence:
        for instrument in (whole, parts):
            instrument.set(values(**({"tempo": SPEC.native_tempo} | state)))
        edges = np.unique([0, *cut.integers(samples, size=4), samples])
        pieces = [parts.process(int(size)) for size in np.diff(edges)]
        np.testing.assert_array_equal(whole.process(samples), np.concatenate(pieces))


@pytest.mark.parametrize("value", [np.nan, np.inf, 3e38])
def test_a_tape_of_any_values_becomes_silence_and_all_effects_recover(value: float) -> None:
    wild = Tape(np.full_like(TAPE.magnitudes, value), TAPE.onsets)
    instrument, plain = playing(tape=wild), playing()
    for each in (instrument, plain):
        each.set(values(**({"tempo": SPEC.native_tempo, "level": SOFT_LEVEL} | ALL_ON)))
    audio = instrument.process(SPEC.rate)
    assert np.isfinite(audio).all()
    if not np.isfinite(value):
        assert not audio.any()
    plain.process(SPEC.rate)
    instrument.load(TAPE)
    for each in (instrument, plain):
        each.process(2 * SPEC.rate)
        each.schedule(PLAY)
    after, expected = (each.process(SPEC.rate) for each in (instrument, plain))
    assert abs(decibels(float(after.std() / expected.std()))) < 0.5


@pytest.mark.parametrize("tape", [TAPE, OTHER])
def test_effects_off_cost_nothing_of_the_sound(tape: Tape) -> None:
    """Settings that are off, whatever the others of their effect are, give the bytes of the defaults."""
    idle = {"filter/resonance": 0.9, **{f"bypass/{effect}": 1.0 for effect in EFFECTS}}
    np.testing.assert_array_equal(heard(30_000, idle, tape), heard(30_000, {}, tape))


def test_instruments_of_one_set_of_values_agree_before_and_after_the_first_block() -> None:
    """What is set before the first block holds at once; later, within a tenth of a second."""
    early, late = Instrument(DULL), Instrument(DULL)
    early.set(values(**ALL_ON))
    late.process(1000)
    late.set(values(**ALL_ON))
    late.process(SPEC.rate)
    for each in (early, late):
        each.process(64)
        each.schedule(PLAY)
    a, b = (each.process(20_000) for each in (early, late))
    assert decibels(float(a.std() / b.std())) == pytest.approx(0, abs=0.1)
