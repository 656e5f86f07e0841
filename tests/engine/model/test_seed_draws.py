"""The noise and the kit of a seed, and of mixtures of several."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.arrays import Floats
from engine.controls import MAX_SEEDS, mixed_seeds, one_seed
from engine.errors import BadParameter
from engine.model.card import Card
from engine.model.model_file import Model
from engine.model.seed_draws import SeedDraws, variation
from tests.tiny_model import PATTERN, card_with_pattern_knobs, tiny_model

pairs = st.lists(st.tuples(st.integers(0, 2**31 - 1), st.floats(0, 1e6)), max_size=2 * MAX_SEEDS)


@pytest.fixture(scope="module")
def draws() -> SeedDraws:
    return SeedDraws(Card.from_json(card_with_pattern_knobs()))


def angle(one: Floats, other: Floats) -> float:
    return float(np.arccos(np.vdot(one, other) / np.linalg.norm(one) / np.linalg.norm(other)))


def test_one_seed_is_exact(draws: SeedDraws) -> None:
    assert np.array_equal(draws.noise(one_seed(7)), variation(7))
    assert np.array_equal(np.delete(draws.kit(one_seed(7)), PATTERN), np.delete(draws.place(7), PATTERN))


def test_a_mixture_goes_evenly_from_one_noise_to_the_other_and_keeps_their_strength(draws: SeedDraws) -> None:
    path = [draws.noise(mixed_seeds([(7, 1 - share), (9, share)])) for share in np.linspace(0, 1, 17)]
    assert np.array_equal(path[0], variation(7)) and np.array_equal(path[-1], variation(9))
    steps = [angle(one, other) for one, other in pairwise(path)]
    assert max(steps) < 1.1 * np.mean(steps)
    assert [noise.std() for noise in path] == pytest.approx([1.0] * 17, abs=0.08)


def test_the_noise_of_many_seeds_is_as_strong_as_that_of_one(draws: SeedDraws) -> None:
    mixture = mixed_seeds([(seed, 1.0) for seed in range(MAX_SEEDS)])
    assert draws.noise(mixture).std() == pytest.approx(1.0, abs=0.08)


def test_a_kit_leaves_the_latents_of_the_pattern_alone_and_mixes_by_weight(draws: SeedDraws) -> None:
    kit = draws.kit(mixed_seeds([(7, 1.0), (9, 3.0)]))
    assert np.flatnonzero(kit == 0).tolist() == PATTERN
    np.testing.assert_allclose(kit, draws.kit(one_seed(7)) / 4 + draws.kit(one_seed(9)) * 3 / 4, rtol=1e-5)


def test_places_have_the_distribution_of_the_prior(draws: SeedDraws) -> None:
    places = np.array([draws.place(seed) for seed in range(1000)])
    np.testing.assert_allclose(places.mean(0), -0.1 / 1.5, atol=0.08)
    np.testing.assert_allclose(places.std(0), 1 / 1.5, atol=0.08)
    assert abs(np.corrcoef(places[:, 8], [variation(seed)[0, 0] for seed in range(1000)])[0, 1]) < 0.1


def test_knobs_count_from_the_kit(tmp_path: Path) -> None:
    model = Model.load(tiny_model(tmp_path / "tiny.onnx", text=card_with_pattern_knobs()))
    knobs = np.linspace(-1, 1, 16).astype(np.float32)
    loop = model.loop_latents(knobs, one_seed(7))
    assert np.array_equal(loop, model.step_latents(knobs + model.draws.kit(one_seed(7)), 7))
    assert not np.array_equal(loop, model.step_latents(knobs, 7))


@given(pairs)
def test_weights_are_normalised_once_and_for_all(given: list[tuple[int, float]]) -> None:
    if not any(weight for _, weight in given):
        with pytest.raises(BadParameter):
            mixed_seeds(given)
        return
    mixture = mixed_seeds(given)
    weights = [weight for _, weight in mixture]
    assert sum(weights) == pytest.approx(1) and weights == sorted(weights, reverse=True) and min(weights) > 0
    assert len({seed for seed, _ in mixture}) == len(mixture) <= MAX_SEEDS
    assert mixed_seeds(mixture) == mixture


@pytest.mark.parametrize("pair", [(5, -1.0), (5, float("nan")), (float("inf"), 1.0), (5, float("inf"))])
def test_other_seeds_and_weights_are_refused(pair: tuple[float, float]) -> None:
    with pytest.raises(BadParameter):
        mixed_seeds([pair, (3, 1.0)])
