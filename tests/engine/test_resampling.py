import numpy as np
import pytest
import soxr
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.mel import Floats
from engine.resampling import Resampler
from engine.spec import SPEC

RATES = [8_000, 22_050, 32_000, 48_000, 96_000, 192_000]


class Tape:
    """Samples (n, channels) handed out in order, and how many were asked for each time."""

    def __init__(self, audio: Floats) -> None:
        self.audio = audio
        self.asked: list[int] = []

    def __call__(self, frames: int) -> Floats:
        begin = sum(self.asked)
        self.asked.append(frames)
        return self.audio[begin : begin + frames]


def noise(size: int = 40_000) -> Floats:
    return np.random.default_rng(0).normal(scale=0.2, size=(size, 2)).astype(np.float32)


def tone(hertz: float, rate: float, size: int) -> Floats:
    wave = np.sin(2 * np.pi * hertz * np.arange(size) / rate).astype(np.float32)
    return np.stack((wave, -wave), axis=1)


@pytest.mark.parametrize("rate", RATES)
def test_a_tone_keeps_its_pitch_and_level_and_comes_alone(rate: int) -> None:
    hertz = 0.4 * min(rate, SPEC.rate)
    resampler = Resampler(Tape(tone(hertz, SPEC.rate, 60_000)), SPEC.rate, rate)
    heard = np.concatenate([resampler(128) for _ in range(rate // 128)])[rate // 4 :]
    time = np.arange(len(heard)) / rate
    basis = np.stack((np.cos(2 * np.pi * hertz * time), np.sin(2 * np.pi * hertz * time)), axis=1)
    fit = np.linalg.lstsq(basis, heard[:, 0], rcond=None)[0]
    assert np.hypot(*fit) == pytest.approx(1, abs=0.005)
    assert np.abs(heard[:, 0] - basis @ fit).max() < 1e-4  # -80 dB
    np.testing.assert_allclose(heard[:, 1], -heard[:, 0], atol=1e-6)


@pytest.mark.parametrize("rate", [48_000, 96_000])
def test_a_sound_is_what_a_good_offline_resampler_makes_of_it(rate: int) -> None:
    dark = soxr.resample(soxr.resample(noise(), SPEC.rate, 36_000), 36_000, SPEC.rate)  # nothing above 18 kHz
    resampler = Resampler(Tape(dark), SPEC.rate, rate)
    heard = np.concatenate([resampler(100) for _ in range(200)])
    want = soxr.resample(dark, SPEC.rate, rate, quality="VHQ")
    assert np.abs(heard[500:] - want[500 : len(heard)]).max() < 1e-3


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 700), min_size=1, max_size=12), st.sampled_from(RATES))
def test_blocks_of_any_size_give_the_same_samples(sizes: list[int], rate: int) -> None:
    audio = noise(60_000)
    whole = Resampler(Tape(audio), SPEC.rate, rate)(sum(sizes))
    resampler = Resampler(Tape(audio), SPEC.rate, rate)
    pieces = np.concatenate([resampler(size) for size in sizes])
    np.testing.assert_allclose(pieces, whole, atol=1e-6)


def test_work_is_spread_evenly() -> None:
    """What a block asks of the instrument differs by a sample, never by a lump of blocks."""
    tape = Tape(noise(60_000))
    resampler = Resampler(tape, SPEC.rate, 48_000)
    for _ in range(300):
        resampler(128)
    assert set(tape.asked[1:]) <= {117, 118}
    assert sum(tape.asked) == pytest.approx(300 * 128 * SPEC.rate / 48_000, abs=64)


@pytest.mark.parametrize("rate", RATES)
def test_latency_is_how_far_ahead_the_instrument_is_asked(rate: int) -> None:
    tape = Tape(noise(60_000))
    resampler = Resampler(tape, SPEC.rate, rate)
    for _ in range(50):
        resampler(64)
    played = 50 * 64 / rate
    assert sum(tape.asked) / SPEC.rate - played == pytest.approx(resampler.latency, abs=2 / min(rate, SPEC.rate))
