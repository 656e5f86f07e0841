"""Length of a loop in quarter notes, from its onsets and what its file name says of it.

audio   float32 (n,) mono at `rate`, and a file name  ->  `LoopLength`: beats, tempo, first sample, confidence

A name is a hint: `break_8b.wav`, `think_2bars.wav`, `funky_174bpm.wav`, `amen 165.wav`. Each hint, and each musical
length at a plausible tempo, is a candidate. The one whose grid of sixteenths fits the onsets best is taken; a hint that
is clear counts for more, one that may be a number of something else (`tape_04_B`, `24b`) for little.
"""

import itertools
import math
import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import Literal, NamedTuple

import numpy as np

from engine.arrays import Floats

from .audio_onsets import Onsets, find_onsets

BEATS_PATTERN = re.compile(r"(?<![a-z0-9.])(\d{1,3})[ _-]?(b|beats?|bars?)(?![a-z0-9])", re.IGNORECASE)
BPM_PATTERN = re.compile(r"(?<![a-z0-9.])(\d{2,3}(?:\.\d+)?)[ _-]?bpm(?![a-z0-9])", re.IGNORECASE)

WEAK_BEATS_PATTERN = re.compile(r"^0|^\d+[ _-]+b$|^(16|24|32)b$", re.IGNORECASE)  # takes and bit depths
NUMBER_PATTERN = re.compile(r"(?<![a-z0-9.])(\d{2,3}(?:\.\d+)?)(?![a-z0-9]|\.\d)", re.IGNORECASE)

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
CLEAR_HINT, VAGUE_HINT = 3.0, 1.3  # factors on the score of what a name says
NEAR_NUMBER = 2.0  # factor for a bare number within 1 % of the tempo of whole beats
UNLIKELY_TEMPO = 0.3  # factor for a clear hint outside of LIKELY_BPM
LIKELY_BPM = (60.0, 220.0)
NAMED_BPM = (30.0, 400.0)  # range of tempos that a name may give
LOOSE_FIT = 0.9  # factor for a loop that is shorter than its file
MP3_PADDING = 1105  # samples that encoder and decoder put before an MP3 file: 576 + 529
PADDING_REACH_S = 0.004  # distance of the first onset from MP3_PADDING
MIN_LEAD_S = 0.005  # silence at the start of a file that is cut off
MAX_TAIL_S = 0.25  # silence at the end of a file that may not belong to its loop
TAIL_STEP = 100  # samples
LEAD_LEVEL = 0.01  # of the peak, -40 dB


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


def grid_fit(onsets: Onsets, length: float, beats: float) -> float:
    """Return how well onsets agree with a grid of sixteenths: 1 if all are on it, about 0 if they are spread evenly.

    It is the length of the mean vector of the onsets' phases on the circle of one step, weighted by strength (Rayleigh
    test); 0 if the mean phase is off by more than a fifth of a step.
    """
    if not len(onsets.samples):
        return 0.0
    phase = onsets.samples * (4 * beats / length)
    total = np.sum(onsets.strengths * np.exp(2j * np.pi * phase)) / np.sum(onsets.strengths)
    return float(abs(total)) if abs(np.angle(total)) < 2 * np.pi / 5 else 0.0


def _between(onsets: Onsets, length: float, beats: float) -> float:
    """Return the share 0..1 of the onsets, by strength, that are nearest to an odd sixteenth.

    `length` is that of the loop in samples, `beats` a guess of it; if the guess is twice the truth, the share is small.
    """
    if not len(onsets.samples):
        return 0.0
    odd = np.round(onsets.samples * (4 * beats / length)) % 2 == 1
    return float(onsets.strengths[odd].sum() / onsets.strengths.sum())


class LoopLength(NamedTuple):
    """Where a loop begins in its file, and how long it is."""

    beats: float  # quarter notes
    tempo: float  # BPM
    start: int  # samples
    source: Literal["file name", "estimate"]
    fit: float  # of the onsets on the grid of sixteenths, 0..1
    confidence: float  # 0..1; high if the onsets fit this length and no other

    def __str__(self) -> str:
        return f"{self.beats:g} beats at {self.tempo:.1f} BPM ({self.source}, confidence {self.confidence:.0%})"


class _Candidate(NamedTuple):
    """A possible length of a loop."""

    beats: float
    tempo: float
    start: int
    weight: float
    named: bool


def find_length(audio: Floats, rate: int, name: str = "") -> LoopLength | None:
    """Return the most probable length of a loop; None if neither its name nor its duration gives a plausible one.

    Args:
        audio: (n,) the whole file.
        rate: Hz.
        name: of the file.
    """
    onsets = find_onsets(audio, rate)
    candidates = list(_candidates(audio, rate, name, onsets))
    if not candidates:
        return None
    fits = [_fit(onsets, rate, candidate) for candidate in candidates]
    scores = [(0.1 + fit) * candidate.weight * fine for (fit, fine), candidate in zip(fits, candidates, strict=True)]
    first = int(np.argmax(scores))
    best = candidates[first]
    others = [
        score / (one.weight if one.named else 1.0)
        for score, one in zip(scores, candidates, strict=True)
        if abs(one.tempo / best.tempo - 1) > 0.03
    ]
    share = max(others, default=0.0) / max(scores[first], 1e-9)
    confidence = fits[first][0] * (1 - min(share, 1.0) ** 4)
    source: Literal["file name", "estimate"] = "file name" if best.named else "estimate"
    return LoopLength(best.beats, best.tempo, best.start, source, fits[first][0], confidence)


def _candidates(audio: Floats, rate: int, name: str, onsets: Onsets) -> Iterator[_Candidate]:
    seconds = len(audio) / rate
    starts = _starts(audio, rate, onsets)
    loud = np.flatnonzero(np.abs(audio) > LEAD_LEVEL * np.abs(audio).max())
    silence = min(len(audio) - 1 - int(loud[-1]), round(MAX_TAIL_S * rate)) if len(loud) else 0
    for start, tail in itertools.product(starts, range(0, silence + 1, TAIL_STEP)):
        left = seconds - (start + tail) / rate
        loose = LOOSE_FIT if start or tail else 1.0
        for length, weight in LENGTH_WEIGHTS.items():
            tempo = 60 * length / left
            if BREAK_MIN_BPM <= tempo <= BREAK_MAX_BPM:
                yield _Candidate(float(length), tempo, start, weight * _tempo_prior(tempo) * loose, False)
    stem = PurePath(name).stem
    for match in BEATS_PATTERN.finditer(stem):
        beats = float(match[1]) * (4 if match[2].lower().startswith("bar") else 1)
        tempo = 60 * beats / seconds
        vague = WEAK_BEATS_PATTERN.search(match[0]) is not None
        if beats and NAMED_BPM[0] <= tempo <= NAMED_BPM[1]:
            yield _Candidate(beats, tempo, 0, VAGUE_HINT * _tempo_prior(tempo) if vague else _clear(tempo), True)
    clear = [float(match[1]) for match in BPM_PATTERN.finditer(stem)]
    bare = [float(match[1]) for match in NUMBER_PATTERN.finditer(stem)]
    for bpm in clear + [number for number in bare if LIKELY_BPM[0] <= number <= LIKELY_BPM[1]]:
        if not NAMED_BPM[0] <= bpm <= NAMED_BPM[1]:
            continue
        for start in starts:
            left = seconds - start / rate
            exact = left * bpm / 60
            whole = max(round(exact), 1)
            off = abs(exact - whole) / whole
            hint = _clear(bpm) if bpm in clear else NEAR_NUMBER if off < 0.01 else VAGUE_HINT
            if off <= 0.02:
                yield _Candidate(float(whole), 60 * whole / left, start, hint * (LOOSE_FIT if start else 1), True)
            shorter = float(max(math.floor(exact + 0.01), 1))
            if bpm in clear and shorter * 60 / bpm <= left * 1.01:
                yield _Candidate(shorter, bpm, start, hint * LOOSE_FIT * (0.98 if start else 1), True)


def _clear(tempo: float) -> float:
    return CLEAR_HINT * (1 if LIKELY_BPM[0] <= tempo <= LIKELY_BPM[1] else UNLIKELY_TEMPO)


def _tempo_prior(tempo: float) -> float:
    return math.exp(-0.5 * (math.log2(tempo / USUAL_BPM) / TEMPO_SPREAD_OCTAVES) ** 2)


def _starts(audio: Floats, rate: int, onsets: Onsets) -> list[int]:
    """Return the possible first samples of a loop: that of the file, and that of its sound after silence."""
    lead = int(np.argmax(np.abs(audio) > LEAD_LEVEL * np.abs(audio).max()))
    if lead < MIN_LEAD_S * rate:
        return [0]
    if len(onsets.samples) and abs(int(onsets.samples[0]) - MP3_PADDING) < PADDING_REACH_S * rate:
        lead = MP3_PADDING
    return [0, lead]


def _fit(onsets: Onsets, rate: int, candidate: _Candidate) -> tuple[float, float]:
    """Return the `grid_fit` of a candidate, and a factor for its score: below 1 if few onsets lie on odd sixteenths."""
    length = candidate.beats * 60 / candidate.tempo * rate
    inside = (onsets.samples >= candidate.start - 0.01 * rate) & (
        onsets.samples < candidate.start + length - 0.01 * rate
    )
    part = Onsets(onsets.samples[inside] - candidate.start, onsets.strengths[inside])
    fine = 1 - FINE_GRID_PENALTY * (1 - min(_between(part, length, candidate.beats) / ENOUGH_BETWEEN, 1))
    return grid_fit(part, length, candidate.beats), fine
