"""A MIDI system whose ports are in our hands, and patience for threads."""

import time
from collections.abc import Callable, Sequence

from engine.errors import NoDevice
from osc_bridge.midi.ports.protocol import Receive

PATIENCE = 5.0  # seconds


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.002)


class FakePort:
    """An open port: closes itself, and keeps what is sent to it."""

    def __init__(self, name: str, fake: "FakeMidi") -> None:
        self.name, self._fake = name, fake
        fake.open_ports.append(name)

    def send(self, data: Sequence[int]) -> bool:
        if self.name in self._fake.breaking:
            raise OSError("it was pulled out")
        if self.name in self._fake.standing:
            return False
        self._fake.sent.append((self.name, bytes(data)))
        return True

    def close(self) -> None:
        self._fake.open_ports.remove(self.name)


class FakeMidi:
    """A MIDI system of either direction."""

    name = "Fake"

    def __init__(self, *plugged: str) -> None:
        self.plugged = dict.fromkeys(plugged, 0)  # with the numbers of their births
        self.refusing: set[str] = set()  # do not open
        self.breaking: set[str] = set()  # raise when something is sent
        self.standing: set[str] = set()  # take nothing
        self.there = True
        self.same = True
        self.open_ports: list[str] = []
        self.sent: list[tuple[str, bytes]] = []
        self.receive: Receive = lambda source, data: None

    def connect(self, backend: str, receive: Receive) -> "FakeMidi":
        self.receive = receive
        return self.connect_outputs(backend)

    def connect_outputs(self, backend: str) -> "FakeMidi":
        if not self.there:
            raise NoDevice("no MIDI: there is none")
        self.same = True
        return self

    def ports(self) -> dict[str, int]:
        return dict(self.plugged)

    def open(self, port: str) -> FakePort:
        if port in self.refusing:
            raise NoDevice(f"{port} does not open")
        return FakePort(port, self)

    def alive(self) -> bool:
        return self.same

    def close(self) -> None:
        self.receive = lambda source, data: None
