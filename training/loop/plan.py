"""The plan of a run: a number of steps, or minutes and the measured time of a step, to the steps of each stage.

A plan is made once, when a run begins.
"""

import copy
import time

import torch

from engine.spec import Spec
from training.config import TrainingConfig
from training.dataset.dataset_folder import Dataset
from training.dataset.descriptors import DESCRIPTOR_NAMES
from training.nets.bundle import Nets

from .stages import FlowStage, LoopData, LoopStage, SamplerStage, TrainingStage
from .step_stage import StepStage

TIME_SHARES = {"step": 0.72, "loop": 0.01, "flow": 0.17, "sampler": 0.10}  # of the training time
STEP_RATIOS = {"step": 1.0, "loop": 0.25, "flow": 0.5, "sampler": 0.08}  # steps relative to the first stage
STEP_TIME_SHARE = 0.93  # of a run; the rest is previews, figures and checkpoints
TIMED_STEPS = 6  # timed, after two untimed ones


def plan_by_steps(steps: int) -> dict[str, int]:
    """Return stage -> number of steps, in proportion to `steps` of the first stage."""
    return {stage: max(1, round(steps * ratio)) for stage, ratio in STEP_RATIOS.items()}


def plan_by_time(
    minutes: float,
    nets: Nets,
    data: Dataset,
    hparams: TrainingConfig,
    spec: Spec,
    device: torch.device,
    processes: int = 1,
) -> dict[str, int]:
    """Return stage -> number of steps that fill the minutes, by timing a few steps; the nets are not changed.

    Of several `processes`, each computes a share of every step.
    """
    latents = torch.zeros(hparams.loop_batch, spec.steps, hparams.latents, device=device)
    named = torch.zeros(hparams.loop_batch, len(DESCRIPTOR_NAMES), device=device)
    loops = LoopData((latents, named), (latents[:1], named[:1]))
    stages: list[TrainingStage] = [
        StepStage(data, hparams, spec, 0, device),
        LoopStage(loops, hparams, spec, 0, device),
        FlowStage(loops, hparams, spec, 0, device),
        SamplerStage(loops, hparams, spec, 0, device),
    ]
    seconds = {stage.name: _seconds_per_step(stage, copy.deepcopy(nets), processes) for stage in stages}
    budget = 60 * minutes * STEP_TIME_SHARE
    return {stage: max(1, round(budget * TIME_SHARES[stage] / cost)) for stage, cost in seconds.items()}


def _seconds_per_step(stage: TrainingStage, nets: Nets, processes: int) -> float:
    trained = stage.trained(nets)
    optimiser = torch.optim.AdamW(trained.parameters(), 1e-6)
    for trial in range(TIMED_STEPS + 2):
        if trial == 2:
            began = time.perf_counter()
        loss = stage.loss(nets, trial, slice(-(-stage.batch // processes)))
        loss.backward()  # type: ignore[no-untyped-call]
        loss.item()  # waits for the device
        optimiser.step()
        optimiser.zero_grad()
    return (time.perf_counter() - began) / TIMED_STEPS
