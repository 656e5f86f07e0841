"""A descriptor changes with its drum, and little with the others."""

import numpy as np
import pytest

from engine.spec import SPEC
from training.dataset.descriptors import DESCRIPTOR_NAMES, band_zones, describe, drum_levels_per_step, to_quantiles

LOW, MID, HIGH = slice(0, 9), slice(12, 238), slice(313, 512)  # to 115 Hz, 160 Hz to 5 kHz, from 8 kHz


def loop(
    kick: float = 0.8, snare: float = 0.8, hats: float = 0.6, gain: float = 0.0, every: int = 2, fall: float = 0.04
) -> np.ndarray:
    """A plain beat: kick on one and three, snare on two and four, hats on every `every`th sixteenth."""
    levels = np.full((SPEC.frames, SPEC.mels), 0.2, np.float32)
    decay = np.maximum(0.0, 1 - fall * np.arange(SPEC.step_frames))[:, None]
    for step in range(SPEC.steps):
        here = slice(step * 16, step * 16 + 16)
        for bands, level, struck in (
            (LOW, kick, step % 8 == 0),
            (MID, snare, step % 8 == 4),
            (HIGH, hats, step % every == 0),
        ):
            if struck:
                levels[here, bands] = np.maximum(levels[here, bands], level * decay)
    return np.clip(levels + gain, 0, 1)


def figures(levels: np.ndarray) -> dict[str, float]:
    return dict(zip(DESCRIPTOR_NAMES, describe(levels[None])[0], strict=True))


def moved(levels: np.ndarray) -> dict[str, float]:
    plain = figures(loop())
    return {name: value - plain[name] for name, value in figures(levels).items()}


def test_a_louder_loop_has_louder_kick_snare_and_hats_only() -> None:
    change = moved(loop(gain=0.1))
    assert [change.pop(drum) for drum in ("kick", "snare", "hats")] == pytest.approx([10, 10, 10], abs=0.01)
    assert max(abs(value) for value in change.values()) < 0.01


@pytest.mark.parametrize("drum", ["kick", "snare", "hats"])
def test_a_louder_drum_changes_its_descriptor_only(drum: str) -> None:
    change = moved(loop(**{drum: 0.9}))
    assert change[drum] > 3
    assert [change[other] for other in ("kick", "snare", "hats") if other != drum] == pytest.approx([0, 0], abs=0.01)


def test_stronger_eighths_between_the_beats_are_offbeat() -> None:
    levels = loop()
    for step in range(2, SPEC.steps, 4):
        levels[step * 16 : step * 16 + 8] += 0.2
    assert moved(levels)["offbeat"] > 10


def test_more_strokes_are_denser() -> None:
    change = moved(loop(every=1))
    assert change["density"] == pytest.approx(0.5, abs=0.02)


def test_shorter_drums_are_tighter() -> None:
    assert moved(loop(fall=0.09))["tightness"] > 2
    assert moved(loop(fall=0.09))["density"] == pytest.approx(0, abs=0.02)


def test_snares_off_two_and_four_reduce_the_backbeat() -> None:
    assert moved(np.roll(loop(), 16 * 3, 0))["backbeat"] < -20


def test_rotating_by_a_bar_keeps_the_descriptors() -> None:
    rolled = np.roll(loop(every=3), SPEC.frames // 2, 0)
    np.testing.assert_allclose(describe(rolled[None]), describe(loop(every=3)[None]), atol=1e-4)


def test_zones_contain_the_bands_of_their_drums() -> None:
    zone = band_zones()
    assert [mask.sum() > 5 for mask in zone] == [True] * 4
    assert not (zone.low & zone.body).any() and not (zone.crack & zone.high).any()


def test_each_step_has_its_own_kick_snare_and_hats() -> None:
    steps = drum_levels_per_step(loop()[None])[0]
    assert steps.shape == (SPEC.steps, 3)
    assert set(np.flatnonzero(steps[:, 0] > 50)) == {0, 8, 16, 24}
    assert set(np.flatnonzero(steps[:, 1] > 50)) == {4, 12, 20, 28}
    assert set(np.flatnonzero(steps[:, 2] > 40)) == set(range(0, 32, 2))


def test_quantiles_of_the_reference_are_normal_and_keep_the_order() -> None:
    reference = np.random.default_rng(0).exponential(size=(500, 2)) ** 2
    normal = to_quantiles(reference, reference)
    assert normal.mean(0).tolist() == pytest.approx([0, 0], abs=1e-6)
    assert normal.std(0).tolist() == pytest.approx([1, 1], abs=0.01)
    assert (np.argsort(normal, 0) == np.argsort(reference, 0)).all()
    far = to_quantiles(np.array([[-1.0, 1e9]]), reference)[0]
    assert far.tolist() == pytest.approx([normal.min(), normal.max()])
