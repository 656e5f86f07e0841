"""The memory shared by control process and player: one segment, in which every part has a single writer.

control -> player   parameters   float64 (len(TABLE),)         sequence lock
                    steps        float64 (32, 39)              sequence lock; the player reads CORE_STEP_VALUES
                    seeds        float64 (MAX_SEEDS, 2)        sequence lock; pairs of a seed and its weight, which the
                                                               next control process reads, as it does the steps
                    events       ring of EVENT_SLOTS           word `head`; a full ring refuses and counts
                    tapes        float32 (3, frames, bins) ..  word `newest`; the slot being read is never written
                    stopping, player_pid, handover             request to stop; process id; see session/state.py
player -> control   meters       Meters, as float64            sequence lock
                    events       word `tail`
                    tapes        word `reading`
                    state, output_name, note                   what it does, the device, one line for the user
                    heartbeat                                  counted by its main thread
                    monitor, event_log                         the last samples, and the changes that made them

No process waits for another: a reader that finds a write in progress keeps its values and tries again a block later.
The player's side is compiled (core/player.cpp): loads acquire, stores release. In Python a word is an aligned 8-byte
store; x86 keeps the order of stores, elsewhere the microseconds that the interpreter takes between them suffice.
"""

import contextlib
import os
from multiprocessing.shared_memory import SharedMemory
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from engine.arrays import KEEP_GAIN, MAX_TAPE_ONSETS, MIN_MAGNITUDE, PART_NAMES, Tape
from engine.controls import GRID_SHAPE, MAX_SEEDS, UNSCHEDULED, Event
from engine.errors import BadInput
from engine.parameters import TABLE
from engine.spec import PART_BANDS, SPEC, Spec

from .event_log import EVENT_LOG_LAYOUT, EventLog
from .meters import Meters
from .output_monitor import MONITOR_LAYOUT, OutputMonitor
from .segment import IntField, PersistentSegment, TextField, allocate, open_or_create

EVENT_SLOTS = 1024
TAPE_SLOTS = 3  # one is read, one is newest, one is free to write
SEQLOCK_ATTEMPTS = 8  # reads until a reader gives way to the writer

STARTING, PLAYING, FAILED, DEVICE_LOST = 0, 1, 2, 3  # states of the player; with DEVICE_LOST it has exited
EXIT_DONE, EXIT_NO_DEVICE, EXIT_DEVICE_LOST = 0, 3, 4  # exit codes of the player


def layout(spec: Spec = SPEC) -> np.dtype[np.void]:
    """Return the layout of the segment as one record."""
    parameters = [("sequence", "<u8"), ("values", "<f8", (len(TABLE),))]
    grid = [("sequence", "<u8"), ("values", "<f8", GRID_SHAPE)]
    meters = [("sequence", "<u8"), ("values", "<f8", (len(Meters._fields),))]
    event = [("action", "<i8"), ("index", "<i8"), ("value", "<f8"), ("at", "<i8")]
    seeds = [("sequence", "<u8"), ("values", "<f8", (MAX_SEEDS, 2))]
    ring = [("head", "<u8"), ("tail", "<u8"), ("refused", "<u8"), ("slots", event, (EVENT_SLOTS,))]
    tape = [
        ("magnitudes", "<f4", (spec.frames, spec.bins)),
        ("onsets", "<f8", (MAX_TAPE_ONSETS,)),
        ("count", "<i8"),
        ("gain", "<f8"),
        ("number", "<i8"),
        ("parts", "u1", (spec.frames, len(PART_NAMES) - 1, PART_BANDS)),
    ]
    tapes = [("newest", "<i8"), ("reading", "<i8"), ("slots", tape, (TAPE_SLOTS,))]
    fields = [
        ("state", "<i8"),
        ("stopping", "<i8"),
        ("output_name", "S128"),
        ("note", "S512"),
        ("player_pid", "<i8"),
        ("heartbeat", "<i8"),
        ("handover", "S2048"),
        ("parameters", parameters),
        ("steps", grid),
        ("seeds", seeds),
        ("meters", meters),
        ("ring", ring),
        ("tapes", tapes),
        ("monitor", MONITOR_LAYOUT),
        ("event_log", EVENT_LOG_LAYOUT),
    ]
    return np.dtype(fields)


class SeqLock:
    """Numbers that change together: one writer, any number of readers, a sequence lock."""

    def __init__(self, record: NDArray[np.void]) -> None:
        self._sequence, self._values = record["sequence"], record["values"]

    def write(self, values: NDArray[np.float64]) -> None:
        """Replace all numbers."""
        odd = int(self._sequence) | 1  # it is odd already when a writer was killed in the middle of a write
        self._sequence[...] = odd
        self._values[...] = values
        self._sequence[...] = odd + 1

    def read(self, into: NDArray[np.float64]) -> bool:
        """Copy all numbers; return False when they may be a mix of two writes."""
        for _ in range(SEQLOCK_ATTEMPTS):
            before = int(self._sequence)
            into[...] = self._values
            if before % 2 == 0 and int(self._sequence) == before:
                return True
        return False


class EventRing:
    """Writer of the queue of events; the player reads them in order."""

    def __init__(self, record: NDArray[np.void]) -> None:
        self._head, self._tail, self._refused = record["head"], record["tail"], record["refused"]
        self._slots = record["slots"]

    def push(self, event: Event, at: int | None = None) -> bool:
        """Queue an event for sample `at` of the player's clock; count it and return False when the ring is full."""
        head = int(self._head)
        if head - int(self._tail) >= EVENT_SLOTS:
            self._refused[...] = int(self._refused) + 1
            return False
        sample = UNSCHEDULED if at is None else at
        self._slots[head % EVENT_SLOTS] = (int(event.action), event.index, event.value, sample)
        self._head[...] = head + 1
        return True

    @property
    def refused(self) -> int:
        """Events that were refused because the ring was full."""
        return int(self._refused)


class TripleBuffer:
    """Writer of whole tapes; the player may keep the one it reads for any length of time."""

    def __init__(self, record: NDArray[np.void]) -> None:
        self._newest, self._reading, self._slots = record["newest"], record["reading"], record["slots"]

    def write(self, tape: Tape, number: int = 0) -> None:
        """Publish a tape; `number` identifies it in the event log."""
        busy = (int(self._newest), int(self._reading))
        spare = next(slot for slot in range(TAPE_SLOTS) if slot not in busy)
        slot, count = self._slots[spare], len(tape.onsets)
        slot["magnitudes"], slot["onsets"][:count], slot["count"] = tape.magnitudes, tape.onsets, count
        slot["gain"], slot["number"], slot["parts"] = tape.gain, number, 0 if tape.parts is None else tape.parts
        self._newest[...] = spare


class SharedState:
    """All shared memory of a session: created by the control process (OSC, MIDI, decoder), attached by the player.

    Arrays that point into it, such as tapes, must be deleted before `close`.
    """

    state = IntField()  # written by the player: STARTING, PLAYING, FAILED or DEVICE_LOST
    output_name = TextField()  # written by the player: name of its device
    note = TextField()  # written by the player: one line for the user
    heartbeat = IntField()  # written by the player: counts up 20 times a second while it plays
    stopping = IntField()  # written by the control process: not 0 when the player shall fade out and exit
    player_pid = IntField()  # written by the control process: 0 before the first player
    handover = TextField()  # written by the control process: JSON for the next one, should this one be killed

    def __init__(self, memory: SharedMemory, spec: Spec = SPEC) -> None:
        self._memory = memory
        self._record: Any = np.ndarray((), layout(spec), buffer=memory.buf)
        self.parameters, self.steps = SeqLock(self._record["parameters"]), SeqLock(self._record["steps"])
        self.seeds = SeqLock(self._record["seeds"])
        self.events = EventRing(self._record["ring"])
        self.tapes = TripleBuffer(self._record["tapes"])
        self.monitor, self.event_log = OutputMonitor(self._record["monitor"]), EventLog(self._record["event_log"])
        self._meters = SeqLock(self._record["meters"])

    @classmethod
    def create(cls, spec: Spec = SPEC) -> Self:
        """Create a segment with default parameters, a silent tape and no events.

        Raises:
            BadInput: there is not enough shared memory.
        """
        memory = SharedMemory(create=True, size=layout(spec).itemsize)
        try:
            if os.name == "posix":
                allocate(memory.name, memory.size)
        except BadInput:
            memory.close()
            memory.unlink()
            raise
        shared = cls(memory, spec)
        shared._initialise()
        return shared

    @classmethod
    def attach(cls, name: str, spec: Spec = SPEC, *, persistent: bool = False) -> Self:
        """Attach to the segment of another process; `persistent` if that one made it with `open_or_create`."""
        return cls(PersistentSegment(name) if persistent else SharedMemory(name), spec)

    @classmethod
    def open_or_create(cls, name: str, spec: Spec = SPEC) -> Self:
        """Open the segment that a former control process left, or create one that outlives this process.

        Raises:
            BadInput: there is not enough shared memory.
        """
        shared = cls(open_or_create(name, layout(spec).itemsize), spec)
        if not shared.handover:
            shared._initialise()
        return shared

    def _initialise(self) -> None:
        silence = self._record["tapes"]["slots"][0]
        silence["magnitudes"], silence["gain"] = MIN_MAGNITUDE, KEEP_GAIN
        self.parameters.write(np.array([entry.default for entry in TABLE]))
        self.steps.write(np.zeros(GRID_SHAPE))

    @property
    def record(self) -> NDArray[np.void]:
        """The whole segment, for the compiled player."""
        record: NDArray[np.void] = self._record
        return record

    @property
    def segment(self) -> str:
        """Name of the segment, for `attach`."""
        return self._memory.name

    @property
    def meters(self) -> Meters:
        """Meters of the player's last block."""
        values = np.empty(len(Meters._fields))
        self._meters.read(values)
        return Meters(*values.tolist())

    def close(self) -> None:
        """Detach from the segment."""
        del self.parameters, self.steps, self.seeds, self.events, self.tapes, self.monitor, self.event_log, self._meters
        del self._record
        self._memory.close()

    def unlink(self) -> None:
        """Remove the segment from the system; processes that have it open keep it until they close it."""
        with contextlib.suppress(FileNotFoundError):  # another process may have unlinked it first
            self._memory.unlink()
