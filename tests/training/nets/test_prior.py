"""Draws from the mixture lie where the loops lie, and a few loops are one heap."""

import numpy as np
import torch

from training.nets.prior import COMPONENTS, EACH, mixture


def heaps(count: int) -> torch.Tensor:
    """Loops in two heaps along the first dimension."""
    random = np.random.default_rng(0)
    points = 0.2 * random.standard_normal((count, 3))
    points[:, 0] += np.where(np.arange(count) % 4 == 0, 2, -2)
    return torch.from_numpy(points)


def test_components_cover_the_heaps_and_not_what_lies_between() -> None:
    parts = mixture(heaps(200), seed=0)
    assert len(parts) == 200 // EACH
    assert abs(sum(part["share"] for part in parts) - 1) < 0.01
    random, drawn = np.random.default_rng(1), []
    for part in parts:
        noise = random.standard_normal((round(400 * part["share"]), 3))
        drawn.append(np.array(part["mean"]) + noise @ np.array(part["root"]).T)
    points = np.concatenate(drawn)
    assert (np.abs(np.abs(points[:, 0]) - 2) < 1).mean() > 0.98
    assert abs((points[:, 0] > 0).mean() - 0.25) < 0.03


def test_there_are_never_more_components_than_loops_can_tell() -> None:
    assert len(mixture(heaps(16), seed=0)) == 1
    assert len(mixture(heaps(EACH * (COMPONENTS + 5)), seed=0)) == COMPONENTS


def test_the_same_loops_give_the_same_components() -> None:
    assert mixture(heaps(100), seed=3) == mixture(heaps(100), seed=3)
