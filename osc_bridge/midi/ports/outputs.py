"""Messages from any thread -> MIDI outputs: those with certain names, and our own "vamen".

send() puts a message into a queue, and one thread sends what the queue holds. Notes that sound are remembered, and end
when the outputs are closed.
"""

import logging
import queue
import threading
from collections.abc import Callable, Sequence

from mido import Message

from osc_bridge.error_log import RateLimitedLog

from . import rtmidi_ports
from .hotplug import HOTPLUG_POLL_INTERVAL_S, MIDI_JOIN_TIMEOUT_S, HotplugWatcher, WatchedPorts
from .protocol import OutputPort, PortBackend

OUTPUT_QUEUE_SIZE = 1024  # messages

_logger = logging.getLogger(__name__)


class MidiOutputs(WatchedPorts[OutputPort]):
    """Our own MIDI output and those with certain names, as a context manager or by start() and stop()."""

    def __init__(
        self,
        names: Sequence[str] = (),
        *,
        backend: str = "auto",
        poll_interval: float = HOTPLUG_POLL_INTERVAL_S,
        on_open: Callable[[str], None] = lambda port: None,
        connect: Callable[[str], PortBackend[OutputPort]] = rtmidi_ports.connect_outputs,
    ) -> None:
        """Prepare; nothing is opened before start().

        Args:
            names: parts of the names of outputs. Never all outputs: not every synthesiser here should play along.
            backend: "alsa" or "jack" on Linux, else "auto".
            poll_interval: seconds.
            on_open: called with the name of each output that was opened, in the watcher's thread.
            connect: connects to the MIDI system; takes `backend`.

        Raises:
            BadConfig: there is no such backend.
        """
        rtmidi_ports.require_backend(backend)
        self.dropped = 0  # messages that found the queue full or were not accepted
        self._errors = RateLimitedLog(_logger)
        self._queue: queue.SimpleQueue[tuple[Message, str | None] | None] = queue.SimpleQueue()
        self._sounding: dict[OutputPort, set[tuple[int, int]]] = {}  # by port: channel and key
        self._watcher = HotplugWatcher(
            "output",
            lambda: connect(backend),
            self._errors,
            names=(rtmidi_ports.OWN_PORT, *names),
            poll_interval=poll_interval,
            on_open=on_open,
        )
        self._thread: threading.Thread | None = None

    @property
    def refused(self) -> int:
        """Outputs that did not open, and messages that were not sent."""
        return self._errors.count + self.dropped

    def send(self, message: Message, port: str | None = None) -> bool:
        """Send a message to one output, or to all; return False when the queue is full and the message is dropped.

        Never waits. A message to an output that does not exist is sent nowhere.
        """
        if self._queue.qsize() >= OUTPUT_QUEUE_SIZE:
            self.dropped += 1
            return False
        self._queue.put((message, port))
        return True

    def start(self) -> None:
        """Open the ports that exist; return after the first poll or MIDI_JOIN_TIMEOUT_S."""
        self._queue = queue.SimpleQueue()
        self._watcher.start()
        self._thread = threading.Thread(target=self._run, name="midi sender", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Send what the queue holds, end the notes that sound, and close. Does nothing when it was not started."""
        if self._thread:
            self._queue.put(None)
            self._thread.join(MIDI_JOIN_TIMEOUT_S)
            self._thread = None
        self._watcher.stop()

    def _run(self) -> None:
        while (item := self._queue.get()) is not None:
            message, name = item
            outputs = self._watcher.open
            self._sounding = {port: keys for port, keys in self._sounding.items() if port in outputs.values()}
            for port_name, port in outputs.items():
                if name in (None, port_name) and self._try_send(port, message):
                    self._track(port, message)
        for port, keys in self._sounding.items():
            for channel, key in sorted(keys):
                self._try_send(port, Message("note_off", channel=channel, note=key, velocity=0))
        self._sounding = {}

    def _track(self, port: OutputPort, message: Message) -> None:
        if message.type == "note_on" and message.velocity:
            self._sounding.setdefault(port, set()).add((message.channel, message.note))
        elif message.type in ("note_on", "note_off"):
            self._sounding.get(port, set()).discard((message.channel, message.note))

    def _try_send(self, port: OutputPort, message: Message) -> bool:
        try:
            if port.send(message.bytes()):
                return True
        except Exception as defect:  # of a port that is unplugged, or of a driver: the others still play
            self._errors.add(f"a MIDI message was not sent: {defect}")
        self.dropped += 1
        return False
