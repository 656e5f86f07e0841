"""What a net sees at a step of its training: a function of (seed, stage, step) and of nothing else.

images  uint8 (count, frames, bands)           round(level * 255), of a dataset
crops   uint8 (batch, 16 * sixteenths, bands)  windows that begin on a sixteenth

No state is carried from step to step, so a run that was stopped goes on exactly as if it had not been.
"""

import math
from collections.abc import Iterator
from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.spec import Spec
from training.config import STAGES

OFF_GRID = 4  # frames, 23 ms


class Images(Protocol):
    """The part of a dataset that training reads; the last `held_out` images are never trained on."""

    @property
    def images(self) -> NDArray[np.uint8]:
        """All images (count, frames, bands)."""

    @property
    def held_out(self) -> int:
        """How many of them are for judging."""


def rng_for_step(seed: int, stage: str, step: int) -> np.random.Generator:
    """The random numbers of one training step."""
    return np.random.default_rng([seed, STAGES.index(stage), step])


def normal_noise(generator: np.random.Generator, *shape: int, device: torch.device) -> Tensor:
    """Standard normal float32 noise; drawn on the CPU, so that every device trains on the same."""
    return torch.from_numpy(generator.standard_normal(shape, dtype=np.float32)).to(device)


def to_levels(images: NDArray[np.uint8], device: torch.device) -> Tensor:
    """Levels 0..1, float32 on the device, of images in bytes."""
    return torch.from_numpy(np.array(images)).to(device).float() / 255


def crops(data: Images, generator: np.random.Generator, batch: int, sixteenths: int, spec: Spec) -> NDArray[np.uint8]:
    """Windows of training images, each from any step of any loop; the tape is a circle."""
    train = len(data.images) - data.held_out
    picked = generator.integers(train, size=batch)
    first = generator.integers(spec.steps, size=batch) * spec.step_frames
    window = np.arange(sixteenths * spec.step_frames)
    return np.stack(
        [
            data.images[image].take(window + start, axis=0, mode="wrap")
            for image, start in zip(picked, first, strict=True)
        ]
    )


def augmented(levels: Tensor, generator: np.random.Generator, spec: Spec) -> Tensor:
    """Crops as other kits, desks and hands might have made them; each move on a random share of the crops.

    off the grid  all hits up to four frames early or late
    layered       another crop of the batch sounds along: powers add up
    level, tilt   -6 to +3 dB, and up to 6 dB more at one end of the bands than at the other
    """
    batch, _, bands = levels.shape
    chosen = generator.random((4, batch))
    shift = np.where(chosen[0] < 0.35, generator.integers(-OFF_GRID, OFF_GRID + 1, batch), 0)
    moved = torch.stack([level.roll(int(by), 0) for level, by in zip(levels, shift, strict=True)])
    partner, under = generator.permutation(batch), generator.uniform(-12, 0, batch)
    for one in np.flatnonzero((chosen[1] < 0.2) & (partner != np.arange(batch))):
        moved[one] = layered(moved[one], levels[partner[one]] - under[one] / spec.floor, spec)
    gain = np.where(chosen[2] < 0.5, generator.uniform(-6, 3, batch), 0)
    tilt = np.where(chosen[3] < 0.5, generator.uniform(-6, 6, batch), 0)
    shape = (gain[:, None] + tilt[:, None] * np.linspace(-0.5, 0.5, bands)) / -spec.floor
    change = torch.from_numpy(shape.astype(np.float32)).to(levels.device)[:, None]
    # what is silent stays silent
    return torch.where(moved > 0, (moved + change).clamp(0, 1), moved)


def layered(one: Tensor, other: Tensor, spec: Spec) -> Tensor:
    """Levels of two sounds at once, any shape: powers add up, silence (0 or less) adds nothing."""
    nepers = -spec.floor * math.log(10) / 10  # of power, per level
    loud, soft = torch.maximum(one, other), torch.minimum(one, other)
    more = torch.log1p(torch.exp((soft - loud) * nepers)) / nepers
    return (loud + more * (soft > 0)).clamp(0, 1)


def loops(
    latents: Tensor, named: Tensor, generator: np.random.Generator, batch: int, steps_per_bar: int
) -> tuple[Tensor, Tensor]:
    """Step latents (batch, steps, latents) of random loops, each rolled by whole bars, and their descriptors.

    Rolling the tape rolls its latents exactly, so these are new loops for free; the descriptors do not change.
    """
    count, steps, _ = latents.shape
    picked = torch.from_numpy(generator.integers(count, size=batch))
    bars = generator.integers(steps // steps_per_bar, size=batch)
    order = torch.from_numpy((np.arange(steps) + bars[:, None] * steps_per_bar) % steps)
    return latents[picked[:, None], order], named[picked]


def in_chunks(images: NDArray[np.uint8], size: int, device: torch.device) -> Iterator[Tensor]:
    """All images in order as levels, `size` at a time."""
    for start in range(0, len(images), size):
        yield to_levels(images[start : start + size], device)
