"""A locked sixteenth keeps its sound and its level, whatever the rest of the loop becomes."""

import math
from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.arrays import KEEP_GAIN, Floats
from engine.controls import GRID_SHAPE, KEPT_GAIN, LOCK, STEP_NAMES, STEP_RANGES, Cell
from engine.model.signature import RECEPTIVE_FIELD_STEPS
from engine.model.step_edits import Grid, apply_edits, with_cells
from engine.model.step_locks import LockedImages, PresentLoop, held_gain, locked_steps, with_kept
from engine.parameters import LATENTS
from engine.spec import SPEC
from engine.tape.noise_texture import GRAIN_BANDS, GRAIN_FRAMES, DecodedImage

EMPTY = np.zeros(GRID_SHAPE)
steps = st.integers(0, SPEC.steps - 1)


def loop(seed: int) -> Floats:
    return np.random.default_rng(seed).standard_normal((SPEC.steps, LATENTS)).astype(np.float32)


def present(seed: int, grid: Grid = EMPTY, gain: float = 3.0) -> PresentLoop:
    return PresentLoop(loop(seed), apply_edits(loop(seed), grid, {}), gain)


def changed(grid: Grid, cells: dict[Cell, float], seed: int = 0, gain: float = 3.0) -> Grid:
    return with_cells(grid, with_kept(grid, cells, lambda: present(seed, grid, gain)))


class NeighbourDecoder:
    """Each sixteenth is painted by its latents and, to a lesser part, those of its neighbours."""

    macros: Mapping[str, tuple[float, ...]] = MappingProxyType({})

    def __init__(self) -> None:
        self.decodes = 0

    def decode(self, latents: Floats, first: int = 0, count: int = SPEC.steps, learned: str = "") -> DecodedImage:
        self.decodes += 1
        sums = latents.sum(1)
        reach = range(-RECEPTIVE_FIELD_STEPS, RECEPTIVE_FIELD_STEPS + 1)
        seen = sum(np.roll(sums, -shift) * 0.3 ** abs(shift) for shift in reach) / 100 + 0.5
        rows = np.arange(first, first + count) % SPEC.steps
        levels = np.repeat(seen[rows], SPEC.step_frames)[:, None] * np.ones(SPEC.mels)
        grain = levels[::GRAIN_FRAMES, ::GRAIN_BANDS] / 10
        return DecodedImage(levels.astype(np.float32), grain.astype(np.float32))


def image(grid: Grid, seed: int, first: int = 0, count: int = SPEC.steps) -> DecodedImage:
    return LockedImages().decode(NeighbourDecoder(), apply_edits(loop(seed), grid, {}), grid, first, count)


def body(decoded: DecodedImage, step: int) -> Floats:
    """Return the columns of a sixteenth without those in which the next one begins."""
    return decoded.levels[step * SPEC.step_frames : (step + 1) * SPEC.step_frames - 4]


@given(st.sets(steps, min_size=1), st.integers(1, 5))
def test_locked_sixteenths_keep_their_image_in_every_other_loop(locked: set[int], seed: int) -> None:
    grid = changed(EMPTY, {(step, LOCK): 1.0 for step in locked})
    before, after = image(EMPTY, 0), image(grid, seed)
    for step in locked:
        np.testing.assert_allclose(body(after, step), body(before, step), atol=1e-5)
        np.testing.assert_allclose(
            after.grain[step * 4 : step * 4 + 3], before.grain[step * 4 : step * 4 + 3], atol=1e-5
        )


def test_the_others_change_as_without_locks_but_for_their_neighbours() -> None:
    grid = changed(EMPTY, {(8, LOCK): 1.0})
    with_lock, without = image(grid, 1), image(EMPTY, 1)
    far = [step for step in range(SPEC.steps) if abs(step - 8) > RECEPTIVE_FIELD_STEPS]
    for step in far:
        np.testing.assert_array_equal(body(with_lock, step), body(without, step))


def test_locking_changes_no_sound(seed: int = 3) -> None:
    edits = with_cells(EMPTY, {(step, str(step % LATENTS)): 1.0 for step in range(0, SPEC.steps, 3)})
    before = image(edits, seed)
    after = image(changed(edits, {(9, LOCK): 1.0, (10, LOCK): 1.0}, seed), seed)
    np.testing.assert_allclose(after.levels, before.levels, atol=1e-5)


def test_edits_of_a_locked_sixteenth_are_heard() -> None:
    grid = changed(EMPTY, {(8, LOCK): 1.0})
    edited = with_cells(grid, {(8, "0"): 2.0})
    np.testing.assert_allclose(body(image(edited, 1), 8), body(image(grid, 1), 8) + 0.02, atol=1e-5)


@given(steps, st.integers(1, 8))
def test_a_window_is_a_part_of_the_whole(first: int, count: int) -> None:
    grid = changed(EMPTY, {(step, LOCK): 1.0 for step in (0, 7, 31)})
    whole, part = image(grid, 2), image(grid, 2, first, count)
    columns = np.arange(first * SPEC.step_frames, (first + count) * SPEC.step_frames) % SPEC.frames
    np.testing.assert_array_equal(part.levels, whole.levels[columns])
    np.testing.assert_array_equal(part.grain, whole.grain[columns[::GRAIN_FRAMES] // GRAIN_FRAMES])


def test_what_is_locked_is_decoded_once_for_all_loops() -> None:
    grid, decoder, images = changed(EMPTY, {(8, LOCK): 1.0}), NeighbourDecoder(), LockedImages()
    for seed in range(4):
        images.decode(decoder, apply_edits(loop(seed), grid, {}), grid)
    assert decoder.decodes == 4 + 1


def test_a_second_lock_leaves_what_the_first_one_keeps() -> None:
    one = changed(EMPTY, {(8, LOCK): 1.0}, seed=0, gain=2.0)
    both = changed(one, {(10, LOCK): 1.0}, seed=1, gain=9.0)
    changed_rows = np.flatnonzero((one != both).any(1))
    assert set(changed_rows) == {10, 12, 13}, "8 and what is beside it stay, but for 10 itself"
    assert held_gain(both, 7.0) == 2.0, "the gain that was heard with the first lock"


def test_a_lock_that_is_up_already_keeps_what_it_has() -> None:
    half = changed(EMPTY, {(8, LOCK): 0.5}, seed=0)
    full = changed(half, {(8, LOCK): 1.0}, seed=1)
    assert np.flatnonzero((half != full).any(0)).tolist() == [STEP_NAMES.index(LOCK)]


def test_unlocking_forgets_and_asks_no_model() -> None:
    grid = changed(EMPTY, {(8, LOCK): 1.0, (20, LOCK): 1.0})
    grid = with_cells(grid, with_kept(grid, {(8, LOCK): 0.0}, pytest.fail))
    assert set(np.flatnonzero(grid.any(1))) == set(range(16, 24))
    assert not with_cells(grid, with_kept(grid, {(20, LOCK): 0.0}, pytest.fail)).any()


def test_a_change_with_kept_values_is_taken_as_it_is() -> None:
    cells = {(8, LOCK): 1.0, (8, "kept/0"): 2.5}
    assert with_kept(EMPTY, cells, pytest.fail) == cells
    assert with_kept(EMPTY, {(8, "kick"): 1.0}, pytest.fail) == {(8, "kick"): 1.0}


def test_kept_values_are_in_their_ranges() -> None:
    loud = PresentLoop(np.full((SPEC.steps, LATENTS), 99, np.float32), np.zeros((SPEC.steps, LATENTS)), math.nan)
    cells = with_kept(EMPTY, {(8, LOCK): 1.0}, lambda: loud)
    assert all(STEP_RANGES[name][0] <= value <= STEP_RANGES[name][1] for (_, name), value in cells.items())
    assert (cells[8, "kept/0"], cells.get((8, KEPT_GAIN), 0.0)) == (30.0, 0.0)


def test_the_gain_is_that_of_the_lock_as_far_as_it_is_up() -> None:
    assert held_gain(EMPTY, 5.0) == 5.0
    assert math.isnan(held_gain(EMPTY, KEEP_GAIN))
    for lock, found in ((1.0, 3.0), (0.5, 4.0)):
        assert held_gain(changed(EMPTY, {(8, LOCK): lock}), 5.0) == pytest.approx(found)
    assert held_gain(changed(EMPTY, {(8, LOCK): 0.5}), KEEP_GAIN) == 3.0


def test_locked_sixteenths_are_those_with_a_lock() -> None:
    assert locked_steps({(3, LOCK): 1.0, (4, LOCK): 0.2, (5, LOCK): 0.0, (6, "kick"): 1.0}) == {3, 4}
