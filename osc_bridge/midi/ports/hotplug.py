"""A MIDI system and parts of port names -> the ports with these names, kept open.

A thread polls the list of ports several times a second. It opens ports that appear or come back, and closes those that
were removed. A port that was removed and added between two polls gets a new number (see `RtMidiSystem`). Without a
MIDI system, `note` says what is missing, and the thread polls on.
"""

import logging
import threading
from collections.abc import Callable, Mapping, Sequence

from engine.errors import NoDevice
from osc_bridge.error_log import RateLimitedLog
from osc_bridge.lifecycle import Service

from .rtmidi_ports import OWN_PORT, RtMidiPort, RtMidiSystem

HOTPLUG_POLL_INTERVAL_S = 0.2  # on JACK a poll takes 15 us, and 40 us for each port in the list
NO_SYSTEM_FACTOR = 10  # of the interval while no MIDI system answers: to look for JACK takes milliseconds
MIDI_JOIN_TIMEOUT_S = 2.0  # for the first poll, and for a thread to end: a driver may hang

_logger = logging.getLogger(__name__)


class HotplugPorts(Service):
    """The open inputs or outputs. `note` is one line for the user: what is open, or why nothing is."""

    def __init__(
        self,
        kind: str,
        connect: Callable[[], RtMidiSystem],
        errors: RateLimitedLog,
        *,
        names: Sequence[str] | None = None,
        poll_interval: float = HOTPLUG_POLL_INTERVAL_S,
        on_open: Callable[[str], None] = lambda port: None,
    ) -> None:
        """Prepare; nothing is opened before start().

        Args:
            kind: "input" or "output", as `note` and the log call the ports.
            connect: connects to the MIDI system; raises NoDevice while it does not answer.
            errors: counts ports that do not open.
            names: open only ports with one of these texts in their name, in any case; None opens all.
            poll_interval: seconds.
            on_open: called with the name of each port that was opened, in the watcher's thread.
        """
        self.note = "MIDI is not started"
        self._open: Mapping[str, RtMidiPort] = {}  # never changed, only replaced: other threads read it
        self._kind, self._connect, self.errors = kind, connect, errors
        self._names = None if names is None else tuple(name.casefold() for name in names)
        self._poll_interval, self._on_open = poll_interval, on_open
        self._listed: tuple[str, ...] = ()  # names of all ports at the last poll
        self._numbers: dict[str, int] = {}  # of the open ports, see RtMidiSystem.ports
        self._broken: set[str] = set()  # ports that are listed but do not open
        self._system: RtMidiSystem | None = None
        self._polled, self._stopping = threading.Event(), threading.Event()
        self._watcher: threading.Thread | None = None

    @property
    def unmatched_note(self) -> str:
        """One line for the user about texts in `names` that are in no listed port's name; usually empty."""
        names = [name for name in self._names or () if name != OWN_PORT]
        unmatched = [name for name in names if not any(name in port.casefold() for port in self._listed)]
        if not unmatched or self._system is None:
            return ""
        listed = ", ".join(port for port in self._listed if port != OWN_PORT)
        others = f"; there are {listed}" if listed else ""
        return f"no MIDI {self._kind} is called {' or '.join(unmatched)}; it is opened when it appears{others}"

    @property
    def ports(self) -> tuple[str, ...]:
        """Names of the open ports; of outputs, our own "vamen" is the first."""
        return tuple(self._open)

    def start(self) -> None:
        """Start polling; return after the first poll or MIDI_JOIN_TIMEOUT_S."""
        self.note = f"looking for MIDI {self._kind}s"
        self._stopping.clear()
        self._polled.clear()
        self._watcher = threading.Thread(target=self._watch, name=f"midi {self._kind} watcher", daemon=True)
        self._watcher.start()
        self._polled.wait(MIDI_JOIN_TIMEOUT_S)

    def stop(self) -> None:
        """Close all ports. Does nothing when it was not started."""
        self._stopping.set()
        if self._watcher:
            self._watcher.join(MIDI_JOIN_TIMEOUT_S)
            self._watcher = None
        self.note = "MIDI is stopped"

    def _watch(self) -> None:
        while not self._stopping.is_set():
            try:
                self._poll()
            except Exception as defect:  # a defect of a driver must not end the thread
                self.errors.add(f"the MIDI {self._kind}s could not be listed: {defect}", defect)
            self._polled.set()
            self._stopping.wait(self._poll_interval * (NO_SYSTEM_FACTOR if self._system is None else 1))
        self._disconnect()

    def _poll(self) -> None:
        """Open ports that were added to the system's list, and close those that were removed."""
        try:
            if self._system is not None and not self._system.alive():
                self._disconnect()
            if self._system is None:
                self._system = self._connect()
            listed = self._system.ports()
        except NoDevice as missing:
            self._disconnect()
            self.note = str(missing)
            return
        selected = {port: number for port, number in listed.items() if self._is_selected(port)}
        for port in [port for port in self._open if selected.get(port) != self._numbers[port]]:
            self._close(port)
            _logger.info("MIDI %s %s was removed", self._kind, port)
        self._broken.intersection_update(selected)
        for port, number in selected.items():
            if port not in self._open:
                self._try_open(self._system, port, number)
        self._listed = tuple(listed)
        self.note = self._describe(self._system.name, self._listed)

    def _is_selected(self, port: str) -> bool:
        return self._names is None or any(name in port.casefold() for name in self._names)

    def _try_open(self, system: RtMidiSystem, port: str, number: int) -> None:
        """Open a port with its `number` in `RtMidiSystem.ports`; log a failure once, and try again at each poll."""
        try:
            opened = system.open(port)
        except NoDevice as missing:
            if port not in self._broken:
                self._broken.add(port)
                self.errors.add(str(missing))
            return
        self._broken.discard(port)
        self._numbers[port] = number
        self._open = {**self._open, port: opened}
        _logger.info("MIDI %s %s is open", self._kind, port)
        self._on_open(port)

    def _close(self, port: str) -> None:
        opened = self._open[port]
        self._open = {name: other for name, other in self._open.items() if name != port}
        opened.close()
        if not self._stopping.is_set():
            self._vanished(port)

    def _vanished(self, port: str) -> None:
        """Act on a port that was removed while others stay."""

    def _disconnect(self) -> None:
        for port in self._open:
            self._close(port)
        if self._system is not None:
            self._system.close()
            self._system = None

    def _describe(self, system: str, listed: Sequence[str]) -> str:
        if self._open:
            return f"MIDI by {system}: {', '.join(self._open)}"
        if self._broken:
            return f"MIDI by {system}: {', '.join(sorted(self._broken))} cannot be opened; another program may have it"
        if listed:
            names = " or ".join(self._names or ("anything",))
            return f"MIDI by {system}: no {self._kind} is called {names}; there are {', '.join(listed)}"
        return f"MIDI by {system}: nothing is plugged in yet"
