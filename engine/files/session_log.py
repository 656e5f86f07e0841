"""A played session as a file: the calls that the instrument received, with their times (see offline_render).

The file (`.take`) is text, a JSON array on each line, ordered by the player's clock (samples since it began):

    ["take", 2, model name, digest of the model]
    ["paint", number, {"knobs": [16], "seed": n, "texture": x, ...}]  inputs of a tape, see decode_request
    ["set", clock, id, value]       ["tape", clock, number]           ["event", clock, action, index, value, sample]
    ["begin", clock, 0]             ["end", clock]                    ["length", clock]

"tape" loads the tape of a "paint" line; "end" starts the fade-out; sample -1 of an event is as soon as possible.
"set" sets a parameter of the core, or as "step/3/mute" a value of a sixteenth that the core reads. The index of an
event with the action "set" is such an id too; in format 1 it was a number.
"begin" with 1 marks a restarted player, "lost" a gap, or that another model plays from there on. A replay ends at
either, because what was played then is unknown; the audio recording beside the file continues. "length" is always the
last line, also while the file grows, so the take of a killed session lasts as long as the session did. One such line
per minute remains, so that a length without lines is not that of a recording.
"""

import contextlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.controls import Action
from engine.errors import BadInput, ModelMismatch, VamenError, quoted
from engine.model.decode_request import DecodeRequest
from engine.realtime.event_log import LogEntry, LogKind
from engine.spec import SPEC
from engine.untrusted import open_regular

from .session_log_lines import (
    MAX_LINE_BYTES,
    SET_IDS,
    LoggedEntries,
    LoggedRequests,
    line_entry,
    line_values,
    sample_number,
)
from .writing import write_all

LOG_FORMAT = 2
READ_FORMATS = (1, LOG_FORMAT)
LOG_SUFFIX = ".take"
LENGTH_INTERVAL = 60 * SPEC.rate  # samples between lines with the length that remain in the file
MAX_PAUSE_SAMPLES = 45 * LENGTH_INTERVAL  # without a line: a few bytes must not cause hours of work
RECORD_AGAIN = "record it again with vamen play --record"
# raised by a line with wrong types or values
LINE_ERRORS = (ValueError, KeyError, TypeError, IndexError, AttributeError, OverflowError, MemoryError, VamenError)


@dataclass(slots=True)
class SessionLog:
    """A played session: what the player was told and when, and the inputs of each tape."""

    model: str = ""
    digest: str = ""  # of the model
    requests: Mapping[int, DecodeRequest] = field(default_factory=dict)  # by number of the tape
    entries: Collection[LogEntry] = field(default_factory=list)
    length: int = 0  # samples
    whole: bool = True  # without a gap


def line(*values: Any) -> str:
    """Return these values as a line of the file, a JSON array."""
    return json.dumps(values, separators=(",", ":")) + "\n"


def entry_line(entry: LogEntry) -> str:
    """Return the line of the file for an entry of the player's log."""
    clock, kind, number, value, at = entry
    if kind >= LogKind.EVENT:
        action = Action(kind - LogKind.EVENT)
        which = SET_IDS[number] if action is Action.SET else number
        return line("event", clock, action.name.lower(), which, value, at)
    if kind == LogKind.SET:
        return line("set", clock, SET_IDS[number], value)
    return line(LogKind(kind).name.lower(), clock, number)


class SessionLogWriter:
    """Writes a session log that is complete after each call: new lines replace the last one, which is the length."""

    def __init__(self, path: Path, model: str, digest: str) -> None:
        """Create the file for a session with this model and SHA-256; OSError if that fails."""
        self._file = path.open("xb", buffering=0)
        self._end = 0  # bytes before the line with the length
        self._length = line("length", 0).encode()
        self._kept = 0  # length in the last line with one that remains
        try:
            self.write([line("take", LOG_FORMAT, model, digest)], 0)
        except OSError:
            self.close()
            raise

    def write(self, lines: Iterable[str], length: int) -> None:
        """Append lines, and set the length in samples; OSError when the disk is full, without a change of the file."""
        last = line("length", length).encode()
        added = "".join(lines).encode()
        if length - self._kept >= LENGTH_INTERVAL:
            added += last
        try:
            write_all(self._file, self._end, added + last)
        except OSError:
            with contextlib.suppress(OSError):
                write_all(self._file, self._end, self._length)
                self._file.truncate()
            raise
        self._file.truncate()
        self._end += len(added)
        self._length = last
        if added.endswith(last):
            self._kept = length

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def read_log(path: Path) -> SessionLog:
    """Check a session log; its entries and requests are read when they are used. An incomplete last line is ignored.

    One that is being written is read again if its end was replaced meanwhile.

    Raises:
        BadInput: missing, with an invalid line, which the message names, or with a long time without a line.
    """
    while True:
        before = _version(path)
        try:
            return _read_log(path)
        except BadInput:
            if _version(path) == before:
                raise


def _version(path: Path) -> tuple[int, int] | None:
    """Return what changes when a file is written to; None while it does not exist."""
    with contextlib.suppress(OSError):
        found = path.stat()
        return found.st_size, found.st_mtime_ns
    return None


def _read_log(path: Path) -> SessionLog:
    reader = _Reader(path)
    try:
        with open_regular(path) as file:
            while text := file.readline(MAX_LINE_BYTES):
                try:
                    if not reader.add(text):
                        break
                except LINE_ERRORS as error:
                    if not file.read(1):
                        break  # cut off by a crash
                    number = reader.entries.lines + 1
                    raise BadInput(f"{path} is not a take, line {number}: {error}; {RECORD_AGAIN}") from error
    except OSError as error:
        raise BadInput(f"{path} is not a readable take ({error.strerror}); {RECORD_AGAIN}") from error
    log = reader.log
    if not log.digest:
        raise BadInput(f"{path} is empty; {RECORD_AGAIN}")
    if reader.pause > MAX_PAUSE_SAMPLES:
        minutes = (
            f"{reader.pause / SPEC.rate / 60:.0f} minutes, expected at most {MAX_PAUSE_SAMPLES // SPEC.rate // 60}"
        )
        raise BadInput(f"{path} has no line for {minutes}; {RECORD_AGAIN}")
    return log


class _Reader:
    """Checks the lines of a file and collects what a log needs of them."""

    def __init__(self, path: Path) -> None:
        self.entries, self.requests = LoggedEntries(path), LoggedRequests(path)
        self.log = SessionLog(requests=self.requests, entries=self.entries)
        self.pause = 0  # the longest time without a line, in samples
        self._offset = self._clock = 0  # of the next line in the file; of the last entry

    def add(self, text: bytes) -> bool:
        """Add a line to the log; returns False if a replay must end at it. Raises one of LINE_ERRORS."""
        log, values = self.log, line_values(text)
        entry, clock = line_entry(values), log.length
        match values:
            case ["take", version, model, digest] if not log.digest and version in READ_FORMATS:
                log.model, log.digest = str(model), str(digest)
            case [what, *_] if not log.digest:
                raise ValueError(f"it begins with {quoted(what)}")
            case ["paint", number, request]:
                DecodeRequest.from_dict(request)
                self.requests.add(int(number), self._offset)
            case ["length", samples]:
                clock = sample_number(samples)
            case ["begin", _, resumed] if resumed or len(self.entries):
                log.whole = False
            case ["lost", *_]:
                log.whole = False
            case _ if entry:
                self._check(entry)
                clock, self._clock = entry.clock, entry.clock
                self.entries.count += 1
            case _:
                raise ValueError("it is not a line of a take")
        if log.whole:
            self.pause = max(self.pause, clock - log.length)
            log.length = max(log.length, clock)
            self.entries.lines += 1
            self._offset += len(text)
        return log.whole

    def _check(self, entry: LogEntry) -> None:
        if entry.clock < self._clock:
            raise ValueError(f"sample {entry.clock} after sample {self._clock}")
        if entry.kind == LogKind.TAPE and entry.number and entry.number not in self.requests:
            raise ValueError(f"tape {entry.number} has no paint line")


def require_model(log: SessionLog, model: str, digest: str) -> None:
    """Check that a session was played with this model, because another one sounds different.

    Raises:
        ModelMismatch: it was played with another one.
    """
    if log.digest != digest:
        raise ModelMismatch(
            f"the take was played with {log.model} ({log.digest[:12]}), the model here is {model} ({digest[:12]}); "
            "give the model of the take with --model"
        )
