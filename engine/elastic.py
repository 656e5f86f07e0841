"""Reading a tape slowly without smearing its attacks.

levels     float32 (frames, mels)  0..1, of a looped tape
attacks    float64 (n,)            columns on which something is struck, in order
positions  float64 (rows,)         where the playhead is; musical time, uniform
columns    float64 (rows,)         where to read instead

An attack fills the columns whose window it touches. Read at half speed they last twice as long, and the attack becomes
a swell. So around each attack the tape is read at its own speed, one column per hop, and what lies between two attacks
is stretched a little more. The attacks stay at their places. Faster than the tape's own speed nothing needs mending.
"""

import numpy as np
from numpy.typing import NDArray

from .mel import Floats
from .spec import SPEC, Spec

BEFORE, AFTER = 2.0, 3.0  # columns around an attack that are read at their own speed: what its window touches
APART = 7  # columns between two attacks, at least: BEFORE + AFTER fit between them, also when both move to a step
MOST = 64  # attacks that are marked, the clearest
CLEAR = 0.2  # of the clearest rise, for a rise to be an attack
SLOWEST = 1e-6  # columns per hop; less stands still
HEARD = 0.4  # level; what rises below it is noise

Columns = NDArray[np.float64]


def find_attacks(levels: Floats, spec: Spec = SPEC) -> Columns:
    """Columns of the attacks of an image, in order.

    A window first touches an attack two columns early and is filled by it one column late: the middle of the rise is
    half a column before the attack. Within a column of a sixteenth, it is on the sixteenth.
    """
    loud = np.maximum(levels, HEARD)
    rise = np.maximum(loud - np.roll(loud, 1, 0), 0).mean(1)
    around = np.stack([np.roll(rise, shift) for shift in range(-APART + 1, APART)])
    peaks = np.flatnonzero((rise >= around.max(0)) & (rise > CLEAR * rise.max()) & (rise > 0))
    clearest = peaks[np.argsort(-rise[peaks], kind="stable")][:MOST]
    nearby = np.stack([np.roll(rise, shift)[clearest] for shift in (1, 0, -1)])
    nearby[nearby < nearby[1] / 2] = 0
    found = clearest + (nearby[2] - nearby[0]) / nearby.sum(0) + 0.5
    sixteenth = np.round(found / spec.step_frames) * spec.step_frames
    return np.unique(np.where(np.abs(found - sixteenth) <= 1, sixteenth, found) % len(levels))


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
