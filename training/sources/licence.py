"""The licence file of a folder in, its identifier and the credit of each file out.

A table in it credits files: a row names a file, or one or more folders, in its first cell; the columns `author`,
`attribution` and `licence` are found by their headings. A line `Attribution: ...` credits all files.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

UNKNOWN_LICENCE = "unknown"
IDENTIFIER = re.compile(r"\b(cc-by(?:-nc|-sa|-nd)*-\d\.\d)\b", re.IGNORECASE)
# pattern of the text, and SPDX identifier; the first match counts, so that a text of several passes for the strictest
KNOWN_LICENCES = (
    (r"creative commons attribution[- ]noncommercial|cc[- ]by[- ]nc", "CC-BY-NC-4.0"),
    (r"creative commons attribution[- ]sharealike|cc[- ]by[- ]sa", "CC-BY-SA-4.0"),
    (r"creative commons attribution|cc[- ]by\b", "CC-BY-4.0"),
    (r"\bmit license\b", "MIT"),
    (r"apache license", "Apache-2.0"),
    (r"\bunlicense\b", "Unlicense"),
    (r"cc0|cc zero|creative commons zero|public domain dedication", "CC0-1.0"),
)
MAX_LICENCE_CHARS = 50_000  # read from the file
ATTRIBUTION = re.compile(r"^[-* ]*attribution:\s*(.+(?:\n[ \t]+\S.*)*)", re.IGNORECASE | re.MULTILINE)


def read_licence(folder: Path) -> tuple[str, str]:
    """Return the licence of a folder: a short name and the whole text, "" without a LICENSE file.

    The name is an SPDX identifier, else the first line of the text, else "unknown".
    """
    names = ("license", "licence", "copying")
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.name.lower().startswith(names))
    for path in files:
        text = path.read_text("utf-8", errors="replace")[:MAX_LICENCE_CHARS]
        lines = [line.strip("# \t") for line in text.splitlines()]
        first = next((line for line in lines if line), UNKNOWN_LICENCE)
        return identifier(text) or first[:200], text
    return UNKNOWN_LICENCE, ""


def identifier(text: str) -> str | None:
    """Return the SPDX identifier of the first licence in the order of KNOWN_LICENCES that a text names, if any.

    A version that the text gives for it is kept.
    """
    for pattern, name in KNOWN_LICENCES:
        if re.search(pattern, text, re.IGNORECASE):
            versions = [match.upper() for match in IDENTIFIER.findall(text)]
            return next((version for version in versions if version[:-4] == name[:-4]), name)
    return None


def credit(text: str, name: str, licence: str | None = None) -> dict[str, str]:
    """Return `author`, `url` and `attribution` of the file `name`, as far as the licence text gives them.

    Without a heading, the author is the cell after the first that is neither a number nor a URL. Of several rows, that
    with the file's `licence` counts, else the first.
    """
    folders = {str(parent) for parent in PurePosixPath(name).parents} - {"."}
    wanted = {name, PurePosixPath(name).name, *folders}
    rows = [row for row in _rows(text) if wanted & set(re.split(r"[`*]*, *[`*]*", row[""]))]
    same = [row for row in rows if licence and identifier(row.get("licence", row.get("license", ""))) == licence]
    for row in same or rows:
        cells = [cell for key, cell in row.items() if key]
        url = next((cell for cell in cells if re.match(r"https?://", cell)), None)
        words = [cell for cell in cells if re.search(r"[^\W\d]", cell) and cell != url]
        author = row.get("author") or next(iter(words), None)
        found = {"author": author, "url": url, "attribution": row.get("attribution")}
        return {key: value for key, value in found.items() if value}
    named = ATTRIBUTION.search(text)
    return {"attribution": " ".join(named[1].split())} if named else {}


def _rows(text: str) -> Iterator[Mapping[str, str]]:
    """Yield the rows of all tables: cells by their heading in lower case, the first cell by ""."""
    headings: list[str] = []
    for line in text.splitlines():
        cells = [cell.strip(" `*") for cell in line.strip().strip("|").split("|")]
        if len(cells) < 2:
            headings = []
        elif all(re.fullmatch(r":?-+:?", cell) for cell in cells):
            continue
        else:
            if not headings and "author" in [cell.lower() for cell in cells]:
                headings = ["", *(cell.lower() for cell in cells[1:])]
                continue
            keys = headings if len(headings) == len(cells) else ["", *map(str, range(1, len(cells)))]
            yield dict(zip(keys, cells, strict=True))
