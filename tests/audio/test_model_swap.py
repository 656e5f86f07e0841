"""Models swapped while `vamen play` plays into a real JACK server: no gap, no restart, and the sound follows."""

import json
import os
import signal
from pathlib import Path

import numpy as np
import pytest

from engine.arrays import Floats
from engine.model.model_file import bundled
from engine.spec import SPEC
from tests import jack
from tests.engine.segments import SegmentReader
from tests.engine.waiting import wait_until
from tests.live import ask, send, started
from tests.sound import decibels
from tests.tiny_model import card, tiny_model

pytestmark = pytest.mark.audio

SWAPS = 20
TEMPO = 170.0
LOOP_S = SPEC.beats * 60 / TEMPO
WINDOW = round(0.01 * SPEC.rate)  # samples


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    for name in ("one", "two"):
        tiny_model(folder / f"{name}.onnx", text=json.dumps(card(name=name)))
    (folder / "broken.onnx").write_text("not a model")
    return folder


def quietest(audio: Floats) -> float:
    """Return the level of the quietest 10 ms of a recording, dB."""
    whole = audio[: len(audio) // WINDOW * WINDOW, 0].reshape(-1, WINDOW)
    return decibels(float(np.abs(whole).max(1).min()))


def words(folder: Path) -> list[str]:
    return ["--models", str(folder), "--tempo", f"{TEMPO:g}", "--host-api", "JACK", "--provider", "cpu"]


@pytest.mark.parametrize("jack_server", [128], indirect=True)
def test_twenty_swaps_leave_no_hole_and_the_player_goes_on(jack_server: jack.Server, folder: Path) -> None:
    names = [bundled().stem, "one", "two"]

    def swap(name: str) -> None:
        assert ask(live.port, "/vamen/model", name, timeout=20) == [f"the model {name!r} plays"]

    with (
        started(*words(folder), env=jack_server.env) as live,
        jack.Recorder(jack_server) as recorder,
        live.shared() as shared,
    ):
        assert ask(live.port, "/vamen/report/models") == [names[0], "broken", *names[1:]]
        player = live.player
        alone, tapes = [], []  # the quietest moment of each model without swaps, and what the player reads
        for name in names:
            swap(name)
            recorder.take(0.5)
            alone.append(quietest(recorder.take(LOOP_S)))
            tapes.append(SegmentReader(shared).take().magnitudes.copy())
        assert np.array_equal(tapes[1], tapes[2]), "they have the same nets"
        assert np.abs(tapes[0] - tapes[1]).max() > 0.1
        start = recorder.heard
        for number in range(SWAPS):
            swap(names[number % len(names)])
            assert ask(live.port, "/vamen/report/model") == [names[number % len(names)]]
            recorder.take(0.3)
        assert quietest(recorder.audio(start)) > min(alone) - 10, alone
        assert live.player == player and shared.meters.errors == 0


@pytest.mark.parametrize("jack_server", [128], indirect=True)
def test_a_refused_file_is_inaudible_and_a_killed_control_process_keeps_the_swapped_model(
    jack_server: jack.Server, folder: Path
) -> None:
    with started(*words(folder), env=jack_server.env) as live, jack.Recorder(jack_server) as recorder:
        assert ask(live.port, "/vamen/model", "one", timeout=20) == ["the model 'one' plays"]
        recorder.take(0.5)
        one = quietest(recorder.take(LOOP_S))
        start = recorder.heard
        (sentence,) = ask(live.port, "/vamen/model", "broken", timeout=20)
        assert "is not a playable ONNX file" in sentence
        control, player = live.control, live.player
        os.kill(control, signal.SIGKILL)
        wait_until(live.answers)
        wait_until(lambda: ask(live.port, "/vamen/report/model") == ["one"])
        send(live.port, "/vamen/latent/3", 0.5)
        recorder.take(1.0)
        assert quietest(recorder.audio(start)) > one - 10
        assert (live.control != control, live.player) == (True, player)
        assert ask(live.port, "/vamen/accent_3") == [0.5], "the names of the latents are those of this model"
        assert ask(live.port, "/vamen/status")[9] == "one"
