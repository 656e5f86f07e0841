"""Changes of single sixteenths: a grid of numbers and the latents of a loop in, latents to paint out.

grid     float64 (32, 19)   columns as STEP_NAMES: offsets of the latents, then amounts of kick, snare and hats
latents  float32 (32, 16)   of a loop's sixteenths
macros   name -> (16,)      how the latents of a sixteenth move for one sd more of what is named
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from .arrays import Floats
from .controls import STEP_NAMES, STROKES, Cell, require_cell
from .parameters import LATENTS
from .spec import SPEC

Grid = NDArray[np.float64]
Macros = Mapping[str, Sequence[float]]

SHAPE = (SPEC.steps, len(STEP_NAMES))


def with_cells(grid: Grid, cells: Mapping[Cell, float]) -> Grid:
    """The grid with these cells replaced.

    Raises:
        BadParameter: there is no such cell.
    """
    out = grid.copy()
    for cell, value in cells.items():
        out[require_cell(cell)] = value
    return out


def apply_edits(latents: Floats, grid: Grid, macros: Macros) -> Floats:
    """The latents (steps, n) with the grid's changes added; strokes that are no macro of the model do nothing."""
    if not grid.any():
        return latents
    count = latents.shape[1]
    out = latents.astype(np.float64)
    own = min(count, LATENTS)
    out[:, :own] += grid[:, :own]
    for column, name in enumerate(STROKES, LATENTS):
        if name in macros:
            out += grid[:, column, None] * np.asarray(macros[name])
    return out.astype(np.float32)


def unsupported_strokes(grid: Grid, macros: Macros) -> list[str]:
    """Strokes that are asked for and that the model has no direction for."""
    return [name for column, name in enumerate(STROKES, LATENTS) if name not in macros and grid[:, column].any()]
