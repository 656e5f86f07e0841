"""The gain of a tape: in effect with the first tape, gliding from one to the next."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.arrays import Floats, Tape
from engine.core import CHAIN_BLOCK, LATENCY, Instrument
from engine.parameters import INDEX
from engine.spec import SPEC
from engine.tape.magnitudes import silent_tape
from tests.engine.segments import ManualPlayer, shared_with
from tests.playing import OTHER, PLAY, TAPE, mono, playing, values
from tests.sound import decibels

HIGH_PASSED = TAPE.magnitudes.copy()
HIGH_PASSED[:, :20] = 0  # what the filter after the gain would change
SOFT, LOUD = (TAPE._replace(magnitudes=HIGH_PASSED, gain=gain) for gain in (-12.0, 0.0))
GLIDE_S = 0.25


def gain_between(audio: Floats, plain: Floats) -> tuple[np.ndarray, np.ndarray]:
    """The samples at which `plain` is loud enough, and the gain in dB from it to `audio`."""
    known = np.flatnonzero(np.abs(plain) > 0.02)
    return known, 20 * np.log10(np.abs(audio[known] / plain[known]))


def test_the_gain_of_the_first_tape_holds_from_the_first_sample() -> None:
    audio, plain = (mono(playing(tape=tape).process(20_000)) for tape in (SOFT, LOUD))
    np.testing.assert_allclose(audio, plain * 10 ** (-12 / 20), atol=1e-6)


def test_the_first_tape_after_a_silent_one_has_its_gain_at_once() -> None:
    heard = []
    for tape in (SOFT, LOUD):
        instrument = playing(tape=silent_tape())
        instrument.process(5000)
        instrument.load(tape)
        heard.append(mono(instrument.process(20_000)))
    np.testing.assert_allclose(heard[0], heard[1] * 10 ** (-12 / 20), atol=1e-6)


def test_a_silent_tape_keeps_the_gain() -> None:
    instrument, plain = playing(tape=SOFT), playing(tape=LOUD)
    for each in (instrument, plain):
        each.load(silent_tape())
        each.process(SPEC.rate)
    instrument.load(SOFT)
    plain.load(LOUD)
    audio, expected = (mono(each.process(20_000)) for each in (instrument, plain))
    np.testing.assert_allclose(audio, expected * 10 ** (-12 / 20), atol=1e-6)


@pytest.mark.parametrize(("before", "after"), [(LOUD, SOFT), (SOFT, LOUD)])
def test_the_gain_glides_to_that_of_the_next_tape_by_equal_parts_of_the_decibels_left(
    before: Tape, after: Tape
) -> None:
    instrument, plain = playing(tape=before), playing(tape=LOUD)
    for each in (instrument, plain):
        each.process(8000)
    instrument.load(after)
    plain.load(LOUD)
    size = 2 * SPEC.rate
    known, gain = gain_between(mono(instrument.process(size)), mono(plain.process(size)))
    begun = 8000 % CHAIN_BLOCK + CHAIN_BLOCK  # samples that had been made already
    left = np.exp(-np.maximum(known - begun, 0) / (GLIDE_S * SPEC.rate))
    np.testing.assert_allclose(gain, after.gain + (before.gain - after.gain) * left, atol=0.05)
    assert (np.abs(np.diff(gain)) / np.diff(known)).max() < 0.005  # dB a sample: no step
    assert gain[-1] == pytest.approx(after.gain, abs=0.01)


tapes = st.sampled_from([SOFT, LOUD, silent_tape(), OTHER._replace(gain=7.0), OTHER._replace(gain=-20.0)])


@given(st.lists(st.tuples(st.integers(1, 3000), tapes, st.floats(0, 1)), min_size=2, max_size=8), st.integers(0, 99))
@settings(max_examples=15, deadline=None)
def test_any_division_into_blocks_gives_the_same_samples(changes: list[tuple[int, Tape, float]], seed: int) -> None:
    """While gain and drive move."""
    whole, parts, cut = playing(), playing(), np.random.default_rng(seed)
    for size, tape, drive in changes:
        for instrument in (whole, parts):
            instrument.load(tape)
            instrument.change(INDEX["drive"], drive)
        edges = np.unique([0, *cut.integers(size, size=4), size])
        pieces = [parts.process(int(n)).copy() for n in np.diff(edges)]
        np.testing.assert_array_equal(whole.process(size), np.concatenate(pieces))


def test_a_reset_keeps_the_gain() -> None:
    instrument = Instrument(LOUD)
    instrument.load(SOFT)
    instrument.process(1000)
    instrument.reset()
    instrument.set(values(tempo=SPEC.native_tempo))
    instrument.schedule(PLAY)
    np.testing.assert_array_equal(instrument.process(9000), playing(tape=SOFT).process(9000))


def test_the_gain_reaches_the_player_through_shared_memory() -> None:
    heard = []
    for tape in (SOFT, LOUD):
        with shared_with(tape) as shared:
            player = ManualPlayer(shared)
            shared.events.push(PLAY)
            heard.append(player.render(16_000))
            del player
    assert np.abs(heard[1][LATENCY:]).max() > 0.05
    assert decibels(float(np.abs(heard[0]).max() / np.abs(heard[1]).max())) == pytest.approx(-12, abs=0.01)
