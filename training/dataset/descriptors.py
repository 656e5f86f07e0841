"""Loops in, the eight words a drummer has for them out: what the first eight knobs of a model move.

levels   float32 (loops, frames, bands)  0..1 on the scale of `Spec`
figures  float64 (loops, 8)              in dB, except density, which is a share 0..1; in the order of NAMES

kick       level of the lows, below 115 Hz, where they are strongest: mean over eight of 32 steps
snare      the same of the mids: 160 to 400 Hz and 2 to 5 kHz
hats       the same of the highs, above 8 kHz
density    share of the sixteenths on which something is struck
tightness  how fast it dies: start of a struck sixteenth against its end
tone       bright or dark: 2 to 5 kHz against 160 to 400 Hz where something is struck
backbeat   how far the mids of beats two and four stand above those of the other sixteenths
offbeat    how strong the eighths between the beats are beside the beats

Nearly independent over real loops, as knobs should be: loudness of its own would be the sum of the first three.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from engine.spec import SPEC, Spec
from engine.tape.mel import Floats, bank

Figures = NDArray[np.float64]

NAMES = ("kick", "snare", "hats", "density", "tightness", "tone", "backbeat", "offbeat")
ABOUT = (
    "how loud the bass drum is",
    "how loud the snare is",
    "how loud hats and cymbals are",
    "how many sixteenths are struck",
    "how short the drums are",
    "dark or bright",
    "how much two and four stand out",
    "how strong the eighths between the beats are",
)
STRUCK, SLOPE = 12.0, 3.0  # dB of rise at which a sixteenth counts half, and over which it goes from a quarter to 3/4
STRONGEST = 8  # of 32 steps
START, END = (0, 6), (10, 16)  # frames of a step


class Zones(NamedTuple):
    """Bands of the zones, as masks (bands,)."""

    low: NDArray[np.bool_]
    body: NDArray[np.bool_]
    crack: NDArray[np.bool_]
    high: NDArray[np.bool_]


def zones(spec: Spec = SPEC) -> Zones:
    """Which bands are which, by the frequency of each band's centre of mass."""
    weights = bank(spec)
    hertz = weights @ np.linspace(0, spec.rate / 2, spec.bins) / weights.sum(1)
    return Zones(hertz < 115, (hertz >= 160) & (hertz <= 400), (hertz >= 2000) & (hertz <= 5000), hertz > 8000)


def describe(levels: Floats, spec: Spec = SPEC) -> Figures:
    """The eight figures of each loop."""
    zone = zones(spec)
    decibels = levels.astype(np.float32) * np.float32(-spec.floor)
    broad = decibels.mean(2, dtype=np.float64)
    low, body, crack, high = (decibels[:, :, mask].mean(2, dtype=np.float64) for mask in zone)
    rises = np.max([rise(track, spec) for track in (low, (body + crack) / 2, high)], 0)  # (loops, steps)
    struck = 1 / (1 + np.exp((STRUCK - rises) * 2 * np.log(3) / SLOPE))
    weight = struck / (struck.sum(1, keepdims=True) + 1e-6)
    lows, bodies, cracks, highs, all_bands = (at(track, spec, START) for track in (low, body, crack, high, broad))
    mids, step = (bodies + cracks) / 2, np.arange(spec.steps)
    return np.stack(
        [
            strongest(lows),
            strongest(mids),
            strongest(highs),
            struck.mean(1),
            (weight * (all_bands - at(broad, spec, END))).sum(1),
            (weight * (cracks - bodies)).sum(1),
            mids[:, step % 8 == 4].mean(1) - mids[:, step % 8 != 4].mean(1),
            all_bands[:, step % 4 == 2].mean(1) - all_bands[:, step % 4 == 0].mean(1),
        ],
        1,
    )


def gaussianised(figures: Figures, reference: Figures) -> Figures:
    """Figures as normal quantiles of their ranks among those of the reference loops, same shape.

    So a knob goes through real loops evenly, whatever the shape of their distribution, and draws from a normal
    distribution are like real ones. Beyond the reference it stays at its ends.
    """
    quantiles = ndtri((np.arange(len(reference)) + 0.5) / len(reference))
    columns = [
        np.interp(figure, np.sort(known), quantiles) for figure, known in zip(figures.T, reference.T, strict=True)
    ]
    return np.stack(columns, 1)


def rise(track: Figures, spec: Spec = SPEC) -> Figures:
    """Largest rise over two frames around the start of each step, dB (loops, steps), of a track (loops, frames)."""
    change = np.maximum(track - np.roll(track, 2, 1), 0)
    around = [np.roll(change, -offset, 1)[:, :: spec.step_frames] for offset in range(-2, 6)]
    return np.max(around, 0)


def at(track: Figures, spec: Spec, part: tuple[int, int]) -> Figures:
    """Mean over some frames of each step: (loops, frames) to (loops, steps)."""
    grid = track.reshape(len(track), spec.steps, spec.step_frames)
    return grid[:, :, slice(*part)].mean(2)


def strongest(values: Figures) -> Figures:
    """Mean of the strongest few of (loops, steps)."""
    return np.sort(values, 1)[:, -STRONGEST:].mean(1)


def per_step(levels: Floats, spec: Spec = SPEC) -> Figures:
    """How loud kick, snare and hats are on each sixteenth, dB (loops, steps, 3)."""
    zone = zones(spec)
    decibels = levels.astype(np.float32) * np.float32(-spec.floor)
    low, body, crack, high = (decibels[:, :, mask].mean(2, dtype=np.float64) for mask in zone)
    return np.stack([at(track, spec, START) for track in (low, (body + crack) / 2, high)], 2)
