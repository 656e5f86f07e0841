"""The tape: decoded columns, read at any fractional position.

levels      float32 (frames, mels)  0..1, as the decoder paints them
magnitudes  float32 (frames, bins)  what the inverter voices; made once per image, away from the audio path
attacks     float64 (n,)            columns on which something is struck, in order
positions   float64 (n,)            columns; the tape is a loop, any real number is legal
"""

import numpy as np
from numpy.typing import NDArray

from engine.arrays import Tape as Tape
from engine.errors import BadInput
from engine.spec import SPEC, Spec

from .mel import TINY, Floats, from_levels, to_magnitudes
from .onsets import find_onsets


def tape_from_levels(levels: Floats, spec: Spec = SPEC) -> tuple[Tape, int]:
    """A tape from a decoded image, and how many of its cells had to be repaired.

    Cells that are not numbers become silence, others are clipped to 0..1: nothing behind this point checks again.

    Raises:
        BadInput: `levels` are not (frames, Spec.mels).
    """
    if levels.ndim != 2 or levels.shape[1] != spec.mels or not len(levels):
        raise BadInput(f"an image has the shape {levels.shape}, expected (frames, {spec.mels}); transpose or resize it")
    wild = ~np.isfinite(levels)
    safe = np.clip(np.where(wild, 0, levels), 0, 1).astype(np.float32)
    return Tape(to_magnitudes(from_levels(safe, spec), spec), find_onsets(safe)), int(wild.sum())


def blank(spec: Spec = SPEC) -> Tape:
    """A silent tape."""
    return Tape(np.full((spec.frames, spec.bins), TINY), np.zeros(0))


def read(magnitudes: Floats, positions: NDArray[np.float64]) -> Floats:
    """Magnitudes (len(positions), bins) of a looped tape (frames, bins), linear between columns."""
    below = np.floor(positions)
    weight = (positions - below).astype(np.float32)[:, None]
    index = below.astype(np.int64)
    here, there = magnitudes[index % len(magnitudes)], magnitudes[(index + 1) % len(magnitudes)]
    there -= here
    there *= weight
    there += here
    return there
