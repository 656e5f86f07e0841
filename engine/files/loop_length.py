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
BPM_PATTERN = re.compile(
    r"(?<![a-z0-9.,])(?<!\d[-–])(\d{2,3}(?:[.,]\d+)?)[ _-]?bpm(?![a-z0-9])|(?<![a-z])bpm[ _-]?(\d{2,3}(?:[.,]\d+)?)",
    re.IGNORECASE,
)
WEAK_BEATS_PATTERN = re.compile(r"^0|^\d+[ _-]+b$|^(16|24|32)b$", re.IGNORECASE)  # takes and bit depths
NUMBERED_PATTERN = re.compile(r"(take|tape|side|part|pt|vol|volume|no|version|ver|v|mix|alt|track|break)[ _.-]*$", re.I)
NUMBER_PATTERN = re.compile(r"(?<![a-z0-9.])(\d{2,3}(?:\.\d+)?)(?![a-z0-9]|\.\d)", re.IGNORECASE)

# prior of a length in beats, a factor on the score of its fit
LENGTH_WEIGHTS = (
    dict.fromkeys((3, 5, 7, 9, 11, 13, 15), 0.5)
    | dict.fromkeys((10, 14, 18, 22, 26, 30, 36, 40, 44, 52, 56, 60), 0.6)
    | {20: 0.75, 28: 0.75, 6: 0.8, 12: 0.85, 24: 0.85, 48: 0.85}
    | {2: 0.9, 4: 1.0, 8: 1.0, 16: 1.0, 32: 1.0, 64: 0.95}
)
BREAK_MIN_BPM, BREAK_MAX_BPM = 80.0, 200.0  # range of estimates
USUAL_BPM = 140.0  # most probable tempo
TEMPO_SPREAD_OCTAVES = 0.6  # standard deviation of the prior over tempo, in octaves
FINE_GRID_PENALTY = 0.25  # score lost by a grid without onsets between its eighths: it is probably twice too fine
ENOUGH_BETWEEN = 0.04  # share of onsets between the eighths above which no score is lost
CLEAR_HINT, VAGUE_HINT = 3.0, 1.3  # factors on the score of what a name says
NEAR_NUMBER, NEAR_CLEAR = 2.0, 2.7  # factors for whole beats within 1 % of a bare number, of a clear hint
UNLIKELY_TEMPO = 0.3  # factor for a clear hint outside of LIKELY_BPM
LIKELY_BPM = (60.0, 220.0)
NAMED_BPM = (30.0, 400.0)  # range of tempos that a name may give
LOOSE_FIT = 0.9  # factor for a loop that is shorter than its file
MP3_PADDING = 1105  # samples that encoder and decoder put before an MP3 file: 576 + 529
PADDING_REACH_S = 0.004  # distance of the first onset from MP3_PADDING
MIN_LEAD_S = 0.005  # silence at the start of a file that is cut off
MAX_TAIL_S = 1.5  # silence at the end of a file that may not belong to its loop
TAIL_STEP, SHORT_TAIL, LONG_TAIL_STEP = 100, 11_000, 300  # samples
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

    It is the mean cosine of the onsets' phases on the circle of one step, weighted by strength (V test; Durand and
    Greenwood, "Modifications of the Rayleigh Test for Uniformity", 1958).
    """
    if not len(onsets.samples):
        return 0.0
    phase = onsets.samples * (4 * beats / length)
    return max(float(np.average(np.cos(2 * np.pi * phase), weights=onsets.strengths)), 0.0)


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
    source: Literal["file name", "estimate", "given"]
    fit: float  # of the onsets on the grid of sixteenths, 0..1
    confidence: float  # 0..1; high if the onsets fit this length and no other

    def __str__(self) -> str:
        return f"{self.beats:g} beats at {self.tempo:.1f} BPM ({self.source}, confidence {self.confidence:.0%})"

    def with_beats(self, beats: float) -> "LoopLength":
        """Return the same part of the file as a loop of another number of beats."""
        return LoopLength(beats, self.tempo * beats / self.beats, self.start, "given", self.fit, 1.0)


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
    starts, tails = _starts(audio, rate, onsets), _tails(audio, rate)
    stem = PurePath(name).stem
    clear = [float((match[1] or match[2]).replace(",", ".")) for match in BPM_PATTERN.finditer(stem)]
    bare = [float(match[1]) for match in NUMBER_PATTERN.finditer(stem)]
    bare = [number for number in bare if LIKELY_BPM[0] <= number <= LIKELY_BPM[1]]
    counts = [
        (float(match[1]) * (4 if match[2].lower().startswith("bar") else 1), _is_vague(match))
        for match in BEATS_PATTERN.finditer(stem)
    ]
    for start, tail in itertools.product(starts, tails):
        left = seconds - (start + tail) / rate
        loose = LOOSE_FIT if start or tail else 1.0
        for length, weight in LENGTH_WEIGHTS.items():
            tempo = 60 * length / left
            hint = NEAR_NUMBER if any(abs(tempo / bpm - 1) < 0.01 for bpm in bare) else 1.0
            for bpm in clear:
                if abs(tempo / bpm - 1) < 0.01:  # the end of a loop that fades into silence is less exact
                    hint, tempo = NEAR_CLEAR, bpm if tail else tempo
            if hint > 1 or BREAK_MIN_BPM <= tempo <= BREAK_MAX_BPM:
                prior = 1.0 if hint > 1 else _tempo_prior(tempo)
                yield _Candidate(float(length), tempo, start, hint * weight * prior * loose, hint > 1)
        for beats, vague in counts:
            tempo = 60 * beats / left
            if NAMED_BPM[0] <= tempo <= NAMED_BPM[1]:
                hint = VAGUE_HINT * _tempo_prior(tempo) if vague else _clear(tempo)
                yield _Candidate(beats, tempo, start, hint * loose, True)
    for bpm in clear + bare:
        if not NAMED_BPM[0] <= bpm <= NAMED_BPM[1]:
            continue
        for start in starts:
            left = seconds - start / rate
            exact = left * bpm / 60
            whole = max(round(exact), 1)
            off = abs(exact - whole) / whole
            hint = _clear(bpm) if bpm in clear else NEAR_NUMBER if off < 0.01 else VAGUE_HINT
            hint *= LOOSE_FIT if start else 1
            if off <= 0.02:
                yield _Candidate(float(whole), 60 * whole / left, start, hint * _length_weight(whole), True)
            shorter = max(math.floor(exact + 0.01), 1)
            if bpm in clear and shorter * 60 / bpm <= left * 1.01:
                hint *= LOOSE_FIT * _length_weight(shorter)
                yield _Candidate(float(shorter), bpm, start, hint, True)


def _is_vague(match: re.Match[str]) -> bool:
    """Return whether a number of beats is probably that of a take or a bit depth."""
    return bool(WEAK_BEATS_PATTERN.search(match[0]) or NUMBERED_PATTERN.search(match.string[: match.start()]))


def _length_weight(beats: int) -> float:
    return LENGTH_WEIGHTS.get(beats, 0.5)


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


def _tails(audio: Floats, rate: int) -> list[int]:
    """Return the possible numbers of samples after a loop: none, and parts of the silence at the end of its file."""
    loud = np.flatnonzero(np.abs(audio) > LEAD_LEVEL * np.abs(audio).max())
    silence = min(len(audio) - 1 - int(loud[-1]), round(MAX_TAIL_S * rate)) if len(loud) else 0
    short = range(0, min(silence, SHORT_TAIL) + 1, TAIL_STEP)
    return [*short, *range(SHORT_TAIL + LONG_TAIL_STEP, silence + 1, LONG_TAIL_STEP)]


def _fit(onsets: Onsets, rate: int, candidate: _Candidate) -> tuple[float, float]:
    """Return the `grid_fit` of a candidate, and a factor for its score: below 1 if few onsets lie on odd sixteenths."""
    length = candidate.beats * 60 / candidate.tempo * rate
    inside = (onsets.samples >= candidate.start - 0.01 * rate) & (
        onsets.samples < candidate.start + length - 0.01 * rate
    )
    part = Onsets(onsets.samples[inside] - candidate.start, onsets.strengths[inside])
    fine = 1 - FINE_GRID_PENALTY * (1 - min(_between(part, length, candidate.beats) / ENOUGH_BETWEEN, 1))
    return grid_fit(part, length, candidate.beats), fine
