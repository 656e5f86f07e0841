"""Disks for tests of writers: small ones, which become full, and read-only ones. Skips where none may be mounted."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[Path]:
    """Mount a disk of so many bytes, in whole pages, on a new folder."""
    folder.mkdir()
    _mount("-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder))
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def make_read_only(disk: Path) -> None:
    """Make a small disk read-only."""
    _mount("-o", "remount,ro", str(disk))


def fill(disk: Path, left: int = 0) -> None:
    """Fill a small disk up to so many bytes."""
    path = disk / ".filling"
    with path.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            file.truncate(max(0, file.tell() - left))


def _mount(*words: str) -> None:
    try:
        done = subprocess.run(["mount", *words], capture_output=True, text=True)
    except FileNotFoundError:
        pytest.skip("there is no mount here, so no disk can be made full")
    if done.returncode:
        pytest.skip(f"no disk can be made full here: {done.stderr.strip()}")
