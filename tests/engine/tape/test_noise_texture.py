import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from engine.spec import SPEC
from engine.tape import noise_texture
from engine.tape.mel import band_centres, magnitudes, to_bands, to_levels
from engine.tape.noise_texture import (
    ATTACK_LIFT,
    FADE_FROM,
    FADE_TO,
    GRAIN_BANDS,
    GRAIN_FRAMES,
    NOISY_FROM_HZ,
    TONAL_TO_HZ,
    DecodedImage,
    add_texture,
    noise_field,
)

SHAPE = (SPEC.frames, SPEC.mels)
GRAIN = (SPEC.frames // GRAIN_FRAMES, SPEC.mels // GRAIN_BANDS)
NOISY = band_centres() >= 2 * NOISY_FROM_HZ  # bands that have all of the noise


def flat_image(level: float = 0.5, grain: float = 0.03) -> DecodedImage:
    """An image with equal cells."""
    return DecodedImage(np.full(SHAPE, level, np.float32), np.full(GRAIN, grain, np.float32))


def neighbour_correlation(levels: np.ndarray, axis: int) -> float:
    """Correlation of neighbouring cells along an axis."""
    levels = (levels - levels.mean(0)) / levels.std(0)
    return float((levels * np.roll(levels, 1, axis)).mean())


@pytest.mark.parametrize("seed", [0, 12, 2**31 - 1])
def test_a_field_has_mean_0_and_mean_absolute_value_1_in_every_band(seed: int) -> None:
    noise = noise_field(seed)
    assert noise.shape == SHAPE
    assert noise.dtype == np.float32
    np.testing.assert_allclose(noise.mean(0), 0, atol=2e-5)
    np.testing.assert_allclose(np.abs(noise).mean(0), 1, atol=1e-5)


def test_equal_seeds_give_equal_fields() -> None:
    np.testing.assert_allclose(noise_field(1)[0, :3], [1.2179, 1.3748, 1.4143], atol=1e-3)
    assert np.array_equal(noise_field(1), noise_field(1))
    assert np.abs(noise_field(1) - noise_field(2)).mean() > 0.5


def test_neighbouring_bands_of_a_field_correlate_as_in_real_noise() -> None:
    """Compared with the levels of noise from another generator, loud enough to be above the floor."""
    noise = 0.1 * np.random.default_rng(99).standard_normal(SPEC.frames * SPEC.hop).astype(np.float32)
    real = to_levels(to_bands(magnitudes(noise, np.arange(SPEC.frames) * SPEC.hop, wrap=True)))
    assert neighbour_correlation(noise_field(3), 1) == pytest.approx(neighbour_correlation(real, 1), abs=0.03)


def test_part_of_a_field_lasts_as_the_fine_structure_of_real_breaks_does() -> None:
    field = noise_field(3)
    apart = [float((field * np.roll(field, frames, 0)).mean() / np.square(field).mean()) for frames in (6, 40)]
    assert 0.1 < apart[0] < 0.2 and apart[1] < 0.06


def test_a_field_is_periodic() -> None:
    noise = noise_texture._noise()[: SPEC.frames]  # before any rotation
    steps = np.abs(noise - np.roll(noise, 1, 0)).mean(1)
    strange = np.abs(noise - np.roll(noise, 8, 0)).mean()
    assert steps[0] < np.quantile(steps, 0.99) < strange


def test_textured_noise_is_about_as_rough_as_real_noise() -> None:
    """The output of an ideal decoder for noise, with texture: in time a tenth smoother, as a part of it lasts."""
    noise = 0.1 * np.random.default_rng(99).standard_normal(SPEC.frames * SPEC.hop).astype(np.float32)
    real = to_levels(to_bands(magnitudes(noise, np.arange(SPEC.frames) * SPEC.hop, wrap=True)))
    expected = np.broadcast_to(real.mean(0), SHAPE).astype(np.float32)
    strayed = np.abs(real - expected).reshape(GRAIN[0], GRAIN_FRAMES, GRAIN[1], GRAIN_BANDS).mean((0, 1, 3))
    painted = add_texture(DecodedImage(expected, np.broadcast_to(strayed, GRAIN).astype(np.float32)), 7, 1.0)
    for axis, share in ((0, 0.9), (1, 1.0)):
        rough, noisy = (np.abs(np.diff(levels[:, NOISY], axis=axis)).mean() for levels in (painted, real))
        assert rough / noisy == pytest.approx(share, abs=0.05)
    assert np.quantile(painted - real, 0.5) == pytest.approx(0, abs=0.005)


def test_without_texture_the_levels_are_unchanged() -> None:
    picture = flat_image()
    assert add_texture(picture, 1, 0.0) is picture.levels
    assert np.array_equal(add_texture(DecodedImage.smooth(picture.levels), 1, 2.0), picture.levels)


@pytest.mark.parametrize("amount", [0.5, 1.0, 2.0])
def test_the_mean_deviation_of_cells_is_the_grain(amount: float) -> None:
    picture = flat_image()
    grain = picture.grain.copy()
    grain[10:20, 30:40] = 0
    change = np.abs(add_texture(DecodedImage(picture.levels, grain), 4, amount) - picture.levels)
    still = (slice(40, 80), slice(240, 320))
    assert change[still].max() == 0
    change[still] = np.nan
    assert np.nanmean(change[:, NOISY]) == pytest.approx(amount * 0.03, rel=0.02)


def test_the_bands_of_the_bass_drum_have_no_noise() -> None:
    picture = flat_image()
    change = np.abs(add_texture(picture, 4, 1.0) - picture.levels).mean(0)
    assert change[band_centres() < TONAL_TO_HZ].max() == 0 < change[NOISY].min()


def test_silence_has_no_texture() -> None:
    faint = flat_image(FADE_FROM)
    assert np.array_equal(add_texture(faint, 1, 2.0), faint.levels)
    half = np.abs(add_texture(flat_image((FADE_FROM + FADE_TO) / 2, 0.01), 1, 1.0) - (FADE_FROM + FADE_TO) / 2).mean()
    assert half == pytest.approx(0.005, rel=0.05)


@given(
    arrays(np.float32, (64, SPEC.mels), elements=st.floats(0, 1, width=32), fill=st.floats(0, 1, width=32)),
    st.floats(0, 2),
    st.integers(0, 31),
)
def test_levels_stay_in_range(levels: np.ndarray, amount: float, first: int) -> None:
    painted = add_texture(DecodedImage(levels, np.full((16, GRAIN[1]), 0.2, np.float32)), 3, amount, first)
    assert painted.shape == levels.shape
    assert painted.dtype == np.float32
    assert painted.min() >= 0 and painted.max() <= 1


def test_nan_cells_stay_nan_to_be_counted() -> None:
    picture = flat_image()
    picture.levels[7, 9] = np.nan
    painted = add_texture(picture, 1, 1.0)
    assert np.isnan(painted[7, 9]) and np.isnan(painted).sum() == 1


@pytest.mark.parametrize(("first", "count"), [(0, 4), (5, 1), (30, 6)])
def test_a_window_has_the_texture_of_the_whole_tape(first: int, count: int) -> None:
    random = np.random.default_rng(0)
    whole = DecodedImage(random.random(SHAPE, np.float32), 0.1 * random.random(GRAIN, np.float32))
    frames = np.arange(first * 16, (first + count) * 16) % SPEC.frames
    blocks = np.arange(first * 4, (first + count) * 4) % GRAIN[0]
    window = DecodedImage(whole.levels[frames], whole.grain[blocks])
    # the onset gate of two frames at either end depends on their neighbours
    assert np.array_equal(add_texture(window, 8, 0.7, first)[2:-2], add_texture(whole, 8, 0.7)[frames][2:-2])


def test_an_onset_has_no_noise_but_its_energy() -> None:
    levels = np.full(SHAPE, 0.3, np.float32)
    levels[96:112] = np.linspace(0.9, 0.4, 16, dtype=np.float32)[:, None]
    added = add_texture(DecodedImage(levels, np.full(GRAIN, 0.03, np.float32)), 3, 1.0) - levels
    added = added[:, NOISY]
    assert added[94:98].std(1).max() < 0.002
    assert added[100:108].std(1).min() > 0.015
    np.testing.assert_allclose(added[95:97].mean(1), 0.03 * ATTACK_LIFT, atol=0.001)
