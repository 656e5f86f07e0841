"""Slices and the attacks of the break -> notes, for the moment at which they are heard. Pure: no port, no thread.

at         seconds of `time.perf_counter`, when something leaves the card
column     of the tape, under the playhead; pace in columns per second, below zero backwards
Note       key FIRST + sixteenth, velocity 1..127; slices on channel SLICES, attacks on channel ATTACKS

A slice is what the player was told, at the sample at which it made it, whoever asked for it. An attack is where the
playhead passes one of the tape's: what lies before it is known a moment ahead, as long as nothing moves it elsewhere.
"""

import heapq
import math
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from engine.controls import Action
from engine.realtime.event_log import Entry, LogKind
from engine.realtime.meters import Meters
from engine.spec import SPEC
from engine.tape.magnitudes import Tape

FIRST = 36  # key of the first sixteenth, as for what comes in
SLICES, ATTACKS = 0, 1  # channels
LENGTH = 0.05  # seconds from a note to its end
RANGE = 36.0  # dB below the loudest attack of a tape at which the velocity is 1
ELSEWHERE = 1.0  # columns; further than that from where it should be, the playhead was put there
FRESH = 5.0  # columns; that near after a sixteenth, it has just begun there
SAME = 1e-8  # columns
TOUCH = 1e-6  # columns
SOON = 2.0  # seconds; what is further away was said of the clock of another player
FOLLOWING = 3  # columns from an attack on in which it is loudest


class Note(NamedTuple):
    """One note."""

    at: float
    channel: int
    key: int
    velocity: int


class PlayheadPosition(NamedTuple):
    """Where the playhead is heard."""

    at: float
    column: float
    pace: float


def heard(meters: Meters, pace: float) -> PlayheadPosition | None:
    """Where the playhead is heard; None when nothing plays."""
    if not meters.playing or not meters.due:
        return None
    return PlayheadPosition(meters.due + meters.latency, meters.frame, pace)


def slices(entries: Iterable[Entry], meters: Meters, now: float) -> list[Note | float]:
    """Notes for what the player was told, in order; a time instead of a note where it was told to be silent."""
    found: list[Note | float] = []
    for entry in entries:
        sample = entry.clock if entry.at < 0 else max(entry.at, entry.clock)
        at = meters.due + (sample - meters.clock + meters.delay) / SPEC.rate + meters.latency
        if not meters.due or abs(at - now) > SOON:
            continue
        if entry.kind == LogKind.EVENT + Action.SLICE and entry.value > 0:
            velocity = min(max(round(entry.value * 127), 1), 127)
            found.append(Note(at, SLICES, FIRST + entry.which % SPEC.steps, velocity))
        elif entry.kind in (LogKind.EVENT + Action.STOP, LogKind.EVENT + Action.PANIC, LogKind.END):
            found.append(at)
    return found


class OnsetTracker:
    """The attacks of a tape, as the playhead passes them."""

    def __init__(self) -> None:
        self._columns = np.zeros(0)
        self._velocities: list[int] = []
        self._place: PlayheadPosition | None = None
        self._upto = 0.0  # column, on the line of `_place`, up to which notes are made

    def load(self, tape: Tape) -> None:
        """Another tape, from now on."""
        self._columns = tape.attacks
        self._velocities = velocities(tape)

    def pass_on(self, place: PlayheadPosition | None, until: float) -> tuple[list[Note], float | None]:
        """Notes for the attacks that are passed until a time, each once.

        Also the time from which on earlier notes are no longer true, because the playhead went elsewhere or stopped.
        """
        before, self._place = self._place, place
        if place is None:
            return [], before.at if before else None
        torn = self._follow(before, place)
        return self._collect(place, until), before.at if before and torn else None

    def _follow(self, before: PlayheadPosition | None, place: PlayheadPosition) -> bool:
        """Carry on with the same line, or begin another one where the last look was; whether it is another."""
        if before is None:
            since = place.column % SPEC.step_frames  # to play begins with a sixteenth, usually
            self._upto = place.column - (since + TOUCH if since < FRESH and place.pace > 0 else 0.0)
            return True
        if before.pace * place.pace > 0:
            expected = before.column + before.pace * (place.at - before.at)
            away = (place.column - expected + SPEC.frames / 2) % SPEC.frames - SPEC.frames / 2
            if abs(away) <= ELSEWHERE:
                self._upto += place.column - (expected + away)  # the loop is unrolled; whole turns only
                return False
        self._upto = place.column + place.pace * (before.at - place.at)
        return True

    def _collect(self, place: PlayheadPosition, until: float) -> list[Note]:
        end = place.column + place.pace * (until - place.at)
        if place.pace == 0 or (end - self._upto) * place.pace <= 0 or abs(end - self._upto) > SPEC.frames:
            return []
        low, high = sorted((self._upto, end))
        notes = []
        for turn in range(math.floor(low / SPEC.frames), math.floor(high / SPEC.frames) + 1):
            for column, velocity in zip(self._columns.tolist(), self._velocities, strict=True):
                passed = column + turn * SPEC.frames
                # rounding between two looks must not pass one twice
                if low < passed - SAME <= high if place.pace > 0 else low <= passed + SAME < high:
                    at = place.at + (passed - place.column) / place.pace
                    notes.append(Note(at, ATTACKS, FIRST + int(column // SPEC.step_frames) % SPEC.steps, velocity))
        self._upto = end
        return sorted(notes)


def velocities(tape: Tape) -> list[int]:
    """How loud each attack is, 1..127: 127 for the loudest, 1 for what is RANGE dB below it."""
    if not len(tape.attacks):
        return []
    rows = (np.floor(tape.attacks)[:, None].astype(int) + np.arange(FOLLOWING)) % len(tape.magnitudes)
    power = np.square(tape.magnitudes[rows]).sum(2).max(1)
    decibels = 10 * np.log10(np.maximum(power / power.max(), 1e-12))
    return [int(value) for value in np.clip(np.round(127 * (1 + decibels / RANGE)), 1, 127)]


class NoteScheduler:
    """Notes that are to come, and the ends of those that sound."""

    def __init__(self) -> None:
        self._coming: list[Note] = []  # a heap
        self._ends: dict[tuple[int, int], float] = {}  # channel and key: when it ends

    def add(self, note: Note) -> None:
        """One more."""
        heapq.heappush(self._coming, note)

    def cut(self, since: float, channel: int | None = None) -> None:
        """Forget what has not begun and would from a time on; of one channel, or of all."""
        self._coming = [note for note in self._coming if note.at < since or channel not in (None, note.channel)]
        heapq.heapify(self._coming)

    @property
    def next(self) -> float:
        """When something is due; infinity when nothing comes."""
        return min([note.at for note in self._coming[:1]] + list(self._ends.values()), default=math.inf)

    def due(self, now: float) -> list[bytes]:
        """Messages whose time has come, in order; a note that still sounds ends before it sounds again."""
        messages = []
        while (at := self.next) <= now:
            ending = [note for note, end in self._ends.items() if end == at]
            if ending:
                messages.append(self._end(ending[0]))
                continue
            note = heapq.heappop(self._coming)
            if (note.channel, note.key) in self._ends:
                messages.append(self._end((note.channel, note.key)))
            messages.append(bytes((0x90 | note.channel, note.key, note.velocity)))
            self._ends[note.channel, note.key] = max(note.at, now) + LENGTH
        return messages

    def silence(self) -> list[bytes]:
        """Forget what comes, and end what sounds."""
        self._coming.clear()
        return [self._end(note) for note in list(self._ends)]

    def _end(self, note: tuple[int, int]) -> bytes:
        del self._ends[note]
        return bytes((0x80 | note[0], note[1], 0))
