"""Onset detection on a tape."""

import numpy as np
import pytest

from engine.arrays import MAX_TAPE_ONSETS
from engine.spec import SPEC
from engine.tape.onsets import find_onsets
from tests.sound import break_loop, image_of


def test_a_constant_tape_has_no_onsets() -> None:
    assert len(find_onsets(np.full((SPEC.frames, SPEC.mels), 0.7, np.float32))) == 0


def test_the_onsets_of_a_loop_are_found() -> None:
    steps = (0, 3, 4, 10, 16, 25)
    found = find_onsets(image_of(break_loop(steps)))
    np.testing.assert_array_equal(found, [step * SPEC.step_frames for step in steps])


@pytest.mark.parametrize("off", [2.5, 5.0, 7.75])
def test_an_onset_off_the_grid_is_found_within_half_a_column(off: float) -> None:
    loop = np.roll(break_loop((8,)), round(off * SPEC.hop))
    np.testing.assert_allclose(find_onsets(image_of(loop)), [8 * SPEC.step_frames + off], atol=0.6)


def test_of_too_many_onsets_the_strongest_are_kept_in_order() -> None:
    levels = np.zeros((1024, SPEC.mels), np.float32)
    columns = np.arange(0, 1024, 8)
    levels[columns] = np.where(np.arange(len(columns)) % 2, 0.9, 0.8)[:, None]
    found = find_onsets(levels)
    assert len(found) == MAX_TAPE_ONSETS == len(columns) // 2
    assert (np.diff(found) > 0).all()
    np.testing.assert_allclose(found % 16, 8, atol=1)
