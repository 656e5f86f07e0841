"""Kick, snare and hats as parts of a tape: decoded levels in, the share of each part in each cell out.

levels  float32 (frames, mels)           0..1, of a looped tape
parts   uint8 (frames, 2, PART_BANDS)    shares of kick and of snare, 255 is all of it; the rest belongs to the hats

A small network tells what struck a cell, from the levels of its frame, of the frames since the last sixteenth and a
half, and of the next three. It was fitted to drum loops whose stems are known (benchmarks/parts.py). Toms and
percussion belong to the snare. Part bands are wide, so that the shares do not warble.
"""

from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.arrays import PART_NAMES, Floats, Parts
from engine.spec import PART_BANDS, SPEC, Spec

from .mel import band_centres

CONTEXT = (-24, -16, -10, -6, -3, -1, 0, 1, 3)  # frames that are looked at, relative to the cell's own
MIDDLE = np.float32(0.5)  # level that is 0 for the network
SHARPEN = np.float32(2.0)  # exponent of the shares: what is mostly one part's becomes nearly all of it
WEIGHTS_FILE = Path(__file__).with_name("parts.npz")


def find_parts(levels: Floats, first: int = 0, count: int | None = None, spec: Spec = SPEC) -> Parts:
    """Return the shares of kick and snare in `count` frames of looped levels (frames, mels) from frame `first` on.

    By default in all frames. The levels must be finite.
    """
    count = len(levels) if count is None else count
    rows = np.arange(first + CONTEXT[0], first + count + CONTEXT[-1]) % len(levels)
    bands = part_levels(levels[rows], spec) - MIDDLE
    into, across, out = _weights()
    hidden = np.broadcast_to(into[-1], (count, into.shape[1])).copy()
    for index, offset in enumerate(CONTEXT):
        begin = offset - CONTEXT[0]
        hidden += bands[begin : begin + count] @ into[index * PART_BANDS : (index + 1) * PART_BANDS]
    hidden = np.maximum(np.maximum(hidden, 0) @ across[:-1] + across[-1], 0)
    scores = (hidden @ out[:-1] + out[-1]).reshape(count, len(PART_NAMES), PART_BANDS)
    scores -= scores.max(1, keepdims=True)
    shares = np.exp(SHARPEN * scores)
    shares *= np.float32(255) / shares.sum(1, keepdims=True)
    found: Parts = np.floor(shares[:, :-1] + np.float32(0.5)).astype(np.uint8)
    return found


def part_levels(levels: Floats, spec: Spec = SPEC) -> Floats:
    """Return the mean levels (frames, PART_BANDS) of the part bands."""
    starts = part_starts(spec)
    means: Floats = np.add.reduceat(levels, starts, axis=1)
    means /= np.diff(np.append(starts, levels.shape[1])).astype(np.float32)
    return means


@cache
def part_starts(spec: Spec = SPEC) -> NDArray[np.int64]:
    """Return the first mel band of each part band: those that are nearest to its centre."""
    centres = np.array(spec.part_centres)
    edges = (centres[1:] + centres[:-1]) / 2
    return np.concatenate([[0], np.searchsorted(band_centres(spec) * spec.fft / spec.rate, edges)])


@cache
def _weights() -> tuple[Floats, Floats, Floats]:
    """Return the weights of the three layers (inputs + 1, outputs); the last row is added."""
    with np.load(WEIGHTS_FILE) as file:
        into, across, out = (file[name].astype(np.float32) for name in ("into", "across", "out"))
    return into, across, out
