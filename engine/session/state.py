"""What has been set: the values of all parameters and the changes of single sixteenths, and their places in memory.

values  float64 (len(TABLE),), in units of the table       grid  float64 (32, 19), see steps
"""

from collections.abc import Mapping

import numpy as np

from engine.controls import Cell, clamped, require_cell
from engine.model.decode_worker import Target
from engine.parameters import INDEX, TABLE, parameter
from engine.realtime.shared_memory import SharedState
from engine.step_edits import SHAPE, with_cells


class State:
    """Numbers that only legal values get into."""

    def __init__(self, values: Mapping[str, float]) -> None:
        """Defaults, and these.

        Raises:
            BadParameter: an unknown id, or a number that is not finite.
        """
        self._values, self._grid = np.array([entry.default for entry in TABLE]), np.zeros(SHAPE)
        self.set(clamped(values))

    def read(self, id: str) -> float:
        """Value of a parameter. BadParameter when there is none of that id."""
        parameter(id)
        return float(self._values[INDEX[id]])

    def read_step(self, cell: Cell) -> float:
        """What was added to a sixteenth. BadParameter when there is no such cell."""
        return float(self._grid[require_cell(cell)])

    def set(self, legal: Mapping[str, float]) -> None:
        """Values by id, clamped already."""
        for id, value in legal.items():
            self._values[INDEX[id]] = value

    def set_cells(self, legal: Mapping[Cell, float]) -> None:
        """Cells, clamped already; the painter keeps the grid of before."""
        self._grid = with_cells(self._grid, legal)

    @property
    def target(self) -> Target:
        """Where the painter shall go."""
        return Target.of(self._values, self._grid)

    def hand_over(self, shared: SharedState) -> None:
        """Into shared memory."""
        shared.parameters.write(self._values)
        shared.steps.write(self._grid)

    def take_over(self, shared: SharedState) -> None:
        """Out of shared memory, as another control process left it."""
        shared.parameters.read(self._values)
        shared.steps.read(self._grid)
