"""Levels of loops (mel images) in, a PNG picture out.

levels  float32 (frames, bands)  0..1
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.arrays import Floats
from engine.files.writing import atomic_write

if TYPE_CHECKING:
    from PIL.Image import Image

Rows = Sequence[Sequence[Floats]]  # of levels, each row of equal heights, all of equal widths

# RGB from silence to full scale; lightness rises evenly, so that equal steps in dB look equal
PALETTE = np.array(
    [(6, 6, 16), (44, 22, 88), (126, 34, 106), (204, 66, 74), (246, 138, 48), (252, 216, 120), (255, 255, 255)]
)
SMALL = 4  # cells per pixel of a small picture
PICTURE_GAP = 6  # pixels between pictures


def to_colours(levels: Floats) -> NDArray[np.uint8]:
    """Return levels as RGB bytes (bands, frames, 3): time to the right, low bands at the bottom."""
    at = np.linspace(0, 1, len(PALETTE))
    flipped = np.clip(levels.T[::-1], 0, 1)
    return np.stack([np.interp(flipped, at, PALETTE[:, channel]) for channel in range(3)], -1).astype(np.uint8)


def draw(rows: Rows) -> "Image":
    """Return a picture with a row per loop: its levels in several versions (real, reconstructed, ...) side by side."""
    from PIL import Image

    def joined(parts: list[NDArray[np.uint8]], axis: int) -> NDArray[np.uint8]:
        shape = list(parts[0].shape)
        shape[axis] = PICTURE_GAP
        spaced = [piece for part in parts for piece in (part, np.full(shape, 90, np.uint8))]
        return np.concatenate(spaced[:-1], axis)

    return Image.fromarray(joined([joined([to_colours(levels) for levels in row], 1) for row in rows], 0))


def small(levels: Floats) -> Floats:
    """Return levels with the mean of SMALL x SMALL cells in each pixel, for pictures of many loops."""
    frames, bands = levels.shape
    means: Floats = levels.reshape(frames // SMALL, SMALL, bands // SMALL, SMALL).mean((1, 3))
    return means


def write_picture(path: Path, rows: Rows) -> None:
    """Write the picture of `draw` as a PNG."""
    with atomic_write(path) as part:
        draw(rows).save(part, format="PNG")
