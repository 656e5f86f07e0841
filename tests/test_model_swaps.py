"""Models are swapped twenty times while `vamen play` plays: what is recorded has no gap, and no click at a swap."""

import json
import time
from pathlib import Path

import numpy as np
import pytest
import soundfile
from scipy.signal import butter, sosfilt

from engine.arrays import Floats
from engine.model.model_file import bundled
from engine.spec import SPEC
from tests.live import ask, send, started
from tests.sound import decibels

from .tiny_model import card, tiny_model

SWAPS = 20
WINDOW = round(0.01 * SPEC.rate)


def quietest(audio: Floats) -> float:
    """Return the level of the quietest 10 ms, dB."""
    return decibels(float(np.abs(audio[: len(audio) // WINDOW * WINDOW].reshape(-1, WINDOW)).max(1).min()))


def highest(audio: Floats) -> np.ndarray:
    """Return the energy above 5 kHz of each 3 ms, dB re the mean square of all."""
    high = sosfilt(butter(6, 5000, "high", fs=SPEC.rate, output="sos"), audio) ** 2
    return 10 * np.log10(high[: len(high) // 132 * 132].reshape(-1, 132).mean(1) / np.mean(audio**2) + 1e-14)


def test_twenty_swaps_sound_as_repaints_of_the_same_models(tmp_path: Path) -> None:
    folder = tmp_path / "models"
    folder.mkdir()
    tiny_model(folder / "other.onnx", text=json.dumps(card(name="other")))
    names, wav = ("other", bundled().stem), tmp_path / "set.wav"
    words = ("--models", str(folder), "--null", "--provider", "cpu", "--record", str(wav))
    with started(*words) as live, live.shared() as shared:
        player, underruns = live.player, shared.meters.underruns
        marks = []  # samples between which each part lies
        for name in (*names, *names):  # the first two load the models
            assert ask(live.port, "/vamen/model", name, timeout=60) == [f"the model {name!r} plays"]
            marks.append(shared.monitor.end)
            for seed in range(5):
                send(live.port, "/vamen/seed", seed)
                time.sleep(0.4)
        marks.append(shared.monitor.end)
        for number in range(SWAPS):
            name = names[number % 2]
            assert ask(live.port, "/vamen/model", name, timeout=60) == [f"the model {name!r} plays"]
            time.sleep(0.4)
        marks.append(shared.monitor.end)
        assert live.player == player and shared.meters.errors == 0
        missed = shared.meters.underruns - underruns
    sound, _ = soundfile.read(wav, dtype="float32")
    left = sound[:, 0]
    repainted, swapped = left[marks[2] : marks[4]], left[marks[4] : marks[5]]
    if missed:
        pytest.skip(f"the machine missed {missed} blocks, which are gaps of their own")
    assert quietest(swapped) > quietest(repainted) - 10
    for share in (99, 99.9, 100):
        assert np.percentile(highest(swapped), share) < np.percentile(highest(repainted), share) + 3
