"""The clocks of senders: the time tag of a bundle and its time of receipt -> when it is due, by our clock.

tag    seconds since the Unix epoch, by the sender's clock
at     time of receipt, seconds of `time.perf_counter`
due    seconds of `time.perf_counter`

A tag from MAX_BEHIND_S before to MAX_AHEAD_S after our own time is used as it is. Any other comes from a clock that was
never set, and only the differences between its tags can be used: the bundle that the network delayed least is due
FALLBACK_DELAY_S after its receipt, and all others keep their distance to it. That bundle is looked for among the last
OFFSET_WINDOW_S, so that a drifting clock is followed: at 50 ppm it goes 0.5 ms wrong meanwhile. How far ahead such a
sender means to play cannot be known; FALLBACK_DELAY_S stands for it.
"""

import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable

MAX_AHEAD_S = 10.0
MAX_BEHIND_S = 1.0
FALLBACK_DELAY_S = 0.1  # the network delay that is compensated, too
OFFSET_WINDOW_S = 10.0
EARLIER_S = 0.02  # a bundle that is earlier by more was sent further ahead of its time, not delayed less
CLOCK_STEP_S = 1.0  # a bundle that is earlier by more comes from a clock that was set
MAX_SENDERS = 64  # whose clocks are remembered
SIMULTANEOUS_S = 1e-4  # between two readings of a clock that count as one moment
MAX_READINGS = 10  # to get such a moment


class _ClockOffset:
    """The offset of one sender's clock, by which the times of its bundles are converted to ours."""

    def __init__(self) -> None:
        # (at, at - tag), a sliding-window minimum: the lowest difference first
        self._offsets: deque[tuple[float, float]] = deque()

    def due(self, tag: float, at: float) -> float:
        """Return when a bundle is due; `tag` and `at` as in the module's table."""
        offsets, offset = self._offsets, at - tag
        while offsets and offsets[0][0] < at - OFFSET_WINDOW_S:
            offsets.popleft()
        if offsets and not -CLOCK_STEP_S <= offset - offsets[0][1] <= FALLBACK_DELAY_S:
            offsets.clear()
        if not offsets or offset >= offsets[0][1] - EARLIER_S:
            while offsets and offsets[-1][1] >= offset:
                offsets.pop()
            offsets.append((at, offset))
        return tag + offsets[0][1] + FALLBACK_DELAY_S


class SenderClocks:
    """The clocks of all senders; any thread may use it."""

    def __init__(self) -> None:
        self._offsets: OrderedDict[Hashable, _ClockOffset] = OrderedDict()
        self._lock = threading.Lock()

    def due(self, sender: Hashable, tag: float, wall: float, at: float) -> float:
        """Return when a bundle is due; this may be past.

        Args:
            sender: identity of the sender, such as its address.
            tag: time tag of the bundle.
            wall: time of receipt in seconds since the Unix epoch, by our clock.
            at: the same moment in seconds of `time.perf_counter`.
        """
        if -MAX_BEHIND_S <= tag - wall <= MAX_AHEAD_S:
            return at + tag - wall
        with self._lock:
            offset = self._offsets.setdefault(sender, _ClockOffset())
            self._offsets.move_to_end(sender)
            if len(self._offsets) > MAX_SENDERS:
                self._offsets.popitem(last=False)
            return offset.due(tag, at)


def read_clocks(clock: Callable[[], float], wall: Callable[[], float]) -> tuple[float, float]:
    """Return the present time by both clocks; if they were not read at one moment, they are read again."""
    for _ in range(MAX_READINGS):
        before, other, after = clock(), wall(), clock()
        if after - before <= SIMULTANEOUS_S:
            break
    return (before + after) / 2, other
