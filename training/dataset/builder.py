"""Folders of loops, one-shots and grooves in, a dataset of mel images out.

images.npy    uint8 (count, Spec.frames, Spec.mels): one two-bar loop each, see `training.dataset.images`
dataset.json  geometry, count, seed, held-out images, sources and licence, the effects and the probability of each;
              of each image its origin, a name that says what it is made of, its gain in dB to the common loudness,
              and the names of its effects

Images of kits are held out by content: by instruments and performances that no training image has, see
`training.sources.kits`.
"""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from engine import __version__
from engine.errors import BadInput, ModelMismatch
from engine.files.loudness import TARGET_LUFS
from engine.files.writing import check_writable, parent_folders, refused_errors
from engine.spec import SPEC, Spec
from engine.untrusted import printable_values, read_bytes, read_json
from training.synthesis.effects import EFFECTS

from .images import Images, Origin, allocate_images, open_images, render_images
from .material import read_material

IMAGES_FILE, CARD_FILE = "images.npy", "dataset.json"
MAX_CARD_BYTES = 1 << 26  # a letter for each image, and all sources
DATASET_FILES = {IMAGES_FILE, CARD_FILE}
DATASET_FORMAT = 2
MIN_PART_IMAGES = 8  # of the training images, and of the held-out ones
MIN_IMAGES = 2 * MIN_PART_IMAGES
DIGEST_IMAGES = 16


@dataclass(frozen=True, slots=True, eq=False)
class Dataset:
    """A dataset on disk: mel images of loops, and what dataset.json says of them."""

    path: Path
    images: Images  # memory-mapped, read only
    held_out: int  # number of images at the end that are not for training
    spec: Spec
    seed: int
    sources: tuple[Mapping[str, object], ...]
    origins: str  # letters of images.Origin, one per image
    licence: str
    version: str  # of vamen
    names: tuple[str, ...] = ()  # what each image is made of; older datasets have none
    remarks: tuple[str, ...] = ()  # of `build`, about skipped files and estimated lengths

    def digest(self) -> str:
        """Return a SHA-256 of dataset.json and of a few images, by which a training run recognises its dataset."""
        found = hashlib.sha256((self.path / CARD_FILE).read_bytes())
        for index in np.linspace(0, len(self.images) - 1, DIGEST_IMAGES, dtype=int):
            found.update(self.images[index].tobytes())
        return found.hexdigest()


def build(
    folder: Path,
    out: Path,
    *,
    count: int,
    seed: int = 0,
    beats: Mapping[str, float] | None = None,
    skip: Sequence[str] = (),
    notes: Path | None = None,
    kits: Sequence[Path] = (),
    kit_share: float | None = None,
    synth_share: float = 0.0,
    grooves: Path | None = None,
    held_out: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    workers: int = 1,
    force: bool = False,
) -> Dataset:
    """Build a dataset of loops, kits of one-shots and synthesised drums.

    The folder `out` appears, or is replaced, only when the dataset is complete.

    Args:
        folder: loops as `read_folder` takes them; not read if the shares below add up to 1.
        out: folder of the dataset.
        count: number of images, at least 16.
        seed: of all random numbers.
        beats: length in beats by file name; overrides breaks.toml, file names and estimates.
        skip: glob patterns of files to leave out.
        notes: a breaks.toml to use instead of the folder's own.
        kits: folders of one-shots as `read_kits` takes them.
        kit_share: share of images played by one-shots; by default 0.35 with `kits`, else 0.
        synth_share: share of images played by the drum synthesiser alone.
        grooves: folder of drum performances as `read_grooves` takes them, which kits, the synthesiser and slices play.
        held_out: number of images at the end that are not for training; by default 5 %, at least 8.
        progress: called with the number of images done and `count`.
        workers: processes; the images do not depend on it.
        force: replace a dataset that is at `out` already.

    Raises:
        BadInput: a folder or `out` cannot be used, the disk is full, or `count`, `held_out` or a share is out of range.
        BadConfig: an error in breaks.toml.
    """
    if count < MIN_IMAGES or seed < 0 or workers < 1:
        raise BadInput(f"count is {count}, seed {seed}, workers {workers}; expected at least {MIN_IMAGES}, 0 and 1")
    reserved = max(MIN_PART_IMAGES, count // 20) if held_out is None else held_out
    if not MIN_PART_IMAGES <= reserved <= count - MIN_PART_IMAGES:
        raise BadInput(f"{reserved} of {count} images are held out; expected {MIN_PART_IMAGES} or more on either side")
    _require_free(out, count, force)
    material = read_material(
        folder,
        beats=beats,
        skip=skip,
        notes=notes,
        kits=kits,
        kit_share=kit_share,
        synth_share=synth_share,
        grooves=grooves,
    )
    card = {
        "format": DATASET_FORMAT,
        "vamen": __version__,
        "spec": SPEC.to_dict(),
        "count": count,
        "seed": seed,
        "held_out": reserved,
        "licence": material.licence,
        "sources": material.sources,
        "loudness": TARGET_LUFS,
        "effect_chances": {name: chance for name, (chance, _) in EFFECTS.items()},
        "origins": "".join(material.pool.origin(seed, index) for index in range(count)),
        "names": [material.pool.name(seed, index, index >= count - reserved) for index in range(count)],
    }
    with _replacing(out) as partial:
        allocate_images(partial / IMAGES_FILE, count)
        treatments = render_images(material.pool, partial / IMAGES_FILE, count, reserved, seed, progress, workers)
        card["gains"] = [gain for gain, _ in treatments]
        card["effects"] = [", ".join(names) for _, names in treatments]
        (partial / CARD_FILE).write_text(json.dumps(card, indent=1), "utf-8")
    return replace(open_dataset(out), remarks=material.remarks)


def _require_free(out: Path, count: int, force: bool) -> None:
    """Refuse a path that holds something already, or a disk without room for the dataset."""
    files = {path.name for path in out.iterdir()} if out.is_dir() else set()
    if out.exists() and not (out.is_dir() and files in (set(), DATASET_FILES)):
        raise BadInput(f"{out} exists and is not a dataset; name another folder")
    if files and not force:
        raise BadInput(f"{out} is a dataset already; name another folder, or replace it with --force")
    check_writable(out.absolute().parent / IMAGES_FILE, make_folders=True)
    parent = next(path for path in out.absolute().parents if path.exists())
    need, free = count * SPEC.frames * SPEC.mels, shutil.disk_usage(parent).free
    if need > free:
        raise BadInput(f"{count} images need {need / 1e9:.3g} GB, {parent} has {free / 1e9:.3g} GB free; make fewer")


@contextmanager
def _replacing(out: Path) -> Iterator[Path]:
    """Yield a new folder beside `out`, which replaces it at the end, or is removed after an exception.

    Raises:
        BadInput: the disk is full or read-only.
    """
    partial, former = (out.with_name(out.name + suffix) for suffix in (".partial", ".former"))
    shutil.rmtree(partial, ignore_errors=True)
    with refused_errors(out), parent_folders(out):
        try:
            partial.mkdir()
            yield partial
            if out.exists():
                shutil.rmtree(former, ignore_errors=True)
                out.rename(former)
            partial.rename(out)
            shutil.rmtree(former, ignore_errors=True)
        finally:
            shutil.rmtree(partial, ignore_errors=True)


def open_dataset(path: Path) -> Dataset:
    """Open the dataset in a folder; images are read from the disk when used.

    Raises:
        BadInput: the path is not a dataset, or it is damaged.
        ModelMismatch: it was made for another geometry.
    """
    try:
        card = printable_values(read_json(read_bytes(path / CARD_FILE, MAX_CARD_BYTES)))
        images = open_images(path / IMAGES_FILE)
    except (OSError, ValueError) as error:
        raise BadInput(f"{path} is not a readable dataset ({error}); build it with vamen dataset") from error
    _check(path, card)
    SPEC.require(spec := Spec.from_dict(card["spec"]))
    shape = (card["count"], spec.frames, spec.mels)
    if images.shape != shape or images.dtype != np.uint8:
        raise BadInput(f"{path / IMAGES_FILE} is {images.dtype} {images.shape}, expected uint8 {shape}; build it again")
    if not MIN_PART_IMAGES <= card["held_out"] <= card["count"] - MIN_PART_IMAGES:
        held_out = f"{card['held_out']} of {card['count']} images, expected {MIN_PART_IMAGES} or more on either side"
        raise BadInput(f"{path / CARD_FILE} holds out {held_out}; build it again")
    if len(card["origins"]) != card["count"] or not set(card["origins"]) <= set(Origin):
        raise BadInput(f"{path / CARD_FILE} does not give the origin of each image; build it again")
    names = card.get("names", [])
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise BadInput(f"{path / CARD_FILE} has no valid names; build it again")
    if names and len(names) != card["count"]:
        raise BadInput(f"{path / CARD_FILE} has {len(names)} names of {card['count']} images; build it again")
    sources, origins, about = tuple(card["sources"]), card["origins"], (card["licence"], card["vamen"], tuple(names))
    return Dataset(path, images, card["held_out"], spec, card["seed"], sources, origins, *about)


def _check(path: Path, card: object) -> None:
    """Refuse `card`, the parsed dataset.json of the dataset `path`, if its format or the type of a field is wrong."""
    values = card if isinstance(card, dict) else {}
    if isinstance(values.get("format"), int) and values["format"] != DATASET_FORMAT:
        raise ModelMismatch(f"{path} has dataset format {values['format']}, expected {DATASET_FORMAT}; build it again")
    kinds = {"format": int, "vamen": str, "spec": dict, "count": int, "seed": int, "held_out": int}
    kinds |= {"licence": str, "origins": str, "sources": list}
    valid = {key: isinstance(values.get(key), kind) for key, kind in kinds.items()}
    if valid["sources"]:
        valid["sources"] = all(isinstance(source, dict) for source in values["sources"])
    for key, fine in valid.items():
        if not fine:
            raise BadInput(f"{path / CARD_FILE} has no valid {key}; build it again")
