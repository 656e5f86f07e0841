"""A window laid over a tape shows the new there and the old elsewhere; what follows knows nothing of it."""

import numpy as np
import pytest

from engine.model.tape_builder import TapeBuilder
from engine.spec import SPEC
from engine.tape.magnitudes import tape_from_levels
from engine.tape.noise_texture import GRAIN_FRAMES, DecodedImage, add_texture
from tests.sound import break_loop, image_of


def grainy(steps: tuple[int, ...], seed: int) -> DecodedImage:
    levels = image_of(break_loop(steps, seed=seed))
    return DecodedImage(levels, np.full((SPEC.frames // GRAIN_FRAMES, 64), 0.03, np.float32))


OLD, NEW = grainy((0, 4, 9, 20), 1), grainy((0, 6, 12, 25, 30), 2)


def window(picture: DecodedImage, first: int, count: int) -> DecodedImage:
    rows = np.arange(first * SPEC.step_frames, (first + count) * SPEC.step_frames) % SPEC.frames
    return DecodedImage(picture.levels[rows], picture.grain[rows[::GRAIN_FRAMES] // GRAIN_FRAMES])


@pytest.mark.parametrize("first", [0, 11, 30])
def test_a_window_is_new_inside_and_old_outside(first: int) -> None:
    canvas = TapeBuilder()
    old, _ = canvas.whole(OLD, 1, 0.5)
    kept = old.magnitudes.copy()
    tape = canvas.window(window(NEW, first, 4), first, 1, 0.5)
    new, _ = tape_from_levels(add_texture(NEW, 1, 0.5))
    inside = np.zeros(SPEC.frames, bool)
    inside[np.arange(first * 16, (first + 4) * 16) % SPEC.frames] = True
    edge = inside & ~(np.roll(inside, 3) & np.roll(inside, -3))
    assert np.array_equal(tape.magnitudes[~inside], old.magnitudes[~inside])
    np.testing.assert_allclose(tape.magnitudes[inside & ~edge], new.magnitudes[inside & ~edge], rtol=1e-4)
    assert np.array_equal(old.magnitudes, kept)
    struck = [attack for attack in new.attacks if first * 16 + 3 < attack < (first + 4) * 16 - 3]
    assert set(struck) <= set(tape.attacks)


def test_the_whole_that_follows_is_what_it_would_have_been_without() -> None:
    one, other = TapeBuilder(), TapeBuilder()
    one.whole(OLD, 1, 0.5)
    one.window(window(NEW, 8, 4), 8, 2, 0.9)
    for mine, plain in zip(one.whole(NEW, 2, 0.9)[0], other.whole(NEW, 2, 0.9)[0], strict=True):
        assert np.array_equal(mine, plain)


def test_cells_that_are_no_numbers_are_silent_in_a_window_too() -> None:
    canvas = TapeBuilder()
    canvas.whole(OLD, 1, 0)
    broken = window(NEW, 8, 4)
    broken.levels[5] = np.nan
    tape = canvas.window(broken, 8, 1, 0)
    assert np.isfinite(tape.magnitudes).all()
    assert tape.magnitudes[8 * 16 + 5].max() < 1e-6


def test_a_window_needs_something_to_lie_on() -> None:
    canvas = TapeBuilder()
    assert canvas.blank
    with pytest.raises(ValueError, match="before a whole picture"):
        canvas.window(window(NEW, 8, 4), 8, 1, 0)
