"""Shared memory that outlives the process that created it (POSIX only), and access to its fields as attributes.

multiprocessing.shared_memory registers every segment with a helper process that removes it when its creator exits.
That is wrong for memory that a supervisor passes from one control process, which receives OSC and MIDI, to the next: it
must stay until the session ends and the last process, or else the supervisor, unlinks it.
"""

import os
from multiprocessing import resource_tracker
from multiprocessing.shared_memory import SharedMemory
from typing import Any

from engine.errors import BadInput

from .segment_lock import lock_segment, posix_shared_memory, unlink_segment


class PersistentSegment(SharedMemory):
    """Shared memory that stays until it is unlinked, even when its processes are killed."""

    def __init__(self, name: str) -> None:
        """Open the segment of that name, and lock it against `clear_stale_segments`."""
        super().__init__(name)
        resource_tracker.unregister(f"/{self.name}", "shared_memory")
        lock_segment(self._fd)  # type: ignore[attr-defined]

    def unlink(self) -> None:
        """Remove the name from the system, if it is still there."""
        unlink_segment(self.name)


def open_or_create(name: str, size: int) -> PersistentSegment:
    """Return the segment of that name; it is created if it is missing, and has memory for all of its bytes.

    Raises:
        BadInput: there is not enough shared memory.
    """
    allocate(name, size)
    return PersistentSegment(name)


def allocate(name: str, size: int) -> None:
    """Create the segment of that name if it is missing, and take the memory for all of its bytes. POSIX only.

    Without that, a process that writes to a segment on a full /dev/shm ends by SIGBUS.

    Raises:
        BadInput: there is not enough shared memory.
    """
    try:
        descriptor = posix_shared_memory().shm_open(f"/{name}", os.O_CREAT | os.O_RDWR, 0o600)
        try:
            if os.fstat(descriptor).st_size == 0:
                os.ftruncate(descriptor, size)
            if hasattr(os, "posix_fallocate"):
                os.posix_fallocate(descriptor, 0, size)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise BadInput(
            f"there are no {size / 1e6:.1f} MB of shared memory ({error.strerror}); make room in /dev/shm or enlarge it"
        ) from error


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
