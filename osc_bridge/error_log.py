"""Refused messages: sentences in, a count and at most one line of log a second out; and remarks, logged once each.

A sentence that repeats is logged once a minute, so that a controller which sends a wrong address all the time does not
fill the terminal.
"""

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping

MAX_LOGGED_SENTENCES = 256  # sentences that were logged


class RateLimitedLog:
    """A log that counts every entry and writes few of them, so that a flood of bad packets is not a flood of text."""

    def __init__(
        self,
        logger: logging.Logger,
        clock: Callable[[], float] = time.monotonic,
        interval: float = 1.0,
        repeat: float = 60.0,
    ) -> None:
        """`interval`: shortest time between two lines, `repeat`: between two lines with the same sentence, seconds."""
        self.count = 0
        self._logger, self._clock, self._interval = logger, clock, interval
        self._next_line, self._repeat = -float("inf"), repeat
        self._logged: OrderedDict[str, float] = OrderedDict()  # sentence -> when it was logged, the oldest first
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
            if shown or now < max(self._next_line, self._logged.get(sentence, -self._repeat) + self._repeat):
                return
            self._next_line = now + self._interval
            self._logged[sentence] = now
            self._logged.move_to_end(sentence)
            if len(self._logged) > MAX_LOGGED_SENTENCES:
                self._logged.popitem(last=False)
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
