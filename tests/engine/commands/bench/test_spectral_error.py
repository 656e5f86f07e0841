import numpy as np
import pytest

from engine.commands.bench.spectral_error import (
    onset_samples,
    spectral_convergence,
    frames_of,
    log_distance,
    mel_distance,
    multi_resolution,
    onset_correlation,
)
from engine.spec import SPEC
from tests.sound import STEP, break_loop, image_of

LOOP = break_loop()[: 8 * STEP]


def noisy(amount: float) -> np.ndarray:
    return (LOOP + amount * np.random.default_rng(3).normal(size=len(LOOP))).astype(np.float32)


def test_a_sound_is_at_no_distance_from_itself() -> None:
    frames = frames_of(LOOP)
    assert log_distance(frames, frames) == 0
    assert multi_resolution(LOOP, LOOP) == 0
    assert onset_correlation(LOOP, LOOP) == pytest.approx(1)
    assert mel_distance(image_of(break_loop()), image_of(break_loop())) == 0


def test_more_noise_is_further_away() -> None:
    target = frames_of(LOOP)
    near, far = (frames_of(noisy(amount)) for amount in (0.001, 0.01))
    assert spectral_convergence(near, target) < spectral_convergence(far, target)
    assert log_distance(near, target) < log_distance(far, target)
    assert multi_resolution(noisy(0.001), LOOP) < multi_resolution(noisy(0.01), LOOP)
    assert onset_correlation(noisy(0.001), LOOP) > onset_correlation(noisy(0.01), LOOP)


def test_convergence_is_the_relative_error_in_decibels() -> None:
    target = frames_of(LOOP)
    assert spectral_convergence(1.1 * target, target) == pytest.approx(-20, abs=0.01)


def test_log_distance_of_half_as_loud_is_six_decibels() -> None:
    target = np.full((10, SPEC.bins), 3.0, np.float32)
    assert log_distance(target / 2, target) == pytest.approx(6.02, abs=0.01)


def test_attacks_are_found_where_they_are() -> None:
    found = onset_samples(break_loop())
    assert len(found) == 16
    late = [min(abs(at - step * STEP) for step in range(0, 32, 2)) for at in found]
    assert max(late) < 0.003 * SPEC.rate


def test_a_swell_has_no_attacks() -> None:
    time = np.arange(SPEC.rate) / SPEC.rate
    assert onset_samples((np.sin(2 * np.pi * 200 * time) * time).astype(np.float32)[2000:]) == []
