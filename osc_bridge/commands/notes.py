"""What `vamen play` prints while it plays: text lines in which its parts report their state, when they change."""

import math
import sys
import threading
import time
from collections.abc import Callable, Iterable

NOTE_INTERVAL = 0.5  # seconds between two checks for new notes
UNDERRUN_NOTE_INTERVAL_S = 10.0  # shortest time between two lines about underruns


class UnderrunNote:
    """Tells the user, in `note`, how often the sound was interrupted: at once, then at most every few seconds."""

    def __init__(self, count: Callable[[], int], now: Callable[[], float] = time.monotonic) -> None:
        """`count` returns the number of underruns; `now` returns seconds."""
        self._count, self._now = count, now
        self._said, self._next = count(), -math.inf
        self._sentence = ""

    @property
    def note(self) -> str:
        """The sentence; empty before the first underrun."""
        count, now = self._count(), self._now()
        if count < self._said:  # a restarted player counts from 0
            self._said = 0
        if count > self._said and now >= self._next:
            self._said, self._next = count, now + UNDERRUN_NOTE_INTERVAL_S
            underruns = f"{count} underrun{'s' * (count != 1)}"
            self._sentence = f"{underruns} so far: the sound was interrupted; a larger --buffer helps"
        return self._sentence


class NoteBoard:
    """Shows lines to the user, and remembers the newest one for those who come later."""

    def __init__(self) -> None:
        self.newest = ""

    def show(self, note: str) -> None:
        """Print a sentence to standard error."""
        self.newest = note
        print(note, file=sys.stderr, flush=True)

    def show_changes(
        self,
        notes: Callable[[], Iterable[str]],
        ended: threading.Event,
        shown: set[str],
        underruns: Callable[[], str] = str,
    ) -> None:
        """Show each new sentence until `ended` is set.

        Args:
            notes: returns the present sentences.
            ended: ends it.
            shown: sentences that were shown already.
            underruns: returns the present sentence about underruns; it is not the newest one, as panels count them.
        """
        told = ""
        while not ended.wait(NOTE_INTERVAL):
            current = set(filter(None, notes()))
            for note in sorted(current - shown):
                self.show(note)
            shown = current
            if (note := underruns()) != told:
                told = note
                print(note, file=sys.stderr, flush=True)
