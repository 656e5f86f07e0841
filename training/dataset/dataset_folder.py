"""A dataset on disk: its folder in, mel images by number and what dataset.json says of them out.

dataset.json  geometry, count, seed, held-out images, licence, sources; every file of the folders of sources, used or
              refused and why; the effects and the probability of each; the SHA-256 of each shard's images
shards/       the images, see `training.dataset.shards`; none if they are rendered when used, see `on_the_fly`
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, overload

import numpy as np

from engine.errors import BadInput, ModelMismatch
from engine.spec import SPEC, Spec
from engine.untrusted import printable_values, read_bytes, read_json

from .images import Images, Origin
from .on_the_fly import RenderedImages, read_stored
from .rendering import RenderJob
from .shards import ShardNotes, ShardReader, place_of, read_notes, shard_numbers

CARD_FILE, SHARDS_FOLDER = "dataset.json", "shards"
DATASET_FORMAT = 3
MAX_CARD_BYTES = 1 << 28  # every file of the sources, and 64 characters for each shard
MIN_PART_IMAGES = 8  # of the training images, and of the held-out ones


class ImageSet(Sequence[Images]):
    """Images by number, read or rendered when used; slices are sets, too, and read nothing."""

    def __init__(
        self,
        image: Callable[[int], Images],
        numbers: range,
        prepare: Callable[[Iterable[int]], None] = lambda numbers: None,
    ) -> None:
        """`image`: returns the image (frames, mels) of a number; `prepare`: is told those that are used soon."""
        self._image, self._numbers, self._prepare = image, numbers, prepare

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, at: int) -> Images: ...
    @overload
    def __getitem__(self, at: slice) -> "ImageSet": ...
    def __getitem__(self, at: int | slice) -> "Images | ImageSet":
        found = self._numbers[at]
        return ImageSet(self._image, found, self._prepare) if isinstance(found, range) else self._image(found)

    def __iter__(self) -> Iterator[Images]:
        return map(self._image, self._numbers)

    def prepare(self, at: Iterable[int]) -> None:
        """Begin to make images ready that are used soon."""
        self._prepare(self._numbers[one] for one in at)

    def stacked(self) -> Images:
        """Return all images as one array (count, frames, mels)."""
        self._prepare(self._numbers)
        return np.stack(list(self))


@dataclass(frozen=True, slots=True, eq=False)
class Dataset:
    """A dataset on disk: mel images of loops, and what dataset.json says of them."""

    path: Path
    images: ImageSet
    held_out: int  # number of images at the end that are not for training
    spec: Spec
    seed: int
    sources: tuple[Mapping[str, object], ...]
    files: tuple[Mapping[str, str], ...]  # every file of the sources' folders: its SHA-256, or why it was refused
    licence: str
    version: str  # of vamen
    origins: Mapping[str, int]  # letters of `images.Origin` -> number of images
    shards: tuple[str, ...]  # SHA-256 of the images of each
    digest: str  # SHA-256 of dataset.json, by which a training run recognises its dataset
    notes: Callable[[int], ShardNotes]  # returns the description of a shard
    remarks: tuple[str, ...] = ()  # of `build`, about skipped files and estimated lengths

    def origin(self, number: int) -> Origin:
        """Return what an image is made of; BadInput if the description of its shard is damaged."""
        shard, at = place_of(number)
        return Origin(self.notes(shard).origins[at])

    def name(self, number: int) -> str:
        """Return what an image is made of in words; BadInput if the description of its shard is damaged."""
        shard, at = place_of(number)
        return self.notes(shard).names[at]


def composition(data: Dataset) -> Iterator[str]:
    """Yield sentences that say what a dataset is made of."""
    for source in data.sources:
        if "beats" in source:
            sure = f"from {source['beats_from']}, confidence {source['confidence']:.0%}"
            yield f"{source['file']}: {source['beats']} beats at {source['tempo']} BPM ({sure})"
    drums = Counter[str]()
    for source in data.sources:
        drums.update(source.get("drums", {}))  # type: ignore[call-overload]
    if drums:
        yield "one-shots: " + ", ".join(f"{number} {drum}" for drum, number in sorted(drums.items()))
    if set(data.origins) != {Origin.LOOPS.value}:
        labels = {Origin.LOOPS: "breaks", Origin.KIT: "kits", Origin.SYNTH: "the synthesiser"}
        yield "images: " + ", ".join(f"{data.origins.get(letter, 0)} of {word}" for letter, word in labels.items())
    breaks = sum("beats" in source for source in data.sources)
    yield f"{len(data.images)} loops ({data.held_out} held out) from {breaks} breaks"


def open_dataset(path: Path) -> Dataset:
    """Open the dataset in a folder; images are read from the disk when used.

    Raises:
        BadInput: the path is not a dataset, or it is damaged.
        ModelMismatch: it was made for another geometry.
    """
    try:
        text = read_bytes(path / CARD_FILE, MAX_CARD_BYTES)
        card = printable_values(read_json(text))
    except (OSError, ValueError) as error:
        raise BadInput(f"{path} is not a readable dataset ({error}); build it with vamen dataset") from error
    _check(path, card)
    SPEC.require(spec := Spec.from_dict(card["spec"]))
    count, held_out = card["count"], card["held_out"]
    if not MIN_PART_IMAGES <= held_out <= count - MIN_PART_IMAGES:
        held = f"{held_out} of {count} images, expected {MIN_PART_IMAGES} or more on either side"
        raise BadInput(f"{path / CARD_FILE} holds out {held}; build it again")
    images, notes = _on_the_fly(path, card) if card.get("render") else _from_shards(path, card)
    return Dataset(
        path,
        images,
        held_out,
        spec,
        card["seed"],
        tuple(card["sources"]),
        tuple(card["files"]),
        card["licence"],
        card["vamen"],
        card["origins"],
        tuple(card["shards"]),
        hashlib.sha256(text).hexdigest(),
        cache(notes),
    )


def _from_shards(path: Path, card: Mapping[str, Any]) -> tuple[ImageSet, Callable[[int], ShardNotes]]:
    count, numbers, folder = card["count"], shard_numbers(card["count"]), path / SHARDS_FOLDER
    if len(card["shards"]) != len(numbers):
        raise BadInput(f"{path / CARD_FILE} has {len(card['shards'])} shards, expected {len(numbers)}; build it again")
    reader = ShardReader(folder, count)
    reader.require_complete()
    return ImageSet(reader, range(count)), lambda shard: read_notes(folder, shard, len(numbers[shard]))


def _on_the_fly(path: Path, card: Mapping[str, Any]) -> tuple[ImageSet, Callable[[int], ShardNotes]]:
    material = read_stored(card["render"])
    if list(material.files) != card["files"]:
        raise BadInput(f"the sources of {path} have changed since it was made; make it again")
    rendered = RenderedImages(RenderJob(material.pool, card["seed"], card["count"] - card["held_out"]))
    images = ImageSet(rendered, range(card["count"]), rendered.prepare)
    return images, lambda shard: rendered.notes(shard, card["count"])


def _check(path: Path, card: object) -> None:
    """Refuse a dataset.json with missing fields, or values of the wrong kind.

    Raises:
        BadInput, ModelMismatch: see `open_dataset`.
    """
    values = card if isinstance(card, dict) else {}
    if isinstance(values.get("format"), int) and values["format"] != DATASET_FORMAT:
        raise ModelMismatch(f"{path} has format {values['format']}, expected {DATASET_FORMAT}; build it again")
    expected = {"format": int, "spec": dict, "count": int, "seed": int, "held_out": int}
    expected |= {"licence": str, "sources": list, "files": list, "vamen": str, "origins": dict, "shards": list}
    wrong = [name for name, kind in expected.items() if type(values.get(name)) is not kind]
    listed = [("sources", dict), ("files", dict), ("shards", str)]
    wrong += [name for name, kind in listed if any(type(one) is not kind for one in values.get(name) or ())]
    if wrong:
        raise BadInput(f"{path / CARD_FILE} has no valid {' and '.join(dict.fromkeys(wrong))}; build it again")
