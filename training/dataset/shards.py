"""Shards of a dataset: rendered images in, files of SHARD_IMAGES images out, written whole and read image by image.

00012.npy   uint8 (SHARD_IMAGES, Spec.frames, Spec.mels), fewer in the last one: round(level * 255)
00012.json  of each image its origin (a letter), name, gain in dB and effects; and the SHA-256 of the .npy

The description of a shard is written after its images, so a shard that has one is complete.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from engine.errors import BadInput
from engine.files.writing import atomic_write
from engine.spec import SPEC
from engine.untrusted import printable_values, read_bytes, read_json

from .images import Images, Origin, RenderedImage

SHARD_IMAGES = 256  # 64 MiB
MAX_SHARD_NOTES_BYTES = 1 << 22
OPEN_SHARDS = 4  # mapped at once by a reader, 256 MiB: what it has touched counts as its memory


@dataclass(frozen=True, slots=True)
class ShardNotes:
    """What is known of the images of a shard, one entry for each."""

    origins: str  # letters of `images.Origin`
    names: list[str]
    gains: list[float]  # dB, to the common loudness
    effects: list[list[str]]
    sha256: str  # of the file of images


def shard_numbers(count: int) -> list[range]:
    """Return the numbers of the images in each shard of a dataset of `count` images."""
    return [range(first, min(first + SHARD_IMAGES, count)) for first in range(0, count, SHARD_IMAGES)]


def place_of(number: int) -> tuple[int, int]:
    """Return the shard of an image, and its place there."""
    return divmod(number, SHARD_IMAGES)


def images_file(folder: Path, shard: int) -> Path:
    """Return the path of a shard's images."""
    return folder / f"{shard:05}.npy"


def notes_file(folder: Path, shard: int) -> Path:
    """Return the path of a shard's description."""
    return folder / f"{shard:05}.json"


def write_shard(folder: Path, shard: int, images: Sequence[RenderedImage]) -> None:
    """Write the images of a shard and their description.

    Raises:
        BadInput: the disk is full or read-only.
    """
    path, levels = images_file(folder, shard), np.stack([image.levels for image in images])
    with atomic_write(path) as part, part.open("wb") as file:
        np.lib.format.write_array_header_1_0(file, np.lib.format.header_data_from_array_1_0(levels))
        file.write(levels.data)  # numpy's own way of writing does not say that the disk is full
    notes = ShardNotes(
        "".join(image.origin for image in images),
        [image.name for image in images],
        [image.gain for image in images],
        [list(image.effects) for image in images],
        sha256_of(path),
    )
    with atomic_write(notes_file(folder, shard)) as part:
        part.write_text(json.dumps(asdict(notes), indent=0), "utf-8")


def read_notes(folder: Path, shard: int, size: int) -> ShardNotes:
    """Return the description of a shard of `size` images.

    Raises:
        BadInput: it is missing or damaged.
    """
    path = notes_file(folder, shard)
    try:
        values = printable_values(read_json(read_bytes(path, MAX_SHARD_NOTES_BYTES)))
        notes = ShardNotes(**values)
        lists = notes.names, notes.gains, notes.effects
        valid = all(isinstance(column, list) and len(column) == size for column in lists)
        valid = valid and all(isinstance(name, str) for name in notes.names) and len(notes.origins) == size
        if not (valid and set(notes.origins) <= set(Origin) and isinstance(notes.sha256, str)):
            raise ValueError(f"it does not describe {size} images")
    except (OSError, ValueError, TypeError) as error:
        raise BadInput(
            f"{path} is not a readable description of a shard ({error}); delete it to make it again"
        ) from error
    return notes


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal digits; OSError if it cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class ShardReader:
    """Reads images of a dataset by number, from shards that are mapped into memory when used."""

    def __init__(self, folder: Path, count: int) -> None:
        """Read the shards of a dataset of `count` images in `folder`."""
        self._folder, self._numbers = folder, shard_numbers(count)
        self._mapped = lru_cache(OPEN_SHARDS)(self._map)

    def __call__(self, number: int) -> Images:
        """Return an image (frames, mels).

        Raises:
            BadInput: its shard cannot be read.
        """
        shard, at = place_of(number)
        image: Images = self._mapped(shard)[at]
        return image

    def require_complete(self) -> None:
        """Refuse a dataset whose files of images are missing or too short; their contents are not read.

        Raises:
            BadInput: names the first such file.
        """
        for shard, numbers in enumerate(self._numbers):
            path = images_file(self._folder, shard)
            found, needed = path.stat().st_size if path.is_file() else 0, len(numbers) * SPEC.frames * SPEC.mels
            if found < needed:
                raise BadInput(f"{path} has {found} bytes, {needed} are needed; make the dataset again")

    def _map(self, shard: int) -> Images:
        path, shape = images_file(self._folder, shard), (len(self._numbers[shard]), SPEC.frames, SPEC.mels)
        try:
            images = np.lib.format.open_memmap(path, "r")
        except Exception as error:  # numpy evaluates the header as Python, which raises errors of many types
            raise BadInput(f"{path} is not an array ({error}); make the dataset again") from error
        if images.shape != shape or images.dtype != np.uint8:
            raise BadInput(f"{path} is {images.dtype} {images.shape}, expected uint8 {shape}; make the dataset again")
        return images
