import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.controls import STEP_NAMES
from engine.errors import BadParameter
from engine.model.recipe import DecodeRequest
from engine.spec import SPEC

cells = st.dictionaries(
    st.tuples(st.integers(0, SPEC.steps - 1), st.integers(0, len(STEP_NAMES) - 1)), st.floats(-3, 3), max_size=5
)


@given(st.lists(st.floats(-3, 3), min_size=16, max_size=16), st.integers(0, 2**31 - 1), st.floats(0, 2), cells)
def test_a_recipe_comes_back_from_a_file_to_the_bit(
    knobs: list[float], seed: int, texture: float, changed: dict[tuple[int, int], float]
) -> None:
    grid = np.zeros((SPEC.steps, len(STEP_NAMES)))
    for place, value in changed.items():
        grid[place] = value
    recipe = DecodeRequest.of(np.array(knobs), seed, texture, grid)
    again = DecodeRequest.from_dict(json.loads(json.dumps(recipe.to_dict())))
    assert again == recipe
    np.testing.assert_array_equal(again.grid, grid)


def test_a_window_comes_back_too() -> None:
    recipe = DecodeRequest([0.0] * 16, 5, 1.0, {"3/kick": 0.5}, (30, 4))
    assert DecodeRequest.from_dict(json.loads(json.dumps(recipe.to_dict()))) == recipe


GOOD = DecodeRequest([0.0] * 16, 5, 1.0).to_dict()


@pytest.mark.parametrize(
    "wrong",
    [
        {"knobs": [0.0] * 15},
        {"knobs": [float("nan")] * 16},
        {"knobs": None},
        {"seed": "five"},
        {"window": [32, 4]},
        {"window": [0]},
        {"cells": {"kick": 1.0}},
        {"cells": {"3/bell": 1.0}},
        {"cells": {"3/kick": float("inf")}},
    ],
)
def test_what_is_no_recipe_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises((ValueError, KeyError, TypeError, IndexError, AttributeError, BadParameter)):
        DecodeRequest.from_dict(GOOD | wrong)
