"""What the painter knows of time: numbers that go to their targets, and what a piece of work costs. Seconds."""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


class LinearRamp:
    """Values (n,) that go to their targets in straight lines, each within `seconds` of its last change."""

    def __init__(self, values: Numbers, seconds: float) -> None:
        self._from, self._to = values.copy(), values.copy()
        self._since = np.full(len(values), -np.inf)
        self._seconds = seconds

    def aim(self, targets: Numbers, now: float) -> None:
        """New targets; what keeps its target is not held up."""
        moved = targets != self._to
        self._from[moved] = self.at(now)[moved]
        self._to[moved] = targets[moved]
        self._since[moved] = now

    def at(self, now: float) -> Numbers:
        """The values at a time."""
        part = np.clip((now - self._since) / self._seconds, 0, 1)
        return np.where(part < 1, self._from + part * (self._to - self._from), self._to)

    def arrived(self, now: float) -> bool:
        """All values are at their targets."""
        return bool((now - self._since >= self._seconds).all())


class MovingAverage:
    """Seconds that something takes, lately; 0 before the first time."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def add(self, seconds: float) -> None:
        """It has taken that long."""
        self.seconds += (seconds - self.seconds) / (4 if self.seconds else 1)
