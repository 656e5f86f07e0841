"""A window replaces its part of the last tape; the next whole tape does not depend on it."""

import numpy as np
import pytest

from engine.model.tape_builder import TapeBuilder
from engine.spec import SPEC
from engine.tape.magnitudes import tape_from_levels
from engine.tape.noise_texture import GRAIN_FRAMES, DecodedImage, add_texture
from engine.tape.tape_loudness import tape_gain
from tests.sound import break_loop, image_of


def grainy(steps: tuple[int, ...], seed: int) -> DecodedImage:
    levels = image_of(break_loop(steps, seed=seed))
    return DecodedImage(levels, np.full((SPEC.frames // GRAIN_FRAMES, 64), 0.03, np.float32))


OLD, NEW = grainy((0, 4, 9, 20), 1), grainy((0, 6, 12, 25, 30), 2)


def window(image: DecodedImage, first: int, count: int) -> DecodedImage:
    rows = np.arange(first * SPEC.step_frames, (first + count) * SPEC.step_frames) % SPEC.frames
    return DecodedImage(image.levels[rows], image.grain[rows[::GRAIN_FRAMES] // GRAIN_FRAMES])


@pytest.mark.parametrize("first", [0, 11, 30])
def test_a_window_replaces_its_sixteenths_alone(first: int) -> None:
    builder = TapeBuilder()
    old, _ = builder.whole(OLD, 1, 0.5)
    kept = old.magnitudes.copy()
    tape = builder.window(window(NEW, first, 4), first, 1, 0.5)
    new, _ = tape_from_levels(add_texture(NEW, 1, 0.5))
    inside = np.zeros(SPEC.frames, bool)
    inside[np.arange(first * 16, (first + 4) * 16) % SPEC.frames] = True
    edge = inside & ~(np.roll(inside, 3) & np.roll(inside, -3))
    assert np.array_equal(tape.magnitudes[~inside], old.magnitudes[~inside])
    np.testing.assert_allclose(tape.magnitudes[inside & ~edge], new.magnitudes[inside & ~edge], rtol=1e-4)
    assert np.array_equal(old.magnitudes, kept)
    inner = [onset for onset in new.onsets if first * 16 + 3 < onset < (first + 4) * 16 - 3]
    assert set(inner) <= set(tape.onsets)


def test_a_window_keeps_the_gain_of_the_last_whole_tape() -> None:
    builder = TapeBuilder()
    whole = builder.whole(OLD, 1, 0.5)[0]
    quiet = window(NEW, 8, 4)
    quiet = quiet._replace(levels=quiet.levels - np.float32(0.2))  # 20 dB
    assert whole.gain == tape_gain(whole.magnitudes)
    assert builder.window(quiet, 8, 1, 0.5).gain == whole.gain
    assert builder.whole(OLD._replace(levels=OLD.levels - np.float32(0.2)), 1, 0.5)[0].gain > whole.gain + 10


def test_the_next_whole_tape_does_not_depend_on_a_window() -> None:
    one, other = TapeBuilder(), TapeBuilder()
    one.whole(OLD, 1, 0.5)
    one.window(window(NEW, 8, 4), 8, 2, 0.9)
    np.testing.assert_equal(one.whole(NEW, 2, 0.9)[0], other.whole(NEW, 2, 0.9)[0])


def test_cells_that_are_not_finite_are_silent_in_a_window_too() -> None:
    builder = TapeBuilder()
    builder.whole(OLD, 1, 0)
    broken = window(NEW, 8, 4)
    broken.levels[5] = np.nan
    tape = builder.window(broken, 8, 1, 0)
    assert np.isfinite(tape.magnitudes).all()
    assert tape.magnitudes[8 * 16 + 5].max() < 1e-6


def test_a_window_needs_a_whole_tape_first() -> None:
    builder = TapeBuilder()
    with pytest.raises(ValueError, match="decode a whole image first"):
        builder.window(window(NEW, 8, 4), 8, 1, 0)
