"""Step edits are added to the latents of their sixteenths."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.controls import CORE_STEP_VALUES, GRID_SHAPE, LOCK, STEP_MACROS, STEP_NAMES
from engine.errors import BadParameter
from engine.model.step_edits import apply_edits, mixed_cells, unsupported_macros, with_cells
from engine.parameters import LATENTS
from engine.spec import SPEC

MACROS = {name: (10.0 ** np.arange(LATENTS) * (k + 1) * 1e-8).tolist() for k, name in enumerate(STEP_MACROS)}
LOOP = np.random.default_rng(0).standard_normal((SPEC.steps, LATENTS)).astype(np.float32)


@given(
    st.integers(0, SPEC.steps - 1),
    st.sampled_from([name for name in STEP_NAMES if name not in (*CORE_STEP_VALUES, LOCK)]),
    st.floats(-3, 3),
)
def test_a_cell_changes_its_own_sixteenth_alone(step: int, name: str, value: float) -> None:
    grid = with_cells(np.zeros(GRID_SHAPE), {(step, name): value})
    change = apply_edits(LOOP, grid, MACROS) - LOOP
    assert not np.delete(change, step, 0).any()
    wanted = value * np.array(MACROS[name]) if name in MACROS else value * np.eye(LATENTS)[int(name)]
    np.testing.assert_allclose(change[step], wanted, rtol=1e-6, atol=1e-6)


def test_edits_add_up() -> None:
    grid = with_cells(np.zeros(GRID_SHAPE), {(3, "0"): 1.0, (3, "kick"): 2.0, (3, "hats"): -1.0})
    wanted = np.eye(LATENTS)[0] + 2 * np.array(MACROS["kick"]) - np.array(MACROS["hats"])
    np.testing.assert_allclose((apply_edits(LOOP, grid, MACROS) - LOOP)[3], wanted, atol=1e-6)


def test_without_edits_the_latents_are_the_same_object() -> None:
    assert apply_edits(LOOP, np.zeros(GRID_SHAPE), MACROS).tobytes() == LOOP.tobytes()


def test_grids_are_not_modified_in_place() -> None:
    grid = np.zeros(GRID_SHAPE)
    with_cells(grid, {(0, "0"): 1.0})
    assert not grid.any()
    with pytest.raises(BadParameter):
        with_cells(grid, {(32, "0"): 1.0})


def test_a_macro_that_the_model_does_not_have_is_ignored_and_named() -> None:
    grid = with_cells(np.zeros(GRID_SHAPE), {(1, "kick"): 1.0, (1, "snare"): 1.0})
    few = {"snare": MACROS["snare"]}
    assert unsupported_macros(grid, few) == ["kick"]
    assert unsupported_macros(grid, MACROS) == unsupported_macros(np.zeros(GRID_SHAPE), {}) == []
    snare = with_cells(np.zeros(GRID_SHAPE), {(1, "snare"): 1.0})
    assert np.array_equal(apply_edits(LOOP, grid, few), apply_edits(LOOP, snare, few))


@pytest.mark.parametrize("count", [8, 20])
def test_a_model_with_another_number_of_latents_uses_the_offsets_it_has(count: int) -> None:
    grid = np.zeros(GRID_SHAPE)
    grid[:, :LATENTS] = 1
    change = apply_edits(np.zeros((SPEC.steps, count), np.float32), grid, {})
    assert change[:, : min(count, LATENTS)].all() and not change[:, LATENTS:].any()


@given(st.floats(0, 1), st.floats(-3, 3))
def test_a_lock_holds_the_kept_latents_and_edits_are_added(lock: float, kept: float) -> None:
    cells = {(5, LOCK): lock, (5, "0"): 0.5, **{(5, f"kept/{index}"): kept for index in range(LATENTS)}}
    found = apply_edits(LOOP, with_cells(np.zeros(GRID_SHAPE), cells), MACROS)
    wanted = LOOP[5] + lock * (kept - LOOP[5].astype(float)) + 0.5 * np.eye(LATENTS)[0]
    np.testing.assert_allclose(found[5], wanted, atol=1e-6)
    np.testing.assert_array_equal(np.delete(found, 5, 0), np.delete(LOOP, 5, 0))


def test_a_locked_sixteenth_is_the_same_to_the_bit_in_every_loop() -> None:
    kept = {(5, f"kept/{index}"): float(value) for index, value in enumerate(LOOP[9])}
    grid = with_cells(np.zeros(GRID_SHAPE), {(5, LOCK): 1.0, **kept})
    for scale in (0.0, 1.0, -7.3):
        np.testing.assert_array_equal(apply_edits(scale * LOOP, grid, MACROS)[5], LOOP[9])


def test_between_edits_what_one_keeps_stays_and_locks_fade() -> None:
    locked = {(3, LOCK): 1.0, (3, "kept/0"): 4.0, (3, "kick"): 2.0}
    assert mixed_cells([(locked, 0.25), ({}, 0.75)]) == {(3, LOCK): 0.25, (3, "kept/0"): 4.0, (3, "kick"): 0.5}
    other = {(3, LOCK): 1.0, (3, "kept/0"): 0.0, (3, "kept/1"): 1.0}
    mixed = mixed_cells([(locked, 0.25), (other, 0.75)])
    assert (mixed[3, LOCK], mixed[3, "kept/0"], mixed[3, "kept/1"]) == (1.0, 1.0, 0.75)
