"""Folders of loops, one-shots and grooves in; what images are drawn from, and the credits of all files out."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from engine.errors import BadInput
from training.sources import licence
from training.sources.audio_folder import Inventory, unfitting
from training.sources.grooves import GrooveFolder, read_grooves
from training.sources.kit_folder import read_kits
from training.sources.kits import Kits, is_held_out
from training.sources.loops import LoopFolder, read_folder
from training.sources.slices import chop

from .images import DrumSources, SourcePool

DEFAULT_KIT_SHARE = 0.35  # of the images, if there are one-shots
SYNTH_SOURCE = "drum synthesiser"  # its name among the sources
Source = Mapping[str, object]


class SourceOptions(TypedDict, total=False):
    """Arguments of `read_material`; see `training.dataset.dataset_plan.plan_dataset`."""

    beats: Mapping[str, float] | None
    skip: Sequence[str]
    notes: Path | None
    kits: Sequence[Path]
    kit_share: float | None
    synth_share: float
    grooves: Path | None


@dataclass(frozen=True, slots=True)
class Material:
    """What the images of a dataset are made of."""

    pool: SourcePool
    sources: tuple[Source, ...]  # name, licence and credit of each file, or of files that have these in common
    licence: str  # of all of them
    files: tuple[Mapping[str, str], ...]  # every file of the folders: its SHA-256, or why it was refused
    remarks: tuple[str, ...]


def read_material(
    folder: Path,
    *,
    beats: Mapping[str, float] | None = None,
    skip: Sequence[str] = (),
    notes: Path | None = None,
    kits: Sequence[Path] = (),
    kit_share: float | None = None,
    synth_share: float = 0.0,
    grooves: Path | None = None,
) -> Material:
    """Read all sources of a dataset; `builder.build` describes the arguments.

    Raises:
        BadInput: a folder cannot be used, or a share is out of range.
        BadConfig: an error in breaks.toml.
    """
    share = _share(kits, kit_share, synth_share)
    found = read_folder(folder, beats=beats, skip=skip, notes=notes) if share + synth_share < 1 else LoopFolder((), ())
    kit_folders = [read_kits(path, skip=skip) for path in kits] if share else []
    played = read_grooves(grooves, skip=skip) if grooves else GrooveFolder((), (), ())
    owned = Kits(tuple(kit for folder in kit_folders for kit in folder.kits))
    held = [groove for groove in played.grooves if is_held_out(groove.performance)]
    learned = [groove for groove in played.grooves if not is_held_out(groove.performance)]
    pool = SourcePool(
        [chop(loop) for loop in found.loops],
        DrumSources(owned.part(False) if kit_folders else None, learned or held),
        DrumSources(owned.part(True) if kit_folders else None, held or learned),
        share,
        synth_share,
    )
    sources = [*_loop_sources(folder, found), *(source for part in kit_folders for source in part.sources)]
    if grooves:
        name, text = licence.read_licence(grooves)
        sources.append(
            {"file": grooves.name, "grooves": len(played.grooves), "licence": name} | licence.credit(text, grooves.name)
        )
    if share or synth_share:
        sources.append({"file": SYNTH_SOURCE})  # kits of one-shots use it, too
    remarks = [*found.remarks, *(remark for part in kit_folders for remark in part.remarks), *played.remarks]
    names = [*found.names, *(name for part in kit_folders for name in part.names), *played.names]
    inventories = [found.inventory, *(part.inventory for part in kit_folders), played.inventory]
    licences = dict.fromkeys(str(source["licence"]) for source in sources if "licence" in source)
    return Material(
        pool,
        tuple(sources),
        " AND ".join(licences) or licence.UNKNOWN_LICENCE,
        tuple(row for part in inventories if part for row in _accounted(part)),
        (*remarks, *unfitting(skip, names)),
    )


def _accounted(inventory: Inventory) -> Iterator[Mapping[str, str]]:
    """Yield an entry for every file of a folder of sources."""
    place = {"folder": inventory.folder.resolve().name}
    for name, path in inventory.used.items():
        with path.open("rb") as file:
            yield place | {"file": name, "sha256": hashlib.file_digest(file, "sha256").hexdigest()}
    for name, why in sorted(inventory.refused.items()):
        yield place | {"file": name, "refused": why}


def _share(kits: Sequence[Path], kit_share: float | None, synth_share: float) -> float:
    """Return the share of images that one-shots play, 0..1; refuse shares out of range."""
    share = (DEFAULT_KIT_SHARE if kits else 0.0) if kit_share is None else kit_share
    if not (0 <= share <= 1 and 0 <= synth_share <= 1 and share + synth_share <= 1 + 1e-9):
        raise BadInput(f"the shares are {share:g} and {synth_share:g}; expected 0 to 1, and at most 1 together")
    if share and not kits:
        raise BadInput(f"a share of {share:g} needs one-shots; name a folder of them with --kits")
    return share


def _loop_sources(folder: Path, found: LoopFolder) -> list[Source]:
    if not found.loops:
        return []
    name, text = licence.read_licence(folder)
    return [
        {"file": loop.name, "beats": loop.beats, "tempo": round(loop.tempo, 3), "beats_from": loop.source}
        | {"confidence": round(loop.confidence, 2), "licence": name}
        | licence.credit(text, loop.name)
        for loop in found.loops
    ]
