"""`vamen play` on a real JACK server goes on when a process is killed, or the server or a device ends."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from engine.arrays import Floats
from engine.realtime.shared_memory import PLAYING
from engine.spec import SPEC
from tests import jack
from tests.engine.segments import SegmentReader
from tests.engine.waiting import wait_until
from tests.live import ask, send, started
from tests.tiny_model import tiny_model

pytestmark = pytest.mark.audio

TEMPO = 150.0
LOOP = round(SPEC.beats * 60 / TEMPO * SPEC.rate)  # samples
SILENCE_PEAK = 1e-4


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_model(tmp_path_factory.mktemp("model") / "tiny.onnx")


@pytest.fixture
def server() -> Iterator[jack.Server]:
    with jack.serve(synchronous=False) as running:  # a synchronous one would wait for the killed client
        yield running


def arguments(model: Path) -> list[str]:
    return ["--model", str(model), "--tempo", f"{TEMPO:g}", "--host-api", "JACK"]


def silence(audio: Floats) -> float:
    """Return the seconds of the longest silence inside a recording."""
    loud = np.flatnonzero(np.abs(audio).max(axis=1) > SILENCE_PEAK)
    assert len(loud), "nothing is heard"
    return float(np.diff(loud).max()) / SPEC.rate


def test_a_killed_control_process_is_inaudible(server: jack.Server, model: Path) -> None:
    with (
        started(*arguments(model), env=server.env) as live,
        jack.Recorder(server) as recorder,
        live.shared() as shared,
    ):
        send(live.port, "/vamen/latent/0", 1.0)
        recorder.take(1.0)
        start = recorder.heard
        recorder.take(LOOP / SPEC.rate)
        player, before = live.player, SegmentReader(shared).take().magnitudes.copy()
        os.kill(live.control, signal.SIGKILL)
        wait_until(lambda: live.answers())
        assert ask(live.port, "/vamen/latent/0") == [1.0]
        recorder.take(LOOP / SPEC.rate)
        audio = recorder.audio(start)
        assert live.player == player
        np.testing.assert_array_equal(SegmentReader(shared).take().magnitudes, before)
    assert silence(audio) < silence(audio[:LOOP]) + 0.05  # a busy machine loses a block now and then


def test_a_killed_player_is_replaced_on_the_beat(server: jack.Server, model: Path) -> None:
    with (
        started(*arguments(model), env=server.env) as live,
        jack.Recorder(server) as recorder,
        live.shared() as shared,
    ):
        send(live.port, "/vamen/latent/0", 1.0)
        recorder.take(1.0)
        start = recorder.heard
        recorder.take(1.0)
        player, before = live.player, shared.meters
        os.kill(player, signal.SIGKILL)
        wait_until(lambda: live.player != player and shared.state == PLAYING)
        after = shared.meters
        recorder.take(1.0)
        audio = recorder.audio(start)
        assert ask(live.port, "/vamen/latent/0") == [1.0]
    assert 0.05 < silence(audio) < 3.0  # half a second on an idle machine
    late = (after.beat - before.beat) * 60 / TEMPO - (after.output_time - before.output_time)
    assert abs(late) < 0.05  # on an idle machine 1 ms


def test_the_output_returns_when_the_server_is_started_again(model: Path) -> None:
    context = jack.serve(synchronous=False)
    server = context.__enter__()
    with started(*arguments(model), env=server.env) as live:
        context.__exit__(None, None, None)
        wait_until(lambda: ask(live.port, "/vamen/status")[7] == "silent output")
        beat = ask(live.port, "/vamen/status")[1]
        with jack.serve(synchronous=False) as again:
            assert again.name == server.name
            with jack.Recorder(again) as recorder:
                assert np.abs(recorder.take(2.0)).max() > 0.01
            assert ask(live.port, "/vamen/status")[7].startswith("system")
            assert ask(live.port, "/vamen/status")[1] > beat
            wait_until(lambda: any("is there and plays" in line for line in live.errors))
    assert len([line for line in live.errors if "lost its output" in line]) == 1


class FakeDevice:
    """A JACK client that serves as the output device; it keeps the peak of its inputs."""

    def __init__(self, server: jack.Server) -> None:
        self.peak = 0.0
        self._client = server.client("desk")
        self._inputs = [self._client.inports.register(f"in_{index}") for index in range(2)]
        self._client.set_process_callback(self._process)
        self._client.activate()

    def _process(self, frames: int) -> None:
        self.peak = max(self.peak, *(float(np.abs(port.get_array()).max()) for port in self._inputs))

    def wait_for_sound(self) -> None:
        wait_until(lambda: self.peak > 0.01)

    def close(self) -> None:
        self._client.deactivate()
        self._client.close()


def test_a_device_that_returns_is_connected_again(server: jack.Server, model: Path) -> None:
    desk = FakeDevice(server)
    with started(*arguments(model), "--device", "desk", env=server.env) as live:
        desk.wait_for_sound()
        for turn in range(2):
            desk.close()
            wait_until(lambda turn=turn: len(live.events) == 2 * turn + 1)
            beat = ask(live.port, "/vamen/status")[1]
            desk = FakeDevice(server)
            desk.wait_for_sound()
            wait_until(lambda turn=turn: len(live.events) == 2 * turn + 2)
            assert ask(live.port, "/vamen/status")[1] > beat
    assert [line.split()[:3] for line in live.events] == 2 * [["desk", "is", "gone"], ["desk", "is", "back"]]
    desk.close()
