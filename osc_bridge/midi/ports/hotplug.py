"""Ports that come and go: a MIDI system and wanted names in, those that are there open.

A thread looks several times a second which ports there are: it opens those that appear, also when they come back, and
lets go of those that have gone. One that came back between two looks is known by its number (see witness). No MIDI
system at all is a line in `note`, not an error.
"""

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeVar

from engine.errors import NoDevice
from osc_bridge.error_log import RateLimitedLog
from osc_bridge.lifecycle import Service

from .protocol import Open, PortBackend

PERIOD = 0.2  # seconds between two looks; on JACK a look takes 15 us, and 40 us for each port that is listed
PATIENCE = 2.0  # seconds that start() waits for the first look, and stop() for the last

P = TypeVar("P", bound=Open)

_logger = logging.getLogger(__name__)


class HotplugWatcher(Generic[P]):
    """Keeps ports open."""

    def __init__(
        self,
        kind: str,
        connect: Callable[[], PortBackend[P]],
        refusals: RateLimitedLog,
        *,
        names: Sequence[str] | None = None,
        period: float = PERIOD,
        appeared: Callable[[str], None] = lambda port: None,
    ) -> None:
        """Prepare; nothing is opened before start().

        Args:
            kind: "input" or "output", for the sentences.
            connect: makes the MIDI system; NoDevice when there is none yet.
            refusals: counts ports that do not open.
            names: open only ports with one of these texts in their name, in any case; None for all.
            period: seconds between two looks.
            appeared: told the name of a port that has just been opened, in the watcher's thread.
        """
        self.note = "MIDI is not started"  # one line for the user
        self.open: Mapping[str, P] = {}  # never changed, only replaced: other threads read it
        self._kind, self._connect, self._refusals = kind, connect, refusals
        self._names = None if names is None else tuple(name.casefold() for name in names)
        self._period, self._appeared = period, appeared
        self._births: dict[str, int] = {}
        self._broken: set[str] = set()  # ports that are there but do not open
        self._system: PortBackend[P] | None = None
        self._looked, self._stopping = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Open what is there and go on looking. Returns when the first look is done, or takes very long."""
        self.note = f"looking for MIDI {self._kind}s"
        self._stopping.clear()
        self._looked.clear()
        self._thread = threading.Thread(target=self._watch, name=f"midi {self._kind} watcher", daemon=True)
        self._thread.start()
        self._looked.wait(PATIENCE)

    def stop(self) -> None:
        """Close everything. Does nothing when it was not started."""
        self._stopping.set()
        if self._thread:
            self._thread.join(PATIENCE)  # a MIDI system that hangs must not keep us from leaving
            self._thread = None
        self.note = "MIDI is stopped"

    def _watch(self) -> None:
        while not self._stopping.is_set():
            try:
                self._look()
            except Exception as defect:  # the watcher must outlive a defect of a driver
                self._refusals.add(f"the MIDI {self._kind}s could not be looked at: {defect}", defect)
            self._looked.set()
            self._stopping.wait(self._period)
        self._drop()

    def _look(self) -> None:
        """Compare what is there with what is open."""
        try:
            if self._system is not None and not self._system.alive():
                self._drop()
            if self._system is None:
                self._system = self._connect()
            ports = self._system.ports()
        except NoDevice as missing:
            self._drop()
            self.note = str(missing)
            return
        wanted = {port: birth for port, birth in ports.items() if self._wants(port)}
        for port in [port for port in self.open if wanted.get(port) != self._births[port]]:
            self._let_go(port)
            _logger.info("MIDI %s %s has gone", self._kind, port)
        self._broken.intersection_update(wanted)
        for port, birth in wanted.items():
            if port not in self.open:
                self._try(self._system, port, birth)
        self.note = self._describe(self._system.name, list(ports))

    def _wants(self, port: str) -> bool:
        return self._names is None or any(name in port.casefold() for name in self._names)

    def _try(self, system: PortBackend[P], port: str, birth: int) -> None:
        """Open a port; complain once when that fails, and try again at the next look."""
        try:
            opened = system.open(port)
        except NoDevice as missing:
            if port not in self._broken:
                self._broken.add(port)
                self._refusals.add(str(missing))
            return
        self._broken.discard(port)
        self._births[port] = birth
        self.open = {**self.open, port: opened}
        _logger.info("MIDI %s %s is open", self._kind, port)
        self._appeared(port)

    def _let_go(self, port: str) -> None:
        opened = self.open[port]
        self.open = {name: other for name, other in self.open.items() if name != port}
        opened.close()

    def _drop(self) -> None:
        """Let go of the whole system."""
        for port in self.open:
            self._let_go(port)
        if self._system is not None:
            self._system.close()
            self._system = None

    def _describe(self, system: str, ports: Sequence[str]) -> str:
        if self.open:
            return f"MIDI by {system}: {', '.join(self.open)}"
        if self._broken:
            return f"MIDI by {system}: {', '.join(sorted(self._broken))} cannot be opened; another program may have it"
        if ports:
            missed = " or ".join(self._names or ("anything",))
            return f"MIDI by {system}: no {self._kind} is called {missed}; there are {', '.join(ports)}"
        return f"MIDI by {system}: nothing is plugged in yet"


class Watched(Service, Generic[P]):
    """Ports of one direction, and what is to be known of them."""

    _watch: HotplugWatcher[P]

    @property
    def note(self) -> str:
        """One line for the user: what is open, or why nothing is."""
        return self._watch.note

    @property
    def ports(self) -> tuple[str, ...]:
        """Names of the ports that are open; outputs have our own, "vamen", among them."""
        return tuple(self._watch.open)
