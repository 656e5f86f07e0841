import numpy as np
import pytest

from engine.commands.bench.spectral_error import (
    frames_of,
    log_distance,
    multi_resolution,
    onset_correlation,
    onset_samples,
    spectral_convergence,
)
from engine.spec import SPEC
from tests.sound import STEP, break_loop

LOOP = break_loop()[: 8 * STEP]


def noisy(amount: float) -> np.ndarray:
    return (LOOP + amount * np.random.default_rng(3).normal(size=len(LOOP))).astype(np.float32)


def test_the_error_of_equal_sounds_is_zero() -> None:
    frames = frames_of(LOOP)
    assert log_distance(frames, frames) == 0
    assert multi_resolution(LOOP, LOOP) == 0
    assert onset_correlation(LOOP, LOOP) == pytest.approx(1)


def test_more_noise_is_a_larger_error() -> None:
    target = frames_of(LOOP)
    near, far = (frames_of(noisy(amount)) for amount in (0.001, 0.01))
    assert spectral_convergence(near, target) < spectral_convergence(far, target)
    assert log_distance(near, target) < log_distance(far, target)
    assert multi_resolution(noisy(0.001), LOOP) < multi_resolution(noisy(0.01), LOOP)
    assert onset_correlation(noisy(0.001), LOOP) > onset_correlation(noisy(0.01), LOOP)


def test_convergence_is_the_relative_error_in_decibels() -> None:
    target = frames_of(LOOP)
    assert spectral_convergence(1.1 * target, target) == pytest.approx(-20, abs=0.01)


def test_the_log_distance_of_half_the_amplitude_is_six_decibels() -> None:
    target = np.full((10, SPEC.bins), 3.0, np.float32)
    assert log_distance(target / 2, target) == pytest.approx(6.02, abs=0.01)


def test_onsets_are_found_within_3_ms() -> None:
    found = onset_samples(break_loop())
    assert len(found) == 16
    late = [min(abs(at - step * STEP) for step in range(0, 32, 2)) for at in found]
    assert max(late) < 0.003 * SPEC.rate


def test_a_swell_has_no_onsets() -> None:
    time = np.arange(SPEC.rate) / SPEC.rate
    assert onset_samples((np.sin(2 * np.pi * 200 * time) * time).astype(np.float32)[2000:]) == []
