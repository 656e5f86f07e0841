"""How long a loop is in music: its name or its onsets in, quarter notes out.

A file name may say it (`break_8b.wav`, `amen_4beats.wav`, `think_2bars.wav`, `funky_174bpm.wav`). Else the loop is
measured: of all musical lengths at a plausible tempo, that one whose sixteenth grid the onsets land on.
"""

import math
import re
from pathlib import PurePath

import numpy as np

from engine.arrays import Floats

from .onsets import Onsets, find

BEATS = re.compile(r"(?<![a-z0-9.])(\d{1,3})[ _-]?(b|beats?|bars?)(?![a-z0-9])", re.IGNORECASE)
TEMPO = re.compile(r"(?<![a-z0-9.])(\d{2,3}(?:\.\d+)?)[ _-]?bpm(?![a-z0-9])", re.IGNORECASE)

# how common a length is, as a factor on its fit: two bars of four before three bars, before an odd one
LENGTHS = {2: 0.9, 4: 1.0, 8: 1.0, 16: 1.0, 32: 1.0, 64: 0.95, 12: 0.85, 24: 0.85, 48: 0.85, 6: 0.8, 20: 0.75, 28: 0.75}
SLOWEST, FASTEST = 80.0, 200.0  # BPM of a break, as heard
USUAL = 140.0  # BPM
SPREAD = 0.6  # octaves from the usual tempo at which a length counts 0.6
EMPTY = 0.25  # what a grid loses when nothing ever falls between its eighths: it is likely twice too fine
FEW = 0.04  # share of onsets between the eighths that is enough


def from_name(name: str) -> tuple[float | None, float | None]:
    """Beats and BPM as a file name gives them; None where it does not."""
    stem = PurePath(name).stem
    tempo = TEMPO.search(stem)
    length = BEATS.search(stem)
    beats = None
    if length and int(length[1]) > 0:
        beats = float(length[1]) * (4 if length[2].lower().startswith("bar") else 1)
    return beats, float(tempo[1]) if tempo else None


def from_tempo(seconds: float, bpm: float) -> tuple[float, float]:
    """Whole beats that fit a duration at a stated tempo, and the tempo that is then exact.

    A file within 2 % of whole beats was cut as a loop, and the stated tempo is only rounded. Any other holds more than
    the loop, and the stated tempo is all there is to go by.
    """
    exact = seconds * bpm / 60
    whole = max(round(exact), 1)
    if abs(exact - whole) <= 0.02 * whole:
        return float(whole), 60 * whole / seconds
    return float(max(math.floor(exact), 1)), bpm


def fit(onsets: Onsets, samples: int, beats: float) -> float:
    """How well onsets agree with a grid of sixteenths: 1 when all are on it, about 0 when they do not care.

    The resultant length of the onsets' phases on the circle of one step (a Rayleigh test weighted by strength),
    shifted by at most a fifth of a step.
    """
    if not len(onsets.samples):
        return 0.0
    phase = onsets.samples * (4 * beats / samples)
    total = np.sum(onsets.strengths * np.exp(2j * np.pi * phase)) / np.sum(onsets.strengths)
    return float(abs(total)) if abs(np.angle(total)) < 2 * np.pi / 5 else 0.0


def _between(onsets: Onsets, samples: int, beats: float) -> float:
    """Share of the onsets, by strength, that are nearest to an odd sixteenth."""
    if not len(onsets.samples):
        return 0.0
    odd = np.round(onsets.samples * (4 * beats / samples)) % 2 == 1
    return float(onsets.strengths[odd].sum() / onsets.strengths.sum())


def estimate(audio: Floats, rate: int) -> tuple[float, float] | None:
    """The likeliest length of a loop, from its onsets.

    Args:
        audio: (n,) the whole loop.
        rate: Hz.

    Returns:
        Beats, and how well the onsets fit their grid, 0..1; None when no length is plausible.
    """
    seconds = len(audio) / rate
    plausible = [beats for beats in LENGTHS if SLOWEST <= 60 * beats / seconds <= FASTEST]
    if not plausible:
        return None
    onsets = find(audio, rate)

    def score(beats: int) -> float:
        far = math.log2(60 * beats / seconds / USUAL) / SPREAD
        fine = 1 - EMPTY * (1 - min(_between(onsets, len(audio), beats) / FEW, 1))
        return (0.1 + fit(onsets, len(audio), beats)) * LENGTHS[beats] * math.exp(-0.5 * far**2) * fine

    best = max(plausible, key=score)
    return float(best), fit(onsets, len(audio), best)
