"""Senders' clocks: the time tag of a bundle and when it came -> when it is due, by our clock.

tag    seconds since the Unix epoch, by the sender's clock
at     seconds of our clock, `time.perf_counter`, at which the bundle came
due    seconds of our clock

A tag from BEHIND before to AHEAD after our own time is believed as it is. Any other comes from a clock that is wrong,
a laptop's that was never set, and of that only the distances between tags can be used: the bundle that the network held
up least is due LOOKAHEAD after it came, and all others are as far from it as their tags say. That bundle is looked for
among the last WINDOW seconds, so that a clock that drifts is followed: at 50 ppm it goes 0.5 ms astray meanwhile.
How far ahead the sender means to be cannot be known; LOOKAHEAD stands in for it.
"""

import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable

AHEAD = 10.0  # seconds
BEHIND = 1.0  # seconds
LOOKAHEAD = 0.1  # seconds; what a bundle may be late without being heard late
WINDOW = 10.0  # seconds
SPREAD = 0.02  # seconds; who is earlier by more is meant for later, not carried faster
LONGER = 1.0  # seconds; who is earlier by more has set its clock
SENDERS = 64  # whose clocks are remembered
CLOSE = 1e-4  # seconds between two looks at a clock that count as one moment
TRIES = 10  # to have such a moment


class _Timeline:
    """The clock of one sender against ours."""

    def __init__(self) -> None:
        # (came, came - tag), the lowest difference first: of two, the later one matters when it is the lower one
        self._offsets: deque[tuple[float, float]] = deque()

    def place(self, tag: float, at: float) -> float:
        """When a bundle is due."""
        offsets, offset = self._offsets, at - tag
        while offsets and offsets[0][0] < at - WINDOW:
            offsets.popleft()
        if offsets and not -LONGER <= offset - offsets[0][1] <= LOOKAHEAD:
            offsets.clear()
        if not offsets or offset >= offsets[0][1] - SPREAD:
            while offsets and offsets[-1][1] >= offset:
                offsets.pop()
            offsets.append((at, offset))
        return tag + offsets[0][1] + LOOKAHEAD


class SenderClocks:
    """The clocks of all senders; any thread may ask."""

    def __init__(self) -> None:
        self._timelines: OrderedDict[Hashable, _Timeline] = OrderedDict()
        self._lock = threading.Lock()

    def due(self, sender: Hashable, tag: float, wall: float, at: float) -> float:
        """When a bundle is due, seconds of our clock; may be past.

        Args:
            sender: who dated it.
            tag: its time tag.
            wall: seconds since the Unix epoch, by our clock, when it came.
            at: the same moment in seconds of `time.perf_counter`.
        """
        if -BEHIND <= tag - wall <= AHEAD:
            return at + tag - wall
        with self._lock:
            timeline = self._timelines.setdefault(sender, _Timeline())
            self._timelines.move_to_end(sender)
            if len(self._timelines) > SENDERS:
                self._timelines.popitem(last=False)
            return timeline.place(tag, at)


def read_clocks(clock: Callable[[], float], wall: Callable[[], float]) -> tuple[float, float]:
    """Now, by two clocks; read again when another thread has run in between."""
    for _ in range(TRIES):
        before, other, after = clock(), wall(), clock()
        if after - before <= CLOSE:
            break
    return (before + after) / 2, other
