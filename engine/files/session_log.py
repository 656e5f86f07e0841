"""A set as it was played, in a file: what the instrument was told, and when, in; the same samples again out.

A take is text, a JSON array on each line, in the order of the player's clock (samples since it began):

    ["take", 1, model name, SHA-256 of the model file]
    ["paint", number, {"knobs": [16], "seed": n, "texture": x, ...}]  how a tape came about (see recipe)
    ["set", clock, id, value]       ["tape", clock, number]           ["event", clock, action, index, value, sample]
    ["begin", clock, 0]             ["end", clock]                    ["length", clock]

"begin" with 1 is a player that took over from one that had died, "lost" a hole in the record: there a take ends, as
nobody knows what was heard in between. The recording beside it goes on.
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
from engine.model.recipe import DecodeRequest
from engine.parameters import INDEX, SOUNDING, TABLE, parameter
from engine.realtime.event_log import Entry, LogKind
from engine.spec import SPEC
from engine.tape.magnitudes import Tape, blank

FORMAT = 1
SUFFIX = ".take"
LARGEST = 256 * 2**20  # bytes: hours
LONGEST = 3600 * SPEC.rate  # samples of one render
BLOCK = 4096  # samples
# what reading a line of somebody's may raise
_WRONG = (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, OverflowError, VamenError)
AGAIN = "record it again with vamen play --record"


@dataclass(slots=True)
class SessionLog:
    """A set."""

    model: str = ""
    digest: str = ""
    paints: dict[int, DecodeRequest] = field(default_factory=dict)  # by the number of the tape
    entries: list[Entry] = field(default_factory=list)
    length: int = 0  # samples
    whole: bool = True  # nothing was lost


def digest(model: Path) -> str:
    """SHA-256 of a model file."""
    return hashlib.sha256(model.read_bytes()).hexdigest()


def line(*words: Any) -> str:
    """A line of a take."""
    return json.dumps(words, separators=(",", ":")) + "\n"


def line_of(entry: Entry) -> str:
    """A line for something that was told."""
    clock, kind, which, value, at = entry
    if kind >= LogKind.EVENT:
        return line("event", clock, Action(kind - LogKind.EVENT).name.lower(), which, value, at)
    if kind == LogKind.SET:
        return line("set", clock, TABLE[which].id, value)
    return line(LogKind(kind).name.lower(), clock, which)


def read(path: Path) -> SessionLog:
    """A take from its file.

    Raises:
        BadInput: there is none, it is too large, or a line of it means nothing; the message names the line.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise BadInput(f"{path} has more than {LARGEST >> 20} MB, which is no take; {AGAIN}")
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path} is not a readable take ({error}); {AGAIN}") from error
    take = SessionLog()
    for number, text in enumerate(lines, 1):
        try:
            word, *rest = json.loads(text)
            if number == 1 and (word != "take" or rest[0] != FORMAT):
                raise ValueError(f"it begins with {word!r}")
            if not _READERS[word](take, *rest):
                break
        except _WRONG as error:
            if number == len(lines):
                break  # the last line of a set that was cut off
            raise BadInput(f"{path} is not a take, line {number}: {error}; {AGAIN}") from error
    if not take.digest:
        raise BadInput(f"{path} is empty; {AGAIN}")
    return take


def _head(take: SessionLog, version: int, model: str, digest: str) -> bool:
    take.model, take.digest = str(model), str(digest)
    return True


def _paint(take: SessionLog, number: int, recipe: Mapping[str, Any]) -> bool:
    take.paints[int(number)] = DecodeRequest.from_dict(recipe)
    return True


def _tell(take: SessionLog, clock: int, kind: int, which: int = 0, value: float = 0.0, at: int = -1) -> bool:
    entry = Entry(int(clock), kind, int(which), float(value), int(at))
    if not take.length <= entry.clock <= LONGEST:
        raise ValueError(f"sample {clock} after sample {take.length}")
    take.entries.append(entry)
    take.length = entry.clock
    return True


def _set(take: SessionLog, clock: int, id: str, value: float) -> bool:
    index = INDEX[id]
    if index >= SOUNDING:
        raise ValueError(f"{id} is painted, not set")
    return _tell(take, clock, LogKind.SET, index, parameter(id).clamp(value))


def _tape(take: SessionLog, clock: int, number: int) -> bool:
    if number and number not in take.paints:
        raise ValueError(f"tape {number} was never painted")
    return _tell(take, clock, LogKind.TAPE, number)


def _event(take: SessionLog, clock: int, action: str, index: int, value: float, at: int) -> bool:
    kind = Action[action.upper()]
    if kind is Action.SET:
        value = TABLE[index].clamp(value)
    return _tell(take, clock, LogKind.EVENT + kind, index, value, at)


def _begin(take: SessionLog, clock: int, resumed: int) -> bool:
    take.whole = not (resumed or take.entries)
    return take.whole and _tell(take, clock, LogKind.BEGIN)


def _lost(take: SessionLog, clock: int) -> bool:
    take.whole = False
    return False


def _length(take: SessionLog, clock: int) -> bool:
    take.length = max(take.length, min(int(clock), LONGEST))
    return False


_READERS: Mapping[str, Callable[..., bool]] = {
    "take": _head,
    "paint": _paint,
    "set": _set,
    "tape": _tape,
    "event": _event,
    "begin": _begin,
    "end": lambda take, clock, which=0: _tell(take, clock, LogKind.END),
    "lost": _lost,
    "length": _length,
}


def require(take: SessionLog, model: str, found: str) -> None:
    """Refuse another model than the take was played with: it would be another sound.

    Raises:
        ModelMismatch: it is another one.
    """
    if take.digest != found:
        raise ModelMismatch(
            f"the take was played with {take.model} ({take.digest[:12]}), the model here is {model} ({found[:12]}); "
            "name the take's own with --model"
        )


def perform(take: SessionLog, tape: Callable[[int], Tape], quality: Quality = LIVE) -> Floats:
    """What was heard: (samples, 2). `tape` paints tapes by their numbers, in order."""
    entries = list(take.entries)
    held = next((index for index, entry in enumerate(entries) if entry.kind == LogKind.TAPE), None)
    number = 0 if held is None else entries.pop(held).which
    instrument = Instrument(tape(number) if number else blank(), quality=quality)
    audio = np.zeros((take.length, 2), np.float32)
    values = np.array([entry.default for entry in TABLE])
    for entry in entries:
        if entry.kind == LogKind.SET and not entry.clock:
            values[entry.which] = entry.value
    instrument.set(values)
    for clock, kind, which, value, at in [*entries, Entry(take.length, LogKind.BEGIN, 0, 0.0, -1)]:
        while instrument.clock < clock:
            begin = instrument.clock
            block = instrument.process(min(BLOCK, clock - begin))
            audio[begin : begin + len(block)] = block
        if kind >= LogKind.EVENT:
            instrument.schedule(Event(Action(kind - LogKind.EVENT), which, value), None if at < 0 else at)
        elif kind == LogKind.TAPE:
            instrument.load(tape(which) if which else blank())
        elif kind == LogKind.SET:
            instrument.change(which, value)
        elif kind == LogKind.END:
            instrument.fade_out()
    return audio
