"""Log of every change that the player applied: a ring in shared memory, from which a performance can be rendered again.

in   entries of the player (core/player.cpp): clock at the start of the block, kind of change, its numbers
out  these entries in order, for readers in other processes

One writer, any number of readers, no lock. A reader that polls ten times a second stays thousands of entries behind
the point where the ring is overwritten; a reader that falls too far behind gets an error value, not wrong entries.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

EVENT_LOG_SIZE = 1 << 14  # entries

_ENTRY = [("clock", "<i8"), ("kind", "<i8"), ("number", "<i8"), ("value", "<f8"), ("at", "<i8")]
EVENT_LOG_LAYOUT = [("count", "<i8"), ("entries", _ENTRY, (EVENT_LOG_SIZE,))]


class LogKind(IntEnum):
    """Kinds of entries. An event is logged as EVENT plus its action."""

    BEGIN = 0  # a player starts; `number` is 1 when it continues a set after another player
    SET = 1  # parameter `number` of the table is set to `value`
    TAPE = 2  # tape number `number` becomes the one that is read
    END = 3  # the fade-out starts
    EVENT = 16  # `number` and `value` are those of the event; `at` is its sample, or -1


class LogEntry(NamedTuple):
    """One change that the player applied; `number`, `value` and `at` as LogKind says."""

    clock: int  # samples output before the block that applied the change
    kind: int  # a LogKind, or EVENT plus an action
    number: int
    value: float
    at: int


class EventLog:
    """Reader of the log in shared memory, a record of EVENT_LOG_LAYOUT."""

    def __init__(self, record: NDArray[np.void]) -> None:
        self._count, self._entries = record["count"], record["entries"]

    @property
    def count(self) -> int:
        """Entries written so far, by all players of this segment."""
        return int(self._count)

    def read(self, first: int) -> list[LogEntry] | None:
        """Return all entries from number `first` on, or None when some of them are already overwritten."""
        count = self.count
        entries = [LogEntry(*self._entries[number % EVENT_LOG_SIZE].item()) for number in range(first, count)]
        # checked after the copy: the writer may have overwritten the oldest entries meanwhile
        return entries if self.count - first < EVENT_LOG_SIZE else None

    def since(self, first: int) -> tuple[int, list[LogEntry]]:
        """Return the number of the next entry and the entries from `first` on.

        The list is empty when `first` is negative or some of the entries are already overwritten.
        """
        entries = self.read(first) if first >= 0 else None
        return (self.count, []) if entries is None else (first + len(entries), entries)
