from collections.abc import Callable

import numpy as np
import pytest

from engine.arrays import Floats
from engine.spec import SPEC
from tests.training import drum_loops
from training.synthesis import coloration
from training.synthesis.coloration import bell, filter_loop, fold_width, high_shelf, low_pass, sample_coarsely, tape


@pytest.fixture(scope="module")
def noise() -> Floats:
    return np.random.default_rng(0).uniform(-0.9, 0.9, 4 * SPEC.rate).astype(np.float32)


def gain_db(after: Floats, before: Floats, low: float, high: float) -> float:
    """Gain between two frequencies in Hz."""
    hertz = np.fft.rfftfreq(len(before), 1 / SPEC.rate)
    part = (hertz >= low) & (hertz < high)
    energies = [float(np.sum(np.abs(np.fft.rfft(one)[part]) ** 2)) for one in (after, before)]
    return float(10 * np.log10(energies[0] / energies[1]))


@pytest.mark.parametrize("seed", range(4))
def test_a_low_pass_is_steep_and_spares_the_mids(noise: Floats, seed: int) -> None:
    dull = low_pass(np.random.default_rng(seed), noise)
    assert gain_db(dull, noise, 100, 6000) == pytest.approx(0, abs=0.5)
    assert gain_db(dull, noise, 20_000, 22_000) < -15


def test_coarse_samples_have_twelve_bits_or_fewer_and_are_held(noise: Floats) -> None:
    for seed in range(6):
        coarse = sample_coarsely(np.random.default_rng(seed), noise)
        np.testing.assert_array_equal(coarse * 2048, np.round(coarse * 2048))  # 12 bits or fewer
        changes = np.count_nonzero(np.diff(coarse)) / len(coarse)
        assert 0.25 < changes < 0.75
    tone = np.sin(2 * np.pi * 500 * np.arange(SPEC.rate) / SPEC.rate).astype(np.float32)
    coarse = sample_coarsely(np.random.default_rng(0), tone)
    assert gain_db(coarse, tone, 400, 600) == pytest.approx(0, abs=0.2)
    assert gain_db(coarse, tone, 14_000, 22_000) > 20  # what holding mirrors


def test_a_bell_and_a_shelf_have_their_gain(noise: Floats) -> None:
    ringing = filter_loop(noise, bell(1000, 12, 8))
    assert gain_db(ringing, noise, 995, 1005) == pytest.approx(12, abs=0.2)
    assert gain_db(ringing, noise, 200, 500) == pytest.approx(0, abs=0.3)
    bright = filter_loop(noise, high_shelf(3500, 8))
    assert gain_db(bright, noise, 18_000, 22_000) == pytest.approx(8, abs=0.5)
    assert gain_db(bright, noise, 50, 300) == pytest.approx(0, abs=0.2)
    np.testing.assert_allclose(filter_loop(bright, high_shelf(3500, -8)), noise, atol=1e-4)


def test_tape_limits_peaks_and_highs() -> None:
    loop = drum_loops.break_loop(np.random.default_rng(0), 165, 4)
    for seed in range(5):
        taped = tape(np.random.default_rng(seed), loop)
        crest = [np.abs(one).max() / np.sqrt(np.mean(one**2)) for one in (taped, loop)]
        assert crest[0] < crest[1]
        assert gain_db(taped, loop, 19_000, 22_000) < gain_db(taped, loop, 200, 1000)


def test_a_folded_width_is_a_comb_with_notches(noise: Floats) -> None:
    folded = fold_width(np.random.default_rng(0), noise)
    change = np.abs(np.fft.rfft(folded)) / np.maximum(np.abs(np.fft.rfft(noise)), 1e-9)
    smooth = np.convolve(change[4000:60_000], np.full(40, 1 / 40), "valid")
    assert smooth.max() > 1.2 and smooth.min() < 0.85


@pytest.mark.parametrize("name", ["low_pass", "resonate", "tape", "fold_width"])
def test_rotating_a_loop_rotates_the_result(name: str) -> None:
    loop = drum_loops.break_loop(np.random.default_rng(0), 165, 4)
    effect: Callable[[np.random.Generator, Floats], Floats] = getattr(coloration, name)
    turned = effect(np.random.default_rng(3), np.roll(loop, 10_000))
    np.testing.assert_allclose(turned, np.roll(effect(np.random.default_rng(3), loop), 10_000), atol=2e-3)
