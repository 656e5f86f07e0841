import numpy as np
import pytest

from engine.arrays import Floats
from training.sources.drums import Drum
from training.synthesis.drum_synth import FAMILIES, StrokeGenerator, kick_long, shaker

STROKES = [stroke for families in FAMILIES.values() for stroke in families]


def centre(sound: Floats) -> float:
    """Spectral centroid in Hz of a stroke."""
    power = np.abs(np.fft.rfft(sound)) ** 2
    return float((np.fft.rfftfreq(len(sound), 1 / 44_100) * power).sum() / power.sum())


def test_every_drum_has_a_generator() -> None:
    assert set(FAMILIES) == set(Drum)
    assert all(FAMILIES.values())


@pytest.mark.parametrize("stroke", STROKES, ids=lambda stroke: stroke.__name__)
def test_a_stroke_starts_at_sample_0_and_fades_out(stroke: StrokeGenerator) -> None:
    for seed in range(10):
        sound = stroke(np.random.default_rng(seed))
        assert sound.dtype == np.float32
        assert np.isfinite(sound).all()
        assert np.abs(sound).max() == pytest.approx(1)
        assert np.abs(sound[: 700 if stroke is shaker else 350]).max() > 0.25
        assert 0.02 * 44_100 < len(sound) <= 1.5 * 44_100
        assert sound[-1] == 0


@pytest.mark.parametrize("stroke", STROKES, ids=lambda stroke: stroke.__name__)
def test_a_seed_determines_a_drum(stroke: StrokeGenerator) -> None:
    one, again, other = (stroke(np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert np.array_equal(one, again)
    assert len(one) != len(other) or not np.allclose(one, other)


def test_bass_drums_are_low_and_hats_are_high() -> None:
    for seed in range(10):
        lows = [centre(stroke(np.random.default_rng(seed))) for stroke in FAMILIES[Drum.KICK]]
        highs = [centre(stroke(np.random.default_rng(seed))) for stroke in FAMILIES[Drum.HAT]]
        assert max(lows) < 1000
        assert min(highs) > 4000


def test_kits_are_tuned_differently() -> None:
    lengths = [len(kick_long(np.random.default_rng(seed))) for seed in range(30)]
    assert max(lengths) > 1.7 * min(lengths)
