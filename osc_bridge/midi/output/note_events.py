"""The player's log, its playhead and the tape's onsets -> notes, for the time at which they are heard.

at      seconds of `time.perf_counter` when the sound leaves the sound card
tape    the spectra of two bars, SPEC.frames of them, which the playhead reads
frame   position of the playhead on the tape; speed in frames per second, negative backwards
note    key FIRST_NOTE + sixteenth, velocity 1..127, on channel SLICE_CHANNEL or ONSET_CHANNEL

A note is sent for each slice that the player's log contains, whether a pad, OSC or a script played it, and for each
onset of the tape that the playhead passes. Onsets are known in advance as long as the playhead is not moved.
"""

import heapq
import math
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from mido import Message

from engine.controls import Action
from engine.realtime.event_log import LogEntry, LogKind
from engine.realtime.meters import Meters
from engine.spec import SPEC
from engine.tape.magnitudes import Tape
from osc_bridge.midi.input.midi_messages import FIRST_NOTE

SLICE_CHANNEL, ONSET_CHANNEL = 0, 1
NOTE_LENGTH_S = 0.05
VELOCITY_RANGE_DB = 36.0  # below the loudest onset of a tape, where the velocity is 1
MAX_EVENT_DISTANCE_S = 2.0  # from now; an event beyond it was logged with the clock of another player
MAX_PLAYHEAD_DRIFT = 1.0  # frames; a playhead further away from where it should be was moved
MAX_START_OFFSET = 5.0  # frames; a playhead that appears so soon after the start of a sixteenth has started there
START_MARGIN = 1e-6  # frames before the start, so that an onset there counts
ROUNDING = 1e-8  # frames; so that rounding between two polls does not play an onset twice
ONSET_PEAK_FRAMES = 3  # from an onset on, among which it is loudest


class PlayedNote(NamedTuple):
    """A note and its time."""

    at: float
    channel: int
    key: int
    velocity: int


class PlayheadPosition(NamedTuple):
    """A position of the playhead, and the time at which it is heard."""

    at: float
    frame: float
    speed: float


def playhead_position(meters: Meters, speed: float) -> PlayheadPosition | None:
    """Return the playhead's position when its sound is heard; None when nothing plays. `speed`: frames per second."""
    if not meters.playing or not meters.output_time:
        return None
    return PlayheadPosition(meters.output_time + meters.latency, meters.frame, speed)


def slice_notes(entries: Iterable[LogEntry], meters: Meters, now: float) -> list[PlayedNote | float]:
    """Return the notes of slices in the player's log, in order, and for each stop of the player its time.

    Entries heard more than MAX_EVENT_DISTANCE_S before or after `now` are left out.
    """
    found: list[PlayedNote | float] = []
    for entry in entries:
        sample = entry.clock if entry.at < 0 else max(entry.at, entry.clock)
        at = meters.output_time + (sample - meters.clock + meters.delay) / SPEC.rate + meters.latency
        if not meters.output_time or abs(at - now) > MAX_EVENT_DISTANCE_S:
            continue
        if entry.kind == LogKind.EVENT + Action.SLICE and entry.value > 0:
            velocity = max(round(min(entry.value, 1.0) * 127), 1)
            found.append(PlayedNote(at, SLICE_CHANNEL, FIRST_NOTE + entry.number % SPEC.steps, velocity))
        elif entry.kind in (LogKind.EVENT + Action.STOP, LogKind.EVENT + Action.PANIC, LogKind.END):
            found.append(at)
    return found


class OnsetTracker:
    """The onsets of a tape that the playhead passes."""

    def __init__(self) -> None:
        self._frames = np.zeros(0)  # of the onsets
        self._velocities: list[int] = []
        self._position: PlayheadPosition | None = None
        self._done = 0.0  # frame up to which notes are made; goes on beyond the end of the loop

    def load(self, tape: Tape) -> None:
        """Use the onsets of another tape."""
        self._frames = tape.onsets
        self._velocities = onset_velocities(tape)

    def advance(self, position: PlayheadPosition | None, until: float) -> tuple[list[PlayedNote], float | None]:
        """Return notes for the onsets that the playhead passes until the time `until`, each once.

        `position` is None while nothing plays. Also return the time from which on notes of earlier calls are invalid
        because the playhead was moved or stopped; None if they stay valid.
        """
        before, self._position = self._position, position
        if position is None:
            return [], before.at if before else None
        moved = self._follow(before, position)
        return self._collect(position, until), before.at if before and moved else None

    def _follow(self, before: PlayheadPosition | None, position: PlayheadPosition) -> bool:
        """Continue from the last position, or begin anew; return whether the playhead was moved."""
        if before is None:
            since_step = position.frame % SPEC.step_frames
            at_start = since_step < MAX_START_OFFSET and position.speed > 0
            self._done = position.frame - (since_step + START_MARGIN if at_start else 0.0)
            return True
        if before.speed * position.speed > 0:
            expected = before.frame + before.speed * (position.at - before.at)
            drift = (position.frame - expected + SPEC.frames / 2) % SPEC.frames - SPEC.frames / 2
            if abs(drift) <= MAX_PLAYHEAD_DRIFT:
                self._done += position.frame - (expected + drift)  # whole turns of the loop
                return False
        self._done = position.frame + position.speed * (before.at - position.at)
        return True

    def _collect(self, position: PlayheadPosition, until: float) -> list[PlayedNote]:
        end = position.frame + position.speed * (until - position.at)
        if position.speed == 0 or (end - self._done) * position.speed <= 0 or abs(end - self._done) > SPEC.frames:
            return []
        low, high = sorted((self._done, end))
        notes = []
        for turn in range(math.floor(low / SPEC.frames), math.floor(high / SPEC.frames) + 1):
            for frame, velocity in zip(self._frames.tolist(), self._velocities, strict=True):
                passed = frame + turn * SPEC.frames
                if low < passed - ROUNDING <= high if position.speed > 0 else low <= passed + ROUNDING < high:
                    at = position.at + (passed - position.frame) / position.speed
                    step = int(frame // SPEC.step_frames) % SPEC.steps
                    notes.append(PlayedNote(at, ONSET_CHANNEL, FIRST_NOTE + step, velocity))
        self._done = end
        return sorted(notes)


def onset_velocities(tape: Tape) -> list[int]:
    """Return a velocity 1..127 for each onset, 127 for the loudest and linear in dB below it."""
    if not len(tape.onsets):
        return []
    rows = (np.floor(tape.onsets)[:, None].astype(int) + np.arange(ONSET_PEAK_FRAMES)) % len(tape.magnitudes)
    power = np.square(tape.magnitudes[rows]).sum(2).max(1)
    decibels = 10 * np.log10(np.maximum(power / power.max(), 1e-12))
    return [int(value) for value in np.clip(np.round(127 * (1 + decibels / VELOCITY_RANGE_DB)), 1, 127)]


class NoteScheduler:
    """Notes that are due later, and the times at which sounding notes end."""

    def __init__(self) -> None:
        self._scheduled: list[PlayedNote] = []  # a heap
        self._ends: dict[tuple[int, int], float] = {}  # by channel and key

    def add(self, note: PlayedNote) -> None:
        """Schedule a note."""
        heapq.heappush(self._scheduled, note)

    def cancel(self, since: float, channel: int | None = None) -> None:
        """Remove the scheduled notes from the time `since` on; of one channel, or of all."""
        self._scheduled = [note for note in self._scheduled if note.at < since or channel not in (None, note.channel)]
        heapq.heapify(self._scheduled)

    @property
    def next(self) -> float:
        """The time of the next message; infinity without one."""
        return min([note.at for note in self._scheduled[:1]] + list(self._ends.values()), default=math.inf)

    def due(self, now: float) -> list[Message]:
        """Remove and return the messages that are due, in order; a note that sounds ends before it begins again."""
        messages = []
        while (at := self.next) <= now:
            ending = [note for note, end in self._ends.items() if end == at]
            if ending:
                messages.append(self._end(ending[0]))
                continue
            note = heapq.heappop(self._scheduled)
            if (note.channel, note.key) in self._ends:
                messages.append(self._end((note.channel, note.key)))
            messages.append(Message("note_on", channel=note.channel, note=note.key, velocity=note.velocity))
            self._ends[note.channel, note.key] = max(note.at, now) + NOTE_LENGTH_S
        return messages

    def silence(self) -> list[Message]:
        """Remove the scheduled notes; return the messages that end the sounding ones."""
        self._scheduled.clear()
        return [self._end(note) for note in list(self._ends)]

    def _end(self, note: tuple[int, int]) -> Message:
        del self._ends[note]
        return Message("note_off", channel=note[0], note=note[1], velocity=0)
