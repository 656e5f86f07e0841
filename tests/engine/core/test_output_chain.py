"""The output chain: level, high-pass, limiter and fade-out, measured through the instrument."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.signal import csd, lfilter, welch

from engine.arrays import Floats, Tape
from engine.controls import Action, Event
from engine.core import CEILING, CHAIN_BLOCK, LATENCY, Instrument, StreamingGriffinLim
from engine.files.loudness import loudness_and_peak
from engine.spec import SPEC
from engine.tape import magnitudes as tapes
from tests.playing import OTHER, PLAY, TAPE, even, mono, playing, values
from tests.sound import decibels

FADE_SAMPLES = 441
JUMP_FADE_SAMPLES = 56
PREROLL = LATENCY - CHAIN_BLOCK  # samples from the start of a jump to its onset
POLE = np.exp(-2 * np.pi * 20 / SPEC.rate)  # of the high-pass


def heard(tape: Tape, samples: int, **changes: float) -> Floats:
    """The beginning of a tape at native tempo."""
    instrument = Instrument(tape)
    instrument.set(values(**{"tempo": SPEC.native_tempo} | changes))
    instrument.schedule(PLAY)
    return instrument.process(samples)


def unlimited(tape: Tape, hops: int) -> Floats:
    """The resynthesis of the beginning of a tape at native tempo, before the output chain."""
    inverter = StreamingGriffinLim()
    first = inverter.latency / SPEC.hop - PREROLL / SPEC.hop  # column of the frame that the first hop commits
    image = tapes.read_tape(tape.magnitudes, first + np.arange(-4, hops + inverter.rows))
    inverter.restart(image[: inverter.restart_rows])
    audio = np.concatenate([inverter(image[4 + hop :][: inverter.rows]) for hop in range(hops)])
    part = (np.arange(JUMP_FADE_SAMPLES) + 0.5) / JUMP_FADE_SAMPLES
    audio[:JUMP_FADE_SAMPLES] *= part - np.sin(2 * np.pi * part) / (2 * np.pi)
    return audio


def test_sound_below_the_ceiling_is_only_delayed_and_high_passed() -> None:
    hops = 200
    expected = lfilter([(1 + POLE) / 2, -(1 + POLE) / 2], [1, -POLE], unlimited(TAPE, hops))
    assert np.abs(expected).max() < CEILING
    audio = mono(heard(TAPE, hops * SPEC.hop))
    assert not audio[:CHAIN_BLOCK].any()
    np.testing.assert_allclose(audio[CHAIN_BLOCK:], expected[:-CHAIN_BLOCK], atol=2e-6)


@pytest.mark.parametrize(("hertz", "low", "high"), [(0, 0.0, 0.01), (100, 0.95, 1.01), (5000, 0.999, 1.001)])
def test_the_high_pass_removes_only_inaudible_frequencies(hertz: int, low: float, high: float) -> None:
    assert low <= gain_by_hertz()[hertz] <= high


@cache
def gain_by_hertz() -> Floats:
    """Gain of the chain in steps of 1 Hz, measured with noise."""
    noise = np.abs(np.random.default_rng(0).normal(size=(SPEC.frames, SPEC.bins))).astype(np.float32)
    tape, hops = Tape(0.3 * noise, np.zeros(0)), 30 * SPEC.rate // SPEC.hop
    made, left = unlimited(tape, hops), mono(heard(tape, hops * SPEC.hop))
    assert np.abs(left).max() < CEILING
    made, left = made[:-CHAIN_BLOCK], left[CHAIN_BLOCK:]
    across = csd(made, left, SPEC.rate, nperseg=SPEC.rate, detrend=False)[1]
    return np.abs(across) / welch(made, SPEC.rate, nperseg=SPEC.rate, detrend=False)[1]


@given(st.floats(-3, 6), st.floats(-60, 12), st.floats(0, 1), st.floats(40, 300), st.integers(0, 31))
@settings(max_examples=40)
def test_no_sample_exceeds_the_ceiling(loudness: float, level: float, width: float, tempo: float, step: int) -> None:
    tape = TAPE._replace(magnitudes=TAPE.magnitudes * np.float32(10**loudness))
    instrument = Instrument(tape)
    instrument.set(values(level=level, width=width, tempo=tempo))
    for at, where in ((0, step), (5000, 3 * step), (9000, 7 * step)):
        instrument.schedule(Event(Action.SLICE, where), at)
    audio = instrument.process(12_000)
    assert np.isfinite(audio).all()
    assert np.abs(audio).max() <= CEILING
    assert instrument._look().peak == np.abs(audio).max()
    assert instrument.errors == 0


@pytest.mark.parametrize("level", [-6.0, 12.0])
@pytest.mark.parametrize("tape", ["breaks", "noise", "hits"])
def test_nothing_between_samples_exceeds_a_third_of_a_decibel_below_full_scale(tape: str, level: float) -> None:
    tapes_by_name = {"breaks": TAPE._replace(gain=20.0), "noise": even(2.0), "hits": spiky(30.0)}
    audio = heard(tapes_by_name[tape], 3 * SPEC.rate, level=level, width=0.5)
    assert loudness_and_peak(audio, SPEC.rate)[1] <= -0.3


def spiky(loudness: float) -> Tape:
    """Steady noise with hits that are louder by `loudness`."""
    rng = np.random.default_rng(3)
    noise = np.abs(rng.normal(size=(SPEC.frames, SPEC.bins))).astype(np.float32)
    noise[40::97] *= loudness
    return Tape(noise, np.zeros(0))


def gains(tape: Tape, width: float) -> Floats:
    """The gain (samples, 2) of the limiter for a tape far above the ceiling; NaN where the sound is too quiet."""
    quiet, loud = (heard(tape, 120_000, level=level, width=width) for level in (-59.0, 12.0))
    assert np.abs(quiet).max() < CEILING  # below the limiter
    with np.errstate(divide="ignore", invalid="ignore"):
        gain = loud / quiet / 10 ** (71 / 20)
    gain[np.abs(quiet) < 1e-5] = np.nan
    return gain


@pytest.mark.parametrize("loudness", [10.0, 100.0])
def test_the_gain_is_continuous_for_any_loudness(loudness: float) -> None:
    gain = gains(spiky(loudness), 0.0)[:, 0]
    known = np.flatnonzero(np.isfinite(gain))
    assert gain[known].min() < 2 / loudness
    steps = np.abs(np.diff(gain[known])) / np.diff(known)
    assert steps.max() < 2.5 / CHAIN_BLOCK
    lowest = int(np.nanargmin(gain))
    later = gain[lowest + 4000 :][:1000]
    assert np.nanmedian(later) > 2 * gain[lowest]  # it recovers


def test_both_channels_share_one_gain() -> None:
    """Otherwise a hit on the left would move the stereo image."""
    gain = gains(spiky(30.0), 1.0)
    both = np.isfinite(gain).all(1)
    assert np.nanmin(gain) < 0.1
    np.testing.assert_allclose(gain[both, 0], gain[both, 1], rtol=1e-3)


def test_the_reduction_is_that_of_the_lowest_gain_since_the_last_look() -> None:
    instrument = playing(tape=spiky(30.0))
    instrument.process(40_000)
    assert instrument._look().reduction == pytest.approx(1 - np.nanmin(gains(spiky(30.0), 0.0)[:40_000]), abs=0.2)
    instrument.set(values(level=-60.0))
    instrument.process(2 * SPEC.rate)
    assert instrument._look().reduction > 0, "it recovers"
    instrument.process(1000)
    assert instrument._look().reduction == 0


def test_silence_stays_silence() -> None:
    assert not heard(even(0.0), 20_000, level=12.0, width=1.0).any()


def test_a_change_of_level_has_no_step() -> None:
    tape = spiky(1.0)
    tape.magnitudes[:, :20] = 0  # below the high-pass
    turned, plain = playing(tape=tape), playing(tape=tape)
    for instrument in (turned, plain):
        instrument.process(9000)
    turned.set(values(level=-20.0, tempo=SPEC.native_tempo))
    after, before = mono(turned.process(9000)), mono(plain.process(9000))
    known = np.flatnonzero(np.abs(before) > 0.1)
    gain = after[known] / before[known]
    assert decibels(float(np.median(gain[-1000:]))) == pytest.approx(-20, abs=0.05)
    assert (np.abs(np.diff(gain)) / np.diff(known)).max() < 0.003


@given(st.lists(st.integers(1, 300), min_size=1, max_size=8))
@settings(max_examples=20)
def test_the_fade_out_is_linear_and_ends_in_silence(blocks: list[int]) -> None:
    fading, plain = playing(tape=OTHER), playing(tape=OTHER)
    for instrument in (fading, plain):
        instrument.process(7000)
    fading.fade_out()
    audio = np.concatenate([fading.process(size) for size in [*blocks, 4096]])
    ramp = np.maximum(FADE_SAMPLES - 1 - np.arange(len(audio)), 0) / FADE_SAMPLES
    np.testing.assert_allclose(audio, plain.process(len(audio)) * ramp[:, None].astype(np.float32), atol=1e-7)
    fading.schedule(Event(Action.SLICE, 5))
    assert not fading.process(10_000).any()


@given(st.lists(st.integers(1, 300), min_size=1, max_size=8))
@settings(max_examples=20)
def test_a_resumed_instrument_fades_in_linearly(blocks: list[int]) -> None:
    fading, plain = Instrument(TAPE), Instrument(TAPE)
    for instrument in (fading, plain):
        instrument.set(values(tempo=SPEC.native_tempo))
    beat = LATENCY * SPEC.native_tempo / 60 / SPEC.rate
    fading.resume(-beat, -LATENCY / SPEC.hop, 0)
    plain.schedule(Event(Action.LOCATE, value=0.0))
    audio = np.concatenate([fading.process(size) for size in [*blocks, 4096]])
    ramp = np.minimum(1 + np.arange(len(audio)), FADE_SAMPLES) / FADE_SAMPLES
    np.testing.assert_allclose(audio, plain.process(len(audio)) * ramp[:, None].astype(np.float32), atol=1e-7)
    assert np.abs(audio).max() > 0.05
