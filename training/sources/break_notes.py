"""Facts about loops that a user writes down: breaks.toml in, one `BreakNote` per file out.

    ["loop_amen.flac"]        # the file, relative to the folder
    beats = 4                 # quarter notes from the downbeat to the end of the loop, and/or
    bpm = 136.9               # its tempo
    offset = 0.012            # seconds from the start of the file to the downbeat; negative: found at its end
    skip = true               # leave it out
    about = "room mike only"  # ignored; for the reader

Every key is optional. An unknown key is an error, as a misspelt one would go unnoticed.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.errors import BadConfig, BadInput
from engine.untrusted import read_bytes, read_toml

NOTES_FILE = "breaks.toml"
MIN_BPM, MAX_BPM = 30.0, 400.0  # BPM
MAX_NOTES_BYTES = 1 << 20
MAX_BEATS = 2000.0  # 5 minutes at 400 BPM


@dataclass(frozen=True, slots=True)
class BreakNote:
    """The entry of one file."""

    beats: float | None = None  # quarter notes
    bpm: float | None = None  # quarter notes per minute
    offset: float = 0.0  # s
    skip: bool = False
    about: str = ""


NOTE_LIMITS = {"beats": (0.25, MAX_BEATS), "bpm": (MIN_BPM, MAX_BPM), "offset": (-10.0, 300.0)}
NOTE_TYPES: Mapping[str, type[bool | str]] = {"skip": bool, "about": str}


def read_notes(path: Path) -> dict[str, BreakNote]:
    """Return notes by file name.

    Raises:
        BadInput: the file cannot be read.
        BadConfig: it is not TOML, or an entry has an unknown key or a value of the wrong type or out of range.
    """
    try:
        data = read_bytes(path, MAX_NOTES_BYTES)
    except OSError as error:
        raise BadInput(f"cannot read {path} ({error.strerror}); give the path of a breaks.toml") from error
    try:
        table = read_toml(data)
    except ValueError as error:
        raise BadConfig(f"{path} is not valid TOML ({error}); correct that line") from error
    return {name: _note(path, name, entry) for name, entry in table.items()}


def _note(path: Path, name: str, entry: object) -> BreakNote:
    if not isinstance(entry, Mapping):
        raise BadConfig(
            f'{path}: {name} is outside of any file\'s table; start each table with a quoted file name, ["break.wav"]'
        )
    if "beats" not in entry and any(isinstance(value, Mapping) for value in entry.values()):
        raise BadConfig(f'{path}: [{name}. ...] is not a file name; quote names that contain a dot, ["{name}.wav"]')
    values: dict[str, float | bool | str] = {}
    for key, value in entry.items():
        if key in NOTE_LIMITS:
            values[key] = _number(path, name, key, value)
        elif key not in NOTE_TYPES:
            keys = ", ".join((*NOTE_LIMITS, *NOTE_TYPES))
            raise BadConfig(f"{path}: {name} has an unknown key {key!r}, expected one of {keys}")
        elif isinstance(value, NOTE_TYPES[key]):
            values[key] = value
        else:
            kind = "true or false" if key == "skip" else "text in quotes"
            raise BadConfig(f"{path}: {key} of {name} is {value!r}, expected {kind}")
    return BreakNote(**values)  # type: ignore[arg-type]


def _number(path: Path, name: str, key: str, value: object) -> float:
    low, high = NOTE_LIMITS[key]
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise BadConfig(f"{path}: {key} of {name} is {value!r}, expected a number")
    if not low <= value <= high:
        raise BadConfig(f"{path}: {key} of {name} is {value:g}, expected {low:g} to {high:g}")
    return float(value)
