"""Refused messages: sentences in, a count and at most one line of log a second out."""

import logging
import threading
import time
from collections.abc import Callable


class RateLimitedLog:
    """A log that counts every entry and writes few of them, so that a flood of bad packets is not a flood of text."""

    def __init__(
        self, logger: logging.Logger, clock: Callable[[], float] = time.monotonic, interval: float = 1.0
    ) -> None:
        """`interval`: shortest time between two lines, in seconds."""
        self.count = 0
        self._logger, self._clock, self._interval = logger, clock, interval
        self._next_line = -float("inf")
        self._lock = threading.Lock()

    def add(self, sentence: str, cause: BaseException | None = None, *, shown: bool = False) -> None:
        """Count one refusal.

        Args:
            sentence: what was refused, and what to do.
            cause: an internal error, logged with its traceback.
            shown: whether the user sees the sentence elsewhere; then it is not logged.
        """
        with self._lock:
            self.count += 1
            now = self._clock()
            if shown or now < self._next_line:
                return
            self._next_line = now + self._interval
            count = self.count
        self._logger.warning("%s (%d refused so far)", sentence, count, exc_info=cause)
