"""The plan of a dataset in; the dataset, complete or a share of it, out: see `training.dataset.dataset_folder`.

Each shard is written when all of its images are rendered, so the same call goes on where an interrupted one has
stopped, and several machines can make a share each. When no shard is missing, the folder gets its name.
"""

import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Unpack

import numpy as np

from engine.errors import BadInput
from engine.files.writing import atomic_write, parent_folders, refused_errors
from engine.spec import SPEC

from .dataset_folder import CARD_FILE, SHARDS_FOLDER, Dataset, open_dataset
from .dataset_plan import PLAN_FILE, DatasetOptions, DatasetPlan, plan_dataset
from .images import RenderedImage
from .material import SourceOptions
from .on_the_fly import stored_options
from .rendering import CHUNK_IMAGES, RenderChunks, RenderJob, render_here
from .shards import images_file, notes_file, read_notes, sha256_of, shard_numbers, write_shard

MAX_LISTED_SHARDS = 10

Share = tuple[int, int]  # which, from 1, of how many


def build(
    folder: Path,
    out: Path,
    *,
    count: int,
    progress: Callable[[int, int], None] | None = None,
    render: RenderChunks = render_here,
    **options: Unpack[DatasetOptions],
) -> Dataset:
    """Build a whole dataset: plan it, make its shards and complete it; see these functions."""
    plan = plan_dataset(folder, out, count=count, **options)
    make_shards(plan, progress=progress, render=render)
    return complete(plan)


def make_shards(
    plan: DatasetPlan,
    *,
    share: Share = (1, 1),
    progress: Callable[[int, int], None] | None = None,
    render: RenderChunks = render_here,
) -> None:
    """Make the shards of a dataset that are missing or damaged.

    Args:
        plan: the dataset.
        share: which share of the shards, such as (2, 4) for the second quarter.
        progress: called with the number of images done and the number to make.
        render: renders images, here or elsewhere; they do not depend on it.

    Raises:
        BadInput: there is no such share, or the disk is full or read-only.
        VamenError: a worker process was killed.
    """
    if not 1 <= share[0] <= share[1]:
        raise BadInput(f"there is no share {share[0]} of {share[1]}; name one like 2/4")
    job = RenderJob(plan.material.pool, plan.seed, plan.count - plan.held_out)
    numbers, folder = shard_numbers(plan.count), plan.partial / SHARDS_FOLDER
    wanted = np.array_split(range(len(numbers)), share[1])[share[0] - 1].tolist()
    with refused_errors(plan.out), parent_folders(plan.out):
        try:
            plan.begin()
            made = len(list(folder.glob("*.npy")))
            _require_room(sum(len(numbers[shard]) for shard in wanted[made:]), folder)
            missing = [shard for shard in wanted if not _is_intact(folder, shard, len(numbers[shard]))]
            total = sum(len(numbers[shard]) for shard in missing)
            rendered = render(job, [chunk for shard in missing for chunk in _chunks(numbers[shard])])
            done = 0
            for shard in missing:
                images: list[RenderedImage] = []
                while len(images) < len(numbers[shard]):
                    images += next(rendered)
                    if progress:
                        progress(done + len(images), total)
                done += len(images)
                write_shard(folder, shard, images)
        finally:
            if share == (1, 1) and not any(folder.glob("*.json")):  # other shares may be made there at this time
                shutil.rmtree(plan.partial, ignore_errors=True)


def describe_only(plan: DatasetPlan, folder: Path, options: SourceOptions, *, force: bool = False) -> Dataset:
    """Make a dataset without images, which are rendered when they are used: from the folders that it was planned with.

    With `force`, shards of it that were made before are removed.

    Raises:
        BadInput: there are such shards; the disk is full or read-only.
    """
    if not force and any((plan.partial / SHARDS_FOLDER).glob("*.npy")):
        raise BadInput(
            f"{plan.partial} holds shards of this set; complete it without --on-the-fly, or remove them with --force"
        )
    pool, numbers = plan.material.pool, range(plan.count)
    origins = Counter[str](pool.origin(plan.seed, number) for number in numbers)
    card = {**plan.card(), "origins": dict(sorted(origins.items())), "shards": []}
    with refused_errors(plan.out), parent_folders(plan.out):
        plan.partial.mkdir(parents=True, exist_ok=True)
        with atomic_write(plan.partial / CARD_FILE) as part:
            part.write_text(json.dumps({**card, "render": stored_options(folder, options)}, indent=1), "utf-8")
        if (plan.partial / SHARDS_FOLDER).exists():
            shutil.rmtree(plan.partial / SHARDS_FOLDER)
        _give_name(plan)
    return replace(open_dataset(plan.out), remarks=plan.material.remarks)


def complete(plan: DatasetPlan) -> Dataset:
    """Check all shards of a dataset, give it its name and open it.

    Raises:
        BadInput: shards are missing or damaged.
    """
    folder, numbers = plan.partial / SHARDS_FOLDER, shard_numbers(plan.count)
    damaged = [shard for shard, images in enumerate(numbers) if not _is_intact(folder, shard, len(images))]
    if damaged:
        listed = ", ".join(map(str, damaged[:MAX_LISTED_SHARDS]))
        more = f" and {len(damaged) - MAX_LISTED_SHARDS} more" if len(damaged) > MAX_LISTED_SHARDS else ""
        raise BadInput(
            f"{plan.partial} lacks shards {listed}{more} of {len(numbers)}; make their shares, then join again"
        )
    notes = [read_notes(folder, shard, len(images)) for shard, images in enumerate(numbers)]
    origins = Counter[str]()
    for each in notes:
        origins.update(each.origins)
    card = {**plan.card(), "origins": dict(sorted(origins.items())), "shards": [each.sha256 for each in notes]}
    with refused_errors(plan.out):
        wanted = {path(folder, shard) for shard in range(len(numbers)) for path in (images_file, notes_file)}
        for stray in set(folder.iterdir()) - wanted:  # what a killed process was writing
            stray.unlink()
        with atomic_write(plan.partial / CARD_FILE) as part:
            part.write_text(json.dumps(card, indent=1), "utf-8")
        _give_name(plan)
    return replace(open_dataset(plan.out), remarks=plan.material.remarks)


def _give_name(plan: DatasetPlan) -> None:
    """Give a complete dataset its name, with nothing else in its folder; one that had it before is removed.

    The plan goes last, so that the same command goes on after a failed rename.
    """
    for other in plan.partial.iterdir():
        if other.name not in (CARD_FILE, SHARDS_FOLDER, PLAN_FILE):
            shutil.rmtree(other) if other.is_dir() else other.unlink()
    former = plan.out.with_name(plan.out.name + ".former")
    shutil.rmtree(former, ignore_errors=True)
    if plan.out.exists():
        plan.out.rename(former)
    plan.partial.rename(plan.out)
    (plan.out / PLAN_FILE).unlink(missing_ok=True)
    shutil.rmtree(former, ignore_errors=True)


def _require_room(count: int, folder: Path) -> None:
    """Refuse to begin what about so many images would not leave room for."""
    need, free = count * SPEC.frames * SPEC.mels, shutil.disk_usage(folder).free
    if need > free:
        raise BadInput(f"{count} images need {need / 1e9:.3g} GB, {folder} has {free / 1e9:.3g} GB free; make fewer")


def _chunks(numbers: range) -> Iterator[range]:
    yield from (numbers[first : first + CHUNK_IMAGES] for first in range(0, len(numbers), CHUNK_IMAGES))


def _is_intact(folder: Path, shard: int, size: int) -> bool:
    """Return whether a shard of `size` images is complete and has the hash of its description."""
    try:
        return read_notes(folder, shard, size).sha256 == sha256_of(images_file(folder, shard))
    except (BadInput, OSError):
        return False
