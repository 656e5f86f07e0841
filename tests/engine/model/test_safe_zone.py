"""Latents stay where breaks sound real: inside they are kept exactly, outside they are moved to the boundary."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.controls import mixed_seeds, one_seed
from engine.model.card import Card
from engine.model.safe_zone import INSIDE_SHARE, SafeZone
from engine.model.seed_draws import SeedDraws
from engine.parameters import LATENTS
from tests.tiny_model import card

AXES = (1.5 * np.eye(LATENTS) + np.diag(np.full(LATENTS - 1, 0.4), 1)).tolist()
CARD = Card.from_json(json.dumps(card(prior={"centre": [0.3] * LATENTS, "axes": AXES})))
DRAWS = SeedDraws(CARD)
ZONE = SafeZone(CARD, DRAWS)
SEEDS = mixed_seeds([(5, 0.6), (9, 0.4)])
knobs = st.lists(st.floats(-3, 3), min_size=LATENTS, max_size=LATENTS).map(np.array)


@given(knobs, st.sampled_from([one_seed(5), SEEDS]))
def test_a_loop_is_moved_no_farther_than_to_the_boundary(
    found: np.ndarray, seeds: tuple[tuple[int, float], ...]
) -> None:
    before, moved = ZONE.distance(found, seeds), ZONE.nearest(found, seeds)
    if before <= 1:
        np.testing.assert_array_equal(moved, found)
    else:
        assert ZONE.distance(moved, seeds) == pytest.approx(1)
    np.testing.assert_allclose(ZONE.nearest(moved, seeds), moved, atol=1e-9)


@given(knobs, knobs, st.floats(0, 1))
def test_it_is_continuous_and_a_small_step_never_becomes_a_large_one(
    one: np.ndarray, other: np.ndarray, at: float
) -> None:
    first, second = one + at * (other - one), one + (at + 1e-4) * (other - one)
    step = np.linalg.norm(ZONE.nearest(second, SEEDS) - ZONE.nearest(first, SEEDS))
    # a projection on a ball does not lengthen a step of w; the axes do by at most their condition
    assert step <= np.linalg.cond(AXES) * np.linalg.norm(second - first) + 1e-9


def test_random_breaks_are_inside_and_extremes_are_not() -> None:
    inside = [ZONE.distance(DRAWS.place(seed) - DRAWS.kit(one_seed(seed)), one_seed(seed)) <= 1 for seed in range(2000)]
    assert np.mean(inside) == pytest.approx(INSIDE_SHARE, abs=0.01)
    assert ZONE.distance(np.full(LATENTS, 3.0), one_seed(5)) > 1.5
