"""Previews can be looked at and listened to."""

from pathlib import Path

import numpy as np
import pytest
import soundfile
import torch
from PIL import Image

from engine.spec import SPEC
from tests.training.tiny_run import TINY, tiny_dataset
from training.dataset.builder import open_dataset
from training.loop.preview import SHOWN, preview, sound
from training.nets.bundle import Nets
from training.pictures import GAP


def size(path: Path) -> tuple[int, int]:
    with Image.open(path) as image:
        return image.size


def test_a_sound_has_its_attacks_where_the_picture_has_them(tmp_path: Path) -> None:
    levels = np.zeros((SPEC.frames, SPEC.mels), np.float32)
    levels[256:272] = 0.8
    sound(tmp_path / "a.wav", [levels], SPEC, iterations=4)
    audio, rate = soundfile.read(tmp_path / "a.wav")
    assert rate == SPEC.rate
    energy = np.square(audio[: 511 * SPEC.hop]).reshape(-1, SPEC.hop).sum(1)
    assert energy[256:271].mean() > 1e4 * energy[:240].mean()


@pytest.mark.parametrize(("stage", "across"), [("step", 2), ("loop", 2), ("flow", 3)])
def test_each_stage_shows_what_it_can(tmp_path: Path, stage: str, across: int) -> None:
    torch.manual_seed(0)
    data = open_dataset(tiny_dataset(tmp_path / "data"))
    preview(tmp_path, Nets(TINY, SPEC), stage, 12, data, SPEC)
    wide, high = across * SPEC.frames + (across - 1) * GAP, SHOWN * SPEC.mels + (SHOWN - 1) * GAP
    assert size(tmp_path / f"{stage}-00000012.png") == (wide, high)
    assert soundfile.info(tmp_path / f"{stage}-00000012.wav").duration > 2.9 * across * SHOWN
