"""MIDI inputs: whatever is plugged in -> batches of messages, in the order of their times.

The system's callback only puts time, source and bytes in a queue. One thread takes out what waits there and plays it:
Another keeps the inputs open (see watching).
"""

import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from operator import itemgetter

from engine.errors import BadConfig
from osc_bridge.error_log import RateLimitedLog

from . import rtmidi_ports as midi_system
from .hotplug import PATIENCE, PERIOD, HotplugWatcher, Watched
from .protocol import Arrival, Open, Play, PortBackend, Receive
from .rtmidi_ports import BACKENDS

LIMIT = 8192  # messages that may wait

_logger = logging.getLogger(__name__)


class MidiInputs(Watched[Open]):
    """All MIDI inputs, or those that are named, as a context manager or by start() and stop()."""

    def __init__(
        self,
        play: Play,
        *,
        names: Sequence[str] | None = None,
        backend: str = "auto",
        clock: Callable[[], float] = time.perf_counter,
        period: float = PERIOD,
        refusals: RateLimitedLog | None = None,
        appeared: Callable[[str], None] = lambda source: None,
        connect: Callable[[str, Receive], PortBackend[Open]] = midi_system.connect,
    ) -> None:
        """Prepare; nothing is opened before start().

        Args:
            play: takes messages, in the player's thread: never empty, in the order of their times.
            names: open only inputs with one of these texts in their name, in any case; None for all.
            backend: "alsa" or "jack" on Linux, else "auto".
            clock: seconds that never jump, the same as the controls' for events.
            period: seconds between two looks at the list of inputs.
            refusals: where faults are counted; give the same to `play` if it counts some too.
            appeared: told the name of an input that has just been opened, also when it came back: what its knobs
                were half way through is over. In the watcher's thread.
            connect: makes the MIDI system, from the backend and the function that takes the bytes.

        Raises:
            BadConfig: there is no such backend.
        """
        if backend not in BACKENDS:
            raise BadConfig(f"there is no MIDI backend {backend!r}; choose one of {', '.join(BACKENDS)}")
        self.longest_wait = 0.0  # seconds a message has waited at most between the system and the controls
        self._clock = clock
        self._refusals = refusals or RateLimitedLog(_logger, clock)
        self._play = play
        self._queue: queue.SimpleQueue[Arrival | None] = queue.SimpleQueue()
        self._lost = 0  # messages that found the queue full
        self._watch = HotplugWatcher(
            "input",
            lambda: connect(backend, self._receive),
            self._refusals,
            names=names,
            period=period,
            appeared=appeared,
        )
        self._thread: threading.Thread | None = None

    @property
    def refused(self) -> int:
        """Messages that were lost or not understood, and inputs that did not open."""
        return self._refusals.count + self._lost

    def start(self) -> None:
        """Open what is there and go on looking. Returns when the first look is done, or takes very long."""
        self._queue = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._perform, name="midi player", daemon=True)
        self._thread.start()
        self._watch.start()

    def stop(self) -> None:
        """Close everything, and play what has come. Does nothing when it was not started."""
        self._watch.stop()
        if self._thread:
            self._queue.put(None)
            self._thread.join(PATIENCE)
            self._thread = None

    def _receive(self, source: str, data: Sequence[int]) -> None:
        """Called in the system's thread."""
        if self._queue.qsize() < LIMIT:
            self._queue.put((self._clock(), source, data))
        else:
            self._lost += 1

    def _perform(self) -> None:
        ended = False
        while not ended:
            items = [self._queue.get()]
            while not self._queue.empty():
                items.append(self._queue.get())
            ended = None in items
            batch = [item for item in items if item is not None]
            if not batch:
                continue
            batch.sort(key=itemgetter(0))  # threads of two inputs may overtake each other between clock and queue
            try:
                self._play(batch)
            except Exception as defect:  # the thread must outlive a defect behind it
                self._refusals.add(f"MIDI messages could not be played: {defect}", defect)
            self.longest_wait = max(self.longest_wait, self._clock() - batch[0][0])
