"""The three stages of training: what each one minimises, on what, and how it is judged on loops it never saw.

step  images to step latents and back: L1 of levels and of their changes, KL
loop  step latents, frozen, to w and back: squared error, KL
flow  noise to step latents given w, both frozen: squared error of the velocity
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import torch
from torch import Tensor, nn

from engine.spec import Spec

from . import batches, losses
from .flow import on_the_path
from .nets import Nets
from .recipe import Recipe
from .vae import Posterior

JUDGED = 64  # held-out loops a stage is judged on while it trains
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
    recipe: Recipe
    spec: Spec
    seed: int
    device: torch.device
    name: str = "step"

    def trained(self, nets: Nets) -> nn.Module:
        """Encoder and decoder."""
        return nets.step

    def loss(self, nets: Nets, step: int) -> Tensor:
        """L1 of the levels, of their edges, and the KL in nats per frame."""
        recipe, generator = self.recipe, batches.chance(self.seed, self.name, step)
        window = batches.crops(self.data, generator, recipe.step_batch, recipe.step_crop, self.spec)
        real = batches.to_levels(window, self.device)
        noise = batches.normal(generator, recipe.step_batch, recipe.step_crop, recipe.latents, device=self.device)
        painted, posterior = nets.step(real, noise)
        nats = posterior.divergence().sum() / (recipe.step_batch * window.shape[1])
        beta = recipe.beta * min(1.0, step / max(1, recipe.beta_warm_up))
        loss: Tensor = losses.painting(painted, real, recipe.edge) + beta * nats
        return loss

    @torch.no_grad()
    def figures(self, nets: Nets) -> dict[str, float]:
        """Error in dB, correlation of the onsets, texture relative to the real one, latents in use."""
        held_out = self.data.images[-self.data.held_out :][:JUDGED]
        means, rows = [], []
        for real in batches.in_chunks(held_out, CHUNK, self.device):
            mean = nets.step.encoder(real).mean
            painted = nets.step.decoder(mean)
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


@dataclass
class LoopStage:
    """Loop VAE on frozen step latents (count, steps, latents), standardised; the last `held_out` are not trained on."""

    latents: Tensor
    held_out: int
    recipe: Recipe
    spec: Spec
    seed: int
    device: torch.device
    name: str = "loop"

    def trained(self, nets: Nets) -> nn.Module:
        """The loop VAE."""
        return nets.loop

    def loss(self, nets: Nets, step: int) -> Tensor:
        """Half the squared error of a loop's latents plus beta times the nats of w, per latent of the grid."""
        recipe, generator = self.recipe, batches.chance(self.seed, self.name, step)
        real = batches.loops(self.latents[: -self.held_out], generator, recipe.loop_batch, self.spec.steps // 2)
        blurred = real + recipe.loop_noise * batches.normal(generator, *real.shape, device=self.device)
        noise = batches.normal(generator, len(real), recipe.loop_latents, device=self.device)
        guess, posterior = nets.loop(blurred, noise)
        error = 0.5 * (guess - real).square().sum((1, 2)).mean()
        nats = posterior.divergence().sum(1).mean()
        loss: Tensor = (error + recipe.loop_beta * nats) / real[0].numel()
        return loss

    @torch.no_grad()
    def figures(self, nets: Nets) -> dict[str, float]:
        """Share of the latents' variance that w does not hold."""
        real = self.latents[-self.held_out :]
        guess = nets.loop.decoder(nets.loop.encode(real).mean).reshape(real.shape)
        return {"unexplained": float(losses.unexplained(guess, real))}


@dataclass
class FlowStage:
    """Conditional flow on frozen step latents, standardised, and the frozen posterior of w."""

    latents: Tensor
    held_out: int
    recipe: Recipe
    spec: Spec
    seed: int
    device: torch.device
    name: str = "flow"

    def trained(self, nets: Nets) -> nn.Module:
        """The flow."""
        return nets.flow

    def _velocity_error(self, nets: Nets, real: Tensor, generator: np.random.Generator) -> Tensor:
        with torch.no_grad():
            posterior: Posterior = nets.loop.encode(real)
            w = nets.whitened(posterior.sample(batches.normal(generator, *posterior.mean.shape, device=self.device)))
        noise = batches.normal(generator, *real.shape, device=self.device)
        pair = on_the_path(real, noise, batches.normal(generator, len(real), 1, 1, device=self.device))
        velocity: Tensor = nets.flow(pair.latents, pair.time, w[:, None])
        return (velocity - pair.velocity).square().mean()

    def loss(self, nets: Nets, step: int) -> Tensor:
        """Squared error of the velocity; w is drawn from its posterior, so that the flow knows more than points."""
        generator = batches.chance(self.seed, self.name, step)
        train = self.latents[: -self.held_out]
        real = batches.loops(train, generator, self.recipe.flow_batch, self.spec.steps // 2)
        return self._velocity_error(nets, real, generator)

    @torch.no_grad()
    def figures(self, nets: Nets) -> dict[str, float]:
        """Squared error of the velocity on held-out loops, always with the same noise."""
        generator = batches.chance(self.seed, self.name, 0)
        return {"velocity_error": float(self._velocity_error(nets, self.latents[-self.held_out :], generator))}
