"""What a person knows about a folder of loops: breaks.toml in, one `Note` per file out.

    ["loop_amen.flac"]        # the file, as it is called below the folder
    beats = 4                 # quarter notes from the downbeat to the end of the loop, and/or
    bpm = 136.9               # its tempo
    offset = 0.012            # seconds from the start of the file to the downbeat; negative: found at its end
    skip = true               # leave it out
    about = "room mike only"  # for the reader

Every key is optional. An unknown key is refused, as it is a typing mistake that would go unheard.
"""

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.errors import BadConfig, BadInput

NAME = "breaks.toml"
SLOWEST, FASTEST = 30.0, 400.0  # BPM
MOST_BEATS = 2000.0  # 5 minutes at 400 BPM


@dataclass(frozen=True, slots=True)
class Note:
    """What is known about one file."""

    beats: float | None = None  # quarter notes
    bpm: float | None = None  # quarter notes per minute
    offset: float = 0.0  # s
    skip: bool = False
    about: str = ""


LIMITS = {"beats": (0.25, MOST_BEATS), "bpm": (SLOWEST, FASTEST), "offset": (-10.0, 300.0)}
KINDS: Mapping[str, type[bool | str]] = {"skip": bool, "about": str}


def read(path: Path) -> dict[str, Note]:
    """Notes by file name.

    Raises:
        BadInput: the file cannot be read.
        BadConfig: it is not TOML, or an entry has an unknown key or a value of the wrong kind; the message says which.
    """
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"cannot read {path} ({error}); name a breaks.toml") from error
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadConfig(f"{path} is not valid TOML ({error}); correct that line") from error
    return {name: _note(path, name, entry) for name, entry in table.items()}


def _note(path: Path, name: str, entry: object) -> Note:
    if not isinstance(entry, Mapping):
        raise BadConfig(
            f'{path}: {name} stands outside of a file\'s entry; start each entry with its quoted name, ["break.wav"]'
        )
    if "beats" not in entry and any(isinstance(value, Mapping) for value in entry.values()):
        raise BadConfig(f'{path}: [{name}. ...] is not a file; put file names with a dot in quotes, ["{name}.wav"]')
    values: dict[str, float | bool | str] = {}
    for key, value in entry.items():
        if key in LIMITS:
            values[key] = _number(path, name, key, value)
        elif key not in KINDS:
            raise BadConfig(f"{path}: {name} has an unknown key {key!r}; known are {', '.join((*LIMITS, *KINDS))}")
        elif isinstance(value, KINDS[key]):
            values[key] = value
        else:
            kind = "true or false" if key == "skip" else "a text in quotes"
            raise BadConfig(f"{path}: {key} of {name} is {value!r}, expected {kind}")
    return Note(**values)  # type: ignore[arg-type]


def _number(path: Path, name: str, key: str, value: object) -> float:
    low, high = LIMITS[key]
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise BadConfig(f"{path}: {key} of {name} is {value!r}, expected a number")
    if not low <= value <= high:
        raise BadConfig(f"{path}: {key} of {name} is {value:g}, expected {low:g} to {high:g}")
    return float(value)
