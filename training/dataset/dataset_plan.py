"""Folders of loops, one-shots and grooves in, the plan of a dataset out: what every image depends on.

The shards of a dataset are collected beside its plan in the folder `<out>.partial`, so that they are of one dataset
whatever makes them, and whenever.

Images of kits are held out by content: by instruments and performances that no training image has, see
`training.sources.kits`.
"""

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine import __version__
from engine.errors import BadInput
from engine.files.loudness import TARGET_LUFS
from engine.files.writing import atomic_write, check_writable
from engine.spec import SPEC
from engine.untrusted import read_bytes
from training.synthesis.effects import EFFECTS

from .dataset_folder import CARD_FILE, DATASET_FORMAT, MAX_CARD_BYTES, MIN_PART_IMAGES, SHARDS_FOLDER
from .material import Material, SourceOptions, read_material

PLAN_FILE = "plan.json"  # dataset.json before the shards are known
MIN_IMAGES, MAX_IMAGES = 2 * MIN_PART_IMAGES, 10**8


@dataclass(frozen=True, slots=True, eq=False)
class DatasetPlan:
    """A dataset to make: equal plans make equal images, on whatever machines."""

    out: Path  # folder of the dataset
    material: Material
    count: int
    seed: int
    held_out: int

    @property
    def partial(self) -> Path:
        """Folder in which the shards are collected."""
        return self.out.with_name(self.out.name + ".partial")

    def card(self) -> dict[str, Any]:
        """Return dataset.json without what is known of the shards only."""
        return {
            "format": DATASET_FORMAT,
            "vamen": __version__,
            "spec": SPEC.to_dict(),
            "count": self.count,
            "seed": self.seed,
            "held_out": self.held_out,
            "shares": {"kits": self.material.pool.kit_share, "synthesiser": self.material.pool.synth_share},
            "licence": self.material.licence,
            "sources": self.material.sources,
            "files": self.material.files,
            "loudness": TARGET_LUFS,
            "effect_chances": {name: chance for name, (chance, _) in EFFECTS.items()},
        }

    @property
    def text(self) -> str:
        """Text of the plan, equal for equal plans."""
        return json.dumps(self.card(), indent=1)

    def begin(self) -> None:
        """Make the folder in which the shards are collected; BadInput if it cannot be made."""
        with atomic_write(self.partial / PLAN_FILE, make_folders=True) as part:
            part.write_text(self.text, "utf-8")
            (self.partial / SHARDS_FOLDER).mkdir(exist_ok=True)


class DatasetOptions(SourceOptions, total=False):
    """What a dataset is made of; see `plan_dataset`."""

    seed: int
    held_out: int | None
    force: bool


def plan_dataset(
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
    force: bool = False,
    join: bool = False,
) -> DatasetPlan:
    """Read the sources of a dataset of loops, kits of one-shots and synthesised drums, and plan it.

    Args:
        folder: loops as `read_folder` takes them; not read if the shares below add up to 1.
        out: folder of the dataset; it appears, or is replaced, only when the dataset is complete.
        count: number of images, 16 to 100 000 000.
        seed: of all random numbers.
        beats: length in beats by file name; overrides breaks.toml, file names and estimates.
        skip: glob patterns of files to leave out.
        notes: a breaks.toml to use instead of the folder's own.
        kits: folders of one-shots as `read_kits` takes them.
        kit_share: share of images played by one-shots; by default 0.35 with `kits`, else 0.
        synth_share: share of images played by the drum synthesiser alone.
        grooves: folder of drum performances as `read_grooves` takes them, which kits, the synthesiser and slices play.
        held_out: number of images at the end that are not for training; by default 5 %, at least 8.
        force: replace a dataset that is at `out` already, or parts of another one.
        join: the parts are made already, so those of another dataset are refused even with `force`.

    Raises:
        BadInput: a folder or `out` cannot be used, parts of another dataset are in its place, or `count`, `held_out` or
            a share is out of range.
        BadConfig: an error in breaks.toml.
    """
    if not MIN_IMAGES <= count <= MAX_IMAGES or seed < 0:
        raise BadInput(f"count is {count}, seed {seed}; expected {MIN_IMAGES} to {MAX_IMAGES}, and 0 or more")
    reserved = max(MIN_PART_IMAGES, count // 20) if held_out is None else held_out
    if not MIN_PART_IMAGES <= reserved <= count - MIN_PART_IMAGES:
        raise BadInput(f"{reserved} of {count} images are held out; expected {MIN_PART_IMAGES} or more on either side")
    _require_free(out, force)
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
    plan = DatasetPlan(out, material, count, seed, reserved)
    _require_same_plan(plan, force, join)
    return plan


def _require_free(out: Path, force: bool) -> None:
    """Refuse a path that holds something already."""
    files = {path.name for path in out.iterdir()} if out.is_dir() else set()
    if out.exists() and not (out.is_dir() and files <= {CARD_FILE, SHARDS_FOLDER, PLAN_FILE}):
        raise BadInput(f"{out} exists and is not a dataset; name another folder")
    if Path.cwd().is_relative_to(out.resolve()):  # a shell cannot work in a folder that was replaced
        raise BadInput(f"{out} is the current folder or holds it, and would be replaced; change to another one first")
    if files and not force:
        raise BadInput(f"{out} is a dataset already; name another folder, or replace it with --force")
    check_writable(out.absolute().parent / CARD_FILE, make_folders=True)


def _require_same_plan(plan: DatasetPlan, force: bool, join: bool = False) -> None:
    """Refuse to mix the shards of two datasets; with `force`, remove those of the other, but never if they are joined.

    A folder without a plan and without shards is left alone: another task may begin there at this time.
    """
    file = plan.partial / PLAN_FILE
    shards = any((plan.partial / SHARDS_FOLDER).glob("*.npy"))  # seen first, as that task writes them after its plan
    known = read_bytes(file, MAX_CARD_BYTES).decode("utf-8", "replace") if file.is_file() else ""
    if known == plan.text or not (known or shards):
        return
    if force and not join:
        shutil.rmtree(plan.partial, ignore_errors=True)
        return
    otherwise = "" if join else ", or delete them with --force"
    if known:
        what = "parts of another dataset, of other sources or options; give the options that they were made with"
    else:
        what = f"shards without {PLAN_FILE}; copy it from where they were made"
    raise BadInput(f"{plan.partial} holds {what}{otherwise}")
