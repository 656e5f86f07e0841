"""A run folder and a dataset in, the state of the training out: new, or from the newest checkpoint.

Of several processes, only the first one reads and writes the run, and sends the others what it has found.
"""

import copy
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from lightning_fabric import Fabric
from torch import Tensor

from engine.errors import BadInput
from engine.spec import SPEC
from training.config import TrainingConfig
from training.dataset.dataset_folder import Dataset
from training.nets.bundle import Nets

from .checkpoint import load_checkpoint
from .fabric import pick_precision
from .plan import plan_by_steps, plan_by_time
from .run_folder import RunConfig, RunFolder
from .training_state import TrainingState

DEFAULT_MINUTES = 120.0  # of a new run without minutes or steps

SavedState = tuple[Path, dict[str, Tensor], dict[str, Any]]  # a checkpoint, and what is in it


def open_run(
    run: RunFolder,
    data: Dataset,
    fabric: Fabric,
    hparams: TrainingConfig,
    limits: tuple[float | None, int | None],
    seed: int,
    force: bool,
) -> TrainingState:
    """Return the state of a run.

    Args:
        run: folder of a run, or of one to begin.
        data: the dataset.
        fabric: of this process.
        hparams: of a new run.
        limits: minutes, or steps of the first stage, of a new run.
        seed: of a new run.
        force: resume with another dataset.

    Raises:
        BadInput: the folder is something else, or a run on other data; the disk is full or read-only.
    """
    found: tuple[RunConfig, SavedState | None] | None = None
    if fabric.is_global_zero:
        config = _with_data(run, data, force) if run.exists() else _begin(run, data, fabric, hparams, limits, seed)
        newest = run.newest()
        found = config, (newest, *load_checkpoint(newest)) if newest else None
    found = fabric.broadcast(found)
    assert found
    config, saved = found
    SPEC.require(config.spec)
    nets = _new_nets(config.hparams, config.seed, fabric.device)
    state = TrainingState(run, config, data, nets, copy.deepcopy(nets), fabric)
    if saved:
        state.restore(*saved)
    if fabric.is_global_zero:
        run.rewind_log(state.stage, state.step)
    return state


def _begin(
    run: RunFolder,
    data: Dataset,
    fabric: Fabric,
    hparams: TrainingConfig,
    limits: tuple[float | None, int | None],
    seed: int,
) -> RunConfig:
    """Plan a new run and make its folder."""
    minutes, steps = limits
    precision = pick_precision(fabric.device)
    if steps:
        plan = plan_by_steps(steps)
    else:
        nets, minutes = _new_nets(hparams, seed, fabric.device), minutes or DEFAULT_MINUTES
        where = fabric.device, fabric.world_size
        plan = plan_by_time(minutes, nets, data, hparams, SPEC, *where, bfloat16=precision == "bfloat16")
    origin = list(data.sources), data.licence, precision, data.digest, str(data.path.absolute())
    config = RunConfig(hparams, SPEC, plan, seed, len(data.images), data.held_out, *origin)
    run.begin(config)
    return config


def _with_data(run: RunFolder, data: Dataset, force: bool) -> RunConfig:
    """Return the config of a run that resumes with `data`; with `force`, another dataset's sources are added to it.

    Raises:
        BadInput: `data` is not the dataset that the run began with, and `force` is not set.
    """
    config, sources = run.config(), list(data.sources)
    described = (config.count, config.held_out, config.sources) == (len(data.images), data.held_out, sources)
    if config.digest == data.digest or (not config.digest and described):
        return config
    if not force:
        raise BadInput(
            f"{run.folder} was trained on {config.count} images ({config.held_out} held out) of another dataset, "
            f"{data.path} has {len(data.images)} ({data.held_out}); give its own, another folder with --out, or --force"
        )
    config = replace(
        config,
        count=len(data.images),
        held_out=data.held_out,
        sources=config.sources + [source for source in sources if source not in config.sources],
        licence=" AND ".join(dict.fromkeys(f"{config.licence} AND {data.licence}".split(" AND "))),
        digest=data.digest,
        data=str(data.path.absolute()),
    )
    run.replace_config(config)
    return config


def _new_nets(hparams: TrainingConfig, seed: int, device: torch.device) -> Nets:
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return Nets(hparams, SPEC).to(device)
