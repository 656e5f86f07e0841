"""The licence file of a folder in, its short name and the credit of each audio file out."""

import re
from pathlib import Path

UNKNOWN_LICENCE = "unknown"
# pattern of the text, and SPDX identifier; the first match counts
KNOWN_LICENCES = (
    (r"cc0|creative commons zero|public domain dedication", "CC0-1.0"),
    (r"creative commons attribution[- ]noncommercial|cc[- ]by[- ]nc", "CC-BY-NC-4.0"),
    (r"creative commons attribution[- ]sharealike|cc[- ]by[- ]sa", "CC-BY-SA-4.0"),
    (r"creative commons attribution|cc[- ]by\b", "CC-BY-4.0"),
    (r"\bmit license\b", "MIT"),
    (r"apache license", "Apache-2.0"),
)
MAX_LICENCE_CHARS = 20_000  # read from the file


def read_licence(folder: Path) -> tuple[str, str]:
    """Return the licence of a folder: a short name and the whole text, "" without a LICENSE file.

    The name is an SPDX identifier, else the first line of the text, else "unknown".
    """
    names = ("license", "licence", "copying")
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.name.lower().startswith(names))
    for path in files:
        text = path.read_text("utf-8", errors="replace")[:MAX_LICENCE_CHARS]
        for pattern, name in KNOWN_LICENCES:
            if re.search(pattern, text, re.IGNORECASE):
                return name, text
        lines = [line.strip("# \t") for line in text.splitlines()]
        first = next((line for line in lines if line), UNKNOWN_LICENCE)
        return first[:200], text
    return UNKNOWN_LICENCE, ""


def credit(text: str, name: str) -> dict[str, str]:
    """Return `author` and `url` of the file `name`, as far as a table row of the licence text gives them.

    A row is a line with cells between `|`; the author is the cell after the file's name that is neither a number nor a
    URL.
    """
    for row in text.splitlines():
        cells = [cell.strip(" `*") for cell in row.strip().strip("|").split("|")]
        if len(cells) < 2 or cells[0] not in (name, Path(name).name):
            continue
        url = next((cell for cell in cells if re.match(r"https?://", cell)), None)
        author = next((cell for cell in cells[1:] if re.search(r"[^\W\d]", cell) and cell != url), None)
        return {key: value for key, value in (("author", author), ("url", url)) if value}
    return {}
