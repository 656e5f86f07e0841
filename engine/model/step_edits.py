"""Edits of single sixteenths: a grid of values and the latents of a loop in, the latents to decode out.

grid     float64 (32, 39)   columns as STEP_COLUMNS: offsets of the latents; amounts of kick, snare and hats; mute
                            and shift, which change no latents, as the core reads them; lock, and what is kept for
                            locked sixteenths (see step_locks), otherwise 0
latents  float32 (32, 16)   of the loop's sixteenths
macros   drum -> (16,)      offset of a sixteenth's latents that raises the drum's level by one standard deviation

A locked sixteenth has the kept latents in place of those of the loop, and its other edits are added to these.
"""

import math
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from engine.arrays import Floats
from engine.controls import (
    CORE_STEP_VALUES,
    KEPT_GAIN,
    KEPT_LATENTS,
    LOCK,
    STEP_COLUMNS,
    STEP_MACROS,
    Cell,
    Cells,
    cell_index,
)
from engine.parameters import LATENTS

Grid = NDArray[np.float64]
Macros = Mapping[str, Sequence[float]]

DECODED_COLUMNS = np.array([name not in CORE_STEP_VALUES for name in STEP_COLUMNS])  # those that a tape depends on
KEPT_NAMES = frozenset((*KEPT_LATENTS, KEPT_GAIN))
# Columns of a grid that change at once, as seeds do: on the way from 0, kept latents would be those of another sound.
IMMEDIATE_COLUMNS = np.array([name == LOCK or name in KEPT_NAMES for name in STEP_COLUMNS])
LOCK_COLUMN, FIRST_KEPT = STEP_COLUMNS.index(LOCK), STEP_COLUMNS.index(KEPT_LATENTS[0])
EDITED_COLUMNS = np.arange(len(STEP_COLUMNS)) < LATENTS + len(STEP_MACROS)  # those that change latents


def with_cells(grid: Grid, cells: Cells) -> Grid:
    """Return a copy of the grid with some cells replaced.

    Raises:
        BadParameter: unknown cell.
    """
    out = grid.copy()
    for cell, value in cells.items():
        out[cell_index(cell)] = value
    return out


def changes_tape(cells: Cells) -> bool:
    """Return whether a tape depends on any of these cells."""
    return any(name not in CORE_STEP_VALUES for _, name in cells)


def mixed_cells(parts: Iterable[tuple[Cells, float]]) -> dict[Cell, float]:
    """Return the edits between several, each with a weight, which add up to 1.

    What is kept for a sixteenth is a mixture of those edits only that keep something for it.
    """
    edits = [(cells, share) for cells, share in parts]
    keeping = [{step for step, name in cells if name in KEPT_NAMES} for cells, _ in edits]
    mixed = dict[Cell, float]()
    for step, name in dict.fromkeys(cell for cells, _ in edits for cell in cells):
        present = [name not in KEPT_NAMES or step in steps for steps in keeping]
        shares = [share * counts for (_, share), counts in zip(edits, present, strict=True)]
        values = [cells.get((step, name), 0.0) for cells, _ in edits]
        total = math.fsum(shares) if name in KEPT_NAMES else 1.0
        mixed[step, name] = math.fsum(map(math.prod, zip(values, shares, strict=True))) / total
    return mixed


def apply_edits(latents: Floats, grid: Grid, macros: Macros) -> Floats:
    """Return the latents (steps, n) with the grid's edits; the amount of a drum that `macros` lacks has no effect."""
    if not grid[:, DECODED_COLUMNS].any():
        return latents
    out = latents.astype(np.float64)
    count = min(latents.shape[1], LATENTS)
    lock = grid[:, LOCK_COLUMN, None]
    # exact at lock 0 and 1
    out[:, :count] = (1 - lock) * out[:, :count] + lock * grid[:, FIRST_KEPT : FIRST_KEPT + count]
    out[:, :count] += grid[:, :count]
    for column, name in enumerate(STEP_MACROS, LATENTS):
        if name in macros:
            out += grid[:, column, None] * np.asarray(macros[name])
    return out.astype(np.float32)


def unsupported_macros(grid: Grid, macros: Macros) -> list[str]:
    """Return the drums whose amounts in the grid have no effect, because `macros` of the model lacks them."""
    return [name for column, name in enumerate(STEP_MACROS, LATENTS) if name not in macros and grid[:, column].any()]
