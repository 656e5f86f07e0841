"""MIDI inputs: whatever is plugged in -> writes and events on the controls.

The system's callback only puts bytes and a time in a queue. One thread takes them out, keeps the last value of every
controller and plays them. Another looks once a second which inputs there are: it opens those that appear, also when
they come back, and lets go of those that have gone. No MIDI system at all is a line in `note`, not an error.
"""

import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from types import TracebackType

from mido import Message

from engine.controls import Controls, Event
from engine.errors import BadConfig, NoDevice

from ..refusals import Refusals
from . import system as midi_system
from .meaning import coalesce, interpret
from .system import BACKENDS, MidiSystem, Receive

PERIOD = 1.0  # seconds between two looks at the list of inputs
LIMIT = 4096  # messages that may wait
PATIENCE = 2.0  # seconds that start() waits for the first look, and stop() for the last

_logger = logging.getLogger(__name__)


class MidiInputs:
    """All MIDI inputs, or those that are named, as a context manager or by start() and stop()."""

    def __init__(
        self,
        controls: Controls,
        *,
        names: Sequence[str] | None = None,
        backend: str = "auto",
        clock: Callable[[], float] = time.perf_counter,
        lock: AbstractContextManager[bool] | None = None,
        period: float = PERIOD,
        connect: Callable[[str, Receive], MidiSystem] = midi_system.connect,
    ) -> None:
        """Prepare; nothing is opened before start().

        Args:
            controls: what the messages play.
            names: open only inputs with one of these texts in their name, in any case; None for all.
            backend: "alsa" or "jack" on Linux, else "auto".
            clock: seconds that never jump, the same as the controls' for events.
            lock: held while the controls are touched; give the same to every bridge on the same controls.
            period: seconds between two looks at the list of inputs.
            connect: makes the MIDI system, from the backend and the function that takes the bytes.

        Raises:
            BadConfig: there is no such backend.
        """
        if backend not in BACKENDS:
            raise BadConfig(f"there is no MIDI backend {backend!r}; choose one of {', '.join(BACKENDS)}")
        self.note = "MIDI is not started"  # one line for the user
        self.longest_wait = 0.0  # seconds a message has waited at most between the system and the controls
        self._controls = controls
        self._names = None if names is None else tuple(name.casefold() for name in names)
        self._backend = backend
        self._clock = clock
        self._lock = lock or threading.Lock()
        self._period = period
        self._connect = connect
        self._refusals = Refusals(_logger, clock)
        self._queue: queue.SimpleQueue[tuple[float, Sequence[int]] | None] = queue.SimpleQueue()
        self._lost = 0  # messages that found the queue full
        self._system: MidiSystem | None = None
        self._open: dict[str, Callable[[], None]] = {}
        self._broken: set[str] = set()  # inputs that are there but do not open
        self._looked = threading.Event()
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []

    @property
    def ports(self) -> tuple[str, ...]:
        """Names of the inputs that are open."""
        return tuple(self._open)

    @property
    def refused(self) -> int:
        """Messages that were lost or not understood, and inputs that did not open."""
        return self._refusals.count + self._lost

    def start(self) -> None:
        """Open what is there and go on looking. Returns when the first look is done, or takes very long."""
        self.note = "looking for MIDI inputs"
        self._queue = queue.SimpleQueue()
        self._stopping.clear()
        self._looked.clear()
        self._threads = [
            threading.Thread(target=self._play, name="midi player", daemon=True),
            threading.Thread(target=self._watch, name="midi watcher", daemon=True),
        ]
        for thread in self._threads:
            thread.start()
        self._looked.wait(PATIENCE)

    def stop(self) -> None:
        """Close everything. Does nothing when it was not started."""
        self._stopping.set()
        self._queue.put(None)
        for thread in reversed(self._threads):
            thread.join(PATIENCE)  # a MIDI system that hangs must not keep us from leaving
        self._threads = []
        self.note = "MIDI is stopped"

    def __enter__(self) -> "MidiInputs":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _receive(self, data: Sequence[int]) -> None:
        """Called in the system's thread."""
        if self._queue.qsize() < LIMIT:
            self._queue.put((self._clock(), data))
        else:
            self._lost += 1

    def _play(self) -> None:
        ended = False
        while not ended:
            batch = [self._queue.get()]
            while not self._queue.empty():
                batch.append(self._queue.get())
            ended = None in batch
            self._perform([item for item in batch if item is not None])

    def _perform(self, batch: Sequence[tuple[float, Sequence[int]]]) -> None:
        messages = []
        for came, data in batch:
            try:
                messages.append(Message.from_bytes(data, came))
            except ValueError:
                self._refusals.add(f"a MIDI message of {len(data)} bytes means nothing; check the cable or the driver")
        times = (message.time for message in messages if isinstance(interpret(message), Event))
        for step in coalesce(messages):
            try:
                with self._lock:
                    if isinstance(step, Event):
                        self._controls.trigger(step, next(times))
                    else:
                        self._controls.write(step)
            except Exception as defect:  # the thread must outlive a defect behind the controls
                self._refusals.add(f"the controls failed: {defect}", defect)
        if batch:
            self.longest_wait = max(self.longest_wait, self._clock() - batch[0][0])

    def _watch(self) -> None:
        while not self._stopping.is_set():
            self._look()
            self._looked.set()
            self._stopping.wait(self._period)
        self._drop()

    def _look(self) -> None:
        """Compare what is there with what is open."""
        try:
            if self._system is not None and not self._system.alive():
                self._drop()
            if self._system is None:
                self._system = self._connect(self._backend, self._receive)
            sources = self._system.sources()
        except NoDevice as missing:
            self._drop()
            self.note = str(missing)
            return
        wanted = [source for source in sources if self._wants(source)]
        for source in [source for source in self._open if source not in wanted]:
            self._open.pop(source)()
            _logger.info("MIDI input %s has gone", source)
        self._broken.intersection_update(wanted)
        for source in wanted:
            if source not in self._open:
                self._try(self._system, source)
        self.note = self._describe(self._system.name, sources)

    def _wants(self, source: str) -> bool:
        return self._names is None or any(name in source.casefold() for name in self._names)

    def _try(self, system: MidiSystem, source: str) -> None:
        """Open a source; complain once when that fails, and try again at the next look."""
        try:
            self._open[source] = system.open(source)
        except NoDevice as missing:
            if source not in self._broken:
                self._broken.add(source)
                self._refusals.add(str(missing))
            return
        self._broken.discard(source)
        _logger.info("MIDI input %s is open", source)

    def _drop(self) -> None:
        """Let go of the whole system."""
        for close in self._open.values():
            close()
        self._open.clear()
        if self._system is not None:
            self._system.close()
            self._system = None

    def _describe(self, system: str, sources: Sequence[str]) -> str:
        if self._open:
            return f"MIDI by {system}: {', '.join(self._open)}"
        if self._broken:
            return f"MIDI by {system}: {', '.join(sorted(self._broken))} cannot be opened; another program may have it"
        if sources:
            missed = " or ".join(self._names or ("anything",))
            return f"MIDI by {system}: no input is called {missed}; there are {', '.join(sources)}"
        return f"MIDI by {system}: nothing is plugged in yet"
