"""The memory between the control process and the player: one segment, every part with a single writer.

control -> player   parameters  float64 (len(TABLE),)           sequence-locked
                    steps       float64 (32, 19)                likewise; for the next control process only
                    events      ring of EVENTS fixed slots       head word; a full ring refuses and counts
                    tapes       float32 (3, frames, bins)        word `newest`; the slot being read is never written
                    stopping, player, legacy                     end; its process; what the next control process needs
player -> control   meters      Meters, as float64               sequence-locked
                    events      tail word
                    tapes       word `reading`
                    state, name, note                            what it is, what it plays into, what went wrong
                    tap, journal                                 the last samples, and what they were made by

No process waits for another: a reader that meets a writer keeps what it had and looks again a block later. The player's
side is compiled (core/player.cpp): loads acquire, stores release. Here, words are aligned 8-byte stores: x86
keeps their order; elsewhere the microseconds of interpreter between two of them do.
"""

import contextlib
from multiprocessing.shared_memory import SharedMemory
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from engine.arrays import MOST_ATTACKS, TINY, Tape
from engine.controls import Event
from engine.parameters import TABLE
from engine.spec import SPEC, Spec
from engine.step_edits import SHAPE

from .event_log import LAYOUT as JOURNAL
from .event_log import EventLog
from .meters import Meters
from .output_monitor import LAYOUT, OutputMonitor
from .segment import IntField, PersistentSegment, TextField, open_or_create

EVENTS = 1024  # slots of the ring
TAPES = 3  # one is read, one is newest, one is free to write
TRIES = 8  # looks at a sequence lock until the reader gives way
NOW = -1  # sample at which an event without a time sounds

STARTING, PLAYING, FAILED, LOST = 0, 1, 2, 3  # states of the player; LOST: its device has gone, and so has it
DONE, NO_DEVICE, DEVICE_GONE = 0, 3, 4  # its exit codes


def layout(spec: Spec = SPEC) -> np.dtype[np.void]:
    """The segment as one record."""
    board = [("sequence", "<u8"), ("values", "<f8", (len(TABLE),))]
    meters = [("sequence", "<u8"), ("values", "<f8", (len(Meters._fields),))]
    event = [("action", "<i8"), ("index", "<i8"), ("value", "<f8"), ("at", "<i8")]
    ring = [("head", "<u8"), ("tail", "<u8"), ("refused", "<u8"), ("slots", event, (EVENTS,))]
    tape = [
        ("magnitudes", "<f4", (spec.frames, spec.bins)),
        ("attacks", "<f8", (MOST_ATTACKS,)),
        ("count", "<i8"),
        ("number", "<i8"),
    ]
    tapes = [("newest", "<i8"), ("reading", "<i8"), ("slots", tape, (TAPES,))]
    words = [("state", "<i8"), ("stopping", "<i8"), ("name", "S128"), ("note", "S512")]
    words += [("player", "<i8"), ("legacy", "S512")]
    grid = [("sequence", "<u8"), ("values", "<f8", SHAPE)]
    parts = [
        ("parameters", board),
        ("steps", grid),
        ("meters", meters),
        ("ring", ring),
        ("tapes", tapes),
        ("tap", LAYOUT),
        ("journal", JOURNAL),
    ]
    return np.dtype([*words, *parts])


class SeqLock:
    """Numbers that change together: one writer, any readers, a sequence lock."""

    def __init__(self, record: NDArray[np.void]) -> None:
        self._sequence, self._values = record["sequence"], record["values"]

    def write(self, values: NDArray[np.float64]) -> None:
        """Replace all numbers."""
        odd = int(self._sequence) | 1  # odd already when a writer died in here
        self._sequence[...] = odd
        self._values[...] = values
        self._sequence[...] = odd + 1

    @property
    def sequence(self) -> int:
        """Grows with every change."""
        return int(self._sequence)

    def read(self, into: NDArray[np.float64]) -> bool:
        """Copy all numbers; False when a writer was in the way each time and they may be of two moments."""
        for _ in range(TRIES):
            before = int(self._sequence)
            into[...] = self._values
            if before % 2 == 0 and int(self._sequence) == before:
                return True
        return False


class EventRing:
    """Events from one writer to one reader, in order."""

    def __init__(self, record: NDArray[np.void]) -> None:
        self._head, self._tail, self._refused = record["head"], record["tail"], record["refused"]
        self._slots = record["slots"]

    def push(self, event: Event, at: int | None = None) -> bool:
        """Writer: hand over an event for a sample of the player's clock. False, and counted, when the ring is full."""
        head = int(self._head)
        if head - int(self._tail) >= EVENTS:
            self._refused[...] = int(self._refused) + 1
            return False
        self._slots[head % EVENTS] = (int(event.action), event.index, event.value, NOW if at is None else at)
        self._head[...] = head + 1
        return True

    @property
    def refused(self) -> int:
        """Events that found the ring full."""
        return int(self._refused)


class TripleBuffer:
    """Whole tapes from one writer to one reader: the reader may keep the last one for as long as it likes."""

    def __init__(self, record: NDArray[np.void]) -> None:
        self._newest, self._reading, self._slots = record["newest"], record["reading"], record["slots"]

    def write(self, tape: Tape, number: int = 0) -> None:
        """Writer: publish a tape; `number` tells it from others."""
        busy = (int(self._newest), int(self._reading))
        spare = next(slot for slot in range(TAPES) if slot not in busy)
        slot, count = self._slots[spare], len(tape.attacks)
        slot["magnitudes"], slot["attacks"][:count], slot["count"] = tape.magnitudes, tape.attacks, count
        slot["number"] = number
        self._newest[...] = spare


class SharedState:
    """The segment, made by the control process, joined by the player. Views (such as tapes) must go before `close`."""

    state = IntField()  # player: STARTING, PLAYING, FAILED or LOST
    name = TextField()  # player: the device that it plays into
    note = TextField()  # player: what the user should know
    stopping = IntField()  # control: not 0 when the player shall fade out and end
    player = IntField()  # control: process id of the player, 0 before the first one
    legacy = TextField()  # control: what its successor has to know, JSON

    def __init__(self, memory: SharedMemory, spec: Spec = SPEC) -> None:
        self._memory = memory
        self._record: Any = np.ndarray((), layout(spec), buffer=memory.buf)
        self.parameters, self.steps = SeqLock(self._record["parameters"]), SeqLock(self._record["steps"])
        self.events = EventRing(self._record["ring"])
        self.tapes = TripleBuffer(self._record["tapes"])
        self.tap, self.journal = OutputMonitor(self._record["tap"]), EventLog(self._record["journal"])
        self._meters = SeqLock(self._record["meters"])

    @classmethod
    def create(cls, spec: Spec = SPEC) -> Self:
        """A new segment: default parameters, a silent tape, no events."""
        shared = cls(SharedMemory(create=True, size=layout(spec).itemsize), spec)
        shared._prepare()
        return shared

    @classmethod
    def attach(cls, name: str, spec: Spec = SPEC, *, lasting: bool = False) -> Self:
        """The segment that another process created; `lasting` when that was `inherit`."""
        return cls(PersistentSegment(name) if lasting else SharedMemory(name), spec)

    @classmethod
    def inherit(cls, name: str, spec: Spec = SPEC) -> Self:
        """The segment of a set that outlives its processes: as the last control process left it, or else a new one."""
        memory, new = open_or_create(name, layout(spec).itemsize)
        shared = cls(memory, spec)
        if new or not shared.legacy:
            shared._prepare()
        return shared

    def _prepare(self) -> None:
        self._record["tapes"]["slots"][0]["magnitudes"] = TINY
        self.parameters.write(np.array([entry.default for entry in TABLE]))
        self.steps.write(np.zeros(SHAPE))

    @property
    def record(self) -> NDArray[np.void]:
        """The whole segment, for the player."""
        record: NDArray[np.void] = self._record
        return record

    @property
    def segment(self) -> str:
        """Name to attach to."""
        return self._memory.name

    @property
    def meters(self) -> Meters:
        """The player's last block."""
        values = np.empty(len(Meters._fields))
        self._meters.read(values)
        return Meters(*values.tolist())

    def close(self) -> None:
        """Let go of the segment."""
        del self.parameters, self.steps, self.events, self.tapes, self.tap, self.journal, self._meters, self._record
        self._memory.close()

    def unlink(self) -> None:
        """Remove the segment from the system; processes that hold it keep it until they close it."""
        with contextlib.suppress(FileNotFoundError):  # whoever comes second, after the other one died, finds it gone
            self._memory.unlink()
