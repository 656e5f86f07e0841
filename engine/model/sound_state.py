"""The state that a sound is made from: parameter values, step edits and seeds, read by users and by the decode worker.

values    float64 (len(TABLE),), in the units of the table      grid  float64 (32, 39), see step_edits
seeds     that are mixed, see Seeds; the parameter "seed" is the heaviest
learned   SHA-256 of the learned break, "" for none
"""

from collections.abc import Callable

import numpy as np

from engine.controls import (
    GRID_SHAPE,
    STEP_COLUMNS,
    Cell,
    Cells,
    Seeds,
    Values,
    cell_index,
    clamped_with_seeds,
    one_seed,
)
from engine.parameters import INDEX, TABLE, parameter

from .decode_request import DecodeTarget
from .step_edits import with_cells
from .step_locks import PresentLoop, with_kept


class SoundState:
    """Values, step edits and seeds, always valid."""

    def __init__(self, values: Values) -> None:
        """Start with the defaults and `values`; BadParameter: an unknown id, or a number that is not finite."""
        self.values, self.grid = np.array([entry.default for entry in TABLE]), np.zeros(GRID_SHAPE)
        self.seeds = one_seed(self.values[INDEX["seed"]])
        self.learned = ""
        self.set(*clamped_with_seeds(values, None))

    def set(self, legal: Values, seeds: Seeds | None) -> None:
        """Set parameters by id and a mixture of seeds, as `clamped_with_seeds` returns them."""
        for id, value in legal.items():
            self.values[INDEX[id]] = value
        self.seeds = seeds or self.seeds

    def set_cells(
        self,
        legal: Cells,
        present: Callable[[DecodeTarget], PresentLoop],
        learned: str | None = None,
    ) -> None:
        """Set step edits, already clamped, in a new grid: a `target` that the decoder still uses keeps the old one.

        `present` returns the loop of a target, of which sixteenths that are locked keep theirs (see step_locks).
        `learned` replaces the learned break; None keeps it.
        """
        self.grid = with_cells(self.grid, with_kept(self.grid, legal, lambda: present(self.target)))
        self.learned = self.learned if learned is None else learned

    @property
    def target(self) -> DecodeTarget:
        """The values that the decode worker should decode a tape from."""
        return DecodeTarget.of(self.values, self.seeds, self.grid, self.learned)


class StateReader:
    """The methods of `Controls` that read, for a class with a state."""

    _state: SoundState

    def read(self, id: str) -> float:
        """Return the value of a parameter, in its unit. BadParameter when the id is unknown."""
        parameter(id)
        return float(self._state.values[INDEX[id]])

    def read_seeds(self) -> Seeds:
        """Return the seeds that are mixed, the heaviest first."""
        return self._state.seeds

    @property
    def learned(self) -> str:
        """SHA-256 of the learned break that is decoded, "" for none."""
        return self._state.learned

    def read_step(self, cell: Cell) -> float:
        """Return a value of a sixteenth. BadParameter: unknown cell."""
        return float(self._state.grid[cell_index(cell)])

    def read_steps(self) -> dict[Cell, float]:
        """Return the edits that are not 0, by cell."""
        grid = self._state.grid
        return {(int(step), STEP_COLUMNS[column]): float(grid[step, column]) for step, column in np.argwhere(grid)}
