"""Training batches: each depends on the dataset, seed, stage and step number only.

images  uint8 (count, frames, bands)           round(level * 255), of a dataset
crops   uint8 (batch, 16 * sixteenths, bands)  windows that begin on a sixteenth

No state is kept between steps, so a resumed run continues exactly as if it had never stopped.
"""

import math
from collections.abc import Iterator

import numpy as np
import torch
from numpy.random import Generator
from numpy.typing import NDArray
from torch import Tensor

from engine.spec import Spec
from training.config import STAGES

from .dataset_folder import Dataset, ImageSet

MAX_SHIFT_FRAMES = 4  # 23 ms


def rng_for_step(seed: int, stage: str, step: int) -> Generator:
    """Return the random generator of one training step, always the same for the same arguments."""
    return np.random.default_rng([seed, STAGES.index(stage), step])


def normal_noise(generator: Generator, *shape: int, device: torch.device) -> Tensor:
    """Return standard normal float32 noise, drawn on the CPU, so that it is the same on every device."""
    return torch.from_numpy(generator.standard_normal(shape, dtype=np.float32)).to(device)


def to_levels(images: NDArray[np.uint8], device: torch.device) -> Tensor:
    """Return images as levels 0..1, float32 on the device."""
    return torch.from_numpy(np.array(images)).to(device).float() / 255


def crops(data: Dataset, generator: Generator, batch: int, sixteenths: int, spec: Spec) -> NDArray[np.uint8]:
    """Return windows of training images, each from a random sixteenth of a random loop, wrapping at its end."""
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


def augment(levels: Tensor, generator: Generator, spec: Spec) -> Tensor:
    """Vary levels as other kits, mixes and performances would; each change applies to a random share of the crops.

    shift        all onsets up to four frames early or late
    layer        another crop of the batch is mixed in, up to 12 dB softer
    level, tilt  all bands -6 to +3 dB; -6 to +6 dB from the lowest to the highest band
    """
    batch, _, bands = levels.shape
    chosen = generator.random((4, batch))
    shift = np.where(chosen[0] < 0.35, generator.integers(-MAX_SHIFT_FRAMES, MAX_SHIFT_FRAMES + 1, batch), 0)
    moved = torch.stack([level.roll(int(by), 0) for level, by in zip(levels, shift, strict=True)])
    partner, under = generator.permutation(batch), generator.uniform(-12, 0, batch)
    for one in np.flatnonzero((chosen[1] < 0.2) & (partner != np.arange(batch))):
        moved[one] = layer_levels(moved[one], levels[partner[one]] - under[one] / spec.floor, spec)
    gain = np.where(chosen[2] < 0.5, generator.uniform(-6, 3, batch), 0)
    tilt = np.where(chosen[3] < 0.5, generator.uniform(-6, 6, batch), 0)
    shape = (gain[:, None] + tilt[:, None] * np.linspace(-0.5, 0.5, bands)) / -spec.floor
    change = torch.from_numpy(shape.astype(np.float32)).to(levels.device)[:, None]
    # silence stays silence
    return torch.where(moved > 0, (moved + change).clamp(0, 1), moved)


def layer_levels(one: Tensor, other: Tensor, spec: Spec) -> Tensor:
    """Return levels of the sum of two sounds, any shape: powers add; 0 or less is silence."""
    nepers = -spec.floor * math.log(10) / 10  # of power, per level
    loud, soft = torch.maximum(one, other), torch.minimum(one, other)
    more = torch.log1p(torch.exp((soft - loud) * nepers)) / nepers
    return (loud + more * (soft > 0)).clamp(0, 1)


def loops(latents: Tensor, named: Tensor, generator: Generator, batch: int, bar_steps: int) -> tuple[Tensor, Tensor]:
    """Return step latents (batch, steps, latents) of random loops, each rotated by whole bars, and their descriptors.

    Rotating an image rotates its latents exactly, so the rotated ones are new loops; descriptors do not change.

    Args:
        latents: (loops, steps, latents) of all training loops.
        named: (loops, 8) descriptors of the same loops.
        generator: source of the random numbers.
        batch: number of loops to return.
        bar_steps: sixteenths in a bar.
    """
    count, steps, _ = latents.shape
    picked = torch.from_numpy(generator.integers(count, size=batch))
    bars = generator.integers(steps // bar_steps, size=batch)
    order = torch.from_numpy((np.arange(steps) + bars[:, None] * bar_steps) % steps)
    return latents[picked[:, None], order], named[picked]


def in_chunks(images: ImageSet, size: int, device: torch.device) -> Iterator[Tensor]:
    """Yield all images in order as levels 0..1 (`size` or fewer, frames, bands)."""
    for start in range(0, len(images), size):
        yield to_levels(images[start : start + size].stacked(), device)
