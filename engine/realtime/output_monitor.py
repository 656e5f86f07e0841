"""What the player has just handed to its output, for others to look at: a ring in the shared segment.

in   written by the player (core/player.cpp): samples at the engine's rate, and when each block was asked for
out  the last SIZE samples (SIZE, 2)

One writer, any readers, no lock: a reader of the last second and a half is that far from where is written.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.arrays import Floats
from engine.spec import SPEC

SIZE = 1 << 17  # samples that are kept, 3 s
MARKS = 1024  # blocks of which the time is kept
RECENT = 64  # of them that tell how samples lie in time

_MARK = [("clock", "<i8"), ("at", "<f8")]
LAYOUT = [("end", "<i8"), ("calls", "<i8"), ("samples", "<f4", (SIZE, 2)), ("marks", _MARK, (MARKS,))]


class Recording(NamedTuple):
    """A piece of sound, of the left channel, and where it lies in time."""

    samples: Floats  # (n,)
    began: float  # seconds at which the first of them was handed over


class OutputMonitor:
    """The ring, for readers."""

    def __init__(self, record: NDArray[np.void]) -> None:
        self._end, self._calls = record["end"], record["calls"]
        self._samples, self._marks = record["samples"], record["marks"]

    @property
    def end(self) -> int:
        """Samples written by this player; the clock after its last block."""
        return int(self._end)

    def last(self, seconds: float) -> Recording:
        """Reader: the last `seconds`, at most 1.5; less where there is less.

        Where samples lie in time is the median of what the last calls say, no matter what `timeline` makes of them.
        """
        end, calls = self.end, int(self._calls)
        count = min(round(seconds * SPEC.rate), SIZE // 2, end)
        samples = self._samples[np.arange(end - count, end) % SIZE, 0]
        marks = self._marks[np.arange(max(calls - RECENT, 0), calls) % MARKS]
        origin = float(np.median(marks["at"] - marks["clock"] / SPEC.rate)) if len(marks) else 0.0
        return Recording(samples, origin + (end - count) / SPEC.rate)

    def since(self, clock: int) -> Floats | None:
        """Reader: everything from sample `clock` on (n, 2); None when the writer has gone over it."""
        end = self.end
        samples = self._samples[np.arange(clock, end) % SIZE]
        # it may have gone over the oldest of them while they were copied
        return samples if self.end - clock <= SIZE // 2 else None
