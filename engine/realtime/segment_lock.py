"""Names of shared memory, and locks by which memory in use differs from memory that killed processes left.

claim_segment         creates an empty, locked segment for a set; its control process gives it a size
lock_segment          marks a segment as used, as long as its descriptor is open
clear_stale_segments  removes segments that no process has locked; Linux only, where they are files
unlink_segment        removes a segment by name

A lock ends with the process that holds it, and holds across PID namespaces that share /dev/shm. This module imports
little, because the supervisor uses it.
"""

import contextlib
import importlib
import os
import secrets
from glob import glob
from typing import Any

SEGMENT_PREFIX = "vamen-"
SEGMENT_FOLDER = "/dev/shm"


def posix_shared_memory() -> Any:
    """Return the module with shm_open and shm_unlink: part of multiprocessing.shared_memory, without its imports."""
    return importlib.import_module("_posixshmem")


def claim_segment() -> tuple[str, int]:
    """Return the name of a new segment, and the descriptor whose lock keeps it; -1 where there is no shared memory."""
    while True:
        name = f"{SEGMENT_PREFIX}{os.getpid()}-{secrets.token_hex(3)}"
        try:
            descriptor = posix_shared_memory().shm_open(f"/{name}", os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
        except FileExistsError:
            continue
        except OSError:  # the control process meets it, too, and says so
            return name, -1
        lock_segment(descriptor)
        if os.path.exists(f"{SEGMENT_FOLDER}/{name}") or not os.path.isdir(SEGMENT_FOLDER):
            return name, descriptor
        os.close(descriptor)  # another start has cleared it before it was locked


def lock_segment(descriptor: int) -> None:
    """Mark the segment of a descriptor as used until the descriptor is closed; any number of processes may do so."""
    import fcntl

    with contextlib.suppress(OSError):  # macOS has no locks for shared memory
        fcntl.flock(descriptor, fcntl.LOCK_SH)


def clear_stale_segments() -> None:
    """Remove the segments of sets all of whose processes were killed."""
    import fcntl

    for path in glob(f"{SEGMENT_FOLDER}/{SEGMENT_PREFIX}*"):
        with contextlib.suppress(OSError):  # in use, or of another user
            descriptor = os.open(path, os.O_RDWR | os.O_NOFOLLOW)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                os.unlink(path)
            finally:
                os.close(descriptor)


def unlink_segment(segment: str) -> None:
    """Remove shared memory by name, if it still exists because its processes were killed."""
    with contextlib.suppress(FileNotFoundError):
        posix_shared_memory().shm_unlink(f"/{segment}")
