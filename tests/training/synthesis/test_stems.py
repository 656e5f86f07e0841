"""Stems of random loops: their sum is a loop, and each has its own drums."""

import numpy as np

from engine.arrays import PART_NAMES
from engine.spec import SPEC
from training.sources.drums import Drum
from training.synthesis.stems import PART_OF, PEAK, random_stems


def test_every_drum_belongs_to_a_part() -> None:
    assert set(PART_OF) == set(Drum)
    assert set(PART_OF.values()) == set(PART_NAMES)


def test_stems_are_two_bars_of_kick_snare_and_hats() -> None:
    stems = [random_stems(np.random.default_rng(seed), None) for seed in range(6)]
    for one in stems:
        assert one.shape == (len(PART_NAMES), SPEC.frames * SPEC.hop)
        np.testing.assert_allclose(np.abs(one.sum(0)).max(), PEAK, rtol=1e-3)
    spectra = np.square(np.abs(np.fft.rfft(np.array(stems)))).sum(0)
    hertz = np.fft.rfftfreq(SPEC.frames * SPEC.hop, 1 / SPEC.rate)
    centres = (spectra * hertz).sum(1) / spectra.sum(1)
    assert centres[0] < 500 < centres[2], "bass drums are low, cymbals are high"


def test_a_seed_gives_the_same_stems() -> None:
    one, other = (random_stems(np.random.default_rng(3), None) for _ in range(2))
    np.testing.assert_array_equal(one, other)
