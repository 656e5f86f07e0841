"""What the judge of latency hears lies where it was played, and holes are not filled."""

import time
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from engine.errors import NoDevice
from osc_bridge.commands.latency import capture
from osc_bridge.commands.latency.capture import JackCapture

PERIOD, RATE = 64, 48_000


class Server:
    """A JACK client whose cycles are in our hands; every sample is its own frame number."""

    samplerate, blocksize = RATE, PERIOD

    def __init__(self) -> None:
        self.frame_time = self.last_frame_time = self.frames_since_cycle_start = 0
        self.ports = ["system:capture_1", "PortAudio:out_0"]
        self.connections: list[tuple[str, str]] = []
        self.inports = SimpleNamespace(register=self._register)
        self.notes: list[tuple[int, ...]] = []
        self.midi_outports = SimpleNamespace(register=self._register_notes)
        self.process: Any = None
        self.now, self.random = 0.0, np.random.default_rng(0)

    def _register(self, name: str) -> Any:
        return SimpleNamespace(name=f"ear:{name}", get_array=lambda: self.block)

    def _register_notes(self, name: str) -> Any:
        return SimpleNamespace(
            number_of_connections=1,
            clear_buffer=lambda: None,
            write_midi_event=lambda offset, message: self.notes.append(message),
        )

    def get_ports(self, **kinds: bool) -> list[Any]:
        return [SimpleNamespace(name=name) for name in self.ports]

    def set_process_callback(self, process: Any) -> None:
        self.process = process

    def set_xrun_callback(self, xrun: Any) -> None:
        self.xrun = xrun

    def activate(self) -> None:
        pass

    def connect(self, source: str, target: str) -> None:
        self.connections.append((source, target))

    def play(self, cycles: int, begin: int | None = None) -> None:
        for _ in range(cycles):
            self.last_frame_time = self.frame_time if begin is None else begin
            begin = None
            self.block = np.arange(self.last_frame_time, self.last_frame_time + PERIOD, dtype=np.float32)
            self.frames_since_cycle_start = int(self.random.integers(PERIOD))  # the player came first
            late = 0.004 * (self.random.random() < 0.2)
            self.now = 10 + (self.last_frame_time + self.frames_since_cycle_start) / RATE + late
            self.process(PERIOD)
            self.frame_time = self.last_frame_time + PERIOD


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    server = Server()
    monkeypatch.setattr(
        capture, "time", SimpleNamespace(perf_counter=lambda: server.now, monotonic=time.monotonic, sleep=time.sleep)
    )
    return server


@pytest.fixture
def ear(server: Server) -> JackCapture:
    return JackCapture(server)


def test_samples_lie_in_time_as_most_cycles_say(server: Server, ear: JackCapture) -> None:
    server.play(100)
    heard = ear.last(0.02)
    assert len(heard.samples) >= 0.02 * RATE - PERIOD
    assert (heard.began - 10) * RATE == pytest.approx(heard.samples[0])
    assert heard.samples[-1] == 100 * PERIOD - 1


def test_what_came_before_a_lost_cycle_is_not_heard(server: Server, ear: JackCapture) -> None:
    server.play(50)
    server.play(10, begin=51 * PERIOD)
    heard = ear.last(0.05)
    assert heard.samples.tolist() == list(range(51 * PERIOD, 61 * PERIOD))
    assert heard.began == pytest.approx(10 + 51 * PERIOD / RATE)


def test_stalls_are_counted(server: Server, ear: JackCapture) -> None:
    server.xrun(500.0)
    assert ear.stalls == 1


def test_nothing_is_heard_before_the_first_cycle(ear: JackCapture) -> None:
    assert len(ear.last(1.0).samples) == 0


def test_it_listens_to_the_player_that_came_after_it(server: Server, ear: JackCapture) -> None:
    server.ports += ["PortAudio-01:out_0", "PortAudio-01:out_1"]
    ear.connect()
    assert server.connections == [("PortAudio-01:out_0", "ear:in")]


def test_a_player_that_does_not_appear_is_said(ear: JackCapture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capture, "PATIENCE", 0.05)
    with pytest.raises(NoDevice, match="jackd"):
        ear.connect()


def test_a_note_goes_with_the_next_cycle_and_says_when(server: Server, ear: JackCapture) -> None:
    assert not ear.heard_by_midi  # its port does not exist before it listens
    server.ports += ["PortAudio-01:out_0"]
    ear.connect()
    assert ear.heard_by_midi
    ear._pending = (0x90, 44, 127)
    server.play(2)
    assert server.notes == [(0x90, 44, 127)]
    assert not ear._pending
    assert 10 < ear._sent < server.now
