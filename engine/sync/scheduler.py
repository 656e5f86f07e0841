"""Things that are due later: items with times in, a call at the right moment out, from a thread of its own.

Times are seconds of the clock that is given, normally `time.monotonic`.
"""

import heapq
import itertools
import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Scheduler(Generic[Item]):
    """A heap, and a thread that waits for its top."""

    def __init__(
        self, perform: Callable[[Item], object], clock: Callable[[], float] = time.monotonic, limit: int = 4096
    ) -> None:
        """`perform` is called with each item when it is due; it must not raise. `limit`: items that may wait."""
        self._perform = perform
        self._clock = clock
        self._limit = limit
        self._order = itertools.count()  # of two items due at once, the first that came
        self._waiting: list[tuple[float, int, Item]] = []
        self._changed = threading.Condition()
        self._stopping = False
        self._thread: threading.Thread | None = None

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, due: float, item: Item) -> bool:
        """Keep an item until `due`, seconds of the clock. False when too many wait: then it is not kept."""
        with self._changed:
            if len(self._waiting) >= self._limit:
                return False
            heapq.heappush(self._waiting, (due, next(self._order), item))
            self._changed.notify()
        return True

    def due(self, now: float) -> list[Item]:
        """Take out what is due, oldest first."""
        with self._changed:
            return self._take(now)

    def start(self) -> None:
        """Begin to watch the clock."""
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="agenda", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Forget what waits and end the thread."""
        with self._changed:
            self._stopping = True
            self._waiting.clear()
            self._changed.notify()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _take(self, now: float) -> list[Item]:
        items = []
        while self._waiting and self._waiting[0][0] <= now:
            items.append(heapq.heappop(self._waiting)[2])
        return items

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._stopping and not (self._waiting and self._waiting[0][0] <= self._clock()):
                    self._changed.wait(self._waiting[0][0] - self._clock() if self._waiting else None)
                if self._stopping:
                    return
                items = self._take(self._clock())
            for item in items:
                self._perform(item)
