"""The picture and the sound of a preview."""

from pathlib import Path

import numpy as np
import pytest
import soundfile
import torch
from PIL import Image

from engine.spec import SPEC
from tests.training.tiny_run import TINY, tiny_dataset
from training.dataset.dataset_folder import open_dataset
from training.loop.previews import PREVIEW_LOOPS, sound_of, write_preview
from training.nets.bundle import Nets
from training.pictures import PICTURE_GAP


def size(path: Path) -> tuple[int, int]:
    with Image.open(path) as image:
        return image.size


def test_the_preview_sound_has_its_attacks_where_the_image_has_them() -> None:
    levels = np.zeros((SPEC.frames, SPEC.mels), np.float32)
    levels[256:272] = 0.8
    audio = sound_of([levels], SPEC, iterations=4)
    energy = np.square(audio[: 511 * SPEC.hop]).reshape(-1, SPEC.hop).sum(1)
    assert energy[256:271].mean() > 1e4 * energy[:240].mean()


@pytest.mark.parametrize(("stage", "across"), [("step", 2), ("loop", 2), ("flow", 3)])
def test_a_preview_has_the_columns_of_its_stage(tmp_path: Path, stage: str, across: int) -> None:
    torch.manual_seed(0)
    data = open_dataset(tiny_dataset(tmp_path / "data"))
    preview = write_preview(tmp_path, Nets(TINY, SPEC), stage, 12, data, SPEC)
    assert (len(preview.rows), len(preview.rows[0])) == (PREVIEW_LOOPS, across)
    wide, high = (
        across * SPEC.frames + (across - 1) * PICTURE_GAP,
        PREVIEW_LOOPS * SPEC.mels + (PREVIEW_LOOPS - 1) * PICTURE_GAP,
    )
    assert size(tmp_path / f"{stage}-00000012.png") == (wide, high)
    written, rate = soundfile.read(tmp_path / f"{stage}-00000012.wav")
    assert rate == SPEC.rate and len(written) == len(preview.sound)
    assert len(written) / rate > 2.9 * across * PREVIEW_LOOPS
