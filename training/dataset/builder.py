"""A folder of loops and a folder of one-shots in, a folder of mel images out: what the model learns from.

images.npy    uint8 (count, Spec.frames, Spec.mels): one two-bar loop each, as training.paint makes them
dataset.json  geometry, count, seed, held-out images, what each image is made of, sources and licence

Images from kits are held out by what they are: pairs of a bass drum and a pattern that no training image has, see
training.ensemble.
"""

import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine import __version__
from engine.errors import BadInput, ModelMismatch
from engine.spec import SPEC, Spec
from training.sources import licence
from training.sources.loops import Folder, read_folder
from training.sources.one_shots import Shots, read_shots
from training.sources.slices import chop

from .images import Images, Origin, Stock, paint

IMAGES, CARD = "images.npy", "dataset.json"
FORMAT = 2
LEAST = 8  # images to learn from, and images held out
FEWEST = 2 * LEAST
KIT_SHARE = 0.35  # of the images, where there are one-shots and nobody says otherwise
SYNTHESISER = "drum synthesiser"  # its name among the sources


@dataclass(frozen=True, slots=True)
class Report:
    """What was built."""

    path: Path
    count: int
    held_out: int
    sources: tuple[Mapping[str, object], ...]  # file; of loops beats, tempo, beats_from; perhaps author and url
    origins: str  # letters of paint.Origin, one per image
    licence: str
    remarks: tuple[str, ...]  # files left out, lengths guessed


@dataclass(frozen=True, slots=True, eq=False)
class Dataset:
    """Images on disk."""

    path: Path
    images: Images  # memory-mapped, read only
    held_out: int  # the last so many images are not for training
    spec: Spec
    seed: int
    sources: tuple[Mapping[str, object], ...]
    origins: str  # letters of paint.Origin, one per image
    licence: str
    version: str  # of vamen


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
) -> Report:
    """Build a dataset of loops, one-shots and a synthesiser.

    It is complete when `out` exists, and `out` is untouched until then.

    Args:
        folder: loops as `training.loops.read_folder` takes them; not read where the shares below are 1 together.
        out: the dataset's folder; an older dataset there is replaced.
        count: images, at least 16.
        seed: another seed, other images.
        beats: length in beats by file name, above breaks.toml, file names and estimates.
        skip: glob patterns of files to leave out, of loops and of one-shots.
        notes: a breaks.toml instead of the folder's own.
        kits: one-shots as `training.shots.read_shots` takes them.
        kit_share: of the images that one-shots play; 0.35 with `kits`, else 0.
        synth_share: of the images that the drum synthesiser plays alone.
        held_out: so many of the last images are not for training; 5 %, at least 8, if nothing is said.
        progress: called with the images done and `count`.
        workers: processes; the images do not depend on it.

    Raises:
        BadInput: a folder or `out` cannot be used, there is no room on the disk, `count` is too small, or the shares
            cannot be.
        BadConfig: a mistake in breaks.toml.
    """
    if count < FEWEST or seed < 0 or workers < 1:
        raise BadInput(f"count is {count}, seed {seed}, workers {workers}; expected at least {FEWEST}, 0 and 1")
    kept_back = max(LEAST, count // 20) if held_out is None else held_out
    if not LEAST <= kept_back <= count - LEAST:
        raise BadInput(f"{kept_back} of {count} images are to be held out; expected {LEAST} or more on either side")
    share = _share(kits, kit_share, synth_share)
    _require_free(out, count)
    found = read_folder(folder, beats=beats, skip=skip, notes=notes) if share + synth_share < 1 else Folder((), ())
    shots = read_shots(kits, skip=skip) if kits and share else None
    stock = Stock([chop(loop) for loop in found.loops], shots, share, synth_share)
    origins = "".join(stock.origin(seed, index) for index in range(count))
    remarks = found.remarks + (shots.remarks if shots else ())
    sources, name = _sources(folder, found, kits, shots, synth_share)
    report = Report(out, count, kept_back, sources, origins, name, remarks)
    with _replacing(out) as partial:
        shape = (count, SPEC.frames, SPEC.mels)
        np.lib.format.open_memmap(partial / IMAGES, "w+", np.uint8, shape).flush()
        paint(stock, partial / IMAGES, count, report.held_out, seed, progress, workers)
        (partial / CARD).write_text(json.dumps(_card(report, seed), indent=1), "utf-8")
    return report


def _share(kits: Path | None, kit_share: float | None, synth_share: float) -> float:
    """The share of images that one-shots play."""
    share = (KIT_SHARE if kits else 0.0) if kit_share is None else kit_share
    if not (0 <= share <= 1 and 0 <= synth_share <= 1 and share + synth_share <= 1 + 1e-9):
        raise BadInput(f"the shares are {share:g} and {synth_share:g}; expected 0 to 1, and no more than 1 together")
    if share and not kits:
        raise BadInput(f"a share of {share:g} is for kits, but there are none; name a folder of one-shots with --kits")
    return share


def _sources(
    folder: Path, found: Folder, kits: Path | None, shots: Shots | None, synth_share: float
) -> tuple[tuple[Mapping[str, object], ...], str]:
    """What the images are made of, and under which licence."""
    sources: list[Mapping[str, object]] = []
    names: list[str] = []
    if found.loops:
        name, text = licence.read(folder)
        names.append(name)
        sources += [
            {"file": loop.name, "beats": loop.beats, "tempo": round(loop.tempo, 3), "beats_from": loop.source}
            | licence.credit(text, loop.name)
            for loop in found.loops
        ]
    if kits and shots:
        name, text = licence.read(kits)
        names.append(name)
        sources += [
            {"file": shot.name, "drum": str(shot.drum)} | licence.credit(text, shot.name) for shot in shots.shots
        ]
    if shots or synth_share:
        sources.append({"file": SYNTHESISER})  # kits of one-shots borrow from it, too
    return tuple(sources), " AND ".join(dict.fromkeys(names)) or licence.UNKNOWN


def _card(report: Report, seed: int) -> dict[str, object]:
    return {
        "format": FORMAT,
        "vamen": __version__,
        "spec": SPEC.to_dict(),
        "count": report.count,
        "seed": seed,
        "held_out": report.held_out,
        "licence": report.licence,
        "origins": report.origins,
        "sources": list(report.sources),
    }


def _require_free(out: Path, count: int) -> None:
    """Refuse a place that is taken by something else, or too small."""
    if out.exists() and not (out.is_dir() and {path.name for path in out.iterdir()} in (set(), {IMAGES, CARD})):
        raise BadInput(f"{out} exists and is not a dataset; name a new folder")
    parent = next(path for path in out.absolute().parents if path.exists())
    need, free = count * SPEC.frames * SPEC.mels, shutil.disk_usage(parent).free
    if need > free:
        raise BadInput(f"{count} images need {need / 1e9:.1f} GB, {parent} has {free / 1e9:.1f} GB free; ask for fewer")


@contextmanager
def _replacing(out: Path) -> Iterator[Path]:
    """A folder beside `out` to write into; it takes the place of `out` at the end, or leaves nothing behind."""
    partial = out.with_name(out.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    try:
        partial.mkdir(parents=True)
    except OSError as error:
        raise BadInput(f"cannot make the folder {partial} ({error}); name a place that can be written to") from error
    try:
        yield partial
        if out.exists():
            shutil.rmtree(out)
        partial.rename(out)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def open_dataset(path: Path) -> Dataset:
    """Open a dataset.

    Raises:
        BadInput: it is not there, not a dataset, or damaged.
        ModelMismatch: it was made for another geometry.
    """
    try:
        card = json.loads((path / CARD).read_text("utf-8"))
        images = np.lib.format.open_memmap(path / IMAGES, "r")
    except (OSError, ValueError, RecursionError) as error:
        raise BadInput(f"{path} is not a readable dataset ({error}); build it with vamen dataset") from error
    _check(path, card)
    spec = Spec.from_dict(card["spec"])
    SPEC.require(spec)
    shape = (card["count"], spec.frames, spec.mels)
    if images.shape != shape or images.dtype != np.uint8:
        raise BadInput(f"{path / IMAGES} is {images.dtype} {images.shape}, expected uint8 {shape}; build it again")
    if not LEAST <= card["held_out"] <= card["count"] - LEAST:
        held_out = f"{card['held_out']} of {card['count']} images, expected {LEAST} or more on either side"
        raise BadInput(f"{path / CARD} holds out {held_out}; build the dataset again")
    if len(card["origins"]) != card["count"] or not set(card["origins"]) <= set(Origin):
        raise BadInput(f"{path / CARD} does not say what each image is made of; build the dataset again")
    sources, origins = tuple(card["sources"]), card["origins"]
    return Dataset(path, images, card["held_out"], spec, card["seed"], sources, origins, card["licence"], card["vamen"])


def _check(path: Path, card: object) -> None:
    """Refuse a card that lacks something, or is of another format."""
    values = card if isinstance(card, dict) else {}
    if isinstance(values.get("format"), int) and values["format"] != FORMAT:
        raise ModelMismatch(f"{path} has dataset format {values['format']}, expected {FORMAT}; build it again")
    kinds = {"format": int, "vamen": str, "spec": dict, "count": int, "seed": int, "held_out": int}
    kinds |= {"licence": str, "origins": str, "sources": list}
    proper = {key: isinstance(values.get(key), kind) for key, kind in kinds.items()}
    if proper["sources"]:
        proper["sources"] = all(isinstance(source, dict) for source in values["sources"])
    for key, fine in proper.items():
        if not fine:
            raise BadInput(f"{path / CARD} lacks a proper {key}; build the dataset again")
