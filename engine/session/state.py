"""The state of a session: parameter values, step edits, and what a restarted control process needs besides.

values    float64 (len(TABLE),), in the units of the table      grid  float64 (32, 19), see step_edits
handover  JSON object: network ports, preferred device and learned break, so that a control process that replaces a
          killed one (the process that receives OSC and MIDI) goes on with the same
"""

import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from engine.controls import GRID_SHAPE, Cell, cell_index, clamped
from engine.model.decode_request import DecodeTarget
from engine.model.step_edits import with_cells
from engine.parameters import INDEX, TABLE, parameter
from engine.realtime.shared_memory import SharedState


class SessionState:
    """Values and step edits, always valid; written to shared memory, from which the next control process reads them."""

    def __init__(self, values: Mapping[str, float], shared: SharedState | None = None) -> None:
        """Start with the state that a former control process left in `shared`, else with the defaults and `values`.

        Raises:
            BadParameter: an unknown id, or a number that is not finite.
        """
        self._values, self._grid = np.array([entry.default for entry in TABLE]), np.zeros(GRID_SHAPE)
        self.learned = ""  # SHA-256 of the learned break
        self.handover: dict[str, Any] = {}
        self.set(clamped(values))
        if shared and shared.handover:
            self._restore(shared)

    def read(self, id: str) -> float:
        """Return the value of a parameter. BadParameter when the id is unknown."""
        parameter(id)
        return float(self._values[INDEX[id]])

    def read_step(self, cell: Cell) -> float:
        """Return the offset set for a latent or drum of one sixteenth, 0 for none. BadParameter for an unknown cell."""
        return float(self._grid[cell_index(cell)])

    def set(self, legal: Mapping[str, float]) -> None:
        """Set parameters by id, to values that are already clamped."""
        for id, value in legal.items():
            self._values[INDEX[id]] = value

    def set_cells(self, legal: Mapping[Cell, float], learned: str | None = None) -> None:
        """Set step edits, already clamped, in a new grid: a `target` that the decoder still uses keeps the old one.

        `learned` replaces the learned break; None keeps it.
        """
        self._grid = with_cells(self._grid, legal)
        self.learned = self.learned if learned is None else learned

    @property
    def target(self) -> DecodeTarget:
        """The values that the decode worker should decode a tape from."""
        return DecodeTarget.of(self._values, self._grid, self.learned)

    def save(self, shared: SharedState | None) -> None:
        """Write values and step edits to shared memory, and a changed learned break once there is handover data."""
        if shared is None:
            return
        shared.parameters.write(self._values)
        shared.steps.write(self._grid)
        if self.handover and self.handover.get("learned", "") != self.learned:
            self.save_handover(shared)

    def save_handover(self, shared: SharedState | None) -> None:
        """Write the handover data to shared memory, and the learned break with it."""
        self.handover["learned"] = self.learned
        if shared:
            shared.handover = json.dumps(self.handover)

    def _restore(self, shared: SharedState) -> None:
        try:
            self.handover = json.loads(shared.handover)
        except ValueError:  # the process was killed while it wrote this
            self.handover = {"torn": True}
        self.learned = str(self.handover.get("learned", ""))
        shared.parameters.read(self._values)
        shared.steps.read(self._grid)
