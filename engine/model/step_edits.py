"""Edits of single sixteenths: a grid of offsets and the latents of a loop in, the latents to decode out.

grid     float64 (32, 20)   columns as STEP_NAMES: offsets of the latents, amounts of kick, snare and hats, and mute,
                            which changes no latents: the core applies it to the sound (core/mutes.hpp)
latents  float32 (32, 16)   of the loop's sixteenths
macros   drum -> (16,)      offset of a sixteenth's latents that raises the drum's level by one standard deviation
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from engine.arrays import Floats
from engine.controls import MUTE, STEP_MACROS, Cell, cell_index
from engine.parameters import LATENTS

DECODED_COLUMNS = LATENTS + len(STEP_MACROS)  # the first ones of a grid, which a tape depends on

Grid = NDArray[np.float64]
Macros = Mapping[str, Sequence[float]]


def with_cells(grid: Grid, cells: Mapping[Cell, float]) -> Grid:
    """Return a copy of the grid with some cells replaced.

    Raises:
        BadParameter: unknown cell.
    """
    out = grid.copy()
    for cell, value in cells.items():
        out[cell_index(cell)] = value
    return out


def changes_tape(cells: Mapping[Cell, float]) -> bool:
    """Return whether a tape depends on any of these cells."""
    return any(name != MUTE for _, name in cells)


def apply_edits(latents: Floats, grid: Grid, macros: Macros) -> Floats:
    """Return the latents (steps, n) plus the grid's edits; the amount of a drum that `macros` lacks has no effect."""
    if not grid[:, :DECODED_COLUMNS].any():
        return latents
    out = latents.astype(np.float64)
    count = min(latents.shape[1], LATENTS)
    out[:, :count] += grid[:, :count]
    for column, name in enumerate(STEP_MACROS, LATENTS):
        if name in macros:
            out += grid[:, column, None] * np.asarray(macros[name])
    return out.astype(np.float32)


def unsupported_macros(grid: Grid, macros: Macros) -> list[str]:
    """Return the drums whose amounts in the grid have no effect, because `macros` of the model lacks them."""
    return [name for column, name in enumerate(STEP_MACROS, LATENTS) if name not in macros and grid[:, column].any()]
