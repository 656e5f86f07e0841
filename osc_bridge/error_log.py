"""Refused messages: sentences in, a count and at most one line of log a second out."""

import logging
import threading
import time
from collections.abc import Callable


class RateLimitedLog:
    """Counts everything, says little: a flood of bad packets must not become a flood of text."""

    def __init__(self, logger: logging.Logger, clock: Callable[[], float] = time.monotonic, quiet: float = 1.0) -> None:
        """`quiet`: seconds of silence after a line."""
        self.count = 0
        self._logger = logger
        self._clock = clock
        self._quiet = quiet
        self._next = -float("inf")
        self._lock = threading.Lock()

    def add(self, sentence: str, cause: BaseException | None = None) -> None:
        """Count one refusal. `cause`: a defect of ours, logged with its traceback."""
        with self._lock:
            self.count += 1
            now = self._clock()
            if now < self._next:
                return
            self._next = now + self._quiet
            count = self.count
        self._logger.warning("%s (%d refused so far)", sentence, count, exc_info=cause)
