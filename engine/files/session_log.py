"""A played session as a file: the calls that the instrument received, with their times; replayed, the same samples.

The file (`.take`) is text, a JSON array on each line, ordered by the player's clock (samples since it began):

    ["take", 1, model name, SHA-256 of the model file]
    ["paint", number, {"knobs": [16], "seed": n, "texture": x, ...}]  inputs of a tape, see decode_request
    ["set", clock, id, value]       ["tape", clock, number]           ["event", clock, action, index, value, sample]
    ["begin", clock, 0]             ["end", clock]                    ["length", clock]

"begin" with 1 marks a restarted player, "lost" a gap in the log. A replay ends there, because what was played in
between is unknown; the audio recording beside the file continues.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from engine.arrays import Floats
from engine.controls import Action, Event
from engine.core import LIVE, Instrument, Quality
from engine.errors import BadInput, ModelMismatch, VamenError
from engine.model.decode_request import DecodeRequest
from engine.parameters import CORE_PARAMETERS, INDEX, TABLE, parameter
from engine.realtime.event_log import LogEntry, LogKind
from engine.spec import SPEC
from engine.tape.magnitudes import Tape, silent_tape

LOG_FORMAT = 1
LOG_SUFFIX = ".take"
MAX_LOG_BYTES = 256 * 2**20  # several hours
MAX_LOG_SAMPLES = 3600 * SPEC.rate  # length of a replay
REPLAY_BLOCK = 4096  # samples
RECORD_AGAIN = "record it again with vamen play --record"
# raised by a line with wrong types or values
LINE_ERRORS = (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, OverflowError, VamenError)


@dataclass(slots=True)
class SessionLog:
    """A played session."""

    model: str = ""
    digest: str = ""  # SHA-256 of the model file
    requests: dict[int, DecodeRequest] = field(default_factory=dict)  # by number of the tape
    entries: list[LogEntry] = field(default_factory=list)
    length: int = 0  # samples
    whole: bool = True  # without a gap


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def line(*values: Any) -> str:
    """Return a line of the file."""
    return json.dumps(values, separators=(",", ":")) + "\n"


def entry_line(entry: LogEntry) -> str:
    """Return the line of a log entry."""
    clock, kind, number, value, at = entry
    if kind >= LogKind.EVENT:
        return line("event", clock, Action(kind - LogKind.EVENT).name.lower(), number, value, at)
    if kind == LogKind.SET:
        return line("set", clock, TABLE[number].id, value)
    return line(LogKind(kind).name.lower(), clock, number)


def read_log(path: Path) -> SessionLog:
    """Read a session log; an incomplete last line is ignored.

    Raises:
        BadInput: missing, too large, or with an invalid line, which the message names.
    """
    try:
        if path.stat().st_size > MAX_LOG_BYTES:
            raise BadInput(f"{path} is larger than a take can be, {MAX_LOG_BYTES >> 20} MB; {RECORD_AGAIN}")
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path} is not a readable take ({error}); {RECORD_AGAIN}") from error
    log = SessionLog()
    for number, text in enumerate(lines, 1):
        try:
            word, *values = json.loads(text)
            if number == 1 and (word != "take" or values[0] != LOG_FORMAT):
                raise ValueError(f"it begins with {word!r}")
            if not LINE_READERS[word](log, *values):
                break
        except LINE_ERRORS as error:
            if number == len(lines):
                break  # cut off by a crash
            raise BadInput(f"{path} is not a take, line {number}: {error}; {RECORD_AGAIN}") from error
    if not log.digest:
        raise BadInput(f"{path} is empty; {RECORD_AGAIN}")
    return log


# One reader per kind of line: it adds the line to the log, and returns whether the replay goes on after it.


def _read_head(log: SessionLog, version: int, model: str, digest: str) -> bool:
    log.model, log.digest = str(model), str(digest)
    return True


def _read_request(log: SessionLog, number: int, values: Mapping[str, Any]) -> bool:
    log.requests[int(number)] = DecodeRequest.from_dict(values)
    return True


def _add_entry(log: SessionLog, clock: int, kind: int, number: int = 0, value: float = 0.0, at: int = -1) -> bool:
    entry = LogEntry(int(clock), kind, int(number), float(value), int(at))
    if not log.length <= entry.clock <= MAX_LOG_SAMPLES:
        raise ValueError(f"sample {clock} after sample {log.length}")
    log.entries.append(entry)
    log.length = entry.clock
    return True


def _read_set(log: SessionLog, clock: int, id: str, value: float) -> bool:
    index = INDEX[id]
    if index >= CORE_PARAMETERS:
        raise ValueError(f"{id} belongs to the tape and cannot be set")
    return _add_entry(log, clock, LogKind.SET, index, parameter(id).clamp(value))


def _read_tape(log: SessionLog, clock: int, number: int) -> bool:
    if number and number not in log.requests:
        raise ValueError(f"tape {number} has no paint line")
    return _add_entry(log, clock, LogKind.TAPE, number)


def _read_event(log: SessionLog, clock: int, action: str, index: int, value: float, at: int) -> bool:
    kind = Action[action.upper()]
    if kind is Action.SET:
        value = TABLE[index].clamp(value)
    return _add_entry(log, clock, LogKind.EVENT + kind, index, value, at)


def _read_begin(log: SessionLog, clock: int, resumed: int) -> bool:
    log.whole = not (resumed or log.entries)
    return log.whole and _add_entry(log, clock, LogKind.BEGIN)


def _read_lost(log: SessionLog, clock: int) -> bool:
    log.whole = False
    return False


def _read_length(log: SessionLog, clock: int) -> bool:
    log.length = max(log.length, min(int(clock), MAX_LOG_SAMPLES))
    return False


LINE_READERS: Mapping[str, Callable[..., bool]] = {
    "take": _read_head,
    "paint": _read_request,
    "set": _read_set,
    "tape": _read_tape,
    "event": _read_event,
    "begin": _read_begin,
    "end": lambda log, clock, number=0: _add_entry(log, clock, LogKind.END),
    "lost": _read_lost,
    "length": _read_length,
}


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


def replay(log: SessionLog, tape: Callable[[int], Tape], quality: Quality = LIVE) -> Floats:
    """Return the samples (n, 2) of a session. `tape` returns tapes by number; it is called in ascending order."""
    entries = list(log.entries)
    first = next((index for index, entry in enumerate(entries) if entry.kind == LogKind.TAPE), None)
    number = 0 if first is None else entries.pop(first).number
    instrument = Instrument(tape(number) if number else silent_tape(), quality=quality)
    audio = np.zeros((log.length, 2), np.float32)
    values = np.array([entry.default for entry in TABLE])
    for entry in entries:
        if entry.kind == LogKind.SET and not entry.clock:
            values[entry.number] = entry.value
    instrument.set(values)
    for clock, kind, number, value, at in [*entries, LogEntry(log.length, LogKind.BEGIN, 0, 0.0, -1)]:
        while instrument.clock < clock:
            begin = instrument.clock
            block = instrument.process(min(REPLAY_BLOCK, clock - begin))
            audio[begin : begin + len(block)] = block
        if kind >= LogKind.EVENT:
            instrument.schedule(Event(Action(kind - LogKind.EVENT), number, value), None if at < 0 else at)
        elif kind == LogKind.TAPE:
            instrument.load(tape(number) if number else silent_tape())
        elif kind == LogKind.SET:
            instrument.change(number, value)
        elif kind == LogKind.END:
            instrument.fade_out()
    return audio
