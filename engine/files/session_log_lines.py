"""The lines of a session log file (see session_log), read when they are used, so that files may have any size.

line_values      bytes of a line -> its values; line_entry: values -> the entry in them
LoggedRequests   number of a tape -> its request
LoggedEntries    the entries in their order, as often as wanted
"""

from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from engine.controls import CORE_STEP_VALUES, FIRST_STEP_VALUE, MUTE, Action, Cell, clamped_cells, step_index
from engine.errors import quoted
from engine.model.decode_request import DecodeRequest
from engine.parameters import CORE_PARAMETERS, TABLE
from engine.realtime.event_log import LogEntry, LogKind
from engine.spec import SPEC
from engine.untrusted import open_regular, read_json

MAX_LINE_BYTES = 1 << 16
MAX_SAMPLE = 1 << 53
_CELLS: Mapping[int, Cell] = MappingProxyType(
    {step_index((step, name)): (step, name) for name in CORE_STEP_VALUES for step in range(SPEC.steps)}
)
# index of a value that the core has -> its id
SET_IDS: Mapping[int, str] = MappingProxyType(
    {index: entry.id for index, entry in enumerate(TABLE[:CORE_PARAMETERS])}
    | {index: f"step/{step}/{name}" for index, (step, name) in _CELLS.items()}
)
_INDICES = {id: index for index, id in SET_IDS.items()}
# Of format 1, whose events have a number in place of an id: a parameter's, or from _FIRST_MUTE_1 on a sixteenth's mute.
_IDS_1 = ("tempo", "speed", "freeze", "reverse", "stutter", "level", "width", "drive", "texture", "seed")
_FIRST_MUTE_1 = 64


def line_values(text: bytes) -> list[Any]:
    """Return the values of a line of a session log; ValueError if it is not a JSON array."""
    values = read_json(text.decode("utf-8"))
    if not isinstance(values, list):
        raise ValueError("it is not an array")
    return values


def line_entry(values: list[Any]) -> LogEntry | None:
    """Return the entry in a line, None if it contains none.

    Raises:
        ValueError, KeyError, TypeError, IndexError, AttributeError, OverflowError, BadParameter: it is not valid.
    """
    match values:
        case ["set", clock, id, value]:
            return LogEntry(sample_number(clock), LogKind.SET, *_change(id, value), -1)
        case ["tape", clock, number]:
            return LogEntry(sample_number(clock), LogKind.TAPE, sample_number(number), 0.0, -1)
        case ["event", clock, action, index, value, at]:
            kind, sample = Action[action.upper()], -1 if at < 0 else sample_number(at)
            if kind is Action.SET:
                change = _change(index if isinstance(index, str) else _id_of_format_1(index), value)
            else:
                change = sample_number(index), float(value)
            return LogEntry(sample_number(clock), LogKind.EVENT + kind, *change, sample)
        case ["begin", clock, _]:
            return LogEntry(sample_number(clock), LogKind.BEGIN, 0, 0.0, -1)
        case ["end", clock, *_]:
            return LogEntry(sample_number(clock), LogKind.END, 0, 0.0, -1)
    return None


def _change(id: str, value: float) -> tuple[int, float]:
    """Return the index of a value that the core has, and the number that it is set to, in its range."""
    if id not in _INDICES:
        raise ValueError(f"{quoted(id)} is not a value that the core has")
    index = _INDICES[id]
    if index < FIRST_STEP_VALUE:
        return index, TABLE[index].clamp(value)
    return index, clamped_cells({_CELLS[index]: value})[_CELLS[index]]


def _id_of_format_1(index: Any) -> str:
    number = sample_number(index)
    return f"step/{number - _FIRST_MUTE_1}/{MUTE}" if number >= _FIRST_MUTE_1 else _IDS_1[number]


def sample_number(value: Any) -> int:
    """Return a number of samples, or another one that is not negative; ValueError if it is not one."""
    if not 0 <= value < MAX_SAMPLE:
        raise ValueError(f"{quoted(value)} is not a number of samples")
    return int(value)


class LoggedRequests(Mapping[int, DecodeRequest]):
    """Requests of a file by number of the tape, each read from the file when it is asked for."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._numbers, self._offsets = array("q"), array("q")  # ascending numbers, and the places of their lines

    def add(self, number: int, offset: int) -> None:
        """Add the line at an offset; ValueError if its number is not above the last one."""
        if number <= (self._numbers[-1] if self._numbers else 0):
            raise ValueError(f"tape {number} does not follow the ones before")
        self._numbers.append(number)
        self._offsets.append(offset)

    def __getitem__(self, number: int) -> DecodeRequest:
        place = self._place(number)
        if place is None:
            raise KeyError(number)
        with open_regular(self._path) as file:
            file.seek(self._offsets[place])
            return DecodeRequest.from_dict(line_values(file.readline(MAX_LINE_BYTES))[2])

    def __contains__(self, number: object) -> bool:
        return isinstance(number, int) and self._place(number) is not None

    def __iter__(self) -> Iterator[int]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)

    def _place(self, number: int) -> int | None:
        place = bisect_left(self._numbers, number)
        return place if place < len(self) and self._numbers[place] == number else None


class LoggedEntries(Collection[LogEntry]):
    """Entries of a file, which each iteration reads again."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.lines = self.count = 0  # that belong to the log, and the entries in them

    def __contains__(self, entry: object) -> bool:
        return any(entry == each for each in self)

    def __iter__(self) -> Iterator[LogEntry]:
        with open_regular(self._path) as file:
            for _ in range(self.lines):
                entry = line_entry(line_values(file.readline(MAX_LINE_BYTES)))
                if entry:
                    yield entry

    def __len__(self) -> int:
        return self.count
