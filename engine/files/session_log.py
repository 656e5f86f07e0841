"""A played session as a file: the calls that the instrument received, with their times (see offline_render).

The file (`.take`) is text, a JSON array on each line, ordered by the player's clock (samples since it began):

    ["take", 1, model name, digest of the model]
    ["paint", number, {"knobs": [16], "seed": n, "texture": x, ...}]  inputs of a tape, see decode_request
    ["set", clock, id, value]       ["tape", clock, number]           ["event", clock, action, index, value, sample]
    ["begin", clock, 0]             ["end", clock]                    ["length", clock]

"tape" loads the tape of a "paint" line; "end" starts the fade-out; sample -1 of an event is as soon as possible.
"begin" with 1 marks a restarted player, "lost" a gap in the log. A replay ends at either, because what was played in
between is unknown; the audio recording beside the file continues. "length" is always the last line, also while the file
grows, so the take of a killed session lasts as long as the session did.
"""

import contextlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from engine.controls import Action
from engine.errors import BadInput, ModelMismatch, VamenError
from engine.model.decode_request import DecodeRequest
from engine.parameters import CORE_PARAMETERS, INDEX, TABLE, parameter
from engine.realtime.event_log import LogEntry, LogKind
from engine.spec import SPEC
from engine.untrusted import read_bytes, read_json

from .writing import write_all

LOG_FORMAT = 1
LOG_SUFFIX = ".take"
MAX_LOG_BYTES = 256 * 2**20  # several hours
MAX_LOG_SAMPLES = 3600 * SPEC.rate  # length of a replay
MAX_PAUSE_SAMPLES = 1800 * SPEC.rate  # without an entry; some bytes must not cause an hour of work
RECORD_AGAIN = "record it again with vamen play --record"
# raised by a line with wrong types or values
LINE_ERRORS = (ValueError, KeyError, TypeError, IndexError, AttributeError, OverflowError, MemoryError, VamenError)


@dataclass(slots=True)
class SessionLog:
    """A played session: what the player was told and when, and the inputs of each tape."""

    model: str = ""
    digest: str = ""  # of the model
    requests: dict[int, DecodeRequest] = field(default_factory=dict)  # by number of the tape
    entries: list[LogEntry] = field(default_factory=list)
    length: int = 0  # samples
    whole: bool = True  # without a gap


def line(*values: Any) -> str:
    """Return these values as a line of the file, a JSON array."""
    return json.dumps(values, separators=(",", ":")) + "\n"


def entry_line(entry: LogEntry) -> str:
    """Return the line of the file for an entry of the player's log."""
    clock, kind, number, value, at = entry
    if kind >= LogKind.EVENT:
        return line("event", clock, Action(kind - LogKind.EVENT).name.lower(), number, value, at)
    if kind == LogKind.SET:
        return line("set", clock, TABLE[number].id, value)
    return line(LogKind(kind).name.lower(), clock, number)


class SessionLogWriter:
    """Writes a session log that is complete after each call: new lines replace the last one, which is the length."""

    def __init__(self, path: Path, model: str, digest: str) -> None:
        """Create the file for a session with this model and SHA-256; OSError if that fails."""
        self._file = path.open("xb", buffering=0)
        self._end = 0  # bytes before the line with the length
        self._length = line("length", 0).encode()
        try:
            self.write([line("take", LOG_FORMAT, model, digest)], 0)
        except OSError:
            self.close()
            raise

    def write(self, lines: Iterable[str], length: int) -> None:
        """Append lines, and set the length in samples; OSError when the disk is full, without a change of the file."""
        added, last = "".join(lines).encode(), line("length", length).encode()
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

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def read_log(path: Path) -> SessionLog:
    """Read a session log; an incomplete last line is ignored.

    Raises:
        BadInput: missing, too large, or with an invalid line, which the message names.
    """
    try:
        lines = read_bytes(path, MAX_LOG_BYTES).decode("utf-8").splitlines()
    except OSError as error:
        raise BadInput(f"{path} is not a readable take ({error.strerror}); {RECORD_AGAIN}") from error
    except (UnicodeDecodeError, MemoryError) as error:
        raise BadInput(f"{path} is not a readable take ({error}); {RECORD_AGAIN}") from error
    log = SessionLog()
    for number, text in enumerate(lines, 1):
        try:
            values = read_json(text)
            if number == 1 and values[:2] != ["take", LOG_FORMAT]:
                raise ValueError(f"it begins with {values[0]!r}")
            if not _add_line(log, values):
                break
        except LINE_ERRORS as error:
            if number == len(lines):
                break  # cut off by a crash
            raise BadInput(f"{path} is not a take, line {number}: {error}; {RECORD_AGAIN}") from error
    if not log.digest:
        raise BadInput(f"{path} is empty; {RECORD_AGAIN}")
    clocks = [0, *(entry.clock for entry in log.entries), log.length]
    pause = max(after - before for before, after in pairwise(clocks))
    if pause > MAX_PAUSE_SAMPLES:
        minutes = f"{pause / SPEC.rate / 60:.0f} minutes, expected at most {MAX_PAUSE_SAMPLES // SPEC.rate // 60}"
        raise BadInput(f"{path} has no event for {minutes}; {RECORD_AGAIN}")
    return log


def _add_line(log: SessionLog, values: list[Any]) -> bool:
    """Add a line of the file to the log; returns False if a replay must end at it."""
    match values:
        case ["take", int(), model, digest]:
            log.model, log.digest = str(model), str(digest)
        case ["paint", number, request]:
            log.requests[int(number)] = DecodeRequest.from_dict(request)
        case ["set", clock, id, value]:
            if INDEX[id] >= CORE_PARAMETERS:
                raise ValueError(f"{id} belongs to the tape and cannot be set")
            _add_entry(log, clock, LogKind.SET, INDEX[id], parameter(id).clamp(value))
        case ["tape", clock, number]:
            if number and number not in log.requests:
                raise ValueError(f"tape {number} has no paint line")
            _add_entry(log, clock, LogKind.TAPE, number)
        case ["event", clock, action, index, value, at]:
            kind = Action[action.upper()]
            value = TABLE[index].clamp(value) if kind is Action.SET else value
            _add_entry(log, clock, LogKind.EVENT + kind, index, value, at)
        case ["begin", clock, resumed]:
            log.whole = not (resumed or log.entries)
            if log.whole:
                _add_entry(log, clock, LogKind.BEGIN)
            return log.whole
        case ["end", clock, *_]:
            _add_entry(log, clock, LogKind.END)
        case ["length", clock]:
            log.length = max(log.length, min(int(clock), MAX_LOG_SAMPLES))
        case ["lost", *_]:
            log.whole = False
            return False
        case _:
            raise ValueError("it is not a line of a take")
    return True


def _add_entry(log: SessionLog, clock: int, kind: int, number: int = 0, value: float = 0.0, at: int = -1) -> None:
    entry = LogEntry(int(clock), kind, int(number), float(value), int(at))
    if not log.length <= entry.clock <= MAX_LOG_SAMPLES:
        raise ValueError(f"sample {clock} after sample {log.length}")
    log.entries.append(entry)
    log.length = entry.clock


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
