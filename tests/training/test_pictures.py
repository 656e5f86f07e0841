"""Pictures are bright where the level is high."""

from pathlib import Path

import numpy as np
import pytest

from engine.errors import BadInput
from tests.disks import fill, small_disk
from training.pictures import PICTURE_GAP, to_colours, write_picture

Image = pytest.importorskip("PIL.Image", reason="needs Pillow: make train-environment")


def test_low_bands_are_at_the_bottom_and_loud_is_bright() -> None:
    levels = np.zeros((4, 10), np.float32)
    levels[1, 0] = 1  # second frame, lowest band
    pixels = to_colours(levels)
    assert pixels.shape == (10, 4, 3)
    assert pixels[-1, 1].tolist() == [255, 255, 255]
    assert pixels.sum(-1).argmax() == 9 * 4 + 1


def test_colours_brighten_evenly() -> None:
    pixels = to_colours(np.linspace(0, 1, 64, dtype=np.float32)[:, None])[0].astype(float)
    brightness = pixels @ [0.2126, 0.7152, 0.0722]
    assert (np.diff(brightness) > 0).all()


def test_a_picture_holds_its_rows(tmp_path: Path) -> None:
    levels = np.zeros((8, 6), np.float32)
    write_picture(tmp_path / "a.png", [[levels, levels], [levels, levels], [levels, levels]])
    with Image.open(tmp_path / "a.png") as image:
        assert image.size == (2 * 8 + PICTURE_GAP, 3 * 6 + 2 * PICTURE_GAP)


def test_a_full_disk_is_refused_and_keeps_the_older_picture(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 65_536) as disk:
        (disk / "a.png").write_bytes(b"older")
        fill(disk)
        with pytest.raises(BadInput, match=r"a\.png cannot be written \(No space left on device\)"):
            write_picture(disk / "a.png", [[np.random.default_rng(0).random((64, 64), dtype=np.float32)]])
        assert (disk / "a.png").read_bytes() == b"older"
        assert sorted(path.name for path in disk.iterdir()) == [".filling", "a.png"]
