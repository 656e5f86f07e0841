"""The four stages of training: loss, data and figures of each.

step     images to step latents and back: L1 of levels, of their changes and of energies, KL, and squared error of the
         grain (the mean deviation of real levels from decoded ones, from which playback adds noise)
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
from engine.tape.noise_texture import GRAIN_BANDS, GRAIN_FRAMES
from training.config import TrainingConfig
from training.dataset import batches
from training.dataset.dataset_folder import Dataset, ImageSet
from training.nets import losses
from training.nets.bundle import Nets
from training.nets.flow import flow_pairs

EVALUATED_LOOPS = 64  # held-out loops of an evaluation during training
NAMED_NOISE_SD = 0.1  # noise on the descriptors that the flow is conditioned on, so that it generalises between loops
LOOPS_PER_PASS = 16  # loops in one forward pass outside of training
WHOLE = slice(None)


class Drawn(NamedTuple):
    """What the flow learns from, of part of a batch; the shapes are those of `training.nets.flow`."""

    latents: Tensor
    w: Tensor
    noise: Tensor


@dataclass
class StepStage:
    """First stage: trains the step VAE, which encodes each sixteenth, on crops of mel images (levels as bytes)."""

    data: Dataset
    hparams: TrainingConfig
    spec: Spec
    seed: int
    device: torch.device
    name: str = "step"

    def trained(self, nets: Nets) -> nn.Module:
        """Return the net that the stage trains: the step VAE."""
        return nets.step

    @property
    def batch(self) -> int:
        """Number of samples of a step."""
        return self.hparams.step_batch

    def loss(self, nets: Nets, step: int, part: slice = WHOLE) -> Tensor:
        """Return the mean loss of part of a batch: errors of levels, their changes, energies and grain, and KL."""
        hparams, generator = self.hparams, batches.rng_for_step(self.seed, self.name, step)
        drawn = batches.CropBatch(self.data, generator, hparams.step_batch, hparams.step_crop, self.spec)
        real = drawn.augmented(generator, part, self.device)
        shape = hparams.step_batch, hparams.step_crop, hparams.latents
        noise = batches.normal_noise(generator, *shape, device=self.device)[part]
        decoded, posterior = nets.step(real, noise)
        levels = decoded.levels.float()
        nats = posterior.divergence().sum() / (real.shape[0] * real.shape[1])
        beta = hparams.beta * min(1.0, step / max(1, hparams.beta_warm_up))
        roughness = losses.residual_roughness(levels.detach(), real, GRAIN_FRAMES, GRAIN_BANDS)
        grain = (decoded.grain.float() - roughness).square().mean()
        energy = hparams.energy * losses.energy_loss(levels, real, self.spec)
        loss: Tensor = losses.reconstruction_loss(levels, real, hparams.edge) + energy + beta * nats + grain
        return loss

    @torch.no_grad()
    def figures(self, nets: Nets) -> dict[str, float]:
        """Return figures of held-out loops: error_db, onset_correlation and texture of `losses`, and active_latents.

        active_latents is the number of latents of a step that differ between steps (variance of the mean above 0.05).
        """
        held_out = self.data.images[-self.data.held_out :][:EVALUATED_LOOPS]
        means, rows = [], []
        for real in batches.in_chunks(held_out, LOOPS_PER_PASS, self.device):
            mean = nets.step.encoder(real).mean
            decoded = nets.step.decoder(mean).levels
            means.append(mean)
            figures = (
                losses.error_db(decoded, real, self.spec),
                losses.onset_correlation(decoded, real),
                losses.texture(decoded, real),
            )
            rows.append(torch.stack(figures) * len(real) / len(held_out))
        names = "error_db", "onset_correlation", "texture"
        active = int((torch.cat(means).flatten(0, 1).var(0) > 0.05).sum())
        return {**dict(zip(names, torch.stack(rows).sum(0).tolist(), strict=True)), "active_latents": active}


@torch.no_grad()
def encode_all(nets: Nets, images: ImageSet, device: torch.device) -> Tensor:
    """Return the step latents (count, steps, latents) of all images, the means of their posteriors."""
    chunks = batches.in_chunks(images, LOOPS_PER_PASS, device)
    return torch.cat([nets.step.encoder(levels).mean for levels in chunks])


@dataclass(frozen=True)
class LoopData:
    """Training data of the loop level; the last `held_out` loops are not trained on."""

    latents: Tensor  # (count, steps, latents), of the frozen step VAE, standardised
    named: Tensor  # (count, named), descriptors as normal quantiles
    held_out: int

    @property
    def train(self) -> tuple[Tensor, Tensor]:
        """Return latents and descriptors of the training loops."""
        return self.latents[: -self.held_out], self.named[: -self.held_out]

    @property
    def evaluated(self) -> tuple[Tensor, Tensor]:
        """Return latents and descriptors of the held-out loops."""
        return self.latents[-self.held_out :], self.named[-self.held_out :]


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

    batch = property(lambda self: self.hparams.flow_batch)

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
