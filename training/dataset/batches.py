"""Training batches: each depends on the dataset, seed, stage and step number only.

images  uint8 (count, frames, bands)           round(level * 255), of a dataset
crops   uint8 (batch, 16 * sixteenths, bands)  windows that begin on a sixteenth

No state is kept between steps, so a resumed run continues exactly as if it had never stopped. Random numbers are drawn
for the whole batch, so a sample of it is the same in whatever process it is computed.
"""

import math
from collections.abc import Callable, Iterable, Iterator

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


class CropBatch:
    """Random windows of training images: drawn for the whole batch, computed for a part of it."""

    def __init__(self, data: Dataset, generator: Generator, batch: int, sixteenths: int, spec: Spec) -> None:
        """Draw which loop each window is of, and from which of its sixteenths on; it wraps at the loop's end."""
        self._images, self._spec = data.images, spec
        self._picked = generator.integers(len(data.images) - data.held_out, size=batch)
        self._images.prepare(self._picked.tolist())
        self._first = generator.integers(spec.steps, size=batch) * spec.step_frames
        self._window = np.arange(sixteenths * spec.step_frames)

    def crops(self, numbers: Iterable[int]) -> NDArray[np.uint8]:
        """Return the windows of these numbers in the batch."""
        return np.stack(
            [
                self._images[int(self._picked[one])].take(self._window + self._first[one], axis=0, mode="wrap")
                for one in numbers
            ]
        )

    def augmented(self, generator: Generator, part: slice, device: torch.device) -> Tensor:
        """Return levels of a part, varied as other kits, mixes and performances would; each is changed at random.

        shift        all onsets up to four frames early or late
        layer        another crop of the batch is mixed in, up to 12 dB softer
        level, tilt  all bands -6 to +3 dB; -6 to +6 dB from the lowest to the highest band
        """
        batch, spec = len(self._picked), self._spec
        chosen = generator.random((4, batch))
        shift = np.where(chosen[0] < 0.35, generator.integers(-MAX_SHIFT_FRAMES, MAX_SHIFT_FRAMES + 1, batch), 0)
        partner, under = generator.permutation(batch), generator.uniform(-12, 0, batch)
        layered = (chosen[1] < 0.2) & (partner != np.arange(batch))
        gain = np.where(chosen[2] < 0.5, generator.uniform(-6, 3, batch), 0)
        tilt = np.where(chosen[3] < 0.5, generator.uniform(-6, 6, batch), 0)
        numbers = range(batch)[part]
        levels = to_levels(self.crops(numbers), device)
        moved = torch.stack([level.roll(int(shift[one]), 0) for level, one in zip(levels, numbers, strict=True)])
        for at, one in enumerate(numbers):
            if layered[one]:
                [other] = to_levels(self.crops([partner[one]]), device)
                moved[at] = layer_levels(moved[at], other - under[one] / spec.floor, spec)
        shape = (gain[part, None] + tilt[part, None] * np.linspace(-0.5, 0.5, levels.shape[2])) / -spec.floor
        change = torch.from_numpy(shape.astype(np.float32)).to(device)[:, None]
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


def row_of_each(images: ImageSet, size: int, device: torch.device, compute: Callable[[Tensor], Tensor]) -> Tensor:
    """Return a row for each image; `compute` takes the levels of at most `size` images, and returns their rows.

    There must be an image. The rows are written into one tensor, as many small ones would fragment the memory.
    """
    parts = enumerate(in_chunks(images, size, device))
    first = compute(next(parts)[1])
    found = first.new_empty(len(images), *first.shape[1:])
    found[: len(first)] = first
    for number, levels in parts:
        found[number * size : number * size + len(levels)] = compute(levels)
    return found
