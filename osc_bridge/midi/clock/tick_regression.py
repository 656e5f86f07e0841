"""Ticks of a clock -> the line that they lie on now, seen from the newest.

The line is straight over as many of the last ticks as agree with one tempo: the longest window whose estimate does not
contradict the shorter ones (the intersection of confidence intervals: V. Katkovnik, "A new method for varying adaptive
bandwidth selection", IEEE Transactions on Signal Processing 47, 1999).

Or it has a bend, where one explains what a straight line leaves by more than chance (P. M. Lerman, "Fitting segmented
regression models by grid search", Applied Statistics 29, 1980): a corner, as when the master is set to another tempo,
or a shift, as when its card stood still for some milliseconds. All moments at which that may have been are weighed by
how well they explain the ticks, so that the tempo after it is known as well as if that was.

across    ticks from the newest, 0 and below      up   seconds from the newest      both newest first
sums      of the newest ticks, as many as the column says: 1, across, up, across^2, across * up
noise     seconds, standard deviation of single ticks
"""

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .jitter import Floats, Jitter

LONGEST = 384  # ticks of one tempo that are looked at: 16 beats
WINDOWS = np.array([12, 16, 24, 32, 48, 64, 96, 128, 192, 256, LONGEST])  # and all there are
DEVIATIONS = 4.5  # half of a confidence interval
SURPRISE = 4.8  # deviations from which on a bend is more than chance
SINCE = np.concatenate(  # ticks since a bend may have been
    [np.arange(3, 33), np.arange(34, 65, 2), np.arange(68, 129, 4), np.arange(136, LONGEST, 8)]
)
NEWEST = 8  # ticks since a bend that is believed; what is newer may be ticks that were held up
BEFORE = 8  # ticks before a bend
AGAIN = 24  # ticks since a bend among which there may be another
ALONE = 48  # ticks since a bend that do without those before it
UNLIKELY = 1e-3  # as likely as a bend at some moment must be; less is left out
BETWEEN = 0.43  # ticks; a corner between two ticks moves the period by its size times this, divided by the ticks since


class Fit(NamedTuple):
    """A line through ticks."""

    pivot: float  # ticks from the newest, where the time does not depend on the period
    time: float  # there, seconds from the newest
    period: float  # seconds
    error: float  # standard error of that
    kept: int  # newest ticks that tell anything about it
    bent: bool

    def time_at(self, across: Floats) -> Floats:
        """When ticks should have come."""
        return self.time + (across - self.pivot) * self.period


class _Bends(NamedTuple):
    """Bends that may be, at many moments."""

    since: NDArray[np.int64]  # ticks since each moment
    likely: Floats  # of a corner, and of a shift, at each; 1 in all
    period: Floats  # after it, seconds
    newest: int  # ticks since the likeliest


class _Least(NamedTuple):
    """The line of least squares through all ticks."""

    ticks: float
    middle: float  # mean of across
    spread: float  # squares of across about that
    start: float  # seconds, at the newest tick
    period: float

    def bent(self, one: Floats, along: Floats, up: Floats, itself: Floats) -> tuple[Floats, Floats, Floats]:
        """How much of bends of some shapes there is, how much these tilt the line, and the squares they explain.

        Args: sums of each shape, and of it times across, times up, and times itself.
        """
        aside = along - self.middle * one
        tilt = aside / self.spread
        free = itself - one * one / self.ticks - tilt * aside  # squares of the shape that the line does not take up
        size = (up - self.start * one - self.period * along) / free
        return size, tilt, size * size * free


def fitted(across: Floats, up: Floats, jitter: Jitter) -> Fit:
    """The line through two ticks or more, with a bend where they have one. `jitter` learns from them."""
    parts = np.empty((5, len(up)))
    parts[0], parts[1], parts[2] = 1, across, up
    np.multiply(across, parts[1:3], parts[3:])
    sums = np.cumsum(parts, 1)
    noise = jitter.deviation(up)
    return _bent(across, up, sums, noise, jitter) or _straight(across, up, sums, noise, jitter)


def _straight(across: Floats, up: Floats, sums: Floats, noise: float, jitter: Jitter) -> Fit:
    """Through the longest window that agrees with all shorter ones."""
    count, k, y, kk, ky = sums[:, _windows(len(up)) - 1]
    spread = count * kk - k * k
    period = (count * ky - k * y) / spread
    unsure = DEVIATIONS * noise / np.sqrt(spread)
    agreed = _agreed(period, unsure * np.sqrt(count)) & _agreed((y - period * k) / count, unsure * np.sqrt(kk))
    best = int(agreed.nonzero()[0][-1])
    n, middle = int(count[best]), float(k[best] / count[best])
    basis = np.ones((2, n))
    basis[1] = across[:n] - middle
    sizes = np.array((count[best], spread[best] / count[best]))
    terms = np.array((y[best] / count[best], period[best]))
    left = up[:n] - terms @ basis
    jitter.learn(left)
    terms, variance = jitter.settle(basis, sizes, terms, left)
    return Fit(middle, float(terms[0]), float(terms[1]), float(variance / sizes[1]) ** 0.5, len(up), False)


@cache
def _windows(ticks: int) -> NDArray[np.int64]:
    """Windows in so many ticks."""
    return np.append(WINDOWS[ticks > WINDOWS], ticks)


@cache
def _since(ticks: int) -> NDArray[np.int64]:
    """Ticks since bends that so many ticks may have."""
    return SINCE[ticks - BEFORE >= SINCE]


def _agreed(estimates: Floats, unsure: Floats) -> NDArray[np.bool_]:
    """Which estimates, from the shortest window on, lie in what all before them allow."""
    lowest = np.maximum.accumulate(estimates - unsure)
    highest = np.minimum.accumulate(estimates + unsure)
    return lowest <= highest


def _bent(across: Floats, up: Floats, sums: Floats, noise: float, jitter: Jitter) -> Fit | None:
    """With a bend, if there is one; of several, the last."""
    bends = _bends(across, up, sums, noise, jitter) if len(up) >= AGAIN else None
    if bends is None:
        return None
    n = bends.newest
    return _bent(across[:n], up[:n], sums[:, :n], noise, jitter) or _through(across, up, bends, jitter)


def _bends(across: Floats, up: Floats, sums: Floats, noise: float, jitter: Jitter) -> _Bends | None:
    """What bends there may be; None where chance explains the ticks, or it is too early to say."""
    count, k, y, kk, ky = sums[:, -1].tolist()
    spread = kk - k * k / count
    period = (ky - k * y / count) / spread
    line = _Least(count, k / count, spread, (y - period * k) / count, period)
    since = _since(len(up))
    ones, k, y, kk, ky = sums[:, since - 1]
    begin = -across[since]  # a corner is across + begin, from the tick before it on
    corner, along = k + begin * ones, kk + begin * k
    size, tilt, gain = line.bent(corner, along, ky + begin * y, along + begin * corner)
    gain[since < NEWEST] = 0
    if gain.max() < (SURPRISE * noise) ** 2 or jitter.covers(up - line.start - period * across):
        return None
    shift, slant, more = line.bent(ones, k, y, ones)
    gains = np.array((gain, more))
    best = int(np.argmax(gains))
    newest = int(since[best % len(since)])
    if newest < NEWEST:
        return None
    likely = np.exp((gains - gains.flat[best]) / (2 * noise**2)) * (since >= NEWEST)
    return _Bends(since, likely / np.sum(likely), period + np.array((size * (1 - tilt), -shift * slant)), newest)


def _through(across: Floats, up: Floats, bends: _Bends, jitter: Jitter) -> Fit:
    """With a bend that is the mean of all that may be, each as likely as it is."""
    likely, begin = np.where(bends.likely > UNLIKELY, bends.likely, 0), -across[bends.since]
    corners, shifts = (np.flatnonzero(each) for each in likely)
    shape = likely[0, corners] @ np.maximum(across + begin[corners, None], 0)
    shape += likely[1, shifts] @ (np.arange(len(up)) < bends.since[shifts, None])
    turn, height = float(np.sum(likely[0])), float(likely[0] @ begin + np.sum(likely[1]))  # of the shape, at the newest
    middle, mean = float(np.mean(across)), float(np.mean(shape))
    basis = np.ones((3, len(up)))
    basis[1] = across - middle
    tilt = float(shape @ basis[1]) / float(basis[1] @ basis[1])
    basis[2] = shape - mean - tilt * basis[1]
    sizes = np.sum(basis * basis, 1)
    terms = basis @ up / sizes
    terms, variance = jitter.settle(basis, sizes, terms, up - terms @ basis)
    here, onward = np.array((1, -middle, height - mean + tilt * middle)), np.array((0, 1, turn - tilt))
    period, unsure = float(onward @ terms), float(onward @ (onward / sizes))
    pivot = min(max(-float(here @ (onward / sizes)) / unsure, float(across[bends.newest])), 0.0)
    between = BETWEEN * turn * float(terms[2]) / bends.newest
    known = variance * unsure + between**2
    apart = np.sum(bends.likely * (bends.period - np.sum(bends.likely * bends.period)) ** 2)
    alone = 12 * variance / bends.newest**3  # what a line through the ticks since, and no others, is off by, squared
    kept = bends.newest if bends.newest >= ALONE or alone < known else len(up)
    return Fit(pivot, float(here @ terms) + pivot * period, period, float(np.sqrt(known + apart)), kept, True)
