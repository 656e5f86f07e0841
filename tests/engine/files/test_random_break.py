"""Random breaks by their numbers, and steps towards them."""

import numpy as np
import pytest

from engine.controls import one_seed
from engine.errors import BadParameter
from engine.files.presets import Preset, preset
from engine.files.random_break import random_break
from engine.model.card import Card
from engine.model.seed_draws import SeedDraws
from engine.parameters import LATENTS, TABLE
from tests.tiny_model import PATTERN, card_with_pattern_knobs

START = preset("start", {"latent/0": 1.0, "latent/9": -1.0, "seed": 3, "tempo": 90, "drive": 0.5}, {(3, "kick"): 2.0})


@pytest.fixture(scope="module")
def draws() -> SeedDraws:
    return SeedDraws(Card.from_json(card_with_pattern_knobs()))


def knobs(sound: Preset) -> np.ndarray:
    return np.array([sound.values[f"latent/{index}"] for index in range(LATENTS)])


def test_a_random_break_is_the_draw_of_its_number(draws: SeedDraws) -> None:
    drawn = random_break(draws, START, 12)
    np.testing.assert_allclose(knobs(drawn)[PATTERN], draws.place(12)[PATTERN], rtol=1e-6)
    assert not np.delete(knobs(drawn), PATTERN).any()
    assert (drawn.seeds, drawn.values["seed"], drawn.cells) == (one_seed(12), 12, {})
    assert random_break(draws, preset("other", {"latent/0": -2}, {}), 12).seeds == drawn.seeds


def test_other_parameters_stay(draws: SeedDraws) -> None:
    drawn = random_break(draws, START, 12)
    others = [entry.id for entry in TABLE if entry.id != "seed" and not entry.id.startswith("latent/")]
    assert {id: drawn.values[id] for id in others} == {id: START.values[id] for id in others}


def test_no_amount_is_the_present_sound(draws: SeedDraws) -> None:
    same = random_break(draws, START, 12, 0.0)
    np.testing.assert_allclose(knobs(same), knobs(START), atol=1e-6)
    assert (same.seeds, same.cells) == (START.seeds, START.cells)


def test_a_small_step_stays_near(draws: SeedDraws) -> None:
    near, far = random_break(draws, START, 12, 0.3), random_break(draws, START, 12)
    assert near.seeds == ((3, 0.7), (12, 0.3))
    assert near.cells == {(3, "kick"): pytest.approx(1.4)}
    places = [knobs(sound) + draws.kit(sound.seeds) for sound in (START, near, far)]
    assert np.linalg.norm(places[1] - places[0]) < np.linalg.norm(places[2] - places[0]) / 2


def test_many_steps_stay_distributed_like_random_breaks(draws: SeedDraws) -> None:
    sound, places = START, []
    for number in range(600):
        sound = random_break(draws, sound, number, 0.5)
        places.append(knobs(sound) + draws.kit(sound.seeds))
    assert np.mean(places) == pytest.approx(0, abs=0.15)
    assert np.std(places) == pytest.approx(1 / 1.5, abs=0.1)


@pytest.mark.parametrize("amount", [-0.1, 1.1, float("nan")])
def test_an_amount_out_of_range_is_refused(draws: SeedDraws, amount: float) -> None:
    with pytest.raises(BadParameter):
        random_break(draws, START, 12, amount)
