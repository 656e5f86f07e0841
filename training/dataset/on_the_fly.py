"""A dataset without images on disk: the folders of its sources in, images that are rendered when they are used out.

dataset.json names the folders, with the options that a dataset is made with. The newest images stay in memory.
"""

import os
from collections.abc import Iterable, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Any

from engine.errors import BadInput

from .images import Images
from .material import Material, SourceOptions, read_material
from .rendering import RenderJob, render_pool, rendered_by_worker
from .shards import ShardNotes, shard_numbers

KEPT_IMAGES = 4096  # 1 GiB
PATH_OPTIONS = ("folder", "notes", "grooves")  # of `read_material`; "kits" holds several


def stored_options(folder: Path, options: SourceOptions) -> dict[str, Any]:
    """Return the arguments of `read_material` as values for JSON, with absolute paths."""
    stored: dict[str, Any] = {"folder": str(folder.absolute()), **options}
    for name in PATH_OPTIONS:
        stored[name] = str(Path(stored[name]).absolute()) if stored.get(name) else None
    stored["kits"] = [str(Path(path).absolute()) for path in options.get("kits", ())]
    return stored


def read_stored(options: Mapping[str, Any]) -> Material:
    """Return the material for what `stored_options` returned.

    Raises:
        BadInput, BadConfig: see `read_material`; or the options are not those of a dataset.
    """
    values = dict(options)
    try:
        for name in PATH_OPTIONS:
            values[name] = Path(values[name]) if values.get(name) else None
        values["kits"] = [Path(path) for path in values["kits"]]
        return read_material(**values)
    except (TypeError, KeyError, ValueError) as error:
        raise BadInput(f"the options of a dataset are not valid ({error}); make it again") from error


class RenderedImages:
    """Renders images of a dataset by number, on all processors."""

    def __init__(self, job: RenderJob, workers: int | None = None, kept: int = KEPT_IMAGES) -> None:
        """`workers`: processes, all processors by default; `kept`: images that stay in memory."""
        self._job, self._workers = job, workers or os.cpu_count() or 1
        self._pool: ProcessPoolExecutor | None = None
        self._future = lru_cache(kept)(self._submit)

    def __call__(self, number: int) -> Images:
        """Return an image (frames, mels)."""
        return self._future(number).result()

    def prepare(self, numbers: Iterable[int]) -> None:
        """Begin to render images that will be used."""
        for number in numbers:
            self._future(number)

    def notes(self, shard: int, count: int) -> ShardNotes:
        """Return what a shard of a dataset of `count` images would say of its images, without gains and effects."""
        pool, seed, numbers = self._job.pool, self._job.seed, shard_numbers(count)[shard]
        held = [number >= self._job.training_count for number in numbers]
        names = [pool.name(seed, number, is_held) for number, is_held in zip(numbers, held, strict=True)]
        return ShardNotes("".join(pool.origin(seed, number) for number in numbers), names, [], [], "")

    def _submit(self, number: int) -> "Future[Images]":
        if self._pool is None:
            self._pool = render_pool(self._job, self._workers)
        return self._pool.submit(rendered_by_worker, number)
