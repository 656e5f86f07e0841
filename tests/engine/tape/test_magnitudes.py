import numpy as np
import pytest

from engine.errors import BadInput
from engine.spec import SPEC
from engine.tape.magnitudes import read_tape, silent_tape, tape_from_levels


def test_reading_between_columns_is_linear() -> None:
    tape = np.array([[0.0], [1.0], [3.0]], np.float32)
    np.testing.assert_allclose(read_tape(tape, np.array([0.0, 0.25, 1.5]))[:, 0], [0, 0.25, 2])


def test_the_tape_wraps_around_in_both_directions() -> None:
    tape = np.array([[0.0], [1.0], [3.0]], np.float32)
    np.testing.assert_allclose(read_tape(tape, np.array([2.5, 3.0, -1.0, -0.5, 301.0]))[:, 0], [1.5, 0, 3, 1.5, 1])


def test_reading_does_not_modify_the_tape() -> None:
    tape = np.random.default_rng(0).random((8, 3)).astype(np.float32)
    kept = tape.copy()
    read_tape(tape, np.array([0.5, 7.9]))
    np.testing.assert_array_equal(tape, kept)


@pytest.mark.parametrize("wild", [np.nan, np.inf, -np.inf])
def test_cells_that_are_not_finite_become_silence_and_are_counted(wild: float) -> None:
    levels = np.full((SPEC.frames, SPEC.mels), 0.5, np.float32)
    levels[7, :] = wild
    tape, repaired = tape_from_levels(levels)
    assert repaired == SPEC.mels
    assert np.isfinite(tape.magnitudes).all()
    assert tape.magnitudes[7].max() < 1e-3 * tape.magnitudes[8].max()


@pytest.mark.parametrize("level", [-5.0, 100.0])
def test_levels_out_of_range_are_clipped(level: float) -> None:
    tape, repaired = tape_from_levels(np.full((4, SPEC.mels), level, np.float32))
    clipped, _ = tape_from_levels(np.full((4, SPEC.mels), np.clip(level, 0, 1), np.float32))
    assert repaired == 0
    np.testing.assert_array_equal(tape.magnitudes, clipped.magnitudes)


def test_a_silent_tape_has_minimal_magnitudes_and_no_onsets() -> None:
    assert silent_tape().magnitudes.shape == (SPEC.frames, SPEC.bins)
    assert silent_tape().magnitudes.max() <= 1e-7


@pytest.mark.parametrize("shape", [(SPEC.mels,), (SPEC.frames, SPEC.bins), (0, SPEC.mels), (1, SPEC.frames, SPEC.mels)])
def test_an_image_of_another_shape_is_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(BadInput, match="expected"):
        tape_from_levels(np.zeros(shape, np.float32))


def test_the_order_of_an_image_in_memory_does_not_matter() -> None:
    levels = np.random.default_rng(0).random((SPEC.frames, SPEC.mels), np.float32)
    straight, turned = tape_from_levels(levels)[0], tape_from_levels(np.asfortranarray(levels))[0]
    np.testing.assert_allclose(straight.magnitudes, turned.magnitudes, rtol=1e-4, atol=1e-6)
