"""Files with a number and a label, as a user may copy, rename and delete them by hand: a folder in, file by number out.

NNN.json, NNN-LABEL.json   the number in front, 0 to 127; of two files with one number the first by name has it
LABEL.json                 gets the first free number behind the others, as do second files with a number
"""

import re
import unicodedata
from collections.abc import Collection
from itertools import chain
from pathlib import Path

MAX_LABEL_BYTES = 100  # of a file's name, of which systems allow 255
_NUMBERED = re.compile(r"(\d{1,3})(?!\d)[-_. ]*(.*)", re.ASCII | re.DOTALL)
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')  # in a file's name, on some system


def numbered_files(folder: Path, count: int, taken: Collection[int]) -> tuple[dict[int, Path], list[Path]]:
    """Return the files of a folder by number, and those that are too many.

    Args:
        folder: it need not exist.
        count: of numbers.
        taken: numbers for which a file must be named.
    """
    numbered, others = dict[int, Path](), list[Path]()
    found = folder.glob("*.json") if folder.is_dir() else ()
    for path in sorted(filter(_is_visible_file, found), key=lambda path: path.stem):
        number = _parts(path, count)[0]
        if number is None or number in numbered:
            others.append(path)
        else:
            numbered[number] = path
    behind = max(numbered, default=-1) + 1
    order = chain(range(behind, count), range(behind))
    free = [number for number in order if number not in numbered and number not in taken]
    return numbered | dict(zip(free, others, strict=False)), others[len(free) :]


def label_of(path: Path, count: int) -> str:
    """Return what a file's name says besides the number; often empty."""
    return _parts(path, count)[1]


def file_label(name: str) -> str:
    """Return a name as a part of a file's name on every system; empty if nothing of it can be."""
    text = _FORBIDDEN.sub("-", unicodedata.normalize("NFC", name)).encode("utf-8", "replace")[:MAX_LABEL_BYTES]
    return text.decode("utf-8", "ignore").strip("-_. ")


def _parts(path: Path, count: int) -> tuple[int | None, str]:
    match = _NUMBERED.fullmatch(path.stem)
    return (int(match[1]), match[2]) if match and int(match[1]) < count else (None, path.stem)


def _is_visible_file(path: Path) -> bool:
    return path.is_file() and not path.name.startswith(".")
