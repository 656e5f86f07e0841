"""Dataset in, run folder out: four stages of training, each with the frozen nets of the stage before.

The weights depend on config, plan, seed and data only: batches and noise come from the step number, so a resumed run
ends with the same bits as an uninterrupted one (on the same machine, with as many threads).
"""

import copy
import math
import time
from collections import deque
from dataclasses import replace
from pathlib import Path

import torch
from torch import nn

from engine.errors import BadInput, BadParameter, NoDevice, VamenError
from engine.spec import SPEC
from training.config import STAGES, TrainingConfig
from training.dataset.dataset_folder import Dataset, open_dataset
from training.nets.bundle import Nets

from .plan import plan_by_steps, plan_by_time
from .process import StopRequest, set_malloc_thresholds, stop_on_signals
from .progress import ProgressLog, write_preview
from .run_folder import RunConfig, RunFolder
from .stages import TrainingStage
from .training_state import TrainingState

MIN_EVALUATION_INTERVAL = 250  # steps between evaluations with previews and a checkpoint
MAX_EVALUATIONS = 20  # of a stage, as a preview takes as long as fifty steps
MAX_NONFINITE_STEPS = 20  # steps in a row without a finite gradient until a run fails
DEFAULT_MINUTES = 120.0  # of a new run without minutes or steps


def pick_device(name: str) -> torch.device:
    """Return the device of a name; "auto" is CUDA if available, else the CPU.

    Raises:
        NoDevice: torch does not know it, or it is not available.
    """
    if name == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    try:
        device = torch.device(name)
        torch.zeros(1, device=device)
    except (RuntimeError, AssertionError) as error:
        raise NoDevice(f"torch cannot use the device {name!r} here; use --device cpu or auto") from error
    return device


def pick_precision(device: torch.device) -> str:
    """Return bfloat16 if the device multiplies it directly, which halves the time of a step; else float32."""
    if device.type == "cuda":
        direct = torch.cuda.is_bf16_supported(including_emulation=False)
    else:
        direct = device.type == "cpu" and torch.cpu._is_avx512_bf16_supported()
    return "bfloat16" if direct else "float32"


def learning_rate(step: int, total: int, hparams: TrainingConfig) -> float:
    """Return the learning rate: a linear warm-up, then half a cosine down to 2 %."""
    if step < hparams.warm_up:
        return hparams.rate * (step + 1) / hparams.warm_up
    along = (step - hparams.warm_up) / max(1, total - hparams.warm_up)
    return hparams.rate * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * along)))


@torch.no_grad()
def update_average(average: nn.Module, trained: nn.Module, step: int, decay: float) -> None:
    """Move the moving average of the weights towards the weights of the trained net, by a share of 1 - `decay`.

    In the first steps the share is larger, so that the random initial weights are soon forgotten.
    """
    weight = 1 - min(decay, (1 + step) / (10 + step))
    for slow, fast in zip(average.parameters(), trained.parameters(), strict=True):
        slow.lerp_(fast, weight)


def train(
    data: Path,
    out: Path,
    *,
    minutes: float | None = None,
    steps: int | None = None,
    seed: int = 0,
    device: str = "auto",
    threads: int | None = None,
    hparams: TrainingConfig | None = None,
    evaluate_every: int | None = None,
    force: bool = False,
) -> TrainingState:
    """Train a model on a dataset, or resume a run.

    `minutes` or `steps` (of the first stage; the others follow) plan a new run. A run that exists keeps its plan, seed
    and config; its dataset may be another one with `force`. The first SIGINT or SIGTERM saves and returns a state that
    is not finished.

    Raises:
        BadInput: no such dataset; `out` is something else, or a run on other data; the disk is full or read-only.
        BadParameter: minutes, steps or threads are not above 0.
        NoDevice: the device is not available.
        VamenError: the training diverged; the last good checkpoint stays.
    """
    for name, value in {"minutes": minutes, "steps": steps, "threads": threads}.items():
        if value is not None and not 0 < value < math.inf:
            raise BadParameter(f"--{name} is {value}; give a number above 0")
    if threads is not None:
        torch.set_num_threads(threads)
    set_malloc_thresholds()
    dataset, run = open_dataset(data), RunFolder(out)
    with ProgressLog() as log, stop_on_signals() as stop:
        state = _open(run, dataset, pick_device(device), hparams or TrainingConfig(), (minutes, steps), seed, force)
        log.say("plan: " + ", ".join(f"{count} steps of stage {name}" for name, count in state.config.plan.items()))
        if state.step or state.stage != STAGES[0]:
            log.say(f"resumes at step {state.step} of stage {state.stage}")
        _train_stages(state, log, stop, evaluate_every)
    return state


def _open(
    run: RunFolder,
    data: Dataset,
    device: torch.device,
    hparams: TrainingConfig,
    limits: tuple[float | None, int | None],
    seed: int,
    force: bool,
) -> TrainingState:
    if run.exists():
        config = _with_data(run, data, force)
        SPEC.require(config.spec)
        nets = _new_nets(config.hparams, config.seed, device)
    else:
        nets = _new_nets(hparams, seed, device)
        minutes, steps = limits
        precision = pick_precision(device)
        with torch.autocast(device.type, torch.bfloat16, enabled=precision == "bfloat16"):
            plan = (
                plan_by_steps(steps)
                if steps
                else plan_by_time(minutes or DEFAULT_MINUTES, nets, data, hparams, SPEC, device)
            )
        origin = list(data.sources), data.licence, precision, data.digest, str(data.path.absolute())
        config = RunConfig(hparams, SPEC, plan, seed, len(data.images), data.held_out, *origin)
        run.begin(config)
    state = TrainingState(run, config, data, nets, copy.deepcopy(nets))
    newest = run.newest()
    if newest is not None:
        state.restore(newest)
        run.rewind_log(state.stage, state.step)
    return state


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


def _train_stages(state: TrainingState, log: ProgressLog, stop: StopRequest, evaluate_every: int | None) -> None:
    while not state.finished:
        if state.step == state.config.plan[state.stage]:
            state.next_stage()
        _train_stage(state, state.build(), log, stop, evaluate_every)
        if stop.requested and state.step < state.config.plan[state.stage]:
            return


def _train_stage(
    state: TrainingState, stage: TrainingStage, log: ProgressLog, stop: StopRequest, evaluate_every: int | None
) -> None:
    """Train a stage until its last step, or until a stop is requested."""
    hparams, total = state.config.hparams, state.config.plan[stage.name]
    evaluate_every = evaluate_every or max(MIN_EVALUATION_INTERVAL, total // MAX_EVALUATIONS)
    trained, average = stage.trained(state.nets), stage.trained(state.average)
    optimiser = state.optimiser(trained)
    recent: deque[float] = deque(maxlen=50)
    nonfinite = 0
    log.stage(stage.name, total, state.step)
    while state.step < total and not stop.requested:
        began = time.perf_counter()
        for group in optimiser.param_groups:
            group["lr"] = learning_rate(state.step, total, hparams)
        with torch.autocast(state.device.type, torch.bfloat16, enabled=state.config.precision == "bfloat16"):
            loss = stage.loss(state.nets, state.step)
        loss.backward()  # type: ignore[no-untyped-call]
        if math.isfinite(float(nn.utils.clip_grad_norm_(trained.parameters(), hparams.clip))):
            optimiser.step()
            update_average(average, trained, state.step, hparams.average)
            nonfinite = 0
        else:
            nonfinite += 1
            _fail_after(nonfinite, state)
        optimiser.zero_grad()
        recent.append(float(loss.detach()))
        state.step += 1
        state.seconds += time.perf_counter() - began
        log.step(state.step, recent[-1])
        if state.step % evaluate_every == 0 or state.step == total:
            _evaluate(state, stage, sum(recent) / len(recent), log)
            state.save(optimiser, trained)
    if state.step < total:
        state.save(optimiser, trained)


def _fail_after(nonfinite: int, state: TrainingState) -> None:
    if nonfinite == MAX_NONFINITE_STEPS:
        raise VamenError(
            f"{nonfinite} steps in a row of stage {state.stage}, up to {state.step}, had no finite gradient; "
            f"the last good checkpoint stays in {state.run.folder}; start a new run with another seed or dataset"
        )


def _evaluate(state: TrainingState, stage: TrainingStage, loss: float, log: ProgressLog) -> None:
    figures = stage.figures(state.average)
    state.figures |= figures
    row = {"stage": stage.name, "step": state.step, "seconds": round(state.seconds, 1), "loss": f"{loss:.6f}"}
    state.run.log({**row, **figures})
    write_preview(state.run.previews, state.average, stage.name, state.step, state.data, state.config.spec)
    log.figures(state.step, figures)
