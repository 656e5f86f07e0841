"""Measure what `Optimisation` costs beyond a plain step of the optimiser: steps in, ratio of both out, by stage.

python -m benchmarks.training_steps data --steps 20

in    `data`, a training set
out   a Markdown table on standard output: milliseconds of a step of the loop and of the plain one, and their ratio

The plain loop is a loss, its gradient, a clip and a step of the optimiser. Both take the same steps by turns, from the
same weights; figures are medians over the steps.
"""

import argparse
import copy
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from torch import nn

from engine.spec import SPEC
from training.config import TrainingConfig
from training.dataset.dataset_folder import Dataset, open_dataset
from training.dataset.descriptors import DESCRIPTOR_NAMES
from training.loop.fabric import open_fabric, pick_precision
from training.loop.optimisation import Optimisation
from training.loop.stages import FlowStage, LoopData, LoopStage, SamplerStage, TrainingStage
from training.loop.step_stage import StepStage
from training.nets.bundle import Nets

WARM_UP = 2  # steps
BAR = 0.97


def stages_of(data: Dataset, hparams: TrainingConfig, device: torch.device) -> list[TrainingStage]:
    """Return the stages; those behind the first learn from noise."""
    count = 2 * hparams.loop_batch
    latents = torch.randn(count, SPEC.steps, hparams.latents, device=device)
    loops = latents, torch.randn(count, len(DESCRIPTOR_NAMES), device=device)
    later = [kind(LoopData(loops, loops), hparams, SPEC, 0, device) for kind in (LoopStage, FlowStage, SamplerStage)]
    return [StepStage(data, hparams, SPEC, 0, device), *later]


def plain_step(stage: TrainingStage, nets: Nets, hparams: TrainingConfig, bfloat16: bool) -> Callable[[int], object]:
    """Return a function that trains on the batch of a step."""
    trained = stage.trained(nets)
    nets.requires_grad_(False)
    trained.requires_grad_(True)
    optimiser = torch.optim.AdamW(trained.parameters(), hparams.rate)

    def step(number: int) -> None:
        with torch.autocast(nets.latent_mean.device.type, torch.bfloat16, enabled=bfloat16):
            loss = stage.loss(nets, number)
        loss.backward()  # type: ignore[no-untyped-call]
        if bool(torch.isfinite(nn.utils.clip_grad_norm_(trained.parameters(), hparams.clip))):
            optimiser.step()
        optimiser.zero_grad()
        loss.item()

    return step


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("data", type=Path, help="training set")
    parser.add_argument("--steps", type=int, default=20, help="of each stage")
    parser.add_argument("--device", default="auto")
    asked = parser.parse_args()
    hparams, fabric = TrainingConfig(), open_fabric(asked.device)
    bfloat16 = pick_precision(fabric.device) == "bfloat16"
    torch.manual_seed(0)
    nets = Nets(hparams, SPEC).to(fabric.device)
    print(f"{fabric.device}, {torch.get_num_threads()} threads, {'bfloat16' if bfloat16 else 'float32'}")
    print("| stage | loop, ms | plain, ms | throughput | bar |\n" + "|---" * 5 + "|")
    for stage in stages_of(open_dataset(asked.data), hparams, fabric.device):
        own = copy.deepcopy(nets)
        trained = torch.optim.AdamW(stage.trained(own).parameters(), hparams.rate)
        loop = Optimisation(fabric, stage, own, trained, clip=hparams.clip, bfloat16=bfloat16)
        ways = {"loop": lambda number: loop.step(number, hparams.rate)}  # noqa: B023
        ways["plain"] = plain_step(stage, copy.deepcopy(nets), hparams, bfloat16)
        seconds: dict[str, list[float]] = {name: [] for name in ways}
        for number in range(asked.steps + WARM_UP):
            for name in sorted(ways, reverse=bool(number % 2)):
                began = time.perf_counter()
                ways[name](number)
                seconds[name].append(time.perf_counter() - began)
        ours, plain = (1000 * float(np.median(seconds[name][WARM_UP:])) for name in ("loop", "plain"))
        print(f"| {stage.name} | {ours:.1f} | {plain:.1f} | {plain / ours:.3f} | {BAR} |", flush=True)


if __name__ == "__main__":
    main()
