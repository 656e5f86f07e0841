"""The tape as a picture: magnitudes (frames, bins) in, uint8 levels (frames, ROWS) out, 0..255 for -100 to 0 dB.

A row is the largest magnitude of its bins, on the scale of the model's bands, so that a thin line does not vanish. The
gain of the tape is included: the picture is as bright as the sound is loud.
"""

from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from engine.arrays import Tape
from engine.spec import SPEC
from engine.tape.mel import band_centres

ROWS = 96  # of the picture; from low to high frequencies


def tape_picture(tape: Tape) -> NDArray[np.uint8]:
    """Return the picture (frames, ROWS) of a tape."""
    bins, starts = _bins_of_rows()
    largest = np.maximum.reduceat(tape.magnitudes[:, bins], starts, axis=1)
    gain = tape.gain if np.isfinite(tape.gain) else 0.0
    decibels = 20 * np.log10(largest / np.float32(SPEC.reference)) + np.float32(gain)
    picture: NDArray[np.uint8] = np.clip(255 * (1 - decibels / np.float32(SPEC.floor)), 0, 255).astype(np.uint8)
    return picture


@cache
def _bins_of_rows() -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the bins that each row covers, one row after the other, and where each row begins among them."""
    centres = band_centres()
    edges = np.interp(np.linspace(0, len(centres) - 1, ROWS + 1), np.arange(len(centres)), centres)
    bounds = np.clip(np.rint(edges / (SPEC.rate / SPEC.fft)), 0, SPEC.bins - 1).astype(np.int64)
    bounds[-1] = SPEC.bins
    rows = [np.arange(low, max(high, low + 1)) for low, high in pairwise(bounds)]
    starts = np.concatenate([[0], np.cumsum([len(row) for row in rows])[:-1]])
    return np.concatenate(rows), starts
