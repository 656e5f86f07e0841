"""Events that wait for their samples: added in any order, taken in that of their samples, and of arrival.

A sample is one of the instrument's own clock. Nothing grows without end: beyond PENDING events are refused and counted.
"""

import heapq

from .controls import Action, Event
from .rewind import Rewindable

PENDING = 4096  # events that are held


class Score(Rewindable):
    """A heap of events."""

    WHOLE = ("refused", "_order", "_taken")
    WRITTEN = ("_waiting",)

    def __init__(self) -> None:
        self.refused = 0  # events that found no room
        self.clear()

    def clear(self) -> None:
        """Forget all of them."""
        self._waiting: list[tuple[int, int, Event]] = []
        self._order = self._taken = 0  # of arrival: of the last one added, and of the last one taken

    def add(self, event: Event, at: int) -> None:
        """Keep an event for a sample."""
        if len(self._waiting) >= PENDING:
            self.refused += 1
            return
        self._order += 1
        heapq.heappush(self._waiting, (at, self._order, event))

    def next(self, end: int) -> int:
        """Sample of the first one, but no later than `end`."""
        return min(end, self._waiting[0][0]) if self._waiting else end

    @property
    def first(self) -> tuple[int, Event] | None:
        """The one that is due first, and its sample."""
        return (self._waiting[0][0], self._waiting[0][2]) if self._waiting else None

    def take(self, clock: int) -> Event | None:
        """The first event that is due at this sample."""
        if not self._waiting or self._waiting[0][0] > clock:
            return None
        _, self._taken, event = heapq.heappop(self._waiting)
        return event

    def forget(self) -> None:
        """Forget what was asked for before the event that was taken last; knobs stay turned."""
        self._waiting = [one for one in self._waiting if one[1] > self._taken or one[2].action is Action.SET]
        heapq.heapify(self._waiting)
