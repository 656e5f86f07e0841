"""Length of a loop in quarter notes, from its file name or its onsets.

A file name may give it (`break_8b.wav`, `amen_4beats.wav`, `think_2bars.wav`, `funky_174bpm.wav`). Else the length is
estimated: of all musical lengths at a plausible tempo, the one whose sixteenth grid fits the onsets best.
"""

import math
import re
from pathlib import PurePath

import numpy as np

from engine.arrays import Floats

from .onsets import Onsets, find_onsets

BEATS_PATTERN = re.compile(r"(?<![a-z0-9.])(\d{1,3})[ _-]?(b|beats?|bars?)(?![a-z0-9])", re.IGNORECASE)
BPM_PATTERN = re.compile(r"(?<![a-z0-9.])(\d{2,3}(?:\.\d+)?)[ _-]?bpm(?![a-z0-9])", re.IGNORECASE)

# prior of a length in beats, a factor on the score of its fit
LENGTH_WEIGHTS = {
    2: 0.9,
    4: 1.0,
    8: 1.0,
    16: 1.0,
    32: 1.0,
    64: 0.95,
    12: 0.85,
    24: 0.85,
    48: 0.85,
    6: 0.8,
    20: 0.75,
    28: 0.75,
}
BREAK_MIN_BPM, BREAK_MAX_BPM = 80.0, 200.0  # range of estimates
USUAL_BPM = 140.0  # most probable tempo
TEMPO_SPREAD_OCTAVES = 0.6  # standard deviation of the prior over tempo, in octaves
FINE_GRID_PENALTY = 0.25  # score lost by a grid without onsets between its eighths: it is probably twice too fine
ENOUGH_BETWEEN = 0.04  # share of onsets between the eighths above which no score is lost


def from_name(name: str) -> tuple[float | None, float | None]:
    """Return beats and BPM as given by a file name; None where it gives none."""
    stem = PurePath(name).stem
    tempo = BPM_PATTERN.search(stem)
    length = BEATS_PATTERN.search(stem)
    beats = None
    if length and int(length[1]) > 0:
        beats = float(length[1]) * (4 if length[2].lower().startswith("bar") else 1)
    return beats, float(tempo[1]) if tempo else None


def from_tempo(seconds: float, bpm: float) -> tuple[float, float]:
    """Return the whole beats that fit a duration at a stated tempo, and the exact tempo.

    If the duration is within 2 % of whole beats, the file is taken for a loop and the tempo for rounded. Else the
    file is longer than its loop, and the tempo is exact.
    """
    exact = seconds * bpm / 60
    whole = max(round(exact), 1)
    if abs(exact - whole) <= 0.02 * whole:
        return float(whole), 60 * whole / seconds
    return float(max(math.floor(exact), 1)), bpm


def grid_fit(onsets: Onsets, samples: int, beats: float) -> float:
    """Return how well onsets agree with a grid of sixteenths: 1 if all are on it, about 0 if they are spread evenly.

    It is the length of the mean vector of the onsets' phases on the circle of one step, weighted by strength (Rayleigh
    test); 0 if the mean phase is off by more than a fifth of a step.
    """
    if not len(onsets.samples):
        return 0.0
    phase = onsets.samples * (4 * beats / samples)
    total = np.sum(onsets.strengths * np.exp(2j * np.pi * phase)) / np.sum(onsets.strengths)
    return float(abs(total)) if abs(np.angle(total)) < 2 * np.pi / 5 else 0.0


def _between(onsets: Onsets, samples: int, beats: float) -> float:
    """Return the share 0..1 of the onsets, by strength, that are nearest to an odd sixteenth.

    `samples` is the length of the loop, `beats` its supposed length; if that is twice too many, the share is small.
    """
    if not len(onsets.samples):
        return 0.0
    odd = np.round(onsets.samples * (4 * beats / samples)) % 2 == 1
    return float(onsets.strengths[odd].sum() / onsets.strengths.sum())


def estimate_length(audio: Floats, rate: int) -> tuple[float, float] | None:
    """Return the most probable length of a loop, from its onsets.

    Args:
        audio: (n,) the whole loop.
        rate: Hz.

    Returns:
        Beats, and how well the onsets fit their grid, 0..1; None if no length gives a plausible tempo.
    """
    seconds = len(audio) / rate
    plausible = [beats for beats in LENGTH_WEIGHTS if BREAK_MIN_BPM <= 60 * beats / seconds <= BREAK_MAX_BPM]
    if not plausible:
        return None
    onsets = find_onsets(audio, rate)

    def score(beats: int) -> float:
        far = math.log2(60 * beats / seconds / USUAL_BPM) / TEMPO_SPREAD_OCTAVES
        fine = 1 - FINE_GRID_PENALTY * (1 - min(_between(onsets, len(audio), beats) / ENOUGH_BETWEEN, 1))
        return (0.1 + grid_fit(onsets, len(audio), beats)) * LENGTH_WEIGHTS[beats] * math.exp(-0.5 * far**2) * fine

    best = max(plausible, key=score)
    return float(best), grid_fit(onsets, len(audio), best)
