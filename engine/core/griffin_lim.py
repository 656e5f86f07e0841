"""Phase retrieval without an instrument: rows of magnitudes in, one hop of samples out (see griffin_lim.hpp).

magnitudes  float32 (rows, bins)  consecutive frames of the tape as the playhead will read them
samples     float32 (hop,)        mono
"""

from dataclasses import dataclass

import numpy as np

from engine.arrays import Floats
from engine.spec import SPEC

from .library import address, ffi, lib

PREROLL = 3  # frames before the first heard one that a restart makes up, so that the first hop has its overlap


@dataclass(frozen=True, slots=True)
class Quality:
    """How much work goes into a hop; the delay is the same for all."""

    look_ahead: int  # provisional frames after the one that is committed, 0 to 8
    iterations: int  # passes over them in each hop
    momentum: float = 0.4  # 0.5 and more diverges


LIVE = Quality(look_ahead=3, iterations=4)
HIGH = Quality(look_ahead=7, iterations=8)


class StreamingGriffinLim:
    """Streaming phase retrieval. Call it once per hop; `restart` moves it elsewhere without a trace of before."""

    past = SPEC.overlap - 1  # committed frames that still sound
    latency = SPEC.fft // 2  # samples from the start of a frame's hop to the frame's centre

    def __init__(self, quality: Quality = LIVE) -> None:
        self.quality = quality
        self.rows = quality.look_ahead + 2  # that a hop takes: the active frames and one that follows
        self.retro_rows = self.past + self.rows  # that a retro hop takes: the committed ones before the others
        self.restart_rows = PREROLL + quality.look_ahead + 2
        made = lib.vamen_griffin_lim_new((quality.look_ahead, quality.iterations, quality.momentum))
        self._it = ffi.gc(made, lib.vamen_griffin_lim_free)

    def reset(self) -> None:
        """Silence before the next hop."""
        lib.vamen_griffin_lim_restart(self._it, ffi.NULL)

    def restart(self, magnitudes: Floats) -> None:
        """Begin in the middle of a tape, as if it had always played there.

        `magnitudes` (restart_rows, bins): PREROLL + 1 frames before the one that the next hop commits, then that one
        and its look-ahead.

        Raises:
            ValueError: another shape.
        """
        lib.vamen_griffin_lim_restart(self._it, address(self._checked(magnitudes, self.restart_rows)))

    def __call__(self, magnitudes: Floats) -> Floats:
        """The next hop (hop,) for magnitudes (rows, bins), or (retro_rows, bins) to correct what still sounds.

        Raises:
            ValueError: another shape.
        """
        retro = len(magnitudes) == self.retro_rows
        rows = self._checked(magnitudes, self.retro_rows if retro else self.rows)
        out = np.empty(SPEC.hop, np.float32)
        lib.vamen_griffin_lim_hop(self._it, address(rows), retro, address(out))
        return out

    def change(self, magnitudes: Floats) -> float:
        """What a retro hop would change: 0 nothing, 1 frames (past, bins) that have nothing in common with these."""
        return float(lib.vamen_griffin_lim_change(self._it, address(self._checked(magnitudes, self.past))))

    @property
    def state(self) -> Floats:
        """The whole state, as one row of numbers (see griffin_lim.hpp): what is set is what was read."""
        values = np.empty(lib.vamen_griffin_lim_state(self._it, ffi.NULL, False), np.float32)
        lib.vamen_griffin_lim_state(self._it, address(values), False)
        return values

    @state.setter
    def state(self, values: Floats) -> None:
        size = lib.vamen_griffin_lim_state(self._it, ffi.NULL, False)
        if values.shape != (size,):
            raise ValueError(f"a state has the shape {values.shape}, expected ({size},)")
        lib.vamen_griffin_lim_state(self._it, address(np.ascontiguousarray(values, np.float32)), True)

    @staticmethod
    def _checked(magnitudes: Floats, rows: int) -> Floats:
        if magnitudes.shape != (rows, SPEC.bins):
            raise ValueError(f"magnitudes have the shape {magnitudes.shape}, expected ({rows}, {SPEC.bins})")
        return np.ascontiguousarray(magnitudes, np.float32)
