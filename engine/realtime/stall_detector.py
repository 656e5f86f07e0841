"""Detecting a process that is stopped or hangs: a counter that it increments in, whether it stands still out."""

import contextlib
import time
from collections.abc import Callable

STALL_TIMEOUT_S = 1.5  # longer than any pause of a healthy process; with the restart, a process is back within 2 s
MAX_STEP_S = 0.25  # a longer time between two calls of `stalled` counts as this


class StallDetector:
    """Watches the counter of another process.

    Only time in which the watching process runs counts. What stops both, such as a suspended laptop or Ctrl-Z, is no
    stall: afterwards the other process has the whole timeout again.
    """

    def __init__(self, timeout: float = STALL_TIMEOUT_S, clock: Callable[[], float] = time.monotonic) -> None:
        """`timeout`: seconds without a change; `clock` returns the time in seconds."""
        self._timeout, self._clock = timeout, clock
        self._counter: object = None
        self._called, self._unchanged_s = clock(), 0.0

    def stalled(self, counter: object, pid: int) -> bool:
        """Return whether `counter` has not changed for too long; not while a debugger holds the process `pid`.

        Call it several times a second.
        """
        now = self._clock()
        self._unchanged_s += min(now - self._called, MAX_STEP_S)
        self._called = now
        if counter != self._counter:
            self._counter, self._unchanged_s = counter, 0.0
        return self._unchanged_s > self._timeout and not _is_traced(pid)


def _is_traced(pid: int) -> bool:
    with contextlib.suppress(OSError), open(f"/proc/{pid}/status") as status:  # Linux
        return "TracerPid:\t0\n" not in status.read()
    return False
