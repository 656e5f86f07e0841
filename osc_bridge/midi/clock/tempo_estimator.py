"""Where the next tick of a clock lies: times of ticks that came early, late, twice or not at all -> a line.

The line goes through as many of the last ticks as agree with one tempo, with a bend where that or the clock's place has
changed a little (see lines). So it is steady while the tempo is, and forgets at once when the tempo changes. A tick far
from where it should be is believed when four in a row tell the same: either the tempo has not changed and ticks were
lost, doubled or held up, or it has jumped. The tempo is the one that the master was likely set to, as long as ticks do
not tell otherwise (see habit).

time    seconds     number    ticks since the first, whole     period    seconds a tick
"""

from itertools import repeat
from typing import NamedTuple

import numpy as np

from .jitter import Floats, Jitter
from .tempo_prior import Habit
from .tick_regression import DEVIATIONS, LONGEST, WINDOWS, fitted

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


class TempoEstimator:
    """A line through ticks that follows them."""

    def __init__(self, period: float) -> None:
        """`period`: what is assumed until ticks tell."""
        self.number = -1  # of the last tick
        self.line: Line | None = None  # None before the first tick
        self._period = period  # from before
        self._known = True  # it may still hold
        self._habit = Habit()
        self._jitter = Jitter()
        self._numbers = np.empty(0, int)  # newest first
        self._times: Floats = np.empty(0)
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
        if not len(self._times) or (few and time - self._times[0] >= SHORTEST) or self.expects(time):
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
        if sure and self._turned(last):
            self._doubtful = []
            self._take([self.number + 1 + k for k in range(WITNESSES)], last)
        elif sure and same and self._on_count(last, numbers):
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

    def _turned(self, times: list[float]) -> bool:
        """Whether these are simply the next ticks, of a tempo that changed a few ticks before them."""
        if len(self._doubtful) > WITNESSES:
            return False
        across = np.append(np.arange(WITNESSES, 0, -1), self._numbers - self.number) - float(WITNESSES)
        up = np.append(times[::-1], self._times) - times[-1]
        fit = fitted(across, up, self._jitter)
        left = (up - fit.time_at(across))[:WITNESSES]
        return fit.bent and float(np.max(np.abs(left))) <= LIKELY * self._jitter.deviation(up)

    def _on_count(self, times: list[float], numbers: list[int]) -> bool:
        """Whether these are the ticks of those numbers.

        Where there are too few, ticks were lost or the clock was held up. It then goes on wherever that happens to be,
        so only what lies on the line is counted as if none was missing.
        """
        assert self.line is not None
        if not all(map(self._near, times, numbers, repeat(CLOSE))):
            return False
        off = float(np.mean([at - self.line.time_of(number) for at, number in zip(times, numbers, strict=True)]))
        unsure = self._jitter.deviation(self._times, EVENEST) * (1 / len(times) + 1 / len(self._times)) ** 0.5
        return numbers[-1] <= self.counted or abs(off) <= LIKELY * unsure

    def _forget(self, but: int = 0) -> None:
        """Let go of all ticks; those that were in doubt have been counted, but for the last."""
        self.number += max(len(self._doubtful) - but, 0)
        self._numbers, self._times, self._doubtful = np.empty(0, int), np.empty(0), []

    def _take(self, numbers: list[int], times: list[float]) -> None:
        self._numbers = np.concatenate((numbers[::-1], self._numbers[: LONGEST - len(numbers)]))
        self._times = np.concatenate((times[::-1], self._times[: LONGEST - len(times)]))
        self.number = numbers[-1]
        self.line = self._fit()

    def _fit(self) -> Line:
        """The line on which the ticks lie now, and only as many of them are kept as tell anything about it."""
        number, time = int(self._numbers[0]), float(self._times[0])
        if len(self._times) == 1:
            return Line(number, time, self._period)
        fit = fitted(self._numbers - float(number), self._times - time, self._jitter)
        self._numbers, self._times = self._numbers[: fit.kept], self._times[: fit.kept]
        count, period = len(self._times), fit.period
        if self._known and count < FIRM and abs(period - self._period) <= self._unsure(count):
            period = self._period
        elif count >= WINDOWS[0]:
            period = self._habit(period, fit.error)
        return Line(number, time + fit.time - fit.pivot * period, period)

    def _unsure(self, count: int) -> float:
        """How far the period of so many ticks may be from the true one, seconds."""
        return DEVIATIONS * self._jitter.deviation(self._times) * (12 / count**3) ** 0.5
