"""Tasks at given times: functions and their due times in, calls from one thread out, in the order of the times.

Times are seconds of the clock that is given, normally `time.perf_counter`.
"""

import heapq
import itertools
import threading
import time
from collections.abc import Callable

STOP_LIMIT_S = 1.0  # for the running task, which may wait for a lock that the caller of stop() holds

Task = Callable[[], object]


class Scheduler:
    """A heap of tasks, and a thread that waits for the first of them."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter, limit: int = 4096) -> None:
        """`limit`: most tasks that may wait at a time."""
        self.clock, self._limit = clock, limit
        self._order = itertools.count()  # of two tasks due at once, the one added first
        self._waiting: list[tuple[float, int, Task]] = []
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    def __len__(self) -> int:
        """The number of waiting tasks."""
        return len(self._waiting)

    def add(self, due: float, task: Task) -> bool:
        """Run a task, which must not raise, at `due`. Returns False, and drops it, when too many wait."""
        with self._changed:
            if len(self._waiting) >= self._limit:
                return False
            self._push(due, task)
        return True

    def repeat(self, seconds: float, task: Task) -> None:
        """Run a task, which must not raise, now and `seconds` after each of its runs, however many others wait."""

        def run() -> None:
            task()
            with self._changed:
                self._push(self.clock() + seconds, run)

        with self._changed:
            self._push(self.clock(), run)

    def run_due(self) -> None:
        """Run the tasks that are due, oldest first; the thread does this."""
        tasks = []
        with self._changed:
            now = self.clock()
            while self._waiting and self._waiting[0][0] <= now:
                tasks.append(heapq.heappop(self._waiting)[2])
        for task in tasks:
            task()

    def _push(self, due: float, task: Task) -> None:
        heapq.heappush(self._waiting, (due, next(self._order), task))
        self._changed.notify()

    def start(self) -> None:
        """Start the thread, if it does not run."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="scheduler", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Drop the waiting tasks and end the thread."""
        with self._changed:
            thread, self._thread = self._thread, None
            self._waiting.clear()
            self._changed.notify()
        if thread is not None:
            thread.join(STOP_LIMIT_S)

    def _run(self) -> None:
        while self._thread is threading.current_thread():
            self.run_due()
            with self._changed:
                if self._thread is threading.current_thread():
                    self._changed.wait(self._waiting[0][0] - self.clock() if self._waiting else None)
