"""A temporary folder that only this user can read, and that is deleted even if vamen is killed: at its next start.

The folder is locked as long as its process lives, wherever the system has such locks; Windows has none.
"""

import contextlib
import os
import shutil
import tempfile
from glob import escape, glob
from pathlib import Path

PRIVATE_FOLDER_PREFIX = "vamen-breaks-"


class PrivateFolder:
    """A folder with a random name."""

    def __init__(self) -> None:
        """Make the folder; OSError if that fails."""
        self.path = Path(tempfile.mkdtemp(prefix=PRIVATE_FOLDER_PREFIX))  # mode 0700
        self._lock = _locked(self.path)

    def remove(self) -> None:
        """Delete the folder and what is in it."""
        shutil.rmtree(self.path, ignore_errors=True)
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def remove_stale_folders() -> None:
    """Delete the folders of processes that were killed."""
    for name in glob(f"{escape(tempfile.gettempdir())}/{PRIVATE_FOLDER_PREFIX}*"):
        lock = _locked(Path(name))
        if lock is not None:
            shutil.rmtree(name, ignore_errors=True)
            os.close(lock)


def _locked(folder: Path) -> int | None:
    """Return a descriptor whose lock keeps a folder of this user; None if another process has it, or without locks."""
    with contextlib.suppress(ImportError, OSError):
        import fcntl

        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            if os.fstat(descriptor).st_uid == os.getuid():
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return descriptor
        except OSError:
            pass
        os.close(descriptor)
    return None
