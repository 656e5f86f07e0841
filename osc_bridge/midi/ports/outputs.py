"""MIDI outputs: messages in, at any time and from any thread; ports that are named, and our own "vamen", out.

send() only puts a message in a queue. One thread sends what waits there; another keeps the outputs open (see watching).
What is sent is remembered as far as it sounds, so that nothing is left hanging when we go.
"""

import logging
import queue
import threading
from collections.abc import Callable, Sequence

from engine.errors import BadConfig
from osc_bridge.error_log import RateLimitedLog

from . import rtmidi_ports as midi_system
from .hotplug import PATIENCE, PERIOD, HotplugWatcher, Watched
from .protocol import PortBackend, Wire
from .rtmidi_ports import BACKENDS, NAME

LIMIT = 1024  # messages that may wait
NOTE_OFF, NOTE_ON = 0x80, 0x90

_logger = logging.getLogger(__name__)


class MidiOutputs(Watched[Wire]):
    """Our own output and those that are named, as a context manager or by start() and stop()."""

    def __init__(
        self,
        names: Sequence[str] = (),
        *,
        backend: str = "auto",
        period: float = PERIOD,
        appeared: Callable[[str], None] = lambda port: None,
        connect: Callable[[str], PortBackend[Wire]] = midi_system.connect_outputs,
    ) -> None:
        """Prepare; nothing is opened before start().

        Args:
            names: open outputs with one of these texts in their name, in any case. Never all of them: nobody wants
                every synthesiser on the table to play along.
            backend: "alsa" or "jack" on Linux, else "auto".
            period: seconds between two looks at the list of outputs.
            appeared: told the name of an output that has just been opened, also when it came back, in the watcher's
                thread; send() then reaches it.
            connect: makes the MIDI system, from the backend.

        Raises:
            BadConfig: there is no such backend.
        """
        if backend not in BACKENDS:
            raise BadConfig(f"there is no MIDI backend {backend!r}; choose one of {', '.join(BACKENDS)}")
        self.dropped = 0  # messages that found the queue full or a port that takes nothing
        self._refusals = RateLimitedLog(_logger)
        self._queue: queue.SimpleQueue[tuple[bytes, str | None] | None] = queue.SimpleQueue()
        self._sounding: dict[Wire, set[tuple[int, int]]] = {}  # by port: channel and key
        self._watch = HotplugWatcher(
            "output",
            lambda: connect(backend),
            self._refusals,
            names=(NAME, *names),
            period=period,
            appeared=appeared,
        )
        self._thread: threading.Thread | None = None

    @property
    def refused(self) -> int:
        """Outputs that did not open, and messages that did not go out."""
        return self._refusals.count + self.dropped

    def send(self, data: bytes, port: str | None = None) -> bool:
        """Send one message to an output, or to all. Never waits; False when too many wait already, and it is dropped.

        To an output that is not there, it is sent nowhere.
        """
        if self._queue.qsize() >= LIMIT:
            self.dropped += 1
            return False
        self._queue.put((data, port))
        return True

    def start(self) -> None:
        """Open what is there and go on looking. Returns when the first look is done, or takes very long."""
        self._queue = queue.SimpleQueue()
        self._watch.start()
        self._thread = threading.Thread(target=self._run, name="midi sender", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Send what waits, end the notes that sound, and close everything. Does nothing when it was not started."""
        if self._thread:
            self._queue.put(None)
            self._thread.join(PATIENCE)  # a MIDI system that hangs must not keep us from leaving
            self._thread = None
        self._watch.stop()

    def _run(self) -> None:
        while (item := self._queue.get()) is not None:
            data, name = item
            wires = self._watch.open
            self._sounding = {wire: keys for wire, keys in self._sounding.items() if wire in wires.values()}
            for port, wire in wires.items():
                if name in (None, port):
                    self._pass(wire, data)
        for wire, keys in self._sounding.items():
            for channel, key in sorted(keys):
                self._try(wire, bytes((NOTE_OFF | channel, key, 0)))
        self._sounding = {}

    def _pass(self, wire: Wire, data: bytes) -> None:
        if self._try(wire, data) and len(data) == 3 and data[0] & 0xE0 == NOTE_OFF:
            keys = self._sounding.setdefault(wire, set())
            note = (data[0] & 0x0F, data[1])
            if data[0] & 0xF0 == NOTE_ON and data[2]:
                keys.add(note)
            else:
                keys.discard(note)

    def _try(self, wire: Wire, data: bytes) -> bool:
        try:
            if wire.send(data):
                return True
        except Exception as defect:  # a port that is being unplugged, a driver that refuses: the others still play
            self._refusals.add(f"a MIDI message did not go out: {defect}")
        self.dropped += 1
        return False
