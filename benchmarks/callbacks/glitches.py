"""Count glitches: a Recording in, the number of places and the lost milliseconds out.

The card takes what the player's buffer holds when its next cycle begins. A late player leaves the old block there, and
JACK calls it, and the recording client after it, twice within the next cycle; of those only the last block counts. So
the recording is laid out by JACK's frames: a cycle without a call in time is a block without new samples.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.spec import SPEC

UNIT = float(1 << 24)  # a sample is a number divided by this: float32 holds every one of them
LAST = (1 << 24) - 1  # number, after which 1 comes again: six minutes
MERGED = 441  # samples; faults closer together than that count as one
STALL = 1.4  # periods between two wakes of the floor: more is a stall of the machine or the server

Words = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Recording:
    """All cycles of a period of time."""

    period: int  # samples
    frames: Words  # (cycles,) that JACK's clock showed
    samples: Words  # (cycles, period) numbers
    wakes: Words  # (n, 2) frame and microseconds at which the floor was woken
    xruns: int  # that the server reported


@dataclass(frozen=True, slots=True)
class Glitches:
    """The faults of a recording."""

    seconds: float
    places: int  # glitches of the player
    lost: float  # ms in which the card had nothing new, or that it never had: the longer of both
    host: int  # places beside a stall of the machine; not counted in `places` and `lost`
    stalls: int  # cycles in which the machine or JACK's own driver stood still
    xruns: int  # reported by the server, whatever the cause


def count_glitches(recording: Recording) -> Glitches:
    """Count the faults of a recording.

    Raises:
        ValueError: the recording is silent.
    """
    period, numbers = recording.period, as_played(recording).ravel()
    stalled, glitches, host, lost = stalls(recording), 0, 0, 0
    for begin, end in faults(numbers):
        near = (stalled >= begin // period - 2) & (stalled <= end // period + 2)
        if near.any():
            host += 1
        else:
            glitches += 1
            lost += damage(numbers, begin, end)
    return Glitches(len(numbers) / SPEC.rate, glitches, 1e3 * lost / SPEC.rate, host, len(stalled), recording.xruns)


def as_played(recording: Recording) -> Words:
    """Return numbers (cycles of the card, period); 0 where there was nothing new."""
    if not recording.samples.any():
        raise ValueError("the recording is silent; check that the player plays into JACK")
    cycles = (recording.frames - recording.frames[0]) // recording.period
    played = np.zeros((cycles[-1] + 1, recording.period), np.int64)
    for cycle, block in zip(cycles, recording.samples, strict=True):
        played[cycle] = block  # called twice in a cycle: the last one counts
    return endless(played)


def endless(numbers: Words) -> Words:
    """Return numbers (cycles, period) that keep rising where they restarted after LAST; 0 stays."""
    row = numbers.ravel()
    heard = row > 0
    steps = np.diff(row[heard], prepend=row[heard][:1])
    row[heard] += LAST * np.cumsum((steps < -LAST // 2).astype(np.int64) - (steps > LAST // 2))
    return row.reshape(numbers.shape)


def faults(numbers: Words) -> list[tuple[int, int]]:
    """Return the places where the numbers (n,) do not rise by one: where each begins and where it ends."""
    places: list[tuple[int, int]] = []
    for sample in (np.flatnonzero(np.diff(numbers) != 1) + 1).tolist():
        if places and sample - places[-1][1] <= MERGED:
            places[-1] = places[-1][0], sample
        else:
            places.append((sample, sample))
    return places


def damage(numbers: Words, begin: int, end: int) -> int:
    """Return the larger of the samples without new content and the samples left out at a place."""
    before, after, between = int(numbers[begin - 1]), int(numbers[end]), numbers[begin:end]
    fresh = len(np.unique(between[between > before]))
    stale = len(between) - fresh
    if not before or not after:  # the recording begins or ends in it
        return stale + 1
    return max(stale + max(0, before + 1 - after), after - before - 1 - fresh)


def stalls(recording: Recording) -> Words:
    """Return the cycles of the card (n,) in which the floor was called too late."""
    frames, times = recording.wakes.T
    late = np.flatnonzero(np.diff(times) * SPEC.rate / 1e6 > STALL * recording.period) + 1
    return (frames[late] - recording.frames[0]) // recording.period
