"""How many steps each stage gets: from a number of steps, or from minutes and a look at the machine's speed.

Minutes become steps once, when a run begins; from then on only steps count.
"""

import copy
import time

import torch

from engine.spec import Spec
from training.config import TrainingConfig
from training.dataset.batches import Images
from training.dataset.descriptors import NAMES
from training.nets.bundle import Nets

from .stages import FlowStage, Loops, LoopStage, Stage, StepStage

SHARES = {"step": 0.79, "loop": 0.01, "flow": 0.20}  # of the time
RATIOS = {"step": 1.0, "loop": 0.25, "flow": 0.5}  # of the first stage's steps
AT_WORK = 0.93  # of the time is spent on steps, the rest on previews, figures and checkpoints
TRIALS = 6  # steps that are timed, after two that are not


def by_steps(steps: int) -> dict[str, int]:
    """Steps of each stage for so many of the first."""
    return {stage: max(1, round(steps * ratio)) for stage, ratio in RATIOS.items()}


def by_time(
    minutes: float, nets: Nets, data: Images, recipe: TrainingConfig, spec: Spec, device: torch.device
) -> dict[str, int]:
    """Steps of each stage that fill the minutes on this machine as it is now; the nets are left as they are."""
    count = recipe.loop_batch + 1
    latents = torch.zeros(count, spec.steps, recipe.latents, device=device)
    loops = Loops(latents, torch.zeros(count, len(NAMES), device=device), 1)
    stages: list[Stage] = [
        StepStage(data, recipe, spec, 0, device),
        LoopStage(loops, recipe, spec, 0, device),
        FlowStage(loops, recipe, spec, 0, device),
    ]
    seconds = {stage.name: _seconds_per_step(stage, copy.deepcopy(nets)) for stage in stages}
    budget = 60 * minutes * AT_WORK
    return {stage: max(1, round(budget * SHARES[stage] / cost)) for stage, cost in seconds.items()}


def _seconds_per_step(stage: Stage, nets: Nets) -> float:
    trained = stage.trained(nets)
    optimiser = torch.optim.AdamW(trained.parameters(), 1e-6)
    for trial in range(TRIALS + 2):
        if trial == 2:
            began = time.perf_counter()
        loss = stage.loss(nets, trial)
        loss.backward()  # type: ignore[no-untyped-call]
        loss.item()  # waits for the device
        optimiser.step()
        optimiser.zero_grad()
    return (time.perf_counter() - began) / TRIALS
