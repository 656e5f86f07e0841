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

from . import rtmidi_ports
from .hotplug import HOTPLUG_POLL_INTERVAL_S, MIDI_JOIN_TIMEOUT_S, HotplugWatcher, WatchedPorts
from .protocol import OpenPort, PortBackend, ReceiveCallback, TimedMessage

INPUT_QUEUE_SIZE = 8192  # messages

_logger = logging.getLogger(__name__)


class MidiInputs(WatchedPorts[OpenPort]):
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
        connect: Callable[[str, ReceiveCallback], PortBackend[OpenPort]] = rtmidi_ports.connect,
    ) -> None:
        """Prepare; nothing is opened before start(). `names`, `poll_interval` and `on_open` as in `HotplugWatcher`.

        Args:
            play: takes a batch of at least one message, in the thread "midi player".
            names: parts of the names of inputs; None opens all.
            backend: "alsa" or "jack" on Linux, else "auto".
            clock: gives the times of messages; the clock of the controls' events.
            poll_interval: seconds.
            errors: counts failures.
            on_open: called with the name of each input that was opened.
            connect: connects to the MIDI system; takes `backend` and a callback for messages.

        Raises:
            BadConfig: there is no such backend.
        """
        rtmidi_ports.require_backend(backend)
        self._clock = clock
        self._errors = errors or RateLimitedLog(_logger, clock)
        self._play = play
        self._queue: queue.SimpleQueue[TimedMessage | None] = queue.SimpleQueue()
        self._lost = 0  # messages that found the queue full
        self._watcher = HotplugWatcher(
            "input",
            lambda: connect(backend, self._receive),
            self._errors,
            names=names,
            poll_interval=poll_interval,
            on_open=on_open,
        )
        self._thread: threading.Thread | None = None

    @property
    def refused(self) -> int:
        """Messages that were lost or invalid, and inputs that did not open."""
        return self._errors.count + self._lost

    def start(self) -> None:
        """Open the ports that exist; return after the first poll or MIDI_JOIN_TIMEOUT_S."""
        self._queue = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="midi player", daemon=True)
        self._thread.start()
        self._watcher.start()

    def stop(self) -> None:
        """Close all inputs, and play what the queue holds. Does nothing when it was not started."""
        self._watcher.stop()
        if self._thread:
            self._queue.put(None)
            self._thread.join(MIDI_JOIN_TIMEOUT_S)
            self._thread = None

    def _receive(self, source: str, data: Sequence[int]) -> None:
        """Queue a message, in the MIDI system's thread."""
        if self._queue.qsize() < INPUT_QUEUE_SIZE:
            self._queue.put((self._clock(), source, data))
        else:
            self._lost += 1

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
                self._errors.add(f"MIDI messages could not be played: {defect}", defect)
