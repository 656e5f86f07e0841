"""Reading a tape slowly without smearing its attacks, in numpy: what tape_reader.hpp is compared with.

attacks    float64 (n,)     columns on which something is struck, in order
positions  float64 (rows,)  where the playhead is
columns    float64 (rows,)  where to read instead
"""

import numpy as np

from engine.arrays import Columns

BEFORE, AFTER = 2.0, 3.0  # columns around an attack that are read at their own speed: what its window touches
SLOWEST = 1e-6  # columns per hop; less stands still


def columns(positions: Columns, rate: float, attacks: Columns, frames: int) -> Columns:
    """Where to read for these positions, at `rate` columns per hop."""
    if not len(attacks) or not SLOWEST < rate < 1:
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
