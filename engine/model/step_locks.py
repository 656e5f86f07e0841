"""Locked sixteenths: what they keep when they are locked, and the image of a loop with them.

A locked sixteenth keeps the latents that its loop has at that moment (kept/0 to kept/15), and so do its neighbours as
far as the decoder looks, because they are heard in it. The tape keeps its gain (kept/gain), because it would change
with the loudness of the rest. All of it is part of the grid of step edits.

The image is decoded twice, from the latents with those of locked sixteenths in place, and from the kept ones, and the
second replaces the first where a sixteenth is locked. So a locked sixteenth stays the same in each other loop, whatever
its neighbours become, and these sound as its neighbours. The second image is decoded once for all loops.
"""

import math
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.arrays import Floats
from engine.controls import KEPT_GAIN, LOCK, STEP_COLUMNS, Cell, Cells, clamped_cell
from engine.parameters import LATENTS
from engine.spec import SPEC
from engine.tape.noise_texture import GRAIN_FRAMES, DecodedImage

from .signature import RECEPTIVE_FIELD_STEPS
from .step_edits import EDITED_COLUMNS, FIRST_KEPT, KEPT_NAMES, LOCK_COLUMN, Grid, Macros, apply_edits

if TYPE_CHECKING:
    from .decode_request import ImageDecoder

GAIN_COLUMN = STEP_COLUMNS.index(KEPT_GAIN)
KEPT_DECIMALS = 5  # of kept values, as in the file of a preset
# An attack begins in the columns before its sixteenth, because the window of the analysis touches it there.
EARLY_COLUMNS, FADE_COLUMNS = 2, 2


class PresentLoop(NamedTuple):
    """The loop that is decoded at present: latents (steps, n) before and after step edits, and the gain of its tape."""

    latents: Floats
    edited: Floats
    gain: float  # dB; NaN for a silent tape


def with_kept(grid: Grid, cells: Cells, present: Callable[[], PresentLoop]) -> dict[Cell, float]:
    """Return the cells of a change, with what sixteenths keep that it locks, and 0 for what none keeps any more.

    Args:
        grid: before the change.
        cells: the change; if it has kept values itself, as a preset has, it is returned as it is.
        present: called only if a lock rises from 0.
    """
    changed = {step: value for (step, name), value in cells.items() if name == LOCK}
    if not changed or any(name in KEPT_NAMES for _, name in cells):
        return dict(cells)
    lock = grid[:, LOCK_COLUMN].copy()
    lock[list(changed)] = list(changed.values())
    staying, locked = (lock > 0) & (grid[:, LOCK_COLUMN] > 0), (lock > 0) & (grid[:, LOCK_COLUMN] == 0)
    kept = grid[:, FIRST_KEPT:].copy()
    if locked.any():
        loop = present()
        count = min(loop.latents.shape[1], LATENTS)
        beside = _around(locked) & ~_around(staying) & ~locked
        kept[locked, :count], kept[beside, :count] = loop.latents[locked, :count], loop.edited[beside, :count]
        kept[locked, GAIN_COLUMN - FIRST_KEPT] = _held_gain(staying, grid, loop.gain)
    kept[~_around(lock > 0)] = 0
    kept[lock == 0, GAIN_COLUMN - FIRST_KEPT] = 0
    kept = np.round(kept, KEPT_DECIMALS)
    steps, columns = np.nonzero(kept != grid[:, FIRST_KEPT:])
    names = STEP_COLUMNS[FIRST_KEPT:]
    return {
        **cells,
        **{
            (step, names[column]): clamped_cell(names[column], kept[step, column])
            for step, column in zip(steps.tolist(), columns.tolist(), strict=True)
        },
    }


def locked_steps(cells: Cells) -> frozenset[int]:
    """Return the sixteenths that are locked, fully or in part."""
    return frozenset(step for (step, name), value in cells.items() if name == LOCK and value)


def held_gain(grid: Grid, gain: float) -> float:
    """Return the gain of a tape whose own would be `gain`, dB: that of before, as far as a sixteenth is locked."""
    lock = grid[:, LOCK_COLUMN]
    share, total = float(lock.max()), float(lock.sum())
    if not share:
        return gain
    held = float(lock @ grid[:, GAIN_COLUMN]) / total
    return held if share >= 1 or math.isnan(gain) else share * held + (1 - share) * gain


class LockedImages:
    """Decodes loops; keeps the image of what is locked. Any thread may call it, if the decoder allows that."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._key: tuple[bytes, str] | None = None
        self._kept: DecodedImage | None = None

    def decode(
        self,
        decoder: "ImageDecoder",
        latents: Floats,
        grid: Grid,
        first: int = 0,
        count: int = SPEC.steps,
        learned: str = "",
    ) -> DecodedImage:
        """Return the image of edited latents, as ImageDecoder.decode, with what is locked in a grid of step edits."""
        image = decoder.decode(latents, first, count, learned)
        lock = grid[:, LOCK_COLUMN]
        if not lock.any():
            return image
        kept = _kept_latents(latents.shape[1], grid, decoder.macros)
        key = kept.tobytes(), learned
        with self._lock:
            if self._kept is None or key != self._key:
                self._key, self._kept = key, decoder.decode(kept, learned=learned)
            held = self._kept
        share = np.roll(_share_of_columns(lock), -first * SPEC.step_frames)[: count * SPEC.step_frames]
        parts = [np.roll(part, -first * len(part) // SPEC.steps, 0) for part in held]
        return DecodedImage(
            image.levels + share[:, None] * (parts[0][: len(image.levels)] - image.levels),
            image.grain + share[::GRAIN_FRAMES, None] * (parts[1][: len(image.grain)] - image.grain),
        )


def _kept_latents(size: int, grid: Grid, macros: Macros) -> Floats:
    """Return the kept latents (steps, size) of locked sixteenths, with their edits, and of those beside them."""
    kept = np.zeros((len(grid), size), np.float32)
    count = min(size, LATENTS)
    kept[:, :count] = grid[:, FIRST_KEPT : FIRST_KEPT + count]
    return apply_edits(kept, np.where(EDITED_COLUMNS & (grid[:, LOCK_COLUMN, None] > 0), grid, 0.0), macros)


def _share_of_columns(lock: NDArray[np.float64]) -> Floats:
    """Return how much each column of the tape (frames,) is that of a locked sixteenth, 0..1."""
    columns = np.roll(np.repeat(lock, SPEC.step_frames), -EARLY_COLUMNS)
    return np.mean([np.roll(columns, shift) for shift in range(FADE_COLUMNS)], 0).astype(np.float32)


def _around(steps: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which sixteenths are heard in `steps`, and in the columns before them in which their attacks begin."""
    return np.any([np.roll(steps, shift) for shift in range(-RECEPTIVE_FIELD_STEPS - 1, RECEPTIVE_FIELD_STEPS + 1)], 0)


def _held_gain(staying: NDArray[np.bool_], grid: Grid, gain: float) -> float:
    held = held_gain(np.where(staying[:, None], grid, 0.0), gain)
    return 0.0 if math.isnan(held) else held
