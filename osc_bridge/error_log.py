"""Refused messages: sentences in, a count and at most one line of log a second out; and remarks, logged once each."""

import logging
import threading
import time
from collections.abc import Callable, Mapping


class RateLimitedLog:
    """A log that counts every entry and writes few of them, so that a flood of bad packets is not a flood of text."""

    def __init__(
        self, logger: logging.Logger, clock: Callable[[], float] = time.monotonic, interval: float = 1.0
    ) -> None:
        """`interval`: shortest time between two lines, in seconds."""
        self.count = 0
        self._logger, self._clock, self._interval = logger, clock, interval
        self._next_line = -float("inf")
        self._remarked: set[str] = set()
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

    def remark(self, remarks: Mapping[str, str]) -> None:
        """Log sentences, by subject, about a message that took effect; of each subject only the first."""
        if not remarks:
            return
        with self._lock:
            new = [sentence for subject, sentence in remarks.items() if subject not in self._remarked]
            self._remarked.update(remarks)
        for sentence in new:
            self._logger.warning("%s", sentence)
