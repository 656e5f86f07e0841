"""Transient-preserving time stretch in numpy: the reference for tape_reader.hpp.

attacks    float64 (n,)     columns of onsets, ascending
positions  float64 (rows,)  playhead positions, columns
result     float64 (rows,)  positions to read instead
"""

import numpy as np

from engine.arrays import Columns

BEFORE, AFTER = 2.0, 3.0  # columns around an onset that are read at native speed: those its window covers
MIN_RATE = 1e-6  # columns per hop; below it, the playhead stands still


def warp_positions(positions: Columns, rate: float, attacks: Columns, frames: int) -> Columns:
    """Return where to read for these positions, at `rate` columns per hop."""
    if not len(attacks) or not MIN_RATE < rate < 1:
        return positions
    loop = np.floor(positions / frames) * frames
    place = positions - loop
    after = np.searchsorted(attacks, place, side="right")
    last = attacks[after - 1] - np.where(after == 0, frames, 0)
    following = attacks[after % len(attacks)] + np.where(after == len(attacks), frames, 0)
    leave, arrive = last + AFTER * rate, following - BEFORE * rate
    between = (place - leave) / np.maximum(arrive - leave, 1e-9)
    stretched = last + AFTER + between * (following - last - AFTER - BEFORE)
    read = np.where(place < leave, last + (place - last) / rate, stretched)
    read = np.where(place > arrive, following + (place - following) / rate, read)
    return loop + read
