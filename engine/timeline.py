"""When a sample is handed to the card: samples of the instrument's clock and seconds, each as the other.

clock   int      samples since the instrument began
time    float    seconds of the monotonic clock (`time.perf_counter`, which all processes of a machine share)
origin  float    seconds at which sample 0 was, or would have been, handed over

A callback is called when the card needs samples, or a little later where the machine was busy, never earlier. So the
earliest of the last calls tells best how the card's samples lie in time, and what is placed by it does not share the
jitter of single calls. A filter with a memory would not do: after an underrun the card goes on later, at once.
"""

import numpy as np

from .spec import SPEC

SPAN = 12  # calls that are remembered: 35 ms at 128 samples, in which a card that has slipped is not believed
BREAK = 0.05  # seconds; later than that, the card has begun anew


class Timeline:
    """The origin, call by call."""

    def __init__(self, rate: int = SPEC.rate) -> None:
        self._rate = rate
        self._origins = np.full(SPAN, np.inf)
        self._calls = 0

    def __call__(self, clock: int, now: float) -> float:
        """The origin, when sample `clock` was asked for at `now`."""
        origin = now - clock / self._rate
        if self._calls and origin > float(self._origins.min()) + BREAK:
            self._origins[:] = np.inf
        self._origins[self._calls % SPAN] = origin
        self._calls += 1
        return float(self._origins.min())
