"""Everything of a model that has weights, as one module: knobs to whitened w to step latents to levels, and back.

knobs      float32 (..., loop latents)    +-1 = 5th and 95th percentile of the training loops; the first ones have names
variation  float32 (..., steps, latents)  standard normal noise
latents    float32 (..., steps, latents)  of the sixteenths
levels     float32 (..., frames, bands)   0..1

The first of w are `training.descriptors`, as normal quantiles, the others found by the loop VAE. Whitening keeps that
order (a lower Cholesky factor), so in whitened coordinates the names still depend on the first ones alone.
"""

import torch
from torch import Tensor, nn

from engine.spec import Spec
from training.config import TrainingConfig
from training.dataset.descriptors import NAMES

from .flow import Flow, LoopVae
from .vae import StepVae

FURTHEST = 8.0  # sds from the middle of the training loops; beyond, the flow has never been and paints noise
NARROWEST = 0.3  # sd; an unused latent is not blown up to a full one


class Nets(nn.Module):
    """Step VAE, loop VAE and flow, and the few numbers between them: scales of latents, whitening of w, knobs."""

    def __init__(self, recipe: TrainingConfig, spec: Spec) -> None:
        super().__init__()
        latents, loops, named = recipe.latents, recipe.loop_latents, len(NAMES)
        self.step = StepVae(spec.mels, recipe.channels, latents)
        self.loop = LoopVae(spec.steps, latents, loops, named, recipe.loop_width)
        self.flow = Flow(spec.steps, latents, loops, recipe.flow_width, recipe.flow_depth)
        self.heun_steps = recipe.heun_steps
        self.latent_mean = nn.Buffer(torch.zeros(latents))
        self.latent_sd = nn.Buffer(torch.ones(latents))
        self.w_mean = nn.Buffer(torch.zeros(loops))
        self.w_whiten = nn.Buffer(torch.eye(loops))  # inverse of the lower Cholesky factor of the covariance of w
        self.knob_centre = nn.Buffer(torch.zeros(loops))
        self.knob_axes = nn.Buffer(torch.eye(loops))  # row k: where knob k moves the whitened w
        self.knob_places = nn.Buffer(torch.eye(loops))  # its inverse

    def standardised(self, latents: Tensor) -> Tensor:
        """Step latents as the loop level sees them: mean 0, sd 1 over the training set."""
        return (latents - self.latent_mean) / self.latent_sd

    def whitened(self, w: Tensor) -> Tensor:
        """Bring w (..., loop latents) to mean 0 and covariance I over the training set."""
        return (w - self.w_mean) @ self.w_whiten.T

    def w_of(self, latents: Tensor) -> Tensor:
        """Whitened w of whole loops, from step latents as encoded; the names are read off the latents as well."""
        told, free = self.loop.encode(self.standardised(latents))
        return self.whitened(torch.cat([told, free.mean], -1))

    def from_knobs(self, knobs: Tensor) -> Tensor:
        """Whitened w for knobs; drawn back to a sphere where there is still something to hear."""
        w = self.knob_centre + knobs @ self.knob_axes
        length = w.square().sum(-1, keepdim=True).sqrt()
        return w * (FURTHEST / length.clamp_min(FURTHEST))

    def to_knobs(self, w: Tensor) -> Tensor:
        """Knobs for whitened w inside the sphere."""
        return (w - self.knob_centre) @ self.knob_places

    def latents(self, w: Tensor, variation: Tensor) -> Tensor:
        """Step latents (..., steps, latents) of a whitened w (..., loop latents) and a variation."""
        return self.flow.sample(w.unsqueeze(-2), variation, self.heun_steps) * self.latent_sd + self.latent_mean

    def encode(self, levels: Tensor) -> tuple[Tensor, Tensor]:
        """Knobs and step latents of loops as they sound."""
        latents = self.step.encoder(levels).mean
        return self.to_knobs(self.w_of(latents)), latents

    @torch.no_grad()
    def fit_latents(self, latents: Tensor) -> None:
        """Learn the scale of the step latents (loops, steps, latents)."""
        self.latent_mean.copy_(latents.mean((0, 1)))
        self.latent_sd.copy_(latents.std((0, 1)).clamp_min(NARROWEST))

    @torch.no_grad()
    def fit_whitening(self, w: Tensor, variance: Tensor) -> None:
        """Learn mean and covariance of w (loops, loop latents), whose posteriors have a variance of the same shape."""
        w = w.double()
        centred = w - w.mean(0)
        covariance = centred.T @ centred / len(w) + variance.double().mean(0).diag()
        root = torch.linalg.cholesky(covariance)
        self.w_mean.copy_(w.mean(0))
        self.w_whiten.copy_(torch.linalg.inv(root))
