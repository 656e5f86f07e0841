"""Shared memory that outlives the process that made it, and single values in it.

Python lets a helper process of whoever opens a segment remove it when that one is gone, which is right for memory that
belongs to one process, and wrong for memory that a supervisor hands from one control process to the next: there the
last one removes it by `unlink`, and the supervisor in any case. POSIX only.

Lasting      such a segment
Word, Text   fields of an object's `_record`, as attributes
"""

import contextlib
from multiprocessing import resource_tracker
from multiprocessing.shared_memory import SharedMemory
from typing import Any

from .supervisor import unlink_segment


class PersistentSegment(SharedMemory):
    """A segment that stays until it is unlinked, whatever happens to its processes."""

    def __init__(self, name: str, create: bool = False, size: int = 0) -> None:
        super().__init__(name, create, size)
        resource_tracker.unregister(f"/{self.name}", "shared_memory")

    def unlink(self) -> None:
        """Remove the name from the system, if it is still there."""
        unlink_segment(self.name)


def open_or_create(name: str, size: int) -> tuple[PersistentSegment, bool]:
    """The segment of that name, and whether it had to be made."""
    with contextlib.suppress(FileNotFoundError):
        return PersistentSegment(name), False
    return PersistentSegment(name, create=True, size=size), True


class IntField:
    """A whole number of the segment's record, as an attribute."""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, shared: Any, owner: type) -> int:
        return int(shared._record[self._name])

    def __set__(self, shared: Any, value: int) -> None:
        shared._record[self._name][...] = value


class TextField:
    """A line of text of the segment's record, as an attribute; cut to its room."""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, shared: Any, owner: type) -> str:
        raw: bytes = shared._record[self._name].item()
        return raw.decode("utf-8", "ignore")

    def __set__(self, shared: Any, text: str) -> None:
        shared._record[self._name][...] = text.encode()
