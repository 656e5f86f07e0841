"""A folder of loops in, a folder of mel images out: what the model learns from.

images.npy    uint8 (count, Spec.frames, Spec.mels): one arranged two-bar loop each, as training.paint makes them
dataset.json  geometry, count, seed, held-out images, sources and licence
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

from . import licence
from .loops import Folder, read_folder
from .paint import Images, paint
from .slices import chop

IMAGES, CARD = "images.npy", "dataset.json"
FORMAT = 1
FEWEST = 16  # images: eight to learn from, eight held out


@dataclass(frozen=True, slots=True)
class Report:
    """What was built."""

    path: Path
    count: int
    held_out: int
    sources: tuple[Mapping[str, object], ...]  # file, beats, tempo, beats_from and perhaps author and url
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
    progress: Callable[[int, int], None] | None = None,
    workers: int = 1,
) -> Report:
    """Build a dataset from a folder of loops. It is complete when `out` exists, and `out` is untouched until then.

    Args:
        folder: loops as `training.loops.read_folder` takes them.
        out: the dataset's folder; an older dataset there is replaced.
        count: images, at least 16; the last 5 %, at least 8, are held out.
        seed: another seed, other images.
        beats: length in beats by file name, above breaks.toml, file names and estimates.
        skip: glob patterns of files to leave out.
        notes: a breaks.toml instead of the folder's own.
        progress: called with the images done and `count`.
        workers: processes; the images do not depend on it.

    Raises:
        BadInput: the folder or `out` cannot be used, there is no room on the disk, or `count` is too small.
        BadConfig: a mistake in breaks.toml.
    """
    if count < FEWEST or seed < 0 or workers < 1:
        raise BadInput(f"count is {count}, seed {seed}, workers {workers}; expected at least {FEWEST}, 0 and 1")
    _require_free(out, count)
    found = read_folder(folder, beats=beats, skip=skip, notes=notes)
    breaks = [chop(loop) for loop in found.loops]
    name, text = licence.read(folder)
    report = Report(out, count, max(8, count // 20), _sources(found, text), name, found.remarks)
    with _replacing(out) as partial:
        shape = (count, SPEC.frames, SPEC.mels)
        np.lib.format.open_memmap(partial / IMAGES, "w+", np.uint8, shape).flush()
        paint(breaks, partial / IMAGES, count, seed, progress, workers)
        (partial / CARD).write_text(json.dumps(_card(report, seed), indent=1), "utf-8")
    return report


def _sources(found: Folder, text: str) -> tuple[Mapping[str, object], ...]:
    return tuple(
        {"file": loop.name, "beats": loop.beats, "tempo": round(loop.tempo, 3), "beats_from": loop.source}
        | licence.credit(text, loop.name)
        for loop in found.loops
    )


def _card(report: Report, seed: int) -> dict[str, object]:
    return {
        "format": FORMAT,
        "vamen": __version__,
        "spec": SPEC.to_dict(),
        "count": report.count,
        "seed": seed,
        "held_out": report.held_out,
        "licence": report.licence,
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
    except (OSError, ValueError) as error:
        raise BadInput(f"{path} is not a readable dataset ({error}); build it with vamen dataset") from error
    kinds = {"format": int, "vamen": str, "spec": dict, "count": int, "seed": int, "held_out": int}
    kinds |= {"licence": str, "sources": list}
    proper = {key: isinstance(card, dict) and isinstance(card.get(key), kind) for key, kind in kinds.items()}
    if proper["sources"]:
        proper["sources"] = all(isinstance(source, dict) for source in card["sources"])
    for key, fine in proper.items():
        if not fine:
            raise BadInput(f"{path / CARD} lacks a proper {key}; build the dataset again")
    if card["format"] != FORMAT:
        raise ModelMismatch(f"{path} has dataset format {card['format']}, expected {FORMAT}; build it again")
    spec = Spec.from_dict(card["spec"])
    SPEC.require(spec)
    shape = (card["count"], spec.frames, spec.mels)
    if images.shape != shape or images.dtype != np.uint8:
        raise BadInput(f"{path / IMAGES} is {images.dtype} {images.shape}, expected uint8 {shape}; build it again")
    if not 0 < card["held_out"] < card["count"]:
        raise BadInput(f"{path / CARD} holds out {card['held_out']} of {card['count']} images; build the dataset again")
    sources = tuple(card["sources"])
    return Dataset(path, images, card["held_out"], spec, card["seed"], sources, card["licence"], card["vamen"])
