"""What the instrument was told, and when: a ring in the shared segment, from which a set can be played again.

in   written by the player (core/player.cpp) as it applies a change: the clock before the block, what kind, its numbers
out  the same in order, for a recorder in another process

One writer, any readers, no lock. A reader that looks ten times a second is thousands of changes away from being
overtaken; one that was overtaken is told so.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

SIZE = 1 << 14  # changes that are kept

_ENTRY = [("clock", "<i8"), ("kind", "<i8"), ("which", "<i8"), ("value", "<f8"), ("at", "<i8")]
LAYOUT = [("count", "<i8"), ("entries", _ENTRY, (SIZE,))]


class LogKind(IntEnum):
    """What was told. Events have their action added to EVENT."""

    BEGIN = 0  # a player begins; `which` is 1 when it follows another one in the midst of a set
    SET = 1  # parameter `which` of the table has `value`
    TAPE = 2  # tape number `which` is read
    END = 3  # the fade-out begins
    EVENT = 16  # which, value: the event's; at: its sample, or -1


class Entry(NamedTuple):
    """One change."""

    clock: int  # samples handed out before the block that heard of it
    kind: int
    which: int
    value: float
    at: int


class EventLog:
    """The ring, for readers."""

    def __init__(self, record: NDArray[np.void]) -> None:
        self._count, self._entries = record["count"], record["entries"]

    @property
    def count(self) -> int:
        """Changes so far, of all players of this segment."""
        return int(self._count)

    def read(self, first: int) -> list[Entry] | None:
        """Reader: all changes from number `first` on; None when some of them are no longer there."""
        count = self.count
        entries = [Entry(*self._entries[number % SIZE].item()) for number in range(first, count)]
        # the writer may have gone over the oldest of them while they were copied
        return entries if self.count - first < SIZE else None

    def since(self, first: int) -> tuple[int, list[Entry]]:
        """Reader: the number of the change to come, and all from number `first` on; none below 0 or when it is late."""
        entries = self.read(first) if first >= 0 else None
        return (self.count, []) if entries is None else (first + len(entries), entries)
