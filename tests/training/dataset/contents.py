"""The bytes of a dataset, to compare it with another."""

from pathlib import Path


def contents(folder: Path) -> dict[str, bytes]:
    """Return the bytes of all files in a folder and its subfolders, by name."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }
