"""The tape: decoded columns, read at any fractional position.

levels      float32 (frames, mels)  0..1, as the decoder paints them
magnitudes  float32 (frames, bins)  what the inverter voices; made once per image, away from the audio path
positions   float64 (n,)            columns; the tape is a loop, any real number is legal
"""

import numpy as np
from numpy.typing import NDArray

from .mel import Floats, from_levels, to_magnitudes
from .spec import SPEC, Spec


def develop(levels: Floats, spec: Spec = SPEC) -> tuple[Floats, int]:
    """A tape from a decoded image, and how many of its cells had to be repaired.

    Cells that are not numbers become silence, others are clipped to 0..1: nothing behind this point checks again.
    """
    wild = ~np.isfinite(levels)
    safe = np.clip(np.where(wild, 0, levels), 0, 1).astype(np.float32)
    return to_magnitudes(from_levels(safe, spec), spec), int(wild.sum())


def blank(spec: Spec = SPEC) -> Floats:
    """A silent tape (frames, bins)."""
    return develop(np.zeros((spec.frames, spec.mels), np.float32), spec)[0]


def read(tape: Floats, positions: NDArray[np.float64]) -> Floats:
    """Magnitudes (len(positions), bins), linear between columns."""
    below = np.floor(positions)
    weight = (positions - below).astype(np.float32)[:, None]
    index = below.astype(np.int64)
    here, there = tape[index % len(tape)], tape[(index + 1) % len(tape)]
    there -= here
    there *= weight
    there += here
    return there
