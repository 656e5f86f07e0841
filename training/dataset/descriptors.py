"""Levels of loops in, eight musical descriptors out: what the first eight knobs of a model control.

levels   float32 (loops, frames, bands)  0..1 on the scale of `Spec`
figures  float64 (loops, 8)              in dB, except density, which is a share 0..1; in the order of DESCRIPTOR_NAMES

kick       level below 115 Hz, mean over the eight of 32 sixteenths where it is strongest
snare      level of the mids, 160 to 400 Hz and 2 to 5 kHz, over their strongest eight sixteenths
hats       level of the highs, above 8 kHz, over their strongest eight sixteenths
density    share of the sixteenths with an onset
tightness  decay: level at the start of a sixteenth with an onset, minus level at its end
tone       dark or bright: level of 2 to 5 kHz minus level of 160 to 400 Hz at onsets
backbeat   level of the mids on beats two and four, minus their level on the other sixteenths
offbeat    level on the eighths between the beats, minus level on the beats

Descriptors are nearly independent over real loops, as knobs should be; an overall loudness would be the sum of kick,
snare and hats.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from engine.spec import SPEC, Spec
from engine.tape.mel import Floats, bank

Figures = NDArray[np.float64]

DESCRIPTORS = {  # name -> what its knob does
    "kick": "how loud the bass drum is",
    "snare": "how loud the snare is",
    "hats": "how loud hats and cymbals are",
    "density": "how many sixteenths are struck",
    "tightness": "how short the drums are",
    "tone": "dark or bright",
    "backbeat": "how much two and four stand out",
    "offbeat": "how strong the eighths between the beats are",
}
DESCRIPTOR_NAMES = tuple(DESCRIPTORS)
STRUCK_RISE_DB = 12.0  # rise that counts as half an onset
STRUCK_SLOPE_DB = 3.0  # from a quarter of an onset to three quarters
STRONGEST_STEPS = 8  # of the 32 steps of a loop
START_FRAMES, END_FRAMES = (0, 6), (10, 16)  # frames of a step


class BandZones(NamedTuple):
    """Masks (bands,) of four frequency zones; see `band_zones` for their limits."""

    low: NDArray[np.bool_]
    body: NDArray[np.bool_]
    crack: NDArray[np.bool_]
    high: NDArray[np.bool_]


def band_zones(spec: Spec = SPEC) -> BandZones:
    """Return the zones, by the frequency of each band's centre of mass."""
    weights = bank(spec)
    hertz = weights @ np.linspace(0, spec.rate / 2, spec.bins) / weights.sum(1)
    return BandZones(hertz < 115, (hertz >= 160) & (hertz <= 400), (hertz >= 2000) & (hertz <= 5000), hertz > 8000)


def describe(levels: Floats, spec: Spec = SPEC) -> Figures:
    """Return the eight descriptors of each loop, (loops, 8) in the order of DESCRIPTOR_NAMES."""
    zone = band_zones(spec)
    decibels = levels.astype(np.float32) * np.float32(-spec.floor)
    broad = decibels.mean(2, dtype=np.float64)
    low, body, crack, high = (decibels[:, :, mask].mean(2, dtype=np.float64) for mask in zone)
    rises = np.max([step_rise(track, spec) for track in (low, (body + crack) / 2, high)], 0)  # (loops, steps)
    struck = 1 / (1 + np.exp((STRUCK_RISE_DB - rises) * 2 * np.log(3) / STRUCK_SLOPE_DB))
    weight = struck / (struck.sum(1, keepdims=True) + 1e-6)
    starts = [step_mean(track, spec, START_FRAMES) for track in (low, body, crack, high, broad)]
    lows, bodies, cracks, highs, all_bands = starts
    mids, step = (bodies + cracks) / 2, np.arange(spec.steps)
    return np.stack(
        [
            mean_of_strongest(lows),
            mean_of_strongest(mids),
            mean_of_strongest(highs),
            struck.mean(1),
            (weight * (all_bands - step_mean(broad, spec, END_FRAMES))).sum(1),
            (weight * (cracks - bodies)).sum(1),
            mids[:, step % 8 == 4].mean(1) - mids[:, step % 8 != 4].mean(1),
            all_bands[:, step % 4 == 2].mean(1) - all_bands[:, step % 4 == 0].mean(1),
        ],
        1,
    )


def to_quantiles(figures: Figures, reference: Figures) -> Figures:
    """Rescale each column of figures, keeping its order, so that the reference loops are normally distributed.

    So a knob traverses real loops evenly, whatever their distribution, and normal random knobs are like real loops.
    Values beyond the reference are clipped to its ends.
    """
    quantiles = ndtri((np.arange(len(reference)) + 0.5) / len(reference))
    pairs = zip(figures.T, reference.T, strict=True)
    columns = [np.interp(figure, np.sort(known), quantiles) for figure, known in pairs]
    return np.stack(columns, 1)


def step_rise(track: Figures, spec: Spec = SPEC) -> Figures:
    """Return how much a level rises at the start of each step: its largest rise in two frames, dB (loops, steps).

    `track` is the level in dB of each frame, (loops, frames).
    """
    change = np.maximum(track - np.roll(track, 2, 1), 0)
    around = [np.roll(change, -offset, 1)[:, :: spec.step_frames] for offset in range(-2, 6)]
    return np.max(around, 0)


def step_mean(track: Figures, spec: Spec, part: tuple[int, int]) -> Figures:
    """Return the mean level (loops, steps) over frames first to end - 1 of each step, where `part` is (first, end).

    `track` is the level in dB of each frame, (loops, frames).
    """
    grid = track.reshape(len(track), spec.steps, spec.step_frames)
    return grid[:, :, slice(*part)].mean(2)


def mean_of_strongest(values: Figures) -> Figures:
    """Return the mean (loops,) of the STRONGEST_STEPS largest of a loop's `values` (loops, steps)."""
    return np.sort(values, 1)[:, -STRONGEST_STEPS:].mean(1)


def drum_levels_per_step(levels: Floats, spec: Spec = SPEC) -> Figures:
    """Return the levels of kick, snare and hats on each sixteenth, dB (loops, steps, 3)."""
    zone = band_zones(spec)
    decibels = levels.astype(np.float32) * np.float32(-spec.floor)
    low, body, crack, high = (decibels[:, :, mask].mean(2, dtype=np.float64) for mask in zone)
    return np.stack([step_mean(track, spec, START_FRAMES) for track in (low, (body + crack) / 2, high)], 2)
