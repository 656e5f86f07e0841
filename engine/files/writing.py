"""Writing files: a path is checked before the work begins, and the file appears complete or not at all."""

import contextlib
import io
import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryFile

from engine.errors import BadInput


@contextmanager
def atomic_write(path: Path, *, flush: bool = False, make_folders: bool = False) -> Iterator[Path]:
    """Yield a temporary path in the same folder, which replaces `path` when the block ends without an exception.

    The temporary path is another each time: threads, processes and machines may write the same file at the same time.
    With `flush` the data is on the disk before it replaces the old file, so that a power failure leaves one of the two,
    and the new one after this has returned.
    With `make_folders` missing folders are made, and removed again after an exception.

    Raises:
        BadInput: the path is a device or pipe; the disk is full or read-only, or another OSError in the block.
    """
    part = path.with_name(f".{path.name}.{token_hex(4)}.part")
    with refused_errors(path), parent_folders(path) if make_folders else contextlib.nullcontext():
        _require_no_device(path)
        try:
            yield part
            if flush:
                with part.open("rb+") as file:
                    os.fsync(file.fileno())
            part.replace(path)
            if flush:
                flush_folder(path.parent)
        finally:
            with contextlib.suppress(OSError):  # there is no such folder
                part.unlink(missing_ok=True)


@contextmanager
def parent_folders(path: Path) -> Iterator[None]:
    """Make the missing folders in which a path lies, and remove them again after an exception."""
    missing = [folder for folder in path.absolute().parents if not folder.exists()]
    try:
        if missing:
            missing[0].mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        with contextlib.suppress(OSError):  # another process uses the folder
            for folder in missing:
                folder.rmdir()
        raise


def flush_folder(folder: Path) -> None:
    """Write the names of a folder's files to the disk, where the system can do so: not on Windows."""
    if os.name == "nt":
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


@contextmanager
def refused_errors(path: Path) -> Iterator[None]:
    """Turn an OSError in the block, which writes a file or folder, into a refusal: BadInput."""
    try:
        yield
    except OSError as error:
        raise unwritable(path, error) from error


def unwritable(path: Path, error: Exception) -> BadInput:
    """Return the BadInput, with a message for the user, for an error while writing a file or folder."""
    reason = (isinstance(error, OSError) and error.strerror) or str(error).rstrip(".")
    return BadInput(f"{path} cannot be written ({reason}); make room or name another place")


def check_writable(
    path: Path, suffixes: Collection[str] = (), *, make_folders: bool = False, sources: Collection[Path | None] = ()
) -> None:
    """Refuse a path that cannot be written, before any work is done.

    Args:
        path: the file; one that exists will be replaced.
        suffixes: allowed suffixes in lower case; all if empty.
        make_folders: missing folders will be made.
        sources: files that are read to make it and must not be replaced; None is ignored.

    Raises:
        BadInput: the path is one of the sources, perhaps by a link, or a folder, device or pipe; it has another suffix;
            its folder is missing or cannot be written into.
    """
    if suffixes and path.suffix.lower() not in suffixes:
        raise BadInput(f"{path} does not end in {' or '.join(suffixes)}; name the output accordingly")
    folder = path.absolute().parent
    try:
        if path.is_dir():
            raise BadInput(f"{path} is a folder; name a file")
        _require_no_device(path)
        if make_folders:
            folder = next(parent for parent in path.absolute().parents if parent.exists())
        if not folder.is_dir():
            found = f"{folder} is a file" if folder.exists() else f"there is no folder {path.parent}"
            raise BadInput(f"{found}, so {path.name} cannot be written into it; name another place")
        with TemporaryFile(dir=folder):  # permissions are not enough: the disk may be read-only
            writable = not path.exists() or os.access(path, os.W_OK)
    except OSError as error:
        raise BadInput(f"{folder} cannot be written into ({error.strerror}); name another place") from error
    for source in filter(None, sources):
        if path.exists() and os.path.exists(source) and path.samefile(source):
            raise BadInput(f"{path} is the file that is read, {source}; name another output")
    if not writable:
        raise BadInput(f"{path} may not be written to; name another file")


def _require_no_device(path: Path) -> None:
    """Refuse a path such as /dev/null or /dev/stdout, which a file would replace."""
    other = path.exists() and not (path.is_file() or path.is_dir())
    if other or (path.is_symlink() and path.readlink().is_relative_to("/proc")):
        raise BadInput(f"{path} is not a regular file; name another output")


def write_all(file: io.FileIO, place: int, data: bytes) -> None:
    """Write bytes at a place in an unbuffered file; OSError when the disk is full."""
    file.seek(place)
    left = memoryview(data)
    while left:
        left = left[file.write(left) :]
