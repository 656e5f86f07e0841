"""The stages of training behind the first one: loss, data and figures of each.

loop     step latents, frozen, to w (numbers that describe a whole loop) and back: squared error, KL, and error of the
         estimated descriptors
flow     noise to step latents given w, both frozen: squared error of the velocity
sampler  the same in fewer evaluations of a net: squared difference from what the frozen flow makes
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from engine.spec import Spec
from training.config import TrainingConfig
from training.dataset import batches
from training.nets import losses
from training.nets.bundle import Nets
from training.nets.flow import flow_pairs

from .step_stage import WHOLE, StepStage

NAMED_NOISE_SD = 0.1  # noise on the descriptors that the flow is conditioned on, so that it generalises between loops


class Drawn(NamedTuple):
    """What the flow learns from, of part of a batch; the shapes are those of `training.nets.flow`."""

    latents: Tensor
    w: Tensor
    noise: Tensor


@dataclass(frozen=True)
class LoopData:
    """Training data of the loop level, each a pair.

    latents  (loops, steps, latents)  of the frozen step VAE, standardised
    named    (loops, named)           descriptors as normal quantiles
    """

    train: tuple[Tensor, Tensor]
    evaluated: tuple[Tensor, Tensor]  # of held-out loops


@dataclass
class LoopStage:
    """Second stage: trains the loop VAE on step latents of the frozen step VAE."""

    loops: LoopData
    hparams: TrainingConfig
    spec: Spec
    seed: int
    device: torch.device
    name: str = "loop"

    def trained(self, nets: Nets) -> nn.Module:
        """Return the net that the stage trains: the loop VAE."""
        return nets.loop

    @property
    def batch(self) -> int:
        """Number of samples of a step."""
        return self.hparams.loop_batch

    def loss(self, nets: Nets, step: int, part: slice = WHOLE) -> Tensor:
        """Return the mean loss of part of a batch: error of step latents and descriptors, KL of the unnamed w."""
        hparams, generator = self.hparams, batches.rng_for_step(self.seed, self.name, step)
        real, named = batches.loops(*self.loops.train, generator, self.batch, self.spec.steps // 2)
        noise = batches.normal_noise(generator, *real.shape, device=self.device)[part]
        free_noise = batches.normal_noise(generator, self.batch, nets.loop.free, device=self.device)[part]
        real, named = real[part], named[part]
        estimated, free = nets.loop.encode(real + hparams.loop_noise * noise)
        w = torch.cat([named, free.sample(free_noise)], -1)
        error = 0.5 * (nets.loop.decode(w) - real).square().sum((1, 2)).mean()
        nats = free.divergence().sum(1).mean()
        misread = 0.5 * (estimated - named).square().mean()
        loss: Tensor = (error + hparams.loop_beta * nats) / real[0].numel() + misread
        return loss

    @torch.no_grad()
    def figures(self, nets: Nets) -> dict[str, float]:
        """Return two shares of variance over held-out loops, 0 is best.

        unexplained  of the step latents: what the decoder cannot restore from w
        misread      of the descriptors: what the encoder's estimate of them misses
        """
        real, named = self.loops.evaluated
        estimated, free = nets.loop.encode(real)
        guess = nets.loop.decode(torch.cat([named, free.mean], -1))
        return {
            "unexplained": float(losses.unexplained(guess, real)),
            "misread": float(losses.unexplained(estimated, named)),
        }


@dataclass
class FlowStage(LoopStage):
    """Third stage: trains the flow, which makes step latents of noise, given a loop's w from the frozen loop VAE."""

    name: str = "flow"

    def trained(self, nets: Nets) -> nn.Module:
        """Return the net that the stage trains: the flow."""
        return nets.flow

    @property
    def batch(self) -> int:
        """Number of samples of a step."""
        return self.hparams.flow_batch

    @torch.no_grad()
    def _drawn(self, nets: Nets, real: Tensor, named: Tensor, generator: np.random.Generator, part: slice) -> Drawn:
        """Return part of a batch: latents, whitened w (loops, 1, loop latents) drawn from the loop VAE, and noise."""
        size, device = len(real), self.device
        loose = NAMED_NOISE_SD * batches.normal_noise(generator, *named.shape, device=device)[part]
        free_noise = batches.normal_noise(generator, size, nets.loop.free, device=device)[part]
        noise = batches.normal_noise(generator, *real.shape, device=device)[part]
        _, free = nets.loop.encode(real[part])
        w = nets.whitened(torch.cat([named[part] + loose, free.sample(free_noise)], -1))[:, None]
        return Drawn(real[part], w, noise)

    def _error(
        self, nets: Nets, real: Tensor, named: Tensor, generator: np.random.Generator, part: slice = WHOLE
    ) -> Tensor:
        latents, w, noise = self._drawn(nets, real, named, generator, part)
        time_noise = batches.normal_noise(generator, len(real), 1, 1, device=self.device)[part]
        pair = flow_pairs(latents, noise, time_noise)
        velocity: Tensor = nets.flow(pair.latents, pair.time, w)
        return (velocity.float() - pair.velocity).square().mean()

    def loss(self, nets: Nets, step: int, part: slice = WHOLE) -> Tensor:
        """Return the mean loss of part of a batch: error of what the net makes of noise, given w from the loop VAE."""
        generator = batches.rng_for_step(self.seed, self.name, step)
        real, named = batches.loops(*self.loops.train, generator, self.batch, self.spec.steps // 2)
        return self._error(nets, real, named, generator, part)

    @torch.no_grad()
    def figures(self, nets: Nets) -> dict[str, float]:
        """Return velocity_error: the squared error of the velocity on held-out loops, always with the same noise."""
        return {"velocity_error": float(self._error(nets, *self.loops.evaluated, self._figure_noise()))}

    def _figure_noise(self) -> np.random.Generator:
        return batches.rng_for_step(self.seed, self.name, 0)


@dataclass
class SamplerStage(FlowStage):
    """Fourth stage: trains the sampler to make in a few evaluations what the frozen flow makes of the same noise."""

    name: str = "sampler"

    def trained(self, nets: Nets) -> nn.Module:
        """Return the net that the stage trains: the sampler."""
        return nets.sampler

    def _error(
        self, nets: Nets, real: Tensor, named: Tensor, generator: np.random.Generator, part: slice = WHOLE
    ) -> Tensor:
        _, w, noise = self._drawn(nets, real, named, generator, part)
        with torch.no_grad():
            wanted = nets.flow.integrate(w, noise, self.hparams.heun_steps)
        found = nets.sampler.sample(w, noise, self.hparams.sampler_steps)
        return (found.float() - wanted.float()).square().mean()

    @torch.no_grad()
    def figures(self, nets: Nets) -> dict[str, float]:
        """Return sampler_error: the squared error on held-out loops, always with the same noise."""
        return {"sampler_error": float(self._error(nets, *self.loops.evaluated, self._figure_noise()))}


TrainingStage = StepStage | LoopStage | FlowStage | SamplerStage
