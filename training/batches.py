"""What a net sees at a step of its training: a function of (seed, stage, step) and of nothing else.

images  uint8 (count, frames, bands)           round(level * 255), of a dataset
crops   uint8 (batch, 16 * sixteenths, bands)  windows that begin on a sixteenth

No state is carried from step to step, so a run that was stopped goes on exactly as if it had not been.
"""

from collections.abc import Iterator
from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.spec import Spec

from .recipe import STAGES


class Images(Protocol):
    """The part of a dataset that training reads; the last `held_out` images are never trained on."""

    @property
    def images(self) -> NDArray[np.uint8]:
        """All images (count, frames, bands)."""

    @property
    def held_out(self) -> int:
        """How many of them are for judging."""


def chance(seed: int, stage: str, step: int) -> np.random.Generator:
    """The random numbers of one training step."""
    return np.random.default_rng([seed, STAGES.index(stage), step])


def normal(generator: np.random.Generator, *shape: int, device: torch.device) -> Tensor:
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


def loops(latents: Tensor, generator: np.random.Generator, batch: int, steps_per_bar: int) -> Tensor:
    """Step latents (batch, steps, latents) of random loops, each rolled by whole bars: free new loops.

    Rolling the tape rolls its latents exactly, so this needs no second look at the images.
    """
    count, steps, _ = latents.shape
    picked = generator.integers(count, size=batch)
    bars = generator.integers(steps // steps_per_bar, size=batch)
    order = (np.arange(steps) + bars[:, None] * steps_per_bar) % steps
    return latents[torch.from_numpy(picked)[:, None], torch.from_numpy(order)]


def in_chunks(images: NDArray[np.uint8], size: int, device: torch.device) -> Iterator[Tensor]:
    """All images in order as levels, `size` at a time."""
    for start in range(0, len(images), size):
        yield to_levels(images[start : start + size], device)
