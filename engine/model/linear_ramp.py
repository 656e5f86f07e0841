"""Numbers that follow their targets gradually: targets and times in, values (n,) out."""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


class LinearRamp:
    """Values (n,) that move to their targets linearly, each within `seconds` of its last change."""

    def __init__(self, values: Numbers, seconds: float, smoothed: NDArray[np.bool_] | bool = True) -> None:
        """Start at `values`; those that are not `smoothed` are at a new target at once."""
        self._from, self._to, self._smoothed = values.copy(), values.copy(), smoothed
        self._since = np.full(len(values), -np.inf)
        self._seconds = seconds

    def set_target(self, targets: Numbers, now: float) -> None:
        """Set new targets; values whose target is unchanged keep their ramp."""
        moved = targets != self._to
        self._from[moved] = np.where(self._smoothed, self.at(now), targets)[moved]
        self._to[moved] = targets[moved]
        self._since[moved] = now

    def at(self, now: float) -> Numbers:
        """Return the values that the ramps have reached at the time `now`, seconds."""
        part = np.clip((now - self._since) / self._seconds, 0, 1)
        return np.where(part < 1, self._from + part * (self._to - self._from), self._to)

    def arrived(self, now: float) -> bool:
        """Return whether all values are at their targets."""
        return bool((now - self._since >= self._seconds).all())
