"""What is heard, as notes on MIDI outputs: the thread around `sounding`.

in   the player's meters and journal, the tape, and the parameters that move the playhead
out  note on and note off, each when its sound leaves the card

It looks LOOK seconds apart what the player has done, and waits in between for the next note.
"""

import logging
import threading
import time
from collections.abc import Callable
from typing import Protocol

from engine.realtime.event_log import Entry
from engine.realtime.meters import Meters
from engine.spec import SPEC
from engine.tape.magnitudes import Tape
from osc_bridge.error_log import RateLimitedLog
from osc_bridge.lifecycle import Service

from .note_events import ATTACKS, Note, NoteScheduler, OnsetTracker, heard, slices

LOOK = 0.003  # seconds
AHEAD = 0.008  # seconds; attacks that near are known before the next look, also when it comes late
PATIENCE = 2.0  # seconds

_logger = logging.getLogger(__name__)


class Playing(Protocol):
    """An instrument that plays, see `engine.session.Session`."""

    @property
    def meters(self) -> Meters:
        """The player's last block."""

    @property
    def tape(self) -> Tape | None:
        """What the playhead reads."""

    def told(self, since: int) -> tuple[int, list[Entry]]:
        """What the player was told from entry `since` of its journal on, and the number of the next entry."""

    def read(self, id: str) -> float:
        """Value of a parameter."""


class NoteSender(Service):
    """Slices and attacks as notes, as a context manager or by start() and stop()."""

    def __init__(
        self,
        playing: Playing,
        send: Callable[[bytes], object],
        *,
        slices: bool = True,
        attacks: bool = True,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        """`send` takes one message and must not wait; `slices`, `attacks`: which of them are wanted."""
        self._playing, self._send, self._clock = playing, send, clock
        self._slices = slices
        self._attacks = OnsetTracker() if attacks else None
        self._tape: Tape | None = None
        self._roll = NoteScheduler()
        self.told, _ = playing.told(-1)  # entries of the player's journal that were looked at
        self._refusals = RateLimitedLog(_logger)
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def refused(self) -> int:
        """Looks that failed."""
        return self._refusals.count

    def start(self) -> None:
        """Begin."""
        self.told, _ = self._playing.told(-1)
        self._stopping.clear()
        self._thread = threading.Thread(target=self._run, name="midi notes", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End what sounds. Does nothing when it was not started."""
        self._stopping.set()
        if self._thread:
            self._thread.join(PATIENCE)
            self._thread = None

    def look(self) -> None:
        """What the player has done since the last look, on the roll."""
        now, meters = self._clock(), self._playing.meters
        self.told, entries = self._playing.told(self.told)
        for item in slices(entries, meters, now):
            if not isinstance(item, Note):
                self._roll.cut(item)
            elif self._slices:
                self._roll.add(item)
        if self._attacks is None:
            return
        if (tape := self._playing.tape) is not None and tape is not self._tape:
            self._tape = tape
            self._attacks.load(tape)
        notes, torn = self._attacks.pass_on(heard(meters, self.pace()), now + AHEAD)
        if torn is not None:
            self._roll.cut(torn, ATTACKS)
        for note in notes:
            self._roll.add(note)

    def play(self) -> None:
        """Send what is due."""
        for message in self._roll.due(self._clock()):
            self._send(message)

    def pace(self) -> float:
        """Columns per second at which the playhead should move."""
        read = self._playing.read
        if read("freeze") > 0:
            return 0.0
        columns = read("speed") * read("tempo") / SPEC.native_tempo * SPEC.rate / SPEC.hop
        return -columns if read("reverse") > 0 else columns

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self.look()
                self.play()
            except Exception as defect:  # the thread must outlive a defect of the session behind it
                self._refusals.add(f"the notes of what is heard have failed: {defect}", defect)
            until = self._roll.next - self._clock()
            self._stopping.wait(min(max(until, 0.0), LOOK))
        for message in self._roll.silence():
            self._send(message)
