"""Models are swapped twenty times while `vamen play` plays: what is recorded has no gap, and no click at a swap.

Their sound has nothing above 1.5 kHz, so that a click is found; `tests/audio/test_model_swap` swaps a real model.
"""

import json
import time
from pathlib import Path

import numpy as np
import onnx
import pytest
import soundfile
from onnx import numpy_helper

from engine.arrays import Floats
from engine.spec import SPEC
from tests.clicks import burst_energy
from tests.live import ask, send, started
from tests.sound import decibels

from .tiny_model import card, save_model, tiny_model

SWAPS = 20
WINDOW = round(0.01 * SPEC.rate)
DULL_BANDS = 100  # of a model without anything above 1.5 kHz


def dull_model(path: Path, centre: int) -> None:
    """Write a model whose hits lie around a low band, so that whatever is above 5 kHz is a click."""
    model = onnx.load(tiny_model(path, text=json.dumps(card(name=path.stem, texture=0.0))))
    bands = np.arange(SPEC.mels)
    tone = np.where(bands < DULL_BANDS, 0.85 * np.exp(-(((bands - centre) / 20) ** 2)), 0).astype(np.float32)
    new = {"tones": np.tile(tone, (3, 1)), "coarse": np.zeros((1, SPEC.step_frames // 4, SPEC.mels // 8), np.float32)}
    for weights in model.graph.initializer:
        if weights.name in new:
            weights.CopyFrom(numpy_helper.from_array(new[weights.name], weights.name))
    save_model(model, path)


def quietest(audio: Floats) -> float:
    """Return the level of the quietest 10 ms, dB."""
    return decibels(float(np.abs(audio[: len(audio) // WINDOW * WINDOW].reshape(-1, WINDOW)).max(1).min()))


def clicks(audio: Floats) -> np.ndarray:
    """Return the energy above 5 kHz, of 3 ms around each sample, dB re the mean square of all."""
    return 10 * np.log10(burst_energy(audio) / np.mean(audio**2) + 1e-14)


def test_twenty_swaps_have_no_gap_and_no_click(tmp_path: Path) -> None:
    folder = tmp_path / "models"
    folder.mkdir()
    names, wav = ("one", "two"), tmp_path / "set.wav"
    for name, centre in zip(names, (15, 45), strict=True):
        dull_model(folder / f"{name}.onnx", centre)
    words = ("--models", str(folder), "--null", "--provider", "cpu", "--record", str(wav))
    with started(*words) as live, live.shared() as shared:
        player, marks = live.player, list[int]()  # samples between which the parts lie
        for name in names:
            assert ask(live.port, "/vamen/model", name, timeout=60) == [f"the model {name!r} plays"]
            time.sleep(0.5)
            marks.append(shared.monitor.end)
            for seed in range(8):
                send(live.port, "/vamen/seed", seed)
                time.sleep(0.4)
            marks.append(shared.monitor.end)
        underruns = shared.meters.underruns
        for number in range(SWAPS):
            name = names[number % 2]
            assert ask(live.port, "/vamen/model", name, timeout=60) == [f"the model {name!r} plays"]
            time.sleep(0.4)
        marks.append(shared.monitor.end)
        assert live.player == player and shared.meters.errors == 0
        missed = shared.meters.underruns - underruns
    sound, _ = soundfile.read(wav, dtype="float32")
    alone = [sound[marks[0] : marks[1], 0], sound[marks[2] : marks[3], 0]]
    swapped = sound[marks[3] : marks[4], 0]
    if missed:
        pytest.skip(f"the machine missed {missed} blocks, which are gaps of their own")
    assert quietest(swapped) > min(map(quietest, alone)) - 10
    # the places of the swaps are not known here, as they are in test_tape_swap
    loudest = [float(np.percentile(clicks(part), 99.9)) for part in (*alone, swapped)]
    assert loudest[2] < max(loudest[:2]) + 3, "as attacks and repaints of one model"
