"""The sixteenths in which a drum strikes: a tape in, numbers of sixteenths out.

magnitudes  float32 (frames, bins)   of a looped tape

A drum strikes where the level of its ranges rises at the beginning of a sixteenth, and comes near that of its loudest
one. In 140 synthesised loops, 93 % of the full strokes of kicks, 90 % of snares and 92 % of hats are found. A quarter
of the kicks and hats that are found and a third of the snares are other drums in the same ranges.
"""

import numpy as np
from numpy.typing import NDArray

from engine.arrays import MIN_MAGNITUDE, Floats
from engine.spec import SPEC

DRUM_RANGES = {  # Hz
    "kick": ((20.0, 115.0),),
    "snare": ((160.0, 400.0), (2000.0, 5000.0), (5000.0, 10_000.0)),
    "hats": ((8000.0, 22_050.0),),
}
BELOW_LOUDEST_DB = {"kick": 15.0, "snare": 7.0, "hats": 20.0}
STROKE_RISE_DB = 5.0  # within RISE_FRAMES
RISE_FRAMES = 3  # an attack passes through the window of the analysis in that time
EARLY_FRAMES, LATE_FRAMES = 4, 9  # of a strike, around the beginning of its sixteenth


def struck_steps(magnitudes: Floats, drum: str) -> tuple[int, ...]:
    """Return the sixteenths in which a drum strikes, one of DRUM_RANGES, ascending."""
    level = drum_level(magnitudes, drum)
    rise = level - np.min([np.roll(level, shift) for shift in range(1, RISE_FRAMES + 1)], 0)
    around = np.arange(SPEC.steps)[:, None] * SPEC.step_frames + np.arange(-EARLY_FRAMES, LATE_FRAMES)
    rises, loudest = rise[around % len(level)].max(1), level[around % len(level)].max(1)
    struck = (rises >= STROKE_RISE_DB) & (loudest >= loudest.max() - BELOW_LOUDEST_DB[drum])
    return tuple(np.flatnonzero(struck).tolist())


def drum_level(magnitudes: Floats, drum: str) -> NDArray[np.float64]:
    """Return the level (frames,) of the ranges of a drum, dB, the mean of those of each range."""
    hertz = np.arange(magnitudes.shape[1]) * SPEC.rate / SPEC.fft
    masks = [(hertz >= low) & (hertz <= high) for low, high in DRUM_RANGES[drum]]
    energies = [np.square(magnitudes[:, mask].astype(np.float64)).sum(1) for mask in masks]
    levels: NDArray[np.float64] = np.mean([10 * np.log10(energy + MIN_MAGNITUDE**2) for energy in energies], 0)
    return levels
