"""Where something is struck on a tape: levels in, columns of attacks out.

levels   float32 (frames, mels)  0..1, of a looped tape
attacks  float64 (n,)            columns on which something is struck, in order
"""

import numpy as np

from engine.arrays import MOST_ATTACKS, Columns, Floats
from engine.spec import SPEC, Spec

APART = 7  # columns between two attacks, at least: what their windows touch fits between, also when both move to a step
CLEAR = 0.2  # of the clearest rise, for a rise to be an attack
HEARD = 0.4  # level; what rises below it is noise


def find_onsets(levels: Floats, spec: Spec = SPEC) -> Columns:
    """Columns of the attacks of an image, in order.

    A window first touches an attack two columns early and is filled by it one column late: the middle of the rise is
    half a column before the attack. Within a column of a sixteenth, it is on the sixteenth.
    """
    loud = np.maximum(levels, HEARD)
    rise = np.maximum(loud - np.roll(loud, 1, 0), 0).mean(1)
    around = np.stack([np.roll(rise, shift) for shift in range(-APART + 1, APART)])
    peaks = np.flatnonzero((rise >= around.max(0)) & (rise > CLEAR * rise.max()) & (rise > 0))
    clearest = peaks[np.argsort(-rise[peaks], kind="stable")][:MOST_ATTACKS]
    nearby = np.stack([np.roll(rise, shift)[clearest] for shift in (1, 0, -1)])
    nearby[nearby < nearby[1] / 2] = 0
    found = clearest + (nearby[2] - nearby[0]) / nearby.sum(0) + 0.5
    sixteenth = np.round(found / spec.step_frames) * spec.step_frames
    return np.unique(np.where(np.abs(found - sixteenth) <= 1, sixteenth, found) % len(levels))
