"""Times of MIDI clock ticks in, a line through them out: the tempo, and the time at which each tick should come.

The line is fitted to the last ticks, at most FIT_TICKS, since the tempo or the position last changed. A change is a
bend of the line (another tempo) or a step in it (ticks that go on a little later) that explains the ticks better than
jitter does: P. M. Lerman, "Fitting segmented regression models by grid search", Applied Statistics 29, 1980.

A tick far from the line is in doubt. SUSPECT_TICKS of them decide whether ticks were lost, doubled or delayed, or the
tempo has changed. A tempo is rounded to a whole or a half BPM if that agrees with the ticks (`TempoPrior`).

Times and periods are in seconds. The first tick has number 0. In each array of ticks, the newest is the first.
"""

from math import sqrt
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

TICKS_PER_QUARTER = 24
FIT_TICKS = 384  # 16 quarter notes
MIN_TICKS_AFTER_CHANGE, MIN_TICKS_BEFORE_CHANGE = 5, 8  # fewer than 5 late ticks may be a delay
CHANGE_DEVIATIONS = 4.8  # standard deviations that chance does not reach
MIN_SPLIT_TICKS, FORGET_TICKS = 24, 48  # fewer are not split; after a change, so many drop those before it
NOISE_TICKS = 64  # newest ticks whose gaps tell the jitter
NOISE_DEFAULT_S, MIN_NOISE_S = 0.0011, 0.0006  # delays by audio blocks of 128 samples look smaller than they are
JITTER_TICKS, JITTER_SKIP = 96, 16  # ticks of one line that tell the jitter; the newest may hide a change
JITTER_PEAK_S = 0.0016  # largest jitter without evidence: half a block of 128 samples, and a little more
PEAK_TO_RMS, PEAK_MARGIN = 2.0, 1.2  # up to that ratio jitter is bounded (uniform 1.73, normal 3); tolerance
MIN_LINE_TICKS = 12  # a line through fewer is not relied on
HOLD_TICKS = 24  # up to that many, an earlier tempo is kept that they do not contradict
COUNT_DEVIATIONS = 3.5  # standard errors by which ticks may miss the line and still be on its count
SUSPECT_TICKS, MAX_SUSPECT_TICKS = 4, 64  # ticks that decide, and after which doubtful ones are dropped
MIN_TICK_PERIOD = 0.004  # seconds; closer ticks were delayed (8.3 ms is 300 BPM)
TICK_TOLERANCE_S, TICK_TOLERANCE, RECOUNT_TOLERANCE = 0.0045, 0.35, 0.15  # off the line: seconds, shares of a period
WHOLE_PROBABILITY, HALF_PROBABILITY = 0.97, 0.025  # that a master is set to the nearest whole, or half, BPM
OTHER_DENSITY = 0.005  # probability per BPM of any other tempo
TAKE_PROBABILITY, KEEP_PROBABILITY = 0.85, 0.1  # at which a whole or half BPM is taken, and below which it is left
MIN_JITTER_S = 1e-5  # no clock is taken to be more even

Floats = NDArray[np.float64]


class Line(NamedTuple):
    """A straight line through ticks: tick `number` comes at `time`, and one each `period` before and after it."""

    number: int
    time: float  # of that tick
    period: float

    def time_of(self, number: int) -> float:
        """Return the seconds at which tick `number` should come."""
        return self.time + (number - self.number) * self.period

    def number_at(self, time: float) -> float:
        """Return the number of ticks that should have come by `time`, with a fraction."""
        return self.number + (time - self.time) / self.period


class TempoPrior:
    """Rounds a measured tempo to the whole or half BPM that a master is probably set to (Bayes' rule)."""

    def __init__(self) -> None:
        self.bpm: float | None = None  # None: the ticks contradict each, or do not tell which

    def __call__(self, period: float, error: float) -> float:
        """Return the period of the probable tempo, or the measured one. `error`: its standard error, seconds."""
        tempo = 60 / TICKS_PER_QUARTER / period
        probable = _probabilities(tempo, tempo * error / period)
        if self.bpm is not None and probable.get(self.bpm, 0.0) < KEEP_PROBABILITY:
            self.bpm = None
        if self.bpm is None:
            best = max(probable, key=lambda bpm: probable[bpm])
            self.bpm = best if probable[best] >= TAKE_PROBABILITY else None
        return period if self.bpm is None else 60 / TICKS_PER_QUARTER / self.bpm


class TempoEstimator:
    """Fits a line to ticks as they arrive."""

    def __init__(self, period: float) -> None:
        """`period`: seconds from tick to tick, assumed until enough ticks have come to measure it."""
        self.number = -1  # of the last tick
        self.line = Line(-1, float("-inf"), period)
        self._earlier_period, self._may_hold = period, True
        self._prior = TempoPrior()
        self._rms, self._peak = 0.0, JITTER_PEAK_S  # seconds of jitter; the first is 0 until known
        self._numbers = np.empty(0, int)
        self._times: Floats = np.empty(0)
        self._suspects: list[float] = []  # times of ticks that are in doubt, oldest first

    @property
    def counted(self) -> int:
        """Number of the last tick, with each tick in doubt counted as one tick."""
        return self.number + len(self._suspects)

    def restart(self) -> None:
        """Start a new line with the next tick; its tempo is the present one until ticks contradict it."""
        self._earlier_period, self._may_hold = self.line.period, True
        self._forget()

    def expects(self, time: float) -> bool:
        """Return whether the next tick may come at this time."""
        if len(self._times) < SUSPECT_TICKS or self._suspects:
            return False
        return abs(time - self.line.time_of(self.number + 1)) <= _tolerance(self.line.period, TICK_TOLERANCE)

    def tick(self, time: float) -> None:
        """Take the next tick; `time` is not before that of the last one."""
        few = len(self._times) < SUSPECT_TICKS
        if not len(self._times) or (few and time - self._times[0] >= MIN_TICK_PERIOD) or self.expects(time):
            self._take(self.number + 1, [time])
            return
        self._suspects.append(time)
        if len(self._suspects) >= SUSPECT_TICKS:
            self._decide()

    def _decide(self) -> None:
        """Decide if ticks in doubt are due to lost, doubled or late ticks or another tempo; adapt numbers and line."""
        last, period = self._suspects[-SUSPECT_TICKS:], self.line.period
        gaps = np.diff(last)
        gap = float(np.mean(gaps))
        on_count = round(self.line.number_at(last[0]))
        relied = len(self._times) >= MIN_LINE_TICKS
        same = (relied or self._may_hold) and abs(gap - period) <= TICK_TOLERANCE_S / 2 + 0.05 * period
        if relied and len(self._suspects) == SUSPECT_TICKS and self._take(self.number + 1, last, if_changed=True):
            self._suspects = []  # the tempo had changed a few ticks before
        elif relied and same and self._are_on_count(last, on_count):
            self._suspects = []
            self._take(on_count, last)  # the first may be a double of the last tick, which does no harm
        elif gap >= MIN_TICK_PERIOD and _peak(gaps - gap) <= max(TICK_TOLERANCE_S, TICK_TOLERANCE * gap):
            if not same:
                self._prior.bpm = None
            self._earlier_period, self._may_hold = period, same  # after a delay the tempo is as before
            self._forget(but=SUSPECT_TICKS)
            self._take(self.number + 1, last)
        elif len(self._suspects) >= MAX_SUSPECT_TICKS:
            self._forget(but=1)
            self._take(self.number + 1, last[-1:])

    def _are_on_count(self, times: list[float], first: int) -> bool:
        """Return whether ticks, numbered from `first` on, lie near the fitted line: on time, and none missing."""
        off = np.array([time - self.line.time_of(first + k) for k, time in enumerate(times)])
        if _peak(off) > _tolerance(self.line.period, RECOUNT_TOLERANCE):
            return False
        error = self._noise() * (1 / len(times) + 1 / len(self._times)) ** 0.5
        return first + len(times) - 1 <= self.counted or abs(float(np.mean(off))) <= COUNT_DEVIATIONS * error

    def _forget(self, but: int = 0) -> None:
        """Drop the times of all ticks. Ticks in doubt stay counted in `number`, except the last `but` of them."""
        self.number += max(len(self._suspects) - but, 0)
        self._numbers, self._times, self._suspects = np.empty(0, int), np.empty(0), []

    def _take(self, first: int, times: list[float], *, if_changed: bool = False) -> bool:
        """Add ticks from number `first`, fit the line. With `if_changed` only if a change explains them, else False."""
        number = first + len(times) - 1
        all_numbers = np.append(np.arange(number, first - 1, -1), self._numbers)[:FIT_TICKS]
        all_times = np.append(times[::-1], self._times)[:FIT_TICKS]
        line, since, residuals = self._fit(all_numbers, all_times)
        if if_changed:
            missed = _peak(residuals[: len(times)]) > COUNT_DEVIATIONS * self._noise()
            if missed or not 2 * len(times) <= since < len(all_times):
                return False
        kept = since if since >= FORGET_TICKS else len(all_times)
        self.line, self.number, self._numbers, self._times = line, number, all_numbers[:kept], all_times[:kept]
        if JITTER_TICKS <= since == len(all_times):
            older = residuals[JITTER_SKIP:]
            self._rms, peak = float(np.mean(older * older)) ** 0.5, _peak(older)
            self._peak = peak if peak < PEAK_TO_RMS * self._rms else 0.0
        return True

    def _noise(self) -> float:
        """Return the standard deviation of the jitter, seconds: of the newest ticks, or an earlier one if larger."""
        newest = self._times[:NOISE_TICKS]
        squares = np.sort((newest[2:] - 2 * newest[1:-1] + newest[:-2]) ** 2)[:-2]  # without the two largest
        now = (float(squares.mean()) / 6) ** 0.5 if len(squares) >= 4 else NOISE_DEFAULT_S
        return max(now, self._rms, MIN_NOISE_S)

    def _fit(self, numbers: NDArray[np.int64], times: Floats) -> tuple[Line, int, Floats]:
        """Return the line of the newest ticks, how many came since the last change, and the residuals, seconds."""
        number, time = int(numbers[0]), float(times[0])
        if len(times) == 1:
            return Line(number, time, self._earlier_period), 1, np.zeros(1)
        noise, since = self._noise(), len(times)
        x, y = numbers - float(number), times - time
        while True:
            mean, across = float(y.mean()), x - x.mean()
            spread = float(across @ across)
            period = float(across @ y) / spread
            residuals = y - mean - period * across
            bounded = _peak(residuals) < PEAK_MARGIN * self._peak  # jitter explains them
            change = None if bounded or since < MIN_SPLIT_TICKS else _change(across, residuals, noise, since)
            if change is None:
                break
            since, step = change
            if step:
                y[since:] += step  # the ticks before it tell the tempo still
            else:
                x, y = x[:since], y[:since]
        count, variance = len(y), float(residuals @ residuals) / max(len(y) - 2, 1)
        if self._rms and bounded and count >= MIN_SPLIT_TICKS and variance > MIN_JITTER_S**2:
            # The extremes of bounded jitter tell more than its middle: with least fourth powers a fractional tempo is
            # known after 4.2 quarter notes, not 5 (H. Nyquist, "Recent studies on Lp-norm estimation", Umeå 1980).
            for _ in range(2):  # steps of Newton's method
                cubes, scale = residuals**3, 3 * float(residuals @ residuals)
                up, turn = float(cubes.sum()) / scale, float(across @ cubes) * count / spread / scale
                mean, period, residuals = mean + up, period + turn, residuals - up - turn * across
            variance *= 3 / 7 * (1 + 8 / count) ** 2  # 3 / 7 for uniform jitter and many ticks
        near_earlier = abs(period - self._earlier_period) <= CHANGE_DEVIATIONS * noise / sqrt(spread)
        if self._may_hold and near_earlier and len(times) < HOLD_TICKS:
            period = self._earlier_period
        elif count >= MIN_LINE_TICKS:
            period = self._prior(period, sqrt(max(variance, MIN_JITTER_S**2) / spread))
        return Line(number, time + mean - float(x.mean()) * period, period), since, residuals


def _change(across: Floats, residuals: Floats, noise: float, limit: int) -> tuple[int, float] | None:
    """Return ticks since the likeliest change (< `limit`), its step (0: bend), or None. `across`: numbers - mean."""
    count, spread = len(residuals), float(across @ across)
    since = np.arange(3, min(limit, count - MIN_TICKS_BEFORE_CHANGE))
    parts = (np.ones(count), across, across * across, residuals, across * residuals)
    ones, x, xx, y, xy = np.cumsum(parts, 1)[:, since - 1]
    start = -across[since]  # a bend is across + start from the tick before it on
    bend, slope = x + start * ones, xx + start * x
    bends = (xy + start * y) ** 2 / (slope + start * bend - bend * bend / count - slope * slope / spread)
    bends[since < MIN_TICKS_AFTER_CHANGE] = 0
    free = ones - ones * ones / count - x * x / spread
    steps = y * y / free  # squares that each explains
    best = int(np.maximum(bends, steps).argmax())
    if since[best] < MIN_TICKS_AFTER_CHANGE or max(bends[best], steps[best]) < (CHANGE_DEVIATIONS * noise) ** 2:
        return None
    return int(since[best]), float(y[best] / free[best]) if steps[best] > bends[best] else 0.0


def _peak(residuals: Floats) -> float:
    return float(np.abs(residuals).max())


def _tolerance(period: float, share: float) -> float:
    """Return by how many seconds a tick may miss the line: `share` of a period, within bounds."""
    return min(max(TICK_TOLERANCE_S, share * period), 0.55 * period)


def _probabilities(tempo: float, error: float) -> dict[float, float]:
    """Return the probability of each whole and half BPM near a measured tempo; `error`: its standard error, BPM."""
    nearest, measured = round(2 * tempo), NormalDist(tempo, error)
    prior = {n / 2: HALF_PROBABILITY if n % 2 else WHOLE_PROBABILITY for n in range(nearest - 2, nearest + 3)}
    weights = {bpm: share * measured.pdf(bpm) for bpm, share in prior.items()}
    total = sum(weights.values()) + OTHER_DENSITY
    return {bpm: weight / total for bpm, weight in weights.items()}
