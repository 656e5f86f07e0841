"""The sound between presets has exact ends and stays between them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.controls import Cell
from engine.errors import BadParameter
from engine.files.preset_blend import blend, morph
from engine.files.presets import ALL_CELLS, Preset, preset
from engine.parameters import TABLE

from .test_presets import CELLS, VALUES


@given(VALUES, VALUES, CELLS, CELLS, st.floats(0, 1))
def test_a_morph_has_exact_ends_and_stays_between_them(
    values: dict[str, float],
    others: dict[str, float],
    cells: dict[Cell, float],
    other_cells: dict[Cell, float],
    share: float,
) -> None:
    one, other = preset("one", values, cells), preset("other", others, other_cells)
    assert morph(one, other, 0.0) is one and morph(one, other, -5) is one
    assert morph(one, other, 1.0) is other and morph(one, other, 7) is other
    between = morph(one, other, share)
    for entry in TABLE:
        low, high = sorted((one.values[entry.id], other.values[entry.id]))
        assert low - 1e-6 <= between.values[entry.id] <= high + 1e-6
        if entry.whole:
            assert between.values[entry.id] in (low, high)
    for cell in ALL_CELLS:
        low, high = sorted((one.cells.get(cell, 0.0), other.cells.get(cell, 0.0)))
        assert low - 1e-9 <= between.cells.get(cell, 0.0) <= high + 1e-9


def test_a_morph_at_one_half_is_the_mean() -> None:
    one, other = preset("a", {"latent/0": -1, "seed": 3}, {(0, "kick"): 2}), preset("b", {"latent/0": 3, "seed": 8}, {})
    between = morph(one, other, 0.5)
    assert (between.values["latent/0"], between.values["seed"], between.cells) == (1.0, 3, {(0, "kick"): 1.0})
    assert between.seeds == ((3, 0.5), (8, 0.5))


def test_a_blend_of_blends_mixes_all_seeds_and_survives_its_file() -> None:
    one, other, third = (preset(str(seed), {"seed": seed}, {}) for seed in (3, 8, 9))
    mixed = blend([(morph(one, other, 0.25), 1.0), (third, 1.0), (one, 0.0)])
    assert dict(mixed.seeds) == pytest.approx({3: 0.375, 8: 0.125, 9: 0.5})
    assert Preset.from_json(mixed.to_json()).seeds == mixed.seeds


@pytest.mark.parametrize("weights", [[0.0, 0.0], [1.0, -0.1], [1.0, math.nan], [math.inf, 1.0]])
def test_weights_that_are_not_positive_numbers_are_refused(weights: list[float]) -> None:
    with pytest.raises(BadParameter, match="the weights of the presets are"):
        blend([(preset("a", {}, {}), weight) for weight in weights])


@pytest.mark.parametrize("share", [math.nan, math.inf])
def test_a_share_that_is_not_finite_is_refused(share: float) -> None:
    with pytest.raises(BadParameter, match="the share of a morph is"):
        morph(preset("a", {}, {}), preset("b", {}, {}), share)
