"""What the stages behind the first one learn from: a dataset in, step latents and descriptors of its loops out.

latents   float32 (loops, steps, latents)  means of their posteriors, from the frozen step VAE
named     float32 (loops, 8)               descriptors, as normal quantiles
features  float32 (loops, 512)             levels in dB per sixteenth and broad band

Of a large dataset only the first loops are measured, so that memory does not grow with it; the others are of the same
kinds. Each process measures its share of them.
"""

from collections.abc import Callable

import numpy as np
import torch
from lightning_fabric import Fabric
from numpy.typing import NDArray
from torch import Tensor

from engine.arrays import Floats
from training.dataset.batches import row_of_each
from training.dataset.dataset_folder import Dataset, ImageSet
from training.dataset.descriptors import describe, drum_levels_per_step, to_quantiles
from training.nets.bundle import Nets
from training.nets.calibrate import band_levels

from .step_stage import LOOPS_PER_PASS, encode_all

CPU = torch.device("cpu")
MAX_LEARNED, MAX_HELD_OUT = 65_536, 2048  # loops that are measured
MACRO_LOOPS = 2000  # loops from which macros and the spread of descriptors are computed


class LoopFigures:
    """Figures of the loops of a dataset, computed when they are used first; latents and descriptors are kept."""

    def __init__(self, data: Dataset, fabric: Fabric, device: torch.device) -> None:
        """Measure on `device`, each process of `fabric` its share."""
        self.learned = data.images[: -data.held_out][:MAX_LEARNED]
        self.held_out = data.images[-data.held_out :][:MAX_HELD_OUT]
        self._spec, self._fabric, self._device = data.spec, fabric, device
        self._latents: tuple[Tensor, Tensor] | None = None
        self._named: tuple[Tensor, Tensor] | None = None

    def latents(self, nets: Nets) -> tuple[Tensor, Tensor]:
        """Return the step latents of learned and of held-out loops, from nets whose step VAE does not change again."""
        if self._latents is None:
            learned, held_out = (
                self._of_each(images, lambda images: encode_all(nets, images, self._device))
                for images in (self.learned, self.held_out)
            )
            self._latents = learned, held_out
        return self._latents

    def some_latents(self, nets: Nets) -> Tensor:
        """Return the step latents of the first learned loops, MACRO_LOOPS at most, by this process alone."""
        if self._latents is not None:
            return self._latents[0][:MACRO_LOOPS]
        return encode_all(nets, self.learned[:MACRO_LOOPS], self._device)

    def named(self) -> tuple[Tensor, Tensor]:
        """Return the descriptors of learned and of held-out loops."""
        if self._named is None:
            learned, held_out = (self._of_each(images, self._describe) for images in (self.learned, self.held_out))
            named = to_quantiles(torch.cat([learned, held_out]).numpy(), learned.numpy())
            on_device = torch.from_numpy(named).float().to(self._device)
            self._named = on_device[: len(learned)], on_device[len(learned) :]
        return self._named

    def features(self) -> Tensor:
        """Return the features of the learned loops."""
        return self._of_each(self.learned, self._features)

    def spread(self) -> Tensor:
        """Return the standard deviation (8,) of each descriptor, as it is measured, in the first learned loops."""
        return self._describe(self.learned[:MACRO_LOOPS]).std(0)

    def drum_levels(self) -> Tensor:
        """Return the levels of drums (loops, steps, 3) in the first learned loops, MACRO_LOOPS at most."""
        return self._rows(self.learned[:MACRO_LOOPS], lambda levels: drum_levels_per_step(levels, self._spec))

    def _describe(self, images: ImageSet) -> Tensor:
        return self._rows(images, lambda levels: describe(levels, self._spec))

    def _features(self, images: ImageSet) -> Tensor:
        return row_of_each(images, LOOPS_PER_PASS, CPU, lambda levels: band_levels(levels, self._spec))

    def _rows(self, images: ImageSet, compute: Callable[[Floats], NDArray[np.float64]]) -> Tensor:
        return row_of_each(images, LOOPS_PER_PASS, CPU, lambda levels: torch.from_numpy(compute(levels.numpy())))

    def _of_each(self, images: ImageSet, compute: Callable[[ImageSet], Tensor]) -> Tensor:
        """Return a row for each image, of which each process computes its share."""
        edges = np.linspace(0, len(images), self._fabric.world_size + 1).astype(int)
        rank = self._fabric.global_rank
        share = images[edges[rank] : edges[rank + 1]]
        own = compute(share) if len(share) else compute(images[:1])[:0]
        if self._fabric.world_size == 1:
            return own
        sizes = np.diff(edges)
        padded = own.new_zeros(int(sizes.max()), *own.shape[1:])
        padded[: len(own)] = own
        gathered = self._fabric.all_gather(padded).to(own.device)  # type: ignore[union-attr]
        return torch.cat([part[:size] for part, size in zip(gathered, sizes, strict=True)])
