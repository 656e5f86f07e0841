"""Each figure detects the fault that it is meant for, and good sets of loops have none."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.linalg import sqrtm
from scipy.ndimage import gaussian_filter1d

from engine.spec import SPEC
from training.evaluation import metrics
from training.evaluation.metrics import Features, Figures, Reference, compare_loops, join_features, loop_features

from .toy_model import breaks

SIZE = 32
HELD_OUT, LEARNED = slice(0, SIZE), slice(2 * SIZE, 3 * SIZE)


def take(features: Features, which: np.ndarray | slice) -> Features:
    """The features of some of the loops."""
    index = np.arange(len(features))[which]
    peaks = tuple(features.peaks[loop] for loop in index)
    return Features(features.steps[index], features.rises[index], peaks, features.moves[index])


@pytest.fixture(scope="module")
def real() -> NDArray[np.float32]:
    return (breaks(3 * SIZE) / np.float32(255)).astype(np.float32)


@pytest.fixture(scope="module")
def features(real: NDArray[np.float32]) -> Features:
    return join_features([loop_features(levels) for levels in real])


@pytest.fixture(scope="module")
def reference(features: Features) -> Reference:
    return Reference.of(take(features, LEARNED), take(features, HELD_OUT))


@pytest.fixture(scope="module")
def floor(features: Features, reference: Reference) -> Figures:
    return compare_loops(take(features, slice(SIZE, 2 * SIZE)), reference, np.random.default_rng(0))


def against(reference: Reference, loops: NDArray[np.float32]) -> Figures:
    return compare_loops(
        join_features([loop_features(levels) for levels in loops]), reference, np.random.default_rng(0)
    )


def test_a_set_has_no_distance_from_itself(reference: Reference) -> None:
    found = compare_loops(reference.held_out, reference, np.random.default_rng(0))
    for name in ("fsd", "fld", "bigram_jsd", "density_w1", "position_error", "sharp_w1"):
        assert found[name] == pytest.approx(0, abs=1e-6), name
    for name in ("diversity", "novelty", "peaks", "dt", "df"):
        assert found[name] == pytest.approx(1), name
    assert found["nn_loop"] == 0  # every loop has its copy in the other set


def test_real_loops_are_close_to_other_real_loops(floor: Figures) -> None:
    assert floor["fsd"] < 0.6
    assert floor["bigram_jsd"] < 0.03
    assert 0.8 < floor["diversity"] < 1.25
    assert 0.8 < floor["novelty"] < 1.25
    assert 0.3 < floor["nn_loop"] < 0.7
    assert 0.9 < floor["dt"] < 1.1


def test_copies_of_the_mean_loop_fail_nearly_all_figures(
    reference: Reference, real: NDArray[np.float32], floor: Figures
) -> None:
    found = against(reference, np.repeat(real.mean(0)[None], 8, 0))
    assert found["diversity"] == pytest.approx(0, abs=1e-6)
    assert found["fsd"] > 10 * floor["fsd"]
    assert found["fld"] > 5 * floor["fld"]
    assert found["nn_step"] > 0.95
    assert found["sharp_w1"] > 5 * floor["sharp_w1"]


def test_mixes_of_two_loops_lack_diversity(reference: Reference, real: NDArray[np.float32], floor: Figures) -> None:
    found = against(reference, (real[SIZE : 2 * SIZE] + real[2 * SIZE :]) / 2)
    assert found["fsd"] > 2 * floor["fsd"]
    assert found["diversity"] < 0.9 * floor["diversity"]
    assert found["nn_loop"] > floor["nn_loop"] + 0.15


def test_shuffled_steps_fail_positions_only(reference: Reference, real: NDArray[np.float32], floor: Figures) -> None:
    rng = np.random.default_rng(1)
    grid = real[SIZE : 2 * SIZE].reshape(SIZE, SPEC.steps, SPEC.step_frames, SPEC.mels)
    shuffled = np.stack([loop[rng.permutation(SPEC.steps)] for loop in grid]).reshape(-1, SPEC.frames, SPEC.mels)
    found = against(reference, shuffled)
    assert found["fsd"] == pytest.approx(floor["fsd"], rel=1e-3)
    assert found["fld"] == pytest.approx(floor["fld"], rel=1e-3)
    assert found["position_error"] > 2 * floor["position_error"]
    assert found["bigram_jsd"] > 2 * floor["bigram_jsd"]
    assert found["nn_loop"] > floor["nn_loop"] + 0.1


def test_blur_in_time_changes_attacks_only(reference: Reference, real: NDArray[np.float32], floor: Figures) -> None:
    found = against(reference, gaussian_filter1d(real[SIZE : 2 * SIZE], 1.5, axis=1, mode="wrap"))
    assert found["diversity"] == pytest.approx(floor["diversity"], abs=0.1)
    assert found["novelty"] == pytest.approx(floor["novelty"], abs=0.4)
    assert found["bigram_jsd"] > 3 * floor["bigram_jsd"]
    assert found["density_w1"] > floor["density_w1"] + 2
    assert found["sharp_w1"] > 3 * floor["sharp_w1"]
    assert found["dt"] < 0.7


def test_copies_of_training_loops_have_no_novelty(features: Features, reference: Reference, floor: Figures) -> None:
    found = compare_loops(take(features, 2 * SIZE + np.arange(4).repeat(8)), reference, np.random.default_rng(0))
    assert found["novelty"] == 0
    assert found["nn_loop"] > 0.9
    assert found["fld"] > 1.5 * floor["fld"]


def test_bytes_and_levels_are_the_same_loop(real: NDArray[np.float32]) -> None:
    image = breaks(3 * SIZE)[0]
    assert metrics.decibels(image) == pytest.approx(metrics.decibels(real[0]), abs=1e-3)


def test_decibels_start_at_80_below_full_scale() -> None:
    levels = np.array([-0.1, 0, 0.2, 0.21, 0.6, 1, 1.1], np.float32)
    assert metrics.decibels(levels) == pytest.approx([0, 0, 0, 1, 40, 80, 80], abs=1e-4)


def test_onset_correlation_depends_on_the_position_of_attacks(real: NDArray[np.float32]) -> None:
    loud = metrics.decibels(real[0])
    assert metrics.onset_correlation(loud, loud) == pytest.approx(1)
    assert metrics.onset_correlation(np.roll(loud, 5, 0), loud) < 0.5
    assert metrics.onset_correlation(np.zeros_like(loud), loud) == 0


def test_a_stroke_gives_a_rise_in_its_step_and_zone() -> None:
    levels = np.full((SPEC.frames, SPEC.mels), 0.3, np.float32)
    start = 5 * SPEC.step_frames
    levels[start : start + 8, :9] = 0.7
    found = loop_features(levels)
    assert found.rises[0, 5] == pytest.approx([40, 0, 0], abs=1e-3)
    assert np.abs(np.delete(found.rises[0], 5, 0)).max() == pytest.approx(0, abs=1e-4)
    attack, tail = found.steps[0, :, :16], found.steps[0, :, 16:]
    assert attack[5, 0] == pytest.approx(10 + 40 * 9 / 32)
    assert tail[5] == pytest.approx(10, abs=1e-3)
    assert len(found.peaks[0]) == 1
    assert found.peaks[0][0] == pytest.approx(40 * 9 / SPEC.mels, rel=1e-4)


def test_differences_in_time_and_frequency_are_separate() -> None:
    stripes = np.zeros((16, 16), np.float32)
    stripes[:, ::2] = 1
    assert metrics.mean_differences(stripes) == (0, 1)
    assert metrics.mean_differences(stripes.T) == (1, 0)


def test_frechet_distance_is_that_of_the_formula() -> None:
    rng = np.random.default_rng(0)
    a, b = rng.standard_normal((500, 4)) @ rng.standard_normal((4, 4)), rng.standard_normal((300, 4)) + 1
    one, two = np.cov(a, rowvar=False), np.cov(b, rowvar=False)
    gap = a.mean(0) - b.mean(0)
    expected = gap @ gap + np.trace(one + two - 2 * np.real(sqrtm(one @ two)))
    assert metrics.frechet(a, b) == pytest.approx(expected, rel=1e-6)


def test_frechet_distance_is_finite_for_singular_covariances() -> None:
    flat = np.random.default_rng(0).standard_normal((20, 2)) @ np.eye(2, 30)
    assert metrics.frechet(flat, flat) == pytest.approx(0, abs=1e-6)
    assert metrics.frechet(flat, flat + 1) == pytest.approx(30)


def test_divergence_is_counted_in_bits() -> None:
    one, other = np.array([1.0, 0]), np.array([0, 1.0])
    assert metrics.jensen_shannon(one, one) == 0
    assert metrics.jensen_shannon(one, other) == pytest.approx(1)


def test_bigrams_wrap_around() -> None:
    bits = np.zeros((1, 4, 3), bool)
    bits[0, 0] = [True, False, True]  # symbol 5, then three empty steps
    share = metrics.bigrams(bits).reshape(8, 8)
    assert (share[5, 0], share[0, 0], share[0, 5]) == (0.25, 0.5, 0.25)


def test_nearest_neighbours_distinguish_sets() -> None:
    rng = np.random.default_rng(0)
    a, b = rng.standard_normal((2, 400, 3))
    assert metrics.same_set_neighbours(a, b + 100, 400, rng) == 1
    assert metrics.same_set_neighbours(a, b, 400, rng) == pytest.approx(0.5, abs=0.08)
    assert metrics.same_set_neighbours(a, a, 400, rng) == 0


def test_quiet_noise_does_not_change_the_strongest_attacks() -> None:
    hits = np.linspace(5, 20, 32, dtype=np.float32)
    noisy = np.concatenate([hits, np.full(200, 1, np.float32)])
    assert metrics.strongest_attacks(noisy).tolist() == hits.tolist()
    few = metrics.strongest_attacks(np.array([3, 2], np.float32))
    assert few.shape == (32,) and few[-2:].tolist() == [2, 3] and not few[:-2].any()
