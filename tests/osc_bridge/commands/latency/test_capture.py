"""The recording through JACK: its times, lost cycles and xruns."""

import time
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from engine.errors import NoDevice
from osc_bridge.commands.latency import capture as capture_module
from osc_bridge.commands.latency.capture import JackCapture

PERIOD, RATE = 64, 48_000


class FakeClient:
    """A fake JACK client whose cycles the test runs; each sample is its own frame number."""

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
        return SimpleNamespace(name=f"latency:{name}", get_array=lambda: self.block)

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
            self.frames_since_cycle_start = int(self.random.integers(PERIOD))  # after the player's callback
            late = 0.004 * (self.random.random() < 0.2)
            self.now = 10 + (self.last_frame_time + self.frames_since_cycle_start) / RATE + late
            self.process(PERIOD)
            self.frame_time = self.last_frame_time + PERIOD


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> FakeClient:
    client = FakeClient()
    monkeypatch.setattr(
        capture_module,
        "time",
        SimpleNamespace(perf_counter=lambda: client.now, monotonic=time.monotonic, sleep=time.sleep),
    )
    return client


@pytest.fixture
def capture(client: FakeClient) -> JackCapture:
    return JackCapture(client)


def test_the_time_of_the_samples_is_the_median_of_many_cycles(client: FakeClient, capture: JackCapture) -> None:
    client.play(100)
    recording = capture.last(0.02)
    assert len(recording.samples) >= 0.02 * RATE - PERIOD
    assert (recording.start - 10) * RATE == pytest.approx(recording.samples[0])
    assert recording.samples[-1] == 100 * PERIOD - 1


def test_a_recording_begins_after_the_last_lost_cycle(client: FakeClient, capture: JackCapture) -> None:
    client.play(50)
    client.play(10, begin=51 * PERIOD)
    recording = capture.last(0.05)
    assert recording.samples.tolist() == list(range(51 * PERIOD, 61 * PERIOD))
    assert recording.start == pytest.approx(10 + 51 * PERIOD / RATE)


def test_xruns_are_counted(client: FakeClient, capture: JackCapture) -> None:
    client.xrun(500.0)
    assert capture.xruns == 1


def test_a_recording_is_empty_before_the_first_cycle(capture: JackCapture) -> None:
    assert len(capture.last(1.0).samples) == 0


def test_it_connects_to_the_port_that_appeared_after_it(client: FakeClient, capture: JackCapture) -> None:
    client.ports += ["PortAudio-01:out_0", "PortAudio-01:out_1"]
    capture.connect()
    assert client.connections == [("PortAudio-01:out_0", "latency:in")]


def test_a_player_without_ports_is_reported(capture: JackCapture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capture_module, "JACK_TIMEOUT", 0.05)
    with pytest.raises(NoDevice, match="jackd"):
        capture.connect()


def test_a_note_is_sent_in_the_next_cycle_and_its_time_is_known(client: FakeClient, capture: JackCapture) -> None:
    assert not capture.notes_connected  # the port does not exist before connect()
    client.ports += ["PortAudio-01:out_0"]
    capture.connect()
    assert capture.notes_connected
    capture._pending = (0x90, 44, 127)
    client.play(2)
    assert client.notes == [(0x90, 44, 127)]
    assert not capture._pending
    assert 10 < capture._sent_at < client.now
