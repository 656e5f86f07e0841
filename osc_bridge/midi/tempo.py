"""Where the next tick of a clock lies: times of ticks that came early, late, twice or not at all -> a straight line.

The line is fitted by least squares over as many of the last ticks as agree with one tempo: the longest window whose
estimate contradicts none of the shorter ones (the intersection of confidence intervals: V. Katkovnik, "A new method
for varying adaptive bandwidth selection", IEEE Transactions on Signal Processing 47, 1999). So it is steady while the
tempo is, and forgets at once when the tempo changes. A tick far from where it should be is believed when four in a
row tell the same: either the tempo has not changed and ticks were lost, doubled or held up, or it has jumped. The tempo
is the one that the master was likely set to, as long as ticks do not tell otherwise (see habit).

time    seconds     number    ticks since the first, whole     period    seconds a tick
"""

from itertools import repeat
from typing import NamedTuple

import numpy as np

from .habit import Habit

LONGEST = 384  # ticks of one tempo that are looked at: 16 beats
WINDOWS = np.array([12, 16, 24, 32, 48, 64, 96, 128, 192, 256, LONGEST])  # and all there are
DEVIATIONS = 4.5  # half of a confidence interval
QUIETEST = 0.0006  # seconds; the noise is never taken for less, for what a block of 128 samples does is not random
NOISES = 64  # ticks that tell how noisy they are
GUESS = 0.0011  # seconds of noise, until enough have
FINEST = 1e-5  # seconds; a clock is never taken to be more even than that
EVENEST = 0.0005  # seconds of noise that the way from a port has at least, when single ticks are judged
LIKELY = 3.5  # standard errors
FIRM = 24  # ticks after which a tempo from before says nothing any more
WITNESSES = 4  # ticks that must tell the same before they are believed
SURE = 12  # ticks in a line before it is believed more than the count of ticks
HOPELESS = 64  # ticks after which those that tell nothing are given up; as many can be held up for half a second
SHORTEST = 0.004  # seconds; less is no period but ticks that were held up (8.3 ms is 300 BPM)
SPREAD = 0.0045  # seconds, and
SHARE = 0.35  # share of a period: how far a tick may be from where it should be; the larger counts
CLOSE = 0.15  # the same share for ticks that contradict the count of ticks


class Line(NamedTuple):
    """Times of ticks, as far as known."""

    number: int
    time: float  # of tick `number`
    period: float

    def time_of(self, number: float) -> float:
        """When a tick should come."""
        return self.time + (number - self.number) * self.period

    def number_at(self, time: float) -> float:
        """How many ticks should have come, with a fraction."""
        return self.number + (time - self.time) / self.period


class Tempo:
    """A line through ticks that follows them."""

    def __init__(self, period: float) -> None:
        """`period`: what is assumed until ticks tell."""
        self.number = -1  # of the last tick
        self.line: Line | None = None  # None before the first tick
        self._period = period  # from before
        self._known = True  # it may still hold
        self._habit = Habit()
        self._numbers: list[int] = []
        self._times: list[float] = []
        self._doubtful: list[float] = []  # ticks that are not where they should be

    @property
    def counted(self) -> int:
        """Number of the last tick, if those in doubt are what they seem."""
        return self.number + len(self._doubtful)

    def restart(self) -> None:
        """Forget when ticks came, and keep the tempo until the next ones tell another."""
        if self.line:
            self._period, self._known = self.line.period, True
        self._forget()

    def expects(self, time: float) -> bool:
        """Whether the next tick may come at this time, going by those before it."""
        return len(self._times) >= WITNESSES and not self._doubtful and self._near(time, self.number + 1)

    def tick(self, time: float) -> None:
        """Take the next tick; `time` is not before that of the last one."""
        few = len(self._times) < WITNESSES
        if not self._times or (few and time - self._times[-1] >= SHORTEST) or self.expects(time):
            self._take([self.number + 1], [time])
            return
        self._doubtful.append(time)
        if len(self._doubtful) >= WITNESSES:
            self._decide()

    def _near(self, time: float, number: int, share: float = SHARE) -> bool:
        assert self.line is not None  # there are ticks
        far = time - self.line.time_of(number)
        return abs(far) <= min(max(SPREAD, share * self.line.period), 0.55 * self.line.period)

    def _decide(self) -> None:
        """Were ticks lost, doubled or held up, or has the tempo changed?"""
        assert self.line is not None
        last = self._doubtful[-WITNESSES:]
        gaps = np.diff(last)
        gap = float(np.mean(gaps))
        first = round(self.line.number_at(last[0]))
        numbers = list(range(first, first + WITNESSES))
        sure = len(self._times) >= SURE
        same = (sure or self._known) and abs(gap - self.line.period) <= SPREAD / 2 + 0.05 * self.line.period
        if sure and same and self._on_count(last, numbers):
            self._doubtful = []
            self._take(numbers, last)  # the first may be one that has come twice, which does no harm
        elif gap >= SHORTEST and float(np.max(np.abs(gaps - gap))) <= max(SPREAD, SHARE * gap):
            if not same:
                self._habit.forget()
            self._period, self._known = self.line.period, same  # the clock was held up, and goes on as it did
            self._forget(but=WITNESSES)
            self._take([self.number + 1 + k for k in range(WITNESSES)], last)
        elif len(self._doubtful) >= HOPELESS:
            self._forget(but=1)
            self._take([self.number + 1], last[-1:])

    def _on_count(self, times: list[float], numbers: list[int]) -> bool:
        """Whether these are the ticks of those numbers.

        Where there are too few, ticks were lost or the clock was held up. It then goes on wherever that happens to be,
        so only what lies on the line is counted as if none was missing.
        """
        assert self.line is not None
        if not all(map(self._near, times, numbers, repeat(CLOSE))):
            return False
        off = float(np.mean([at - self.line.time_of(number) for at, number in zip(times, numbers, strict=True)]))
        unsure = _noise(np.array(self._times[::-1]), EVENEST) * np.sqrt(1 / len(times) + 1 / len(self._times))
        return numbers[-1] <= self.counted or abs(off) <= LIKELY * float(unsure)

    def _forget(self, but: int = 0) -> None:
        """Let go of all ticks; those that were in doubt have been counted, but for the last."""
        self.number += max(len(self._doubtful) - but, 0)
        self._numbers, self._times, self._doubtful = [], [], []

    def _take(self, numbers: list[int], times: list[float]) -> None:
        self._numbers = [*self._numbers, *numbers][-LONGEST:]
        self._times = [*self._times, *times][-LONGEST:]
        self.number = numbers[-1]
        self.line = self._fit()

    def _fit(self) -> Line:
        """The line through the longest window that agrees with all shorter ones."""
        number, time = self._numbers[-1], self._times[-1]
        if len(self._times) == 1:
            return Line(number, time, self._period)
        across = np.array(self._numbers[::-1], float) - number
        up = np.array(self._times[::-1]) - time
        count = np.append(WINDOWS[len(up) > WINDOWS], len(up))
        k, y, kk, ky = (np.cumsum(part)[count - 1] for part in (across, up, across * across, across * up))
        spread = count * kk - k * k
        period = (count * ky - k * y) / spread
        offset = (y - period * k) / count
        noise = _noise(up)
        unsure = DEVIATIONS * noise * np.sqrt(count / spread)
        agreed = _agreed(period, unsure) & _agreed(offset, DEVIATIONS * noise * np.sqrt(kk / spread))
        best = int(np.flatnonzero(agreed)[-1])
        n = count[best]
        left = up[:n] - offset[best] - period[best] * across[:n]
        error = max(float(np.sqrt(left @ left / max(n - 2, 1))), FINEST) * float(np.sqrt(n / spread[best]))
        kept = float(period[best])
        if self._known and len(up) < FIRM and abs(kept - self._period) <= unsure[best]:
            kept = self._period
        elif n >= FIRM:
            kept = self._habit(kept, error)
        return Line(number, time + float((y[best] - kept * k[best]) / n), kept)


def _agreed(estimates: np.ndarray, unsure: np.ndarray) -> np.ndarray:
    """Which estimates, from the shortest window on, lie in what all before them allow."""
    lowest = np.maximum.accumulate(estimates - unsure)
    highest = np.minimum.accumulate(estimates + unsure)
    return lowest <= highest


def _noise(times: np.ndarray, least: float = QUIETEST) -> float:
    """Standard deviation of single ticks, seconds: from how the gaps between them differ, less the two worst."""
    bends = np.sort(np.diff(times[:NOISES], 2) ** 2)[:-2]
    if len(bends) < 4:
        return GUESS
    return max(float(np.sqrt(np.mean(bends) / 6)), least)
