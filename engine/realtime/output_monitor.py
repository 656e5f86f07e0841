"""The last seconds of output, for recorders and measurements: a ring in shared memory.

in   written by the player (core/player.cpp): samples at the engine's rate, and the time of each call of the device
out  samples float32 (n, 2)

One writer, any number of readers, no lock: readers take at most the newer half of the ring, so the writer is 1.5 s
away from overwriting what they copy.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.arrays import Floats
from engine.spec import SPEC

MONITOR_SIZE = 1 << 17  # samples, 3 s
MONITOR_MARKS = 1024  # blocks whose time is kept
TIMING_MARKS = 64  # newest blocks from which the time of a sample is estimated

_MARK = [("clock", "<i8"), ("at", "<f8")]
_SAMPLES = ("samples", "<f4", (MONITOR_SIZE, 2))
MONITOR_LAYOUT = [("end", "<i8"), ("calls", "<i8"), _SAMPLES, ("marks", _MARK, (MONITOR_MARKS,))]


class Recording(NamedTuple):
    """Samples of the left channel, and the time of the first."""

    samples: Floats  # (n,)
    start: float  # seconds at which the first of them was handed over


class OutputMonitor:
    """Reader of the ring in shared memory, a record of MONITOR_LAYOUT."""

    def __init__(self, record: NDArray[np.void]) -> None:
        self._end, self._calls = record["end"], record["calls"]
        self._samples, self._marks = record["samples"], record["marks"]

    @property
    def end(self) -> int:
        """Samples written by this player: its clock after the last block."""
        return int(self._end)

    def last(self, seconds: float) -> Recording:
        """Return the last `seconds` of the left channel, at most 1.5; fewer when less was written.

        Its time is a median over the last calls of the device, independent of the player's own estimate of the time.
        """
        end, calls = self.end, int(self._calls)
        count = min(round(seconds * SPEC.rate), MONITOR_SIZE // 2, end)
        samples = self._samples[np.arange(end - count, end) % MONITOR_SIZE, 0]
        marks = self._marks[np.arange(max(calls - TIMING_MARKS, 0), calls) % MONITOR_MARKS]
        origin = float(np.median(marks["at"] - marks["clock"] / SPEC.rate)) if len(marks) else 0.0
        return Recording(samples, origin + (end - count) / SPEC.rate)

    def since(self, clock: int) -> tuple[int, Floats | None]:
        """Return the number of the sample to come, and all samples (n, 2) from sample `clock` on.

        None instead of samples when some may be overwritten already. A restarted player counts from 0; if it has not
        reached `clock` yet, all of its samples are returned.
        """
        end = self.end
        first = clock if clock <= end else 0
        if end - first > MONITOR_SIZE // 2:
            return end, None
        samples = self._samples[np.arange(first, end) % MONITOR_SIZE]
        # checked after the copy, too: the writer may have overwritten the oldest samples meanwhile
        return end, samples if self.end - first <= MONITOR_SIZE // 2 else None
