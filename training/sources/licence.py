"""The licence text beside a folder of loops in, its short name and the credit of each file out."""

import re
from collections.abc import Iterable
from pathlib import Path

UNKNOWN = "unknown"
# what a text says, and its SPDX identifier; the first that fits
KNOWN = (
    (r"cc0|creative commons zero|public domain dedication", "CC0-1.0"),
    (r"creative commons attribution[- ]noncommercial|cc[- ]by[- ]nc", "CC-BY-NC-4.0"),
    (r"creative commons attribution[- ]sharealike|cc[- ]by[- ]sa", "CC-BY-SA-4.0"),
    (r"creative commons attribution|cc[- ]by\b", "CC-BY-4.0"),
    (r"\bmit license\b", "MIT"),
    (r"apache license", "Apache-2.0"),
)
LONGEST = 20_000  # characters that are looked at


def read(folder: Path) -> tuple[str, str]:
    """Licence of a folder: a short name and the whole text.

    Returns:
        SPDX identifier, else the text's first line, else "unknown"; and the text, "" without a LICENSE file.
    """
    names = ("license", "licence", "copying")
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.name.lower().startswith(names))
    for path in files:
        text = path.read_text("utf-8", errors="replace")[:LONGEST]
        for pattern, name in KNOWN:
            if re.search(pattern, text, re.IGNORECASE):
                return name, text
        lines = [line.strip("# \t") for line in text.splitlines()]
        first = next((line for line in lines if line), UNKNOWN)
        return first[:200], text
    return UNKNOWN, ""


def credit(text: str, name: str) -> dict[str, str]:
    """Author and address of one file, where the text has a table row that names both.

    A row is a line with cells between `|`; the author is the cell after the file's name that is neither a number nor an
    address.
    """
    for row in text.splitlines():
        cells = [cell.strip(" `*") for cell in row.strip().strip("|").split("|")]
        if len(cells) < 2 or not _names(cells[0], name):
            continue
        url = next((cell for cell in cells if re.match(r"https?://", cell)), None)
        author = next((cell for cell in cells[1:] if re.search(r"[^\W\d]", cell) and cell != url), None)
        return {key: value for key, value in (("author", author), ("url", url)) if value}
    return {}


def _names(cell: str, name: str) -> bool:
    wanted: Iterable[str] = (name, Path(name).name)
    return cell in wanted
