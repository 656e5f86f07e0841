"""The plan of a run: a number of steps, or minutes and the measured time of a step, to the steps of each stage.

A plan is made once, when a run begins.
"""

import copy
import time
from dataclasses import replace

import torch
from lightning_fabric import Fabric

from engine.spec import Spec
from training.config import TrainingConfig
from training.dataset.dataset_folder import Dataset
from training.dataset.descriptors import DESCRIPTOR_NAMES
from training.nets.bundle import Nets

from .optimisation import Optimisation
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
    bfloat16: bool = False,
) -> dict[str, int]:
    """Return stage -> number of steps that fill the minutes, by timing a few steps; the nets are not changed.

    Of several `processes`, each computes a share of every step. `bfloat16`: whether matrices are multiplied in it.

    Raises:
        VamenError: the memory is too small.
    """
    step_batch, loop_batch, flow_batch = (
        -(-size // processes) for size in (hparams.step_batch, hparams.loop_batch, hparams.flow_batch)
    )
    hparams = replace(hparams, step_batch=step_batch, loop_batch=loop_batch, flow_batch=flow_batch)
    latents = torch.zeros(hparams.loop_batch, spec.steps, hparams.latents, device=device)
    named = torch.zeros(hparams.loop_batch, len(DESCRIPTOR_NAMES), device=device)
    loops = LoopData((latents, named), (latents[:1], named[:1]))
    stages: list[TrainingStage] = [
        StepStage(data, hparams, spec, 0, device),
        LoopStage(loops, hparams, spec, 0, device),
        FlowStage(loops, hparams, spec, 0, device),
        SamplerStage(loops, hparams, spec, 0, device),
    ]
    # of this process alone: the others wait for the plan
    fabric = Fabric(accelerator=device.type, devices=1 if device.index is None else [device.index])
    seconds = {stage.name: _seconds_per_step(fabric, stage, copy.deepcopy(nets), bfloat16) for stage in stages}
    budget = 60 * minutes * STEP_TIME_SHARE
    return {stage: max(1, round(budget * TIME_SHARES[stage] / cost)) for stage, cost in seconds.items()}


def _seconds_per_step(fabric: Fabric, stage: TrainingStage, nets: Nets, bfloat16: bool) -> float:
    optimiser = torch.optim.AdamW(stage.trained(nets).parameters())
    training = Optimisation(fabric, stage, nets, optimiser, clip=1.0, bfloat16=bfloat16)
    for trial in range(TIMED_STEPS + 2):
        if trial == 2:
            began = time.perf_counter()
        training.step(trial, rate=1e-6)
    return (time.perf_counter() - began) / TIMED_STEPS
