"""The three stages of training: what each one minimises, on what, and how it is judged on loops it never saw.

step  images to step latents and back: L1 of levels and of their changes, KL; and how far cells stray from the levels
loop  step latents, frozen, to w and back: squared error, KL, and the descriptors read off them
flow  noise to step latents given w, both frozen: squared error of the velocity
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import torch
from torch import Tensor, nn

from engine.spec import Spec
from engine.tape.noise_texture import GRAIN_BANDS, GRAIN_FRAMES
from training.config import TrainingConfig
from training.dataset import batches
from training.nets import losses
from training.nets.bundle import Nets
from training.nets.flow import on_the_path

JUDGED = 64  # held-out loops a stage is judged on while it trains
LOOSE = 0.1  # sds by which the flow is told the descriptors wrongly, so that it learns slopes and not points
CHUNK = 16  # loops that go through a net at once when nothing is learned


class Stage(Protocol):
    """One stage; `step` counts from 0 inside the stage."""

    name: str

    def trained(self, nets: Nets) -> nn.Module:
        """The part of the nets that this stage trains."""

    def loss(self, nets: Nets, step: int) -> Tensor:
        """What to minimise at a step, a scalar."""

    def figures(self, nets: Nets) -> dict[str, float]:
        """Held-out figures."""


@dataclass
class StepStage:
    """Step VAE on crops of images."""

    data: batches.Images
    recipe: TrainingConfig
    spec: Spec
    seed: int
    device: torch.device
    name: str = "step"

    def trained(self, nets: Nets) -> nn.Module:
        """Encoder and decoder."""
        return nets.step

    def loss(self, nets: Nets, step: int) -> Tensor:
        """L1 of the levels, of their edges, and the KL in nats per frame."""
        recipe, generator = self.recipe, batches.rng_for_step(self.seed, self.name, step)
        window = batches.crops(self.data, generator, recipe.step_batch, recipe.step_crop, self.spec)
        real = batches.augmented(batches.to_levels(window, self.device), generator, self.spec)
        noise = batches.normal_noise(generator, recipe.step_batch, recipe.step_crop, recipe.latents, device=self.device)
        painted, posterior = nets.step(real, noise)
        levels = painted.levels.float()
        nats = posterior.divergence().sum() / (recipe.step_batch * window.shape[1])
        beta = recipe.beta * min(1.0, step / max(1, recipe.beta_warm_up))
        strayed = losses.residual_roughness(levels.detach(), real, GRAIN_FRAMES, GRAIN_BANDS)
        grain = (painted.grain.float() - strayed).square().mean()
        loss: Tensor = losses.reconstruction_loss(levels, real, recipe.edge) + beta * nats + grain
        return loss

    @torch.no_grad()
    def figures(self, nets: Nets) -> dict[str, float]:
        """Error in dB, correlation of the onsets, texture relative to the real one, latents in use."""
        held_out = self.data.images[-self.data.held_out :][:JUDGED]
        means, rows = [], []
        for real in batches.in_chunks(held_out, CHUNK, self.device):
            mean = nets.step.encoder(real).mean
            painted = nets.step.decoder(mean).levels
            means.append(mean)
            figures = (
                losses.error_db(painted, real, self.spec),
                losses.onset_correlation(painted, real),
                losses.texture(painted, real),
            )
            rows.append(torch.stack(figures) * len(real) / len(held_out))
        error, correlation, texture = torch.stack(rows).sum(0).tolist()
        active = int((torch.cat(means).flatten(0, 1).var(0) > 0.05).sum())
        return {"error_db": error, "onset_correlation": correlation, "texture": texture, "active_latents": active}


@torch.no_grad()
def encoded(nets: Nets, data: batches.Images, device: torch.device) -> Tensor:
    """Mean step latents (count, steps, latents) of all images."""
    return torch.cat([nets.step.encoder(levels).mean for levels in batches.in_chunks(data.images, CHUNK, device)])


@dataclass(frozen=True)
class Loops:
    """What the loop level learns from; the last `held_out` loops are not trained on."""

    latents: Tensor  # (count, steps, latents), of the frozen step VAE, standardised
    named: Tensor  # (count, named), descriptors as normal quantiles
    held_out: int

    @property
    def train(self) -> tuple[Tensor, Tensor]:
        """Latents and descriptors to learn from."""
        return self.latents[: -self.held_out], self.named[: -self.held_out]

    @property
    def judged(self) -> tuple[Tensor, Tensor]:
        """Latents and descriptors of the loops held out."""
        return self.latents[-self.held_out :], self.named[-self.held_out :]


@dataclass
class LoopStage:
    """Loop VAE on frozen step latents."""

    loops: Loops
    recipe: TrainingConfig
    spec: Spec
    seed: int
    device: torch.device
    name: str = "loop"

    def trained(self, nets: Nets) -> nn.Module:
        """The loop VAE."""
        return nets.loop

    def loss(self, nets: Nets, step: int) -> Tensor:
        """Half the squared error of a loop's latents and descriptors plus beta times the nats of w, per latent."""
        recipe, generator = self.recipe, batches.rng_for_step(self.seed, self.name, step)
        real, named = batches.loops(*self.loops.train, generator, recipe.loop_batch, self.spec.steps // 2)
        blurred = real + recipe.loop_noise * batches.normal_noise(generator, *real.shape, device=self.device)
        told, free = nets.loop.encode(blurred)
        w = torch.cat([named, free.sample(batches.normal_noise(generator, *free.mean.shape, device=self.device))], -1)
        error = 0.5 * (nets.loop.decode(w) - real).square().sum((1, 2)).mean()
        nats = free.divergence().sum(1).mean()
        misread = 0.5 * (told - named).square().mean()
        loss: Tensor = (error + recipe.loop_beta * nats) / real[0].numel() + misread
        return loss

    @torch.no_grad()
    def figures(self, nets: Nets) -> dict[str, float]:
        """Share of the variance that w does not hold: of the latents; and of the descriptors, read off the latents."""
        real, named = self.loops.judged
        told, free = nets.loop.encode(real)
        guess = nets.loop.decode(torch.cat([named, free.mean], -1))
        return {
            "unexplained": float(losses.unexplained(guess, real)),
            "misread": float(losses.unexplained(told, named)),
        }


@dataclass
class FlowStage:
    """Conditional flow on frozen step latents, their descriptors and the frozen posterior of the rest of w."""

    loops: Loops
    recipe: TrainingConfig
    spec: Spec
    seed: int
    device: torch.device
    name: str = "flow"

    def trained(self, nets: Nets) -> nn.Module:
        """The flow."""
        return nets.flow

    def _velocity_error(self, nets: Nets, real: Tensor, named: Tensor, generator: np.random.Generator) -> Tensor:
        with torch.no_grad():
            _, free = nets.loop.encode(real)
            loose = named + LOOSE * batches.normal_noise(generator, *named.shape, device=self.device)
            drawn = free.sample(batches.normal_noise(generator, *free.mean.shape, device=self.device))
            w = nets.whitened(torch.cat([loose, drawn], -1))
        noise = batches.normal_noise(generator, *real.shape, device=self.device)
        pair = on_the_path(real, noise, batches.normal_noise(generator, len(real), 1, 1, device=self.device))
        velocity: Tensor = nets.flow(pair.latents, pair.time, w[:, None])
        return (velocity.float() - pair.velocity).square().mean()

    def loss(self, nets: Nets, step: int) -> Tensor:
        """Squared error of the velocity; w is drawn from its posterior, so that the flow knows more than points."""
        generator = batches.rng_for_step(self.seed, self.name, step)
        real, named = batches.loops(*self.loops.train, generator, self.recipe.flow_batch, self.spec.steps // 2)
        return self._velocity_error(nets, real, named, generator)

    @torch.no_grad()
    def figures(self, nets: Nets) -> dict[str, float]:
        """Squared error of the velocity on held-out loops, always with the same noise."""
        generator = batches.rng_for_step(self.seed, self.name, 0)
        return {"velocity_error": float(self._velocity_error(nets, *self.loops.judged, generator))}
