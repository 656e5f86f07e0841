"""Dataset in, run folder out: four stages of training, each with the frozen nets of the stage before.

The weights depend on config, plan, seed and data only: batches and noise come from the step number, so a resumed run
ends with the same bits as an uninterrupted one (on the same machine, with as many threads). Of several processes, the
first one reads and writes the run; the others get from it what they need.
"""

import math
import time
from collections import deque
from pathlib import Path

import torch
from torch import nn

from engine.errors import BadParameter, VamenError, quoted
from training.config import STAGES, TrainingConfig
from training.dataset.dataset_folder import open_dataset

from .board import TrainingBoard
from .fabric import open_fabric
from .opening import open_run
from .optimisation import Optimisation
from .outcome import knob_turns
from .previews import write_preview
from .process import StopRequest, set_malloc_thresholds, stop_on_signals
from .progress import ProgressLog
from .run_folder import RunFolder
from .run_page import write_run_page
from .stages import TrainingStage
from .training_state import TrainingState

MIN_EVALUATION_INTERVAL = 250  # steps between evaluations with previews and a checkpoint
MAX_EVALUATIONS = 20  # of a stage, as a preview takes as long as fifty steps
MAX_TRAINING_SEED = 2**32 - 1  # the largest that scikit-learn takes
MAX_NONFINITE_STEPS = 20  # steps in a row without a finite gradient until a run fails


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
    batch: int | None = None,
    patience: int | None = None,
    seed: int = 0,
    device: str = "auto",
    threads: int | None = None,
    hparams: TrainingConfig | None = None,
    evaluate_every: int | None = None,
    force: bool = False,
) -> TrainingState:
    """Train a model on a dataset, or resume a run; the processes of torchrun do it together.

    `minutes` or `steps` (of the first stage; the others follow) plan a new run. A run that exists keeps its plan, seed
    and config; its dataset may be another one with `force`. The first SIGINT or SIGTERM saves and returns a state that
    is not finished.

    Args:
        data: folder of the dataset.
        out: folder of the run.
        minutes: duration of a new run.
        steps: steps of a new run's first stage, instead.
        batch: samples of a step of the first stage, of all processes together; the other stages' grow with it.
        patience: evaluations without a better figure after which a stage ends, with the weights of its best one.
        seed: of all random numbers.
        device: see `open_fabric`.
        threads: of a process on the CPU.
        hparams: of a new run.
        evaluate_every: steps between evaluations.
        force: resume with another dataset.

    Raises:
        BadInput: no such dataset; `out` is something else, or a run on other data; the disk is full or read-only.
        BadParameter: minutes, steps, batch, patience or threads are not above 0, or the seed is out of range.
        NoDevice: the device is not available.
        VamenError: the training diverged, or the memory is too small; the last good checkpoint stays.
    """
    limits = {"minutes": minutes, "steps": steps, "batch": batch, "patience": patience, "threads": threads}
    for name, value in limits.items():
        if value is not None and not 0 < value < math.inf:
            raise BadParameter(f"--{name} is {value}; give a number above 0")
    if not 0 <= seed <= MAX_TRAINING_SEED:
        raise BadParameter(f"--seed is {quoted(seed)}; give a whole number from 0 to {MAX_TRAINING_SEED}")
    if threads is not None:
        torch.set_num_threads(threads)
    set_malloc_thresholds()
    hparams = hparams or TrainingConfig()
    dataset, run, fabric = open_dataset(data), RunFolder(out), open_fabric(device)
    leads = fabric.is_global_zero
    with ProgressLog(silent=not leads) as log, TrainingBoard(run.board) as board, stop_on_signals() as stop:
        sized = hparams.with_batch(batch) if batch else hparams
        state = open_run(run, dataset, fabric, sized, (minutes, steps), seed, force)
        log.begin(state.config.plan)
        if state.step or state.stage != STAGES[0]:
            log.say(f"resumes at step {state.step} of stage {state.stage}")
        _train_stages(state, log, board, stop, evaluate_every, patience)
        if state.finished and leads:
            _finish(state, log, board)
    return state


def _train_stages(
    state: TrainingState,
    log: ProgressLog,
    board: TrainingBoard,
    stop: StopRequest,
    evaluate_every: int | None,
    patience: int | None,
) -> None:
    while not state.finished:
        if state.step >= state.config.plan[state.stage]:
            state.next_stage()
        stopped = _train_stage(state, state.build(), log, board, stop, evaluate_every, patience)
        if stopped:
            return


def _train_stage(
    state: TrainingState,
    stage: TrainingStage,
    log: ProgressLog,
    board: TrainingBoard,
    stop: StopRequest,
    evaluate_every: int | None,
    patience: int | None,
) -> bool:
    """Train a stage until its last step, or until it gets no better; return whether a stop was requested before."""
    hparams, total, fabric = state.config.hparams, state.config.plan[stage.name], state.fabric
    evaluate_every = evaluate_every or max(MIN_EVALUATION_INTERVAL, total // MAX_EVALUATIONS)
    trained, average = stage.trained(state.nets), stage.trained(state.average)
    optimiser = state.optimiser(trained)
    bfloat16 = state.config.precision == "bfloat16"
    training = Optimisation(fabric, stage, state.nets, optimiser, clip=hparams.clip, bfloat16=bfloat16, say=log.say)
    recent: deque[float] = deque(maxlen=50)
    nonfinite, stopped = 0, False
    log.stage(stage.name, state.step)
    while state.step < total and not stopped:
        began = time.perf_counter()
        done = training.step(state.step, learning_rate(state.step, total, hparams), stop.requested)
        if done.finite:
            update_average(average, trained, state.step, hparams.average)
            nonfinite = 0
        else:
            nonfinite += 1
            _fail_after(nonfinite, state)
        recent.append(done.loss)
        stopped = done.stop
        state.step += 1
        state.seconds += time.perf_counter() - began
        log.step(state.step, done.loss)
        if state.step % evaluate_every == 0 or state.step == total:
            if fabric.is_global_zero:
                _evaluate(state, stage, sum(recent) / len(recent), log, board)
            if patience and state.step < total and fabric.broadcast(state.run.without_progress(stage.name)) >= patience:
                if fabric.is_global_zero:
                    ended = f"stage {stage.name} got no better in {patience} evaluations"
                    log.say(f"{ended}: it ends as it was at step {state.return_to_best()}")
                state.step = total
            if fabric.is_global_zero:
                state.save(optimiser, trained)
    if state.step < total and fabric.is_global_zero:
        state.save(optimiser, trained)
    return stopped and state.step < total


def _fail_after(nonfinite: int, state: TrainingState) -> None:
    if nonfinite == MAX_NONFINITE_STEPS:
        raise VamenError(
            f"{nonfinite} steps in a row of stage {state.stage}, up to {state.step}, had no finite gradient; "
            f"the last good checkpoint stays in {state.run.folder}; start a new run with another seed or dataset"
        )


def _evaluate(state: TrainingState, stage: TrainingStage, loss: float, log: ProgressLog, board: TrainingBoard) -> None:
    figures = stage.figures(state.average)
    state.figures |= figures
    row = {"stage": stage.name, "step": state.step, "seconds": round(state.seconds, 1), "loss": f"{loss:.6f}"}
    state.run.log({**row, **figures})
    board.figures(stage.name, state.step, {"loss": loss, **figures})
    board.preview(
        stage.name,
        state.step,
        write_preview(state.run.previews, state.average, stage.name, state.step, state.data, state.config.spec),
    )
    log.figures(state.step, figures)


def _finish(state: TrainingState, log: ProgressLog, board: TrainingBoard) -> None:
    """Measure what the knobs do, and write the page of the run."""
    state.effects = state.knob_effects()
    turns = knob_turns(state.average, state.config.seed)
    board.pictures("knobs", state.step, turns)
    page = write_run_page(state.run, state.effects, turns)
    log.say(f"open {page} in a browser: curves, pictures, sounds and figures")
