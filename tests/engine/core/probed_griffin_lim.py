"""Phase retrieval whose state can be read and written, to compare it with the oracle."""

import numpy as np

from engine.arrays import Floats
from engine.core import StreamingGriffinLim
from engine.core.library import address, ffi, lib


class ProbedGriffinLim(StreamingGriffinLim):
    def change(self, magnitudes: Floats) -> float:
        """How far frames (past, bins) differ from the committed ones: 0 for equal, 1 for nothing in common."""
        return float(lib.vamen_griffin_lim_change(self._it, address(self._checked(magnitudes, self.past))))

    @property
    def state(self) -> Floats:
        """The complete state as one row of numbers (see griffin_lim.hpp)."""
        values = np.empty(lib.vamen_griffin_lim_state(self._it, ffi.NULL, False), np.float32)
        lib.vamen_griffin_lim_state(self._it, address(values), False)
        return values

    @state.setter
    def state(self, values: Floats) -> None:
        size = lib.vamen_griffin_lim_state(self._it, ffi.NULL, False)
        assert values.shape == (size,)
        lib.vamen_griffin_lim_state(self._it, address(np.ascontiguousarray(values, np.float32)), True)
