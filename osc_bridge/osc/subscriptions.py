"""Who listens to what: values that change -> packets for those who asked for them, at most RATE times a second.

A look compares what each address stands at with what its listener knows: what it was told last, or what it sent itself.
So nobody hears what it said, but everybody hears what became of it, and what moved more than once since the last look
is told once. A listener that sends back what it was told within the last ECHO seconds has not moved anything: two that
echo everything would otherwise pass old values round for ever.
"""

import math
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from itertools import islice

from engine.controls import Controls
from engine.errors import BadParameter

from .addresses import Kind, by_path
from .replies import Values, packet, reading

RATE = 30.0  # looks a second
LEASE = 60.0  # seconds
MOST = 64  # listeners
ECHO = 0.3  # seconds
PORTION = 64  # addresses that are read without letting others at the controls

Reply = Callable[[bytes], None]


@dataclass(slots=True)
class _Subscription:
    """What one listener knows of one address."""

    until: float  # when its lease ends
    known: Values
    told: deque[tuple[float, Values]] = field(default_factory=lambda: deque(maxlen=16))  # when, what


class Subscriptions:
    """Replies that compare equal are one listener. All methods but `look`, `start` and `stop` want the lock held."""

    def __init__(
        self,
        controls: Controls,
        lock: AbstractContextManager[bool],
        clock: Callable[[], float] = time.perf_counter,
        failed: Callable[[str, BaseException], None] = lambda sentence, cause: None,
    ) -> None:
        """Listen for others.

        Args:
            controls: where the values are.
            lock: held while the controls are read.
            clock: seconds that never jump.
            failed: told when values cannot be read or passed on.
        """
        self._controls, self._lock, self._clock, self._failed = controls, lock, clock, failed
        self._listeners: dict[Reply, dict[str, _Subscription]] = {}
        self._wanted = threading.Event()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def __len__(self) -> int:
        return len(self._listeners)

    def listen(self, reply: Reply, addresses: Iterable[str]) -> Iterator[bytes]:
        """Begin or go on to listen for LEASE seconds; what the addresses stand at, to be sent now.

        An address is listened to as soon as its packet is taken.

        Raises:
            BadParameter: too many listen already.
        """
        if reply not in self._listeners and len(self._listeners) >= MOST:
            raise BadParameter(f"{MOST} listeners are as many as there may be; let one of them send /vamen/ignore")
        ears, now = self._listeners.setdefault(reply, {}), self._clock()
        self._wanted.set()
        for address in addresses:
            values = reading(address, self._controls)
            ears[address] = ear = _Subscription(now + LEASE, values)
            ear.told.append((now, values))
            yield packet(address, values)

    def ignore(self, reply: Reply, addresses: Iterable[str]) -> None:
        """End that."""
        ears = self._listeners.get(reply, {})
        for address in addresses:
            ears.pop(address, None)
        if not ears:
            self.forget(reply)

    def forget(self, reply: Reply) -> None:
        """A listener has gone."""
        self._listeners.pop(reply, None)

    def hears(self, reply: Reply, address: str) -> bool:
        """Whether somebody listens to an address."""
        return address in self._listeners.get(reply, ())

    def echoes(self, reply: Reply, address: str, values: Values) -> bool:
        """Note what a listener sends to an address that it hears; whether it only repeats what it was told."""
        ear, now = self._listeners[reply][address], self._clock()
        ear.known = values
        if any(same(address, values, told) for when, told in ear.told if when >= now - ECHO):
            return True
        ear.told.clear()
        return False

    def look(self) -> None:
        """Tell everybody what has changed."""
        letters: list[tuple[Reply, bytes]] = []
        with self._lock:
            now = self._clock()
            self._expire(now)
            wanted = {address for ears in self._listeners.values() for address in ears}
            metered = any(by_path()[address].kind is Kind.METER for address in wanted)
            status = self._controls.status() if metered else None
        waiting = iter(wanted)
        while portion := tuple(islice(waiting, PORTION)):
            with self._lock:
                for address in portion:
                    values = reading(address, self._controls, status)
                    for reply, ears in self._listeners.items():
                        ear = ears.get(address)
                        if ear is not None and not same(address, ear.known, values):
                            ear.known = values
                            ear.told.append((now, values))
                            letters.append((reply, packet(address, values)))
        for reply, letter in letters:
            reply(letter)

    def start(self) -> None:
        """Begin to look."""
        self._stopping.clear()
        self._thread = threading.Thread(target=self._run, name="osc listeners", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Forget all listeners and end the thread."""
        self._stopping.set()
        self._wanted.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        with self._lock:
            self._listeners.clear()

    def _expire(self, now: float) -> None:
        for reply, ears in list(self._listeners.items()):
            self.ignore(reply, [address for address, ear in ears.items() if ear.until <= now])
        if not self._listeners:
            self._wanted.clear()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self.look()
            except Exception as defect:  # the thread must outlive a defect behind the controls
                self._failed(f"listeners could not be told: {defect}", defect)
            if self._stopping.is_set():
                return  # whoever stops this has woken it already
            self._wanted.wait()  # nobody listens: nothing to look at
            self._stopping.wait(1 / RATE)


def same(address: str, one: Values, other: Values) -> bool:
    """Whether two values of an address are the same as far as a float of OSC can tell."""
    if len(one) != len(other):
        return False
    entry = by_path()[address].entry
    if entry is not None and entry.whole:  # a large one has more digits than a float
        return one == other
    return all(math.isclose(a, b, rel_tol=2e-7, abs_tol=1e-7) for a, b in zip(one, other, strict=True))
