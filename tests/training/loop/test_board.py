"""TensorBoard reads what a run has written: figures, pictures and sounds."""

import io
import wave
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from engine.errors import BadInput
from engine.spec import SPEC
from tests.disks import fill, small_disk
from training.loop.board import TrainingBoard
from training.loop.previews import Preview

PREVIEW = Preview([[np.full((32, 16), 0.5, np.float32)] * 2] * 3, np.linspace(-1, 1, 4410, dtype=np.float32))


def test_tensorboard_reads_figures_pictures_and_sounds(tmp_path: Path) -> None:
    with TrainingBoard(tmp_path) as board:
        for step in (10, 20):
            board.figures("step", step, {"loss": 1 / step, "error_db": 3.5})
        board.preview("step", 20, PREVIEW)
        board.pictures("knobs", 20, PREVIEW.rows)
    found = EventAccumulator(str(tmp_path), {"scalars": 0, "images": 0, "audio": 0})
    found.Reload()
    tags = found.Tags()
    assert (tags["scalars"], tags["images"], tags["audio"]) == (
        ["step/loss", "step/error_db"],
        ["step/preview", "knobs"],
        ["step/preview"],
    )
    assert [(event.step, event.value) for event in found.Scalars("step/loss")] == [
        (10, pytest.approx(0.1)),
        (20, pytest.approx(0.05)),
    ]
    [picture] = found.Images("knobs")
    with Image.open(io.BytesIO(picture.encoded_image_string)) as image:
        assert image.size[0] > 2 * 32
    [sound] = found.Audio("step/preview")
    with wave.open(io.BytesIO(sound.encoded_audio_string)) as file:
        assert (file.getframerate(), file.getnframes()) == (SPEC.rate, len(PREVIEW.sound))


def test_a_full_disk_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 2**20) as disk:
        fill(disk, 8192)
        with pytest.raises(BadInput, match="cannot be written"), TrainingBoard(disk / "board") as board:
            for step in range(100):
                board.preview("step", step, PREVIEW)


def test_no_event_leaves_no_file(tmp_path: Path) -> None:
    with TrainingBoard(tmp_path / "board"):
        pass
    assert not any(tmp_path.iterdir())
