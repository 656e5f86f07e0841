"""The tape: decoded levels in, magnitudes, onsets and parts out, readable at fractional positions.

levels      float32 (frames, mels)  0..1, as decoded
magnitudes  float32 (frames, bins)  input of the phase retrieval; computed once per tape, outside the audio thread
onsets      float64 (n,)            columns, ascending
positions   float64 (n,)            columns; the tape is a loop, so any real number is valid
"""

import numpy as np
from numpy.typing import NDArray

from engine.arrays import KEEP_GAIN, MIN_MAGNITUDE, Floats
from engine.arrays import Tape as Tape
from engine.errors import BadInput
from engine.spec import SPEC, Spec

from .mel import from_levels, to_magnitudes
from .onsets import find_onsets
from .parts import find_parts


def tape_from_levels(levels: Floats, spec: Spec = SPEC) -> tuple[Tape, int]:
    """Return the tape of decoded levels (frames, mels), and the number of levels that were not finite.

    Raises:
        BadInput: `levels` are not (frames, Spec.mels).
    """
    safe, repaired = safe_levels(levels, spec)
    return tape_from_safe_levels(safe, spec), repaired


def safe_levels(levels: Floats, spec: Spec = SPEC) -> tuple[Floats, int]:
    """Return levels (frames, mels) that are finite and within 0..1, and the number of those that were not finite.

    These become silence and all others are clipped; later stages do not check again.

    Raises:
        BadInput: `levels` are not (frames, Spec.mels).
    """
    if levels.ndim != 2 or levels.shape[1] != spec.mels or not len(levels):
        raise BadInput(f"an image has the shape {levels.shape}, expected (frames, {spec.mels}); transpose or resize it")
    invalid = ~np.isfinite(levels)
    return np.clip(np.where(invalid, 0, levels), 0, 1).astype(np.float32), int(invalid.sum())


def tape_from_safe_levels(levels: Floats, spec: Spec = SPEC) -> Tape:
    """Return the tape of levels (frames, mels) that `safe_levels` has returned; its gain is 0 dB."""
    return Tape(magnitudes_from_levels(levels, spec), find_onsets(levels), parts=find_parts(levels, spec=spec))


def magnitudes_from_levels(levels: Floats, spec: Spec = SPEC) -> Floats:
    """Return the magnitudes (frames, bins) of levels (frames, mels)."""
    return to_magnitudes(from_levels(levels, spec), spec)


def silent_tape(spec: Spec = SPEC) -> Tape:
    """Return a silent tape."""
    return Tape(np.full((spec.frames, spec.bins), MIN_MAGNITUDE), np.zeros(0), KEEP_GAIN)


def read_tape(magnitudes: Floats, positions: NDArray[np.float64]) -> Floats:
    """Return magnitudes (len(positions), bins) of a looped tape (frames, bins), interpolated between columns."""
    below = np.floor(positions)
    weight = (positions - below).astype(np.float32)[:, None]
    index = below.astype(np.int64)
    left, right = magnitudes[index % len(magnitudes)], magnitudes[(index + 1) % len(magnitudes)]
    right -= left
    right *= weight
    right += left
    return right
