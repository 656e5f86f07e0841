"""Named knobs change their descriptors, free ones are sorted by effect, and +-1 are percentiles of real loops."""

import numpy as np
import pytest
import torch

from engine.spec import SPEC
from training.nets.calibrate import (
    LOOPS_PER_COMPONENT,
    MAX_COMPONENTS,
    MAX_DRAG_SD,
    Calibration,
    band_levels,
    calibrate,
    fit_mixture,
    principal_directions,
    slopes_per_step,
)

LOOPS, NAMED, FEATURES = 6, 2, 12


def drawn(*shape: int, seed: int) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


@pytest.fixture
def w() -> torch.Tensor:
    white = drawn(4000, LOOPS, seed=0)
    white -= white.mean(0)
    return white @ torch.linalg.inv(torch.linalg.cholesky(torch.cov(white.T))).T


@pytest.fixture
def figures(w: torch.Tensor) -> torch.Tensor:
    """Two correlated descriptors, equal to the first part of w."""
    figures = w[:, :NAMED] @ torch.tensor([[1.0, 0.6], [0.0, 0.8]])
    return figures / figures.std(0)


@pytest.fixture
def features(w: torch.Tensor) -> torch.Tensor:
    slopes = drawn(LOOPS, FEATURES, seed=2) * torch.tensor([1.0, 1, 9, 4, 2, 1])[:, None]
    return w @ slopes + drawn(len(w), FEATURES, seed=3)


def knobs_of(w: torch.Tensor, found: Calibration) -> torch.Tensor:
    solved: torch.Tensor = torch.linalg.solve(found.axes.T, (w - found.centre).T)
    return solved.T


def test_knob_limits_are_the_percentiles_of_real_loops(
    w: torch.Tensor, figures: torch.Tensor, features: torch.Tensor
) -> None:
    knobs = knobs_of(w, calibrate(w, figures, features))
    assert (knobs.abs() <= 1).float().mean(0).tolist() == pytest.approx([0.9] * LOOPS, abs=0.005)
    assert (knobs < -1).float().mean(0).tolist() == pytest.approx([0.05] * LOOPS, abs=0.005)


def test_a_named_knob_changes_its_descriptor_and_others_little(
    w: torch.Tensor, figures: torch.Tensor, features: torch.Tensor
) -> None:
    found = calibrate(w, figures, features)
    slopes = torch.linalg.lstsq(w, figures).solution  # w to descriptors
    for knob, sd in enumerate(found.sds):
        moved = found.axes[knob] * sd @ slopes
        assert float(moved[knob]) == pytest.approx(1, abs=0.03)
        assert (
            0.15 < float(moved[1 - knob].abs()) < MAX_DRAG_SD + 0.03
        )  # less than the two are correlated in real loops
        assert float(found.axes[knob, NAMED:].abs().max()) < 1e-5


def test_free_knobs_are_independent_of_each_other_and_of_the_descriptors(
    w: torch.Tensor, figures: torch.Tensor, features: torch.Tensor
) -> None:
    found = calibrate(w, figures, features)
    free = knobs_of(w, found)[:, NAMED:]
    torch.testing.assert_close(torch.corrcoef(free.T), torch.eye(LOOPS - NAMED), rtol=0, atol=1e-3)
    assert float(found.axes[NAMED:, :NAMED].abs().max()) == 0


def test_free_knobs_are_sorted_by_their_explained_share(
    w: torch.Tensor, figures: torch.Tensor, features: torch.Tensor
) -> None:
    found = calibrate(w, figures, features)
    assert found.explained[NAMED:] == sorted(found.explained[NAMED:], reverse=True)
    knobs = knobs_of(w, found)
    centred = features - features.mean(0)
    for knob, share in zip((knobs - knobs.mean(0)).T, found.explained, strict=True):
        predicted = knob[:, None] * (knob @ centred / knob.square().sum())
        assert float(predicted.square().sum() / centred.square().sum()) == pytest.approx(share, abs=1e-3)


def test_a_free_knob_is_louder_upwards(w: torch.Tensor, features: torch.Tensor) -> None:
    found = principal_directions(w, features)
    assert ((w @ torch.linalg.inv(found).T).T @ (features.mean(1) - features.mean()) > 0).all()
    torch.testing.assert_close(principal_directions(-w, features), -found, rtol=1e-3, atol=1e-4)


def test_the_slope_of_a_drum_leaves_the_others_constant() -> None:
    figures = drawn(200, SPEC.steps, 3, seed=4) @ torch.tensor([[1.0, 0.5, 0], [0, 1, 0], [0, 0, 1]])
    mix = drawn(3, 5, seed=5)
    latents = figures @ mix + 0.1 * drawn(200, SPEC.steps, 5, seed=6)
    slopes = slopes_per_step(latents, figures)
    spread = figures.flatten(0, 1).std(0)
    torch.testing.assert_close(slopes, spread[:, None] * mix, rtol=0.12, atol=0.12)


def test_band_levels_are_mean_decibels_of_a_step_and_a_band() -> None:
    levels = torch.zeros(1, SPEC.frames, SPEC.mels)
    levels[0, 16:32, 32:64] = 0.5  # second sixteenth, second of the 16 broad bands
    features = band_levels(levels, SPEC)
    assert features.shape == (1, SPEC.steps * 16)
    assert float(features[0, 16 + 1]) == pytest.approx(50)
    assert float(features.sum()) == pytest.approx(50)


def two_clusters(count: int) -> torch.Tensor:
    """Points in two clusters along the first dimension."""
    random = np.random.default_rng(0)
    points = 0.2 * random.standard_normal((count, 3))
    points[:, 0] += np.where(np.arange(count) % 4 == 0, 2, -2)
    return torch.from_numpy(points)


def test_components_cover_both_clusters_and_not_the_gap() -> None:
    parts = fit_mixture(two_clusters(200), seed=0)
    assert len(parts) == 200 // LOOPS_PER_COMPONENT
    assert abs(sum(part["share"] for part in parts) - 1) < 0.01
    random, drawn = np.random.default_rng(1), []
    for part in parts:
        noise = random.standard_normal((round(400 * part["share"]), 3))
        drawn.append(np.array(part["mean"]) + noise @ np.array(part["root"]).T)
    points = np.concatenate(drawn)
    assert (np.abs(np.abs(points[:, 0]) - 2) < 1).mean() > 0.98
    assert abs((points[:, 0] > 0).mean() - 0.25) < 0.03


def test_the_number_of_components_follows_the_number_of_loops() -> None:
    assert len(fit_mixture(two_clusters(16), seed=0)) == 1
    assert len(fit_mixture(two_clusters(LOOPS_PER_COMPONENT * (MAX_COMPONENTS + 5)), seed=0)) == MAX_COMPONENTS


def test_the_same_loops_give_the_same_components() -> None:
    assert fit_mixture(two_clusters(100), seed=3) == fit_mixture(two_clusters(100), seed=3)
