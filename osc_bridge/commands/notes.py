"""What `vamen play` prints while it plays: text lines in which its parts report their state, when they change."""

import sys
import threading
from collections.abc import Callable, Iterable

NOTE_INTERVAL = 0.5  # seconds between two checks for new notes


def print_changes(notes: Callable[[], Iterable[str]], ended: threading.Event, printed: set[str]) -> None:
    """Print each new sentence that `notes` returns, except those `printed` already, until `ended` is set."""
    while not ended.wait(NOTE_INTERVAL):
        current = {"", *notes()}
        for note in sorted(current - printed):
            print_note(note)
        printed = current


def print_note(note: str) -> None:
    """Print a sentence for the user to standard error."""
    print(note, file=sys.stderr, flush=True)
