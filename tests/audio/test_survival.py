"""Whoever is killed or goes away, the break survives: `vamen play` under a real JACK server, heard from outside."""

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
from tests.engine.segments import Reader
from tests.engine.waiting import until
from tests.live import Live, ask, send, started
from tests.tiny_model import tiny_model

pytestmark = pytest.mark.audio

TEMPO = 150.0
LOOP = round(SPEC.beats * 60 / TEMPO * SPEC.rate)  # samples
QUIET = 1e-4


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_model(tmp_path_factory.mktemp("model") / "tiny.onnx")


@pytest.fixture
def server() -> Iterator[jack.Server]:
    with jack.serve(patient=False) as running:  # a patient one would wait for whom we kill
        yield running


def words(model: Path) -> list[str]:
    return ["--model", str(model), "--tempo", f"{TEMPO:g}", "--host-api", "JACK"]


def silence(audio: Floats) -> float:
    """Seconds of the longest silence inside a recording."""
    loud = np.flatnonzero(np.abs(audio).max(axis=1) > QUIET)
    assert len(loud), "nothing is heard"
    return float(np.diff(loud).max()) / SPEC.rate


def test_the_control_process_is_killed_and_nobody_hears_it(server: jack.Server, model: Path) -> None:
    with (
        started(*words(model), env=server.env) as live,
        jack.Recorder(server) as recorder,
        live.shared() as shared,
    ):
        send(live.port, "/vamen/latent/0", 1.0)
        recorder.take(1.0)
        start = recorder.heard
        recorder.take(LOOP / SPEC.rate)
        player, before = live.player, Reader(shared).take().magnitudes.copy()
        os.kill(live.control, signal.SIGKILL)
        until(lambda: heard_from(live))
        assert ask(live.port, "/vamen/latent/0") == [1.0]
        recorder.take(LOOP / SPEC.rate)
        audio = recorder.audio(start)
        assert live.player == player
        np.testing.assert_array_equal(Reader(shared).take().magnitudes, before)
    assert silence(audio) < silence(audio[:LOOP]) + 0.05  # a busy machine loses a block now and then


def test_the_player_is_killed_and_the_beat_goes_on(server: jack.Server, model: Path) -> None:
    with (
        started(*words(model), env=server.env) as live,
        jack.Recorder(server) as recorder,
        live.shared() as shared,
    ):
        send(live.port, "/vamen/latent/0", 1.0)
        recorder.take(1.0)
        start = recorder.heard
        recorder.take(1.0)
        player, before = live.player, shared.meters
        os.kill(player, signal.SIGKILL)
        until(lambda: live.player != player and shared.state == PLAYING)
        after = shared.meters
        recorder.take(1.0)
        audio = recorder.audio(start)
        assert ask(live.port, "/vamen/latent/0") == [1.0]
    assert 0.05 < silence(audio) < 3.0  # half a second where nobody else computes
    late = (after.beat - before.beat) * 60 / TEMPO - (after.due - before.due)
    assert abs(late) < 0.05  # this server does not wait for a busy machine; alone it is a millisecond


def test_a_server_that_is_stopped_and_started_is_played_again(model: Path) -> None:
    context = jack.serve(patient=False)
    server = context.__enter__()
    with started(*words(model), env=server.env) as live:
        context.__exit__(None, None, None)
        until(lambda: ask(live.port, "/vamen/status")[7] == "silent output")
        beat = ask(live.port, "/vamen/status")[1]
        with jack.serve(patient=False) as again:
            assert again.name == server.name
            with jack.Recorder(again) as recorder:
                assert np.abs(recorder.take(2.0)).max() > 0.01
            assert ask(live.port, "/vamen/status")[7].startswith("system")
            assert ask(live.port, "/vamen/status")[1] > beat
            until(lambda: any("is there and plays" in line for line in live.errors))
    assert len([line for line in live.errors if "lost its output" in line]) == 1


class Desk:
    """A JACK client that is somebody's device; it notes when it hears something."""

    def __init__(self, server: jack.Server) -> None:
        self.peak = 0.0
        self._client = server.client("desk")
        self._inputs = [self._client.inports.register(f"in_{index}") for index in range(2)]
        self._client.set_process_callback(self._process)
        self._client.activate()

    def _process(self, frames: int) -> None:
        self.peak = max(self.peak, *(float(np.abs(port.get_array()).max()) for port in self._inputs))

    def hears(self) -> None:
        until(lambda: self.peak > 0.01)

    def close(self) -> None:
        self._client.deactivate()
        self._client.close()


def test_a_device_that_goes_and_comes_back_is_connected_again(server: jack.Server, model: Path) -> None:
    desk = Desk(server)
    with started(*words(model), "--device", "desk", env=server.env) as live:
        desk.hears()
        for turn in range(2):
            desk.close()
            until(lambda turn=turn: len(live.errors) == 2 * turn + 1)
            beat = ask(live.port, "/vamen/status")[1]
            desk = Desk(server)
            desk.hears()
            until(lambda turn=turn: len(live.errors) == 2 * turn + 2)
            assert ask(live.port, "/vamen/status")[1] > beat
    assert [line.split()[:3] for line in live.errors] == 2 * [["desk", "is", "gone"], ["desk", "is", "back"]]
    desk.close()


def heard_from(live: Live) -> bool:
    try:
        return ask(live.port, "/vamen/ping", 1, patience=0.1) == [1]
    except (TimeoutError, ConnectionError):
        return False
