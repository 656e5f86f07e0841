"""What is locked stays when a sound is drawn or mutated; the rest is the other sound."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.controls import LOCK
from engine.files.locked_sounds import locked_latents, mutated
from engine.files.presets import Preset, preset
from engine.files.random_break import random_break
from engine.model.card import Card
from engine.model.seed_draws import SeedDraws
from engine.parameters import LATENTS
from tests.tiny_model import PATTERN, card_with_pattern_knobs

DRAWS = SeedDraws(Card.from_json(card_with_pattern_knobs()))
CELLS = {(3, LOCK): 1.0, (3, "kick"): 2.0, (3, "mute"): 0.5, (3, "kept/0"): 1.5, (2, "kept/0"): -1.5, (9, "hats"): 1.0}


def sound(locked: set[int], cells: dict[tuple[int, str], float], seed: int = 3) -> Preset:
    values = {f"lock/latent/{index}": 1.0 for index in locked}
    return preset("here", {"latent/2": 0.7, "latent/3": -0.4, "seed": seed, **values}, cells)


def place(found: Preset) -> np.ndarray:
    return np.array([found.values[f"latent/{index}"] for index in range(LATENTS)]) + DRAWS.kit(found.seeds)


@given(st.sets(st.integers(0, LATENTS - 1)), st.integers(0, 99), st.sampled_from([0.3, 1.0]))
def test_a_locked_latent_keeps_its_place_in_any_random_break(locked: set[int], number: int, amount: float) -> None:
    present = sound(locked, {})
    found = random_break(DRAWS, present, number, amount)
    free = random_break(DRAWS, sound(set(), {}), number, amount)
    within = [index for index in locked if abs(found.values[f"latent/{index}"]) < 3]
    np.testing.assert_allclose(place(found)[within], place(present)[within], atol=1e-6)
    others = [index for index in range(LATENTS) if index not in locked]
    np.testing.assert_allclose(place(found)[others], place(free)[others])
    assert (found.seeds, locked_latents(found.values)) == (free.seeds, tuple(sorted(locked)))


def test_a_locked_latent_of_the_pattern_keeps_its_value_exactly() -> None:
    present = sound(set(PATTERN), {})
    found = random_break(DRAWS, present, 12)
    assert [found.values[f"latent/{index}"] for index in PATTERN] == [
        present.values[f"latent/{index}"] for index in PATTERN
    ]


def test_a_locked_sixteenth_keeps_its_edits_and_what_it_keeps() -> None:
    found = random_break(DRAWS, sound(set(), CELLS), 12)
    assert found.cells == {cell: value for cell, value in CELLS.items() if cell[0] in (2, 3)}
    assert random_break(DRAWS, sound(set(), CELLS), 12, 0.5).cells == {**found.cells, (9, "hats"): 0.5}


def test_edits_of_the_other_sound_reach_only_sixteenths_that_are_free() -> None:
    other = preset("other", {"seed": 8}, {(3, "kick"): -1.0, (3, LOCK): 0.0, (4, "kick"): -2.0})
    found = mutated(DRAWS, sound(set(), CELLS), other)
    assert found.cells[3, "kick"] == 2.0 and found.cells[4, "kick"] == -2.0 and found.cells[3, LOCK] == 1.0


def test_without_locks_it_is_the_other_sound() -> None:
    other = preset("other", {"seed": 8, "latent/2": 1.0}, {(4, "kick"): -2.0})
    assert mutated(DRAWS, sound(set(), {(9, "hats"): 1.0}), other) == other


@pytest.mark.parametrize(("cells", "learned"), [({}, ""), (CELLS, "ab" * 32)])
def test_a_locked_sixteenth_may_need_the_learned_break(cells: dict[tuple[int, str], float], learned: str) -> None:
    present = Preset("", sound(set(), {}).values, cells, ((3, 1.0),), learned="ab" * 32)
    assert random_break(DRAWS, present, 12).learned == learned
