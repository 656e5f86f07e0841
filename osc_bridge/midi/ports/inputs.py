"""MIDI inputs -> batches of messages in the order of their times.

The MIDI system's thread puts time, source and bytes into a queue. One thread takes what the queue holds and hands it
over as one batch.
"""

import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from operator import itemgetter

from osc_bridge.error_log import RateLimitedLog

from .hotplug import HOTPLUG_POLL_INTERVAL_S, MIDI_JOIN_TIMEOUT_S, HotplugPorts
from .rtmidi_ports import ReceiveCallback, RtMidiInputs, require_backend

TimedMessage = tuple[float, str, Sequence[int]]  # seconds when it was received, name of the input, bytes of one message
VANISHED = (-1,)  # in place of bytes: the input was removed

INPUT_QUEUE_SIZE = 8192  # messages

_logger = logging.getLogger(__name__)


class MidiInputs(HotplugPorts):
    """All MIDI inputs, or those with certain names, as a context manager or by start() and stop()."""

    def __init__(
        self,
        play: Callable[[list[TimedMessage]], None],
        *,
        names: Sequence[str] | None = None,
        backend: str = "auto",
        clock: Callable[[], float] = time.perf_counter,
        poll_interval: float = HOTPLUG_POLL_INTERVAL_S,
        errors: RateLimitedLog | None = None,
        on_open: Callable[[str], None] = lambda source: None,
        connect: Callable[[str, ReceiveCallback], RtMidiInputs] = RtMidiInputs,
    ) -> None:
        """Prepare; nothing is opened before start(). Raises BadConfig for an unknown backend.

        `play` takes a batch of at least one message, in the thread "midi player". `clock` returns the time in
        seconds, by the controls' clock; each message gets it when it comes. `backend` is one of BACKENDS, with which
        `connect` opens the MIDI system. `errors`: None for a log of its own. The rest is as in `HotplugPorts`.
        """
        require_backend(backend)
        super().__init__(
            "input",
            lambda: connect(backend, self._receive),
            errors or RateLimitedLog(_logger, clock),
            names=names,
            poll_interval=poll_interval,
            on_open=on_open,
        )
        self._clock = clock
        self._play = play
        self._queue: queue.SimpleQueue[TimedMessage | None] = queue.SimpleQueue()
        self.lost = 0  # messages that found the queue full
        self._thread: threading.Thread | None = None

    @property
    def lead(self) -> float:
        """Seconds by which the MIDI system hands over messages early, on average; 0 without a MIDI system."""
        system = self._system
        return system.lead if system else 0.0

    def start(self) -> None:
        """Open the ports that exist; return after the first poll or MIDI_JOIN_TIMEOUT_S."""
        self._queue = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="midi player", daemon=True)
        self._thread.start()
        super().start()

    def stop(self) -> None:
        """Close all inputs, and play what the queue holds. Does nothing when it was not started."""
        super().stop()
        if self._thread:
            self._queue.put(None)
            self._thread.join(MIDI_JOIN_TIMEOUT_S)
            self._thread = None

    def _receive(self, source: str, data: Sequence[int]) -> None:
        """Queue a message of the input `source`; called in the MIDI system's thread."""
        if self._queue.qsize() < INPUT_QUEUE_SIZE:
            self._queue.put((self._clock(), source, data))
        else:
            self.lost += 1

    def _vanished(self, port: str) -> None:
        self._queue.put((self._clock(), port, VANISHED))

    def _run(self) -> None:
        ended = False
        while not ended:
            items = [self._queue.get()]
            while not self._queue.empty():
                items.append(self._queue.get())
            ended = None in items
            batch = [item for item in items if item is not None]
            batch.sort(key=itemgetter(0))  # the threads of two inputs may overtake each other between clock and queue
            try:
                if batch:
                    self._play(batch)
            except Exception as defect:  # a defect of the receiver must not end the thread
                self.errors.add(f"MIDI messages could not be played: {defect}", defect)
