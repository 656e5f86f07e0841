"""Dataset in, run folder out: three stages one after another, each on the frozen result of the one before.

A weight is a function of (recipe, plan, seed, data): batches and noise come from the step's number alone, so a run that
was stopped and goes on ends with the same bits as one that was not (on one machine, with as many threads).
"""

import copy
import math
import time
from collections import deque
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import nn

from engine.errors import BadInput, BadParameter, NoDevice, VamenError
from engine.spec import SPEC
from training.config import STAGES, TrainingConfig
from training.dataset.builder import Dataset, open_dataset
from training.nets.bundle import Nets

from . import malloc
from .interrupt import Stop, stop_on_signals
from .plan import by_steps, by_time
from .preview import preview
from .progress import ProgressLog
from .run_folder import Run, RunConfig
from .stages import Stage
from .training_state import TrainingState

JUDGE_EVERY = 250  # steps at least between two looks at held-out loops, each with previews and a checkpoint
LOOKS = 20  # of them at most in a stage: a preview takes as long as fifty steps
PATIENCE = 20  # steps in a row without a finite gradient before a run gives up
MINUTES = 120.0  # of a run that names neither minutes nor steps


@dataclass(frozen=True, slots=True)
class Summary:
    """How a training ended."""

    finished: bool  # False when it was stopped before the end
    stage: str
    step: int
    seconds: float  # spent on steps, over all sittings
    figures: dict[str, float]  # held out, the newest of each stage
    explained: list[float]  # share of what is heard that each knob moves; empty before the last stage


def pick_device(name: str) -> torch.device:
    """The device called so; "auto" is CUDA where there is one, else the CPU.

    Raises:
        NoDevice: torch does not know it, or it is not there.
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
    """bfloat16 where the device multiplies it directly, which halves the time of a step; else float32."""
    if device.type == "cuda":
        direct = torch.cuda.is_bf16_supported(including_emulation=False)
    else:
        direct = device.type == "cpu" and torch.cpu._is_avx512_bf16_supported()
    return "bfloat16" if direct else "float32"


def rate_at(step: int, total: int, recipe: TrainingConfig) -> float:
    """Learning rate: up over the first steps, then half a cosine down to 2 %."""
    if step < recipe.warm_up:
        return recipe.rate * (step + 1) / recipe.warm_up
    along = (step - recipe.warm_up) / max(1, total - recipe.warm_up)
    return recipe.rate * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * along)))


@torch.no_grad()
def follow(average: nn.Module, trained: nn.Module, step: int, decay: float) -> None:
    """Move the average towards the weights; a young one moves faster, so that short runs are not stuck at the start."""
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
    resume: bool = True,
    recipe: TrainingConfig | None = None,
    judge_every: int | None = None,
) -> Summary:
    """Train a model on a dataset, or go on with a run.

    `minutes` or `steps` (of the first stage; the others follow) plan a new run. A run that exists keeps its plan, seed
    and recipe. The first SIGINT or SIGTERM saves and returns a summary that is not finished.

    Raises:
        BadInput: no such dataset; `out` is something else, a run on other data, or a run and `resume` is False.
        BadParameter: minutes, steps or threads are not above 0.
        NoDevice: the device is not there.
        VamenError: the training diverged; the last good checkpoint stays.
    """
    for name, value in {"minutes": minutes, "steps": steps, "threads": threads}.items():
        if value is not None and not 0 < value < math.inf:
            raise BadParameter(f"--{name} is {value}; give a number above 0")
    if threads is not None:
        torch.set_num_threads(threads)
    malloc.set_malloc_thresholds()
    dataset, run = open_dataset(data), Run(out)
    if run.exists() and not resume:
        raise BadInput(f"{out} holds a run already; go on with it, or name another folder with --out")
    with ProgressLog() as journal, stop_on_signals() as stop:
        session = _open(run, dataset, pick_device(device), recipe or TrainingConfig(), (minutes, steps), seed)
        journal.say(
            "plan: " + ", ".join(f"{count} steps of stage {name}" for name, count in session.config.plan.items())
        )
        if session.step or session.stage != STAGES[0]:
            journal.say(f"goes on at step {session.step} of stage {session.stage}")
        finished = _all_stages(session, journal, stop, judge_every)
    return Summary(finished, session.stage, session.step, session.seconds, session.figures, session.explained)


def _open(
    run: Run,
    data: Dataset,
    device: torch.device,
    recipe: TrainingConfig,
    wanted: tuple[float | None, int | None],
    seed: int,
) -> TrainingState:
    if run.exists():
        config = run.config()
        SPEC.require(config.spec)
        if (config.count, config.held_out) != (len(data.images), data.held_out):
            raise BadInput(
                f"{run.folder} was trained on {config.count} images ({config.held_out} held out), the dataset has "
                f"{len(data.images)} ({data.held_out}); name its own dataset, or another folder with --out"
            )
        nets = _fresh(config.recipe, config.seed, device)
    else:
        nets = _fresh(recipe, seed, device)
        minutes, steps = wanted
        precision = pick_precision(device)
        with torch.autocast(device.type, torch.bfloat16, enabled=precision == "bfloat16"):
            plan = by_steps(steps) if steps else by_time(minutes or MINUTES, nets, data, recipe, SPEC, device)
        sources, licence = list(data.sources), data.licence
        config = RunConfig(recipe, SPEC, plan, seed, len(data.images), data.held_out, sources, licence, precision)
        run.begin(config)
    session = TrainingState(run, config, data, nets, copy.deepcopy(nets))
    newest = run.newest()
    if newest is not None:
        session.restore(newest)
        run.rewind_log(session.stage, session.step)
    return session


def _fresh(recipe: TrainingConfig, seed: int, device: torch.device) -> Nets:
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return Nets(recipe, SPEC).to(device)


def _all_stages(session: TrainingState, journal: ProgressLog, stop: Stop, judge_every: int | None) -> bool:
    while True:
        if session.step < session.config.plan[session.stage]:
            _train_stage(session, session.build(), journal, stop, judge_every)
        if stop.asked and session.step < session.config.plan[session.stage]:
            return False
        if session.stage == STAGES[-1]:
            return True
        session.next_stage()


def _train_stage(
    session: TrainingState, stage: Stage, journal: ProgressLog, stop: Stop, judge_every: int | None
) -> None:
    """The steps of a stage that are left, or those until somebody asks for an end."""
    recipe, total = session.config.recipe, session.config.plan[stage.name]
    judge_every = judge_every or max(JUDGE_EVERY, total // LOOKS)
    trained, average = stage.trained(session.nets), stage.trained(session.average)
    optimiser = session.optimiser(trained)
    recent: deque[float] = deque(maxlen=50)
    lost = 0
    journal.stage(stage.name, total, session.step)
    while session.step < total and not stop.asked:
        began = time.perf_counter()
        for group in optimiser.param_groups:
            group["lr"] = rate_at(session.step, total, recipe)
        with torch.autocast(session.device.type, torch.bfloat16, enabled=session.config.precision == "bfloat16"):
            loss = stage.loss(session.nets, session.step)
        loss.backward()  # type: ignore[no-untyped-call]
        if math.isfinite(float(nn.utils.clip_grad_norm_(trained.parameters(), recipe.clip))):
            optimiser.step()
            follow(average, trained, session.step, recipe.average)
            lost = 0
        else:
            lost += 1
            _give_up_after(lost, session)
        optimiser.zero_grad()
        recent.append(float(loss.detach()))
        session.step += 1
        session.seconds += time.perf_counter() - began
        journal.step(session.step, recent[-1])
        if session.step % judge_every == 0 or session.step == total:
            _judge(session, stage, sum(recent) / len(recent), journal)
            session.save(optimiser, trained)
    if session.step < total:
        session.save(optimiser, trained)


def _give_up_after(lost: int, session: TrainingState) -> None:
    if lost == PATIENCE:
        raise VamenError(
            f"{lost} steps in a row of stage {session.stage}, up to {session.step}, had no finite gradient; "
            f"the last good checkpoint stays in {session.run.folder}; start a new run with another seed or dataset"
        )


def _judge(session: TrainingState, stage: Stage, loss: float, journal: ProgressLog) -> None:
    figures = stage.figures(session.average)
    session.figures |= figures
    row = {"stage": stage.name, "step": session.step, "seconds": round(session.seconds, 1), "loss": f"{loss:.6f}"}
    session.run.log({**row, **figures})
    preview(session.run.previews, session.average, stage.name, session.step, session.data, session.config.spec)
    journal.figures(session.step, figures)
