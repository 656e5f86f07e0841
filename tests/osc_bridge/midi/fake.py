"""A fake MIDI system, and helpers to wait and to compare messages."""

import time
from collections.abc import Callable, Iterable, Sequence

from mido import Message

from engine.errors import NoDevice
from osc_bridge.midi.ports.rtmidi_ports import ReceiveCallback

WAIT_TIMEOUT_S = 15.0


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + WAIT_TIMEOUT_S
    while not condition():
        assert time.monotonic() < deadline, "the condition was not met in time"
        time.sleep(0.002)


def raw(messages: Iterable[Message]) -> list[bytes]:
    return [bytes(message.bytes()) for message in messages]


class FakePort:
    """An open port, which keeps what is sent to it."""

    def __init__(self, name: str, fake: "FakeMidi") -> None:
        self.name, self._fake = name, fake
        fake.open_ports.append(name)

    def send(self, data: Sequence[int]) -> bool:
        if self.name in self._fake.breaking:
            raise OSError("it was pulled out")
        if self.name in self._fake.stopped:
            return False
        self._fake.sent.append((self.name, bytes(data)))
        return True

    def close(self) -> None:
        self._fake.open_ports.remove(self.name)


class FakeMidi:
    """The inputs or the outputs of a MIDI system."""

    name = "Fake"

    def __init__(self, *plugged: str) -> None:
        self.plugged = dict.fromkeys(plugged, 0)  # with the numbers of RtMidiSystem.ports
        self.refusing: set[str] = set()  # do not open
        self.breaking: set[str] = set()  # raise when something is sent
        self.stopped: set[str] = set()  # accept nothing
        self.there = True
        self.same = True
        self.open_ports: list[str] = []
        self.sent: list[tuple[str, bytes]] = []
        self.receive: ReceiveCallback = lambda source, data: None

    def connect(self, backend: str, receive: ReceiveCallback) -> "FakeMidi":
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
