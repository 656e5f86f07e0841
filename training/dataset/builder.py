"""A folder of loops and a folder of one-shots in, a dataset of mel images out.

images.npy    uint8 (count, Spec.frames, Spec.mels): one two-bar loop each, see `training.dataset.images`
dataset.json  geometry, count, seed, held-out images, origin of each image, sources and licence

Images of kits are held out by content: by pairs of a bass drum and a pattern that no training image has, see
`training.synthesis.drum_kit`.
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
from engine.files.writing import check_writable, parent_folders, refused_errors
from engine.spec import SPEC, Spec
from engine.untrusted import printable_values, read_bytes, read_json
from training.sources import licence
from training.sources.audio_folder import unfitting
from training.sources.loops import LoopFolder, read_folder
from training.sources.one_shots import Shots, read_shots
from training.sources.slices import chop

from .images import Images, Origin, SourcePool, allocate_images, open_images, render_images

IMAGES_FILE, CARD_FILE = "images.npy", "dataset.json"
MAX_CARD_BYTES = 1 << 26  # a letter for each image, and all sources
DATASET_FILES = {IMAGES_FILE, CARD_FILE}
DATASET_FORMAT = 2
MIN_PART_IMAGES = 8  # of the training images, and of the held-out ones
MIN_IMAGES = 2 * MIN_PART_IMAGES
DIGEST_IMAGES = 16
DEFAULT_KIT_SHARE = 0.35  # of the images, if there are one-shots
SYNTH_SOURCE = "drum synthesiser"  # its name among the sources


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
    kits: Path | None = None,
    kit_share: float | None = None,
    synth_share: float = 0.0,
    held_out: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    workers: int = 1,
    force: bool = False,
) -> Dataset:
    """Build a dataset of loops, one-shots and synthesised drums.

    The folder `out` appears, or is replaced, only when the dataset is complete.

    Args:
        folder: loops as `read_folder` takes them; not read if the shares below add up to 1.
        out: folder of the dataset.
        count: number of images, at least 16.
        seed: of all random numbers.
        beats: length in beats by file name; overrides breaks.toml, file names and estimates.
        skip: glob patterns of loops and one-shots to leave out.
        notes: a breaks.toml to use instead of the folder's own.
        kits: folder of one-shots as `read_shots` takes them.
        kit_share: share of images played by one-shots; by default 0.35 with `kits`, else 0.
        synth_share: share of images played by the drum synthesiser alone.
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
    share = _share(kits, kit_share, synth_share)
    _require_free(out, count, force)
    found = read_folder(folder, beats=beats, skip=skip, notes=notes) if share + synth_share < 1 else LoopFolder((), ())
    shots = read_shots(kits, skip=skip) if kits and share else None
    pool = SourcePool([chop(loop) for loop in found.loops], shots, share, synth_share)
    origins = "".join(pool.origin(seed, index) for index in range(count))
    sources, name = _sources(folder, found, kits, shots, synth_share)
    card = {
        "format": DATASET_FORMAT,
        "vamen": __version__,
        "spec": SPEC.to_dict(),
        "count": count,
        "seed": seed,
        "held_out": reserved,
        "licence": name,
        "origins": origins,
        "sources": sources,
    }
    with _replacing(out) as partial:
        allocate_images(partial / IMAGES_FILE, count)
        render_images(pool, partial / IMAGES_FILE, count, reserved, seed, progress, workers)
        (partial / CARD_FILE).write_text(json.dumps(card, indent=1), "utf-8")
    remarks = found.remarks + (shots.remarks if shots else ())
    return replace(
        open_dataset(out), remarks=(*remarks, *unfitting(skip, found.names + (shots.names if shots else ())))
    )


def _share(kits: Path | None, kit_share: float | None, synth_share: float) -> float:
    """Return the share of images that one-shots play, 0..1; refuse shares out of range."""
    share = (DEFAULT_KIT_SHARE if kits else 0.0) if kit_share is None else kit_share
    if not (0 <= share <= 1 and 0 <= synth_share <= 1 and share + synth_share <= 1 + 1e-9):
        raise BadInput(f"the shares are {share:g} and {synth_share:g}; expected 0 to 1, and at most 1 together")
    if share and not kits:
        raise BadInput(f"a share of {share:g} needs one-shots; name a folder of them with --kits")
    return share


def _sources(
    folder: Path, found: LoopFolder, kits: Path | None, shots: Shots | None, synth_share: float
) -> tuple[tuple[Mapping[str, object], ...], str]:
    """Return the sources, a mapping with name and credit of each audio file, and the name of their licence."""
    sources: list[Mapping[str, object]] = []
    names: list[str] = []
    if found.loops:
        name, text = licence.read_licence(folder)
        names.append(name)
        sources += [
            {"file": loop.name, "beats": loop.beats, "tempo": round(loop.tempo, 3), "beats_from": loop.source}
            | {"confidence": round(loop.confidence, 2)}
            | licence.credit(text, loop.name)
            for loop in found.loops
        ]
    if kits and shots:
        name, text = licence.read_licence(kits)
        names.append(name)
        for shot in shots.shots:
            sources.append({"file": shot.name, "drum": str(shot.drum)} | licence.credit(text, shot.name))
    if shots or synth_share:
        sources.append({"file": SYNTH_SOURCE})  # kits of one-shots use it, too
    return tuple(sources), " AND ".join(dict.fromkeys(names)) or licence.UNKNOWN_LICENCE


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
    sources, origins = tuple(card["sources"]), card["origins"]
    return Dataset(path, images, card["held_out"], spec, card["seed"], sources, origins, card["licence"], card["vamen"])


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
