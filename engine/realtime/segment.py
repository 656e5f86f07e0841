"""Shared memory that outlives the process that created it (POSIX only), and access to its fields as attributes.

multiprocessing.shared_memory registers every segment with a helper process that removes it when its creator exits.
That is wrong for memory that a supervisor passes from one control process, which receives OSC and MIDI, to the next: it
must stay until the session ends and the last process, or else the supervisor, unlinks it.
"""

import contextlib
from multiprocessing import resource_tracker
from multiprocessing.shared_memory import SharedMemory
from typing import Any

from .supervisor import unlink_segment


class PersistentSegment(SharedMemory):
    """Shared memory that stays until it is unlinked, even when its processes are killed."""

    def __init__(self, name: str, create: bool = False, size: int = 0) -> None:
        super().__init__(name, create, size)
        resource_tracker.unregister(f"/{self.name}", "shared_memory")

    def unlink(self) -> None:
        """Remove the name from the system, if it is still there."""
        unlink_segment(self.name)


def open_or_create(name: str, size: int) -> tuple[PersistentSegment, bool]:
    """Return the segment of that name, and whether it was created."""
    with contextlib.suppress(FileNotFoundError):
        return PersistentSegment(name), False
    return PersistentSegment(name, create=True, size=size), True


class IntField:
    """An integer field of the segment's record, as an attribute."""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, shared: Any, owner: type) -> int:
        return int(shared._record[self._name])

    def __set__(self, shared: Any, value: int) -> None:
        shared._record[self._name][...] = value


class TextField:
    """A text field of the segment's record, as an attribute; text that is too long is cut."""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, shared: Any, owner: type) -> str:
        raw: bytes = shared._record[self._name].item()
        return raw.decode("utf-8", "ignore")

    def __set__(self, shared: Any, text: str) -> None:
        shared._record[self._name][...] = text.encode()
