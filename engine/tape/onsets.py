"""Onset detection on a tape: levels in, onset columns out.

levels   float32 (frames, mels)  0..1, of a looped tape
onsets   float64 (n,)            columns, ascending
"""

import numpy as np
from numpy.typing import NDArray

from engine.arrays import MAX_TAPE_ONSETS, Columns, Floats
from engine.spec import SPEC, Spec

MIN_ONSET_DISTANCE = 7  # columns; the windows of two onsets fit between them, also after both snap to a sixteenth
MIN_RELATIVE_RISE = 0.2  # of the steepest rise; smaller rises are no onsets
ONSET_FLOOR = 0.4  # level; rises below it are noise


def find_onsets(levels: Floats, spec: Spec = SPEC) -> Columns:
    """Return the onsets of looped levels (frames, mels) as fractional columns, ascending."""
    return onsets_of_rises(level_rises(levels, np.arange(len(levels))), spec)


def level_rises(levels: Floats, columns: NDArray[np.int_]) -> Floats:
    """Return how much looped levels (frames, mels) rise into columns (n,), as (n,)."""
    loud, before = np.maximum(levels[columns], ONSET_FLOOR), np.maximum(levels[columns - 1], ONSET_FLOOR)
    return np.asarray(np.maximum(loud - before, 0).mean(1))


def onsets_of_rises(rise: Floats, spec: Spec = SPEC) -> Columns:
    """Return the onsets of looped levels as fractional columns, ascending, from their rises (frames,).

    An FFT window first touches an attack two columns early and is filled by it one column late, so the middle of the
    rise lies half a column before the attack. Onsets within a column of a sixteenth snap to it.
    """
    around = np.stack([np.roll(rise, shift) for shift in range(-MIN_ONSET_DISTANCE + 1, MIN_ONSET_DISTANCE)])
    peaks = np.flatnonzero((rise >= around.max(0)) & (rise > MIN_RELATIVE_RISE * rise.max()) & (rise > 0))
    strongest = peaks[np.argsort(-rise[peaks], kind="stable")][:MAX_TAPE_ONSETS]
    nearby = np.stack([np.roll(rise, shift)[strongest] for shift in (1, 0, -1)])
    nearby[nearby < nearby[1] / 2] = 0
    found = strongest + (nearby[2] - nearby[0]) / nearby.sum(0) + 0.5
    sixteenth = np.round(found / spec.step_frames) * spec.step_frames
    return np.unique(np.where(np.abs(found - sixteenth) <= 1, sixteenth, found) % len(rise))
