"""Streaming phase retrieval without playhead or effects: rows of magnitudes in, a hop of samples out (griffin_lim.hpp).

magnitudes  float32 (rows, bins)  consecutive frames of the tape as the playhead will read them
samples     float32 (hop,)        mono
"""

from dataclasses import dataclass

import numpy as np

from engine.arrays import Floats
from engine.spec import SPEC

from .library import address, ffi, lib

PREROLL = 3  # frames that a restart synthesises before the first audible one, to fill the overlap of the first hop


@dataclass(frozen=True, slots=True)
class Quality:
    """Amount of work per hop; the latency does not depend on it."""

    look_ahead: int  # provisional frames after the committed one, 0 to 8
    iterations: int  # passes over them per hop
    momentum: float = 0.4  # diverges from 0.5 on


LIVE = Quality(look_ahead=3, iterations=4)
HIGH = Quality(look_ahead=7, iterations=8)
QUALITIES = {"live": LIVE, "high": HIGH}


class StreamingGriffinLim:
    """Streaming phase retrieval, called once per hop; `restart` jumps to another position and drops the old sound.

    Methods raise ValueError for magnitudes of another shape than they state.
    """

    past = SPEC.overlap - 1  # committed frames that overlap the next hop
    latency = SPEC.fft // 2  # samples from the start of a frame's hop to the frame's centre

    def __init__(self, quality: Quality = LIVE) -> None:
        self.quality = quality
        self.rows = quality.look_ahead + 2  # input of a hop: the active frames and the one after them
        self.retro_rows = self.past + self.rows  # input of a retro hop: the committed frames before these
        self.restart_rows = PREROLL + quality.look_ahead + 2
        made = lib.vamen_griffin_lim_new((quality.look_ahead, quality.iterations, quality.momentum))
        self._it = ffi.gc(made, lib.vamen_griffin_lim_free)

    def reset(self) -> None:
        """Start again from silence."""
        lib.vamen_griffin_lim_restart(self._it, ffi.NULL)

    def restart(self, magnitudes: Floats) -> None:
        """Start in the middle of a tape as if it had played before.

        `magnitudes` (restart_rows, bins): the PREROLL + 1 frames before the first row of the next call, then that row
        and the later ones that its hop needs.
        """
        lib.vamen_griffin_lim_restart(self._it, address(self._checked(magnitudes, self.restart_rows)))

    def __call__(self, magnitudes: Floats) -> Floats:
        """Return the next hop of samples (hop,).

        `magnitudes` (rows, bins) begin with the frame that starts at this hop. With (retro_rows, bins) they begin with
        the earliest frame that overlaps this hop, `past` frames before, so that a change is heard in these frames too.
        """
        retro = len(magnitudes) == self.retro_rows
        rows = self._checked(magnitudes, self.retro_rows if retro else self.rows)
        out = np.empty(SPEC.hop, np.float32)
        lib.vamen_griffin_lim_hop(self._it, address(rows), retro, address(out))
        return out

    @staticmethod
    def _checked(magnitudes: Floats, rows: int) -> Floats:
        if magnitudes.shape != (rows, SPEC.bins):
            raise ValueError(f"magnitudes have the shape {magnitudes.shape}, expected ({rows}, {SPEC.bins})")
        return np.ascontiguousarray(magnitudes, np.float32)
