"""What a session plays -> note on and note off, each sent when its sound leaves the card."""

import logging
import threading
import time
from collections.abc import Callable

from mido import Message

from engine.session.live_session import Session
from engine.spec import SPEC
from engine.tape.magnitudes import Tape
from osc_bridge.error_log import RateLimitedLog
from osc_bridge.lifecycle import Service

from .note_events import ONSET_CHANNEL, NoteScheduler, OnsetTracker, PlayedNote, playhead_position, slice_notes

NOTE_POLL_INTERVAL_S = 0.003
ONSET_LOOKAHEAD_S = 0.008  # onsets that are known before the next poll, also when it is late
NOTE_JOIN_TIMEOUT_S = 2.0  # for the thread to end

_logger = logging.getLogger(__name__)


class NoteSender(Service):
    """Sends slices that are played and onsets that are heard as notes; a context manager, or start() and stop()."""

    def __init__(
        self,
        session: Session,
        send: Callable[[Message], object],
        *,
        slices: bool = True,
        onsets: bool = True,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        """`send` takes one message and must not wait; `slices`, `onsets`: whether they are sent."""
        self._session, self._send, self._clock = session, send, clock
        self._slices = slices
        self._onsets = OnsetTracker() if onsets else None
        self._tape: Tape | None = None
        self._scheduler = NoteScheduler()
        self.log_position, _ = session.event_log_since(-1)  # number of the next entry of the player's log
        self.errors = RateLimitedLog(_logger)
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Start the thread."""
        self.log_position, _ = self._session.event_log_since(-1)
        self._stopping.clear()
        self._thread = threading.Thread(target=self._run, name="midi notes", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread and the notes that sound. Does nothing when it was not started."""
        self._stopping.set()
        if self._thread:
            self._thread.join(NOTE_JOIN_TIMEOUT_S)
            self._thread = None

    def poll(self) -> None:
        """Schedule notes for what the player has done since the last poll."""
        now, meters = self._clock(), self._session.meters
        self.log_position, entries = self._session.event_log_since(self.log_position)
        for item in slice_notes(entries, meters, now):
            if not isinstance(item, PlayedNote):
                self._scheduler.cancel(item)
            elif self._slices:
                self._scheduler.add(item)
        if self._onsets is None:
            return
        if (tape := self._session.tape) is not None and tape is not self._tape:
            self._tape = tape
            self._onsets.load(tape)
        notes, moved = self._onsets.advance(playhead_position(meters, self.speed()), now + ONSET_LOOKAHEAD_S)
        if moved is not None:
            self._scheduler.cancel(moved, ONSET_CHANNEL)
        for note in notes:
            self._scheduler.add(note)

    def play(self) -> None:
        """Send the messages that are due."""
        for message in self._scheduler.due(self._clock()):
            self._send(message)

    def speed(self) -> float:
        """Return the speed of the playhead in frames per second."""
        read = self._session.read
        if read("freeze") > 0:
            return 0.0
        speed = read("speed") * read("tempo") / SPEC.native_tempo * SPEC.rate / SPEC.hop
        if read("halftime") > 0:
            speed /= 2
        return -speed if read("reverse") > 0 else speed

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self.poll()
                self.play()
            except Exception as defect:  # a defect of the session must not end the thread
                self.errors.add(f"the notes of what is heard have failed: {defect}", defect)
            until_next = self._scheduler.next - self._clock()
            self._stopping.wait(min(max(until_next, 0.0), NOTE_POLL_INTERVAL_S))
        for message in self._scheduler.silence():
            self._send(message)
