import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.mel import Floats
from training import kit
from training.colour import colour, drive, hiss, impulse, normalise, place


@pytest.fixture(scope="module")
def loop() -> Floats:
    return kit.break_loop(np.random.default_rng(0), 165, 4)


def decibels(ratio: float) -> float:
    return float(20 * np.log10(ratio))


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), level=st.floats(1e-4, 100))
def test_loudness_is_drawn_whatever_came_in(loop: Floats, seed: int, level: float) -> None:
    sound = colour(loop * np.float32(level), np.random.default_rng(seed))
    assert sound.shape == loop.shape
    assert sound.dtype == np.float32
    assert -7.01 <= decibels(float(np.abs(sound).max()) / 0.9) <= 3.1
    assert np.array_equal(sound, colour(loop * np.float32(level), np.random.default_rng(seed)))


def test_silence_stays_finite_and_quiet() -> None:
    for seed in range(20):
        assert np.abs(colour(np.zeros(5000, np.float32), np.random.default_rng(seed))).max() < 0.02


def test_normalise_sets_the_peak() -> None:
    assert np.abs(normalise(np.array([0.1, -0.3], np.float32))).max() == pytest.approx(0.9)
    assert np.abs(normalise(np.zeros(3, np.float32))).max() == 0


def test_a_flat_dry_place_changes_nothing(loop: Floats) -> None:
    assert place(loop, 0.0) is loop


@pytest.mark.parametrize("slope", [-2.0, 1.5])
def test_a_tilt_leans_by_its_decibels_per_octave(slope: float) -> None:
    noise = np.random.default_rng(0).standard_normal(44_100).astype(np.float32)
    change = np.abs(np.fft.rfft(place(noise, slope))) / np.abs(np.fft.rfft(noise))
    for hertz, octaves in ((500, -1), (1000, 0), (2000, 1), (8000, 3)):
        assert decibels(float(np.median(change[hertz - 20 : hertz + 20]))) == pytest.approx(slope * octaves, abs=0.2)


def test_a_room_rings_over_the_end_into_the_start() -> None:
    click = np.zeros(20_000, np.float32)
    click[-10] = 1
    room = impulse(np.random.default_rng(0), 0.2)
    wet = place(click, 0.0, room, 1.0)
    assert wet[-10] == pytest.approx(1, abs=1e-3)
    np.testing.assert_allclose(wet[:8000], room[10:8010], atol=1e-5)


def test_a_turned_loop_in_a_room_is_the_turned_sound(loop: Floats) -> None:
    room = impulse(np.random.default_rng(1), 0.3)
    turned = place(np.roll(loop, 9999), 1.0, room, 0.3)
    np.testing.assert_allclose(turned, np.roll(place(loop, 1.0, room, 0.3), 9999), atol=2e-3)


def test_an_impulse_has_a_gap_and_energy_one() -> None:
    room = impulse(np.random.default_rng(0), 0.1)
    assert np.abs(room[:220]).max() == 0
    assert float(np.sum(room.astype(np.float64) ** 2)) == pytest.approx(1, rel=1e-4)


def test_drive_thickens_and_keeps_the_peak(loop: Floats) -> None:
    driven = drive(loop, 8.0)
    assert np.abs(driven).max() == pytest.approx(np.abs(loop).max(), rel=1e-4)
    assert np.sqrt(np.mean(driven**2)) > 1.2 * np.sqrt(np.mean(loop**2))
    assert drive(loop, 0.0) is loop


def test_hiss_has_its_level() -> None:
    noise = hiss(np.random.default_rng(0), 44_100, -60.0)
    assert decibels(float(np.sqrt(np.mean(noise**2)))) == pytest.approx(-60, abs=0.2)
