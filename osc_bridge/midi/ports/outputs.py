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

from .hotplug import HOTPLUG_POLL_INTERVAL_S, MIDI_JOIN_TIMEOUT_S, HotplugPorts
from .rtmidi_ports import OWN_PORT, RtMidiOutputs, RtMidiPort, require_backend

OUTPUT_QUEUE_SIZE = 1024  # messages

_logger = logging.getLogger(__name__)


class MidiOutputs(HotplugPorts):
    """Our own MIDI output and those with certain names, as a context manager or by start() and stop()."""

    def __init__(
        self,
        names: Sequence[str] = (),
        *,
        backend: str = "auto",
        poll_interval: float = HOTPLUG_POLL_INTERVAL_S,
        on_open: Callable[[str], None] = lambda port: None,
        connect: Callable[[str], RtMidiOutputs] = RtMidiOutputs,
    ) -> None:
        """Prepare; nothing is opened before start(). Raises BadConfig for an unknown backend.

        Without `names`, only our own output is opened: not every synthesiser here should play along. `backend` is one
        of BACKENDS, with which `connect` opens the MIDI system; the rest is as in `HotplugPorts`.
        """
        require_backend(backend)
        super().__init__(
            "output",
            lambda: connect(backend),
            RateLimitedLog(_logger),
            names=(OWN_PORT, *names),
            poll_interval=poll_interval,
            on_open=on_open,
        )
        self.dropped = 0  # messages that found the queue full or were not accepted
        self._queue: queue.SimpleQueue[tuple[Message, str | None] | None] = queue.SimpleQueue()
        self._sounding: dict[RtMidiPort, set[tuple[int, int]]] = {}  # by port: channel and key
        self._thread: threading.Thread | None = None

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
        super().start()
        self._thread = threading.Thread(target=self._run, name="midi sender", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Send what the queue holds, end the notes that sound, and close. Does nothing when it was not started."""
        if self._thread:
            self._queue.put(None)
            self._thread.join(MIDI_JOIN_TIMEOUT_S)
            self._thread = None
        super().stop()

    def _run(self) -> None:
        while (item := self._queue.get()) is not None:
            message, name = item
            outputs = self._open
            self._sounding = {port: keys for port, keys in self._sounding.items() if port in outputs.values()}
            for port_name, port in outputs.items():
                if name in (None, port_name) and self._try_send(port, message):
                    self._track(port, message)
        for port, keys in self._sounding.items():
            for channel, key in sorted(keys):
                self._try_send(port, Message("note_off", channel=channel, note=key, velocity=0))
        self._sounding = {}

    def _track(self, port: RtMidiPort, message: Message) -> None:
        if message.type == "note_on" and message.velocity:
            self._sounding.setdefault(port, set()).add((message.channel, message.note))
        elif message.type in ("note_on", "note_off"):
            self._sounding.get(port, set()).discard((message.channel, message.note))

    def _try_send(self, port: RtMidiPort, message: Message) -> bool:
        try:
            if port.send(message.bytes()):
                return True
        except Exception as defect:  # of a port that is unplugged, or of a driver: the others still play
            self.errors.add(f"a MIDI message was not sent: {defect}")
        self.dropped += 1
        return False
