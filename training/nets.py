"""Everything of a model that has weights, as one module: knobs to whitened w to step latents to levels.

knobs      float32 (..., loop latents)    +-1 = 5th and 95th percentile of the training loops
variation  float32 (..., steps, latents)  standard normal noise
levels     float32 (..., frames, bands)   0..1
"""

import torch
from torch import Tensor, nn

from engine.spec import Spec

from .flow import Flow, LoopVae
from .recipe import Recipe
from .vae import Posterior, StepVae

FURTHEST = 8.0  # sds from the middle of the training loops; beyond, the flow has never been and paints noise
NARROWEST = 0.3  # sd; an unused latent is not blown up to a full one


class Nets(nn.Module):
    """Step VAE, loop VAE and flow, and the few numbers between them: scales of latents, whitening of w, knobs."""

    def __init__(self, recipe: Recipe, spec: Spec) -> None:
        super().__init__()
        latents, loops = recipe.latents, recipe.loop_latents
        self.step = StepVae(spec.mels, recipe.channels, latents)
        self.loop = LoopVae(spec.steps, latents, loops, recipe.loop_width)
        self.flow = Flow(spec.steps, latents, loops, recipe.flow_width, recipe.flow_depth)
        self.heun_steps = recipe.heun_steps
        self.latent_mean = nn.Buffer(torch.zeros(latents))
        self.latent_sd = nn.Buffer(torch.ones(latents))
        self.w_mean = nn.Buffer(torch.zeros(loops))
        self.w_root = nn.Buffer(torch.eye(loops))  # lower Cholesky factor of the covariance of w
        self.knob_centre = nn.Buffer(torch.zeros(loops))
        self.knob_axes = nn.Buffer(torch.eye(loops))  # row k: where knob k moves the whitened w

    def standardised(self, latents: Tensor) -> Tensor:
        """Step latents as the loop level sees them: mean 0, sd 1 over the training set."""
        return (latents - self.latent_mean) / self.latent_sd

    def loop_of(self, latents: Tensor) -> Posterior:
        """Posterior of the unwhitened w of whole loops, from step latents as encoded."""
        return self.loop.encode(self.standardised(latents))

    def whitened(self, w: Tensor) -> Tensor:
        """Bring w (batch, loop latents) to mean 0 and covariance I over the training set."""
        solved: Tensor = torch.linalg.solve_triangular(self.w_root, (w - self.w_mean).T, upper=False)
        return solved.T

    def from_knobs(self, knobs: Tensor) -> Tensor:
        """Whitened w for knobs; drawn back to a sphere where there is still something to hear."""
        w = self.knob_centre + knobs @ self.knob_axes
        length = w.square().sum(-1, keepdim=True).sqrt()
        return w * (FURTHEST / length.clamp_min(FURTHEST))

    def to_knobs(self, w: Tensor) -> Tensor:
        """Knobs for whitened w inside the sphere."""
        solved: Tensor = torch.linalg.solve(self.knob_axes.T, (w - self.knob_centre).T)
        return solved.T

    def latents(self, w: Tensor, variation: Tensor) -> Tensor:
        """Step latents (..., steps, latents) of a whitened w (..., loop latents) and a variation."""
        return self.flow.sample(w.unsqueeze(-2), variation, self.heun_steps) * self.latent_sd + self.latent_mean

    def forward(self, knobs: Tensor, variation: Tensor, offsets: Tensor) -> tuple[Tensor, Tensor]:
        """Levels, and the step latents they were painted from: those of the loop plus `offsets`."""
        latents = self.latents(self.from_knobs(knobs), variation) + offsets
        return self.step.decoder(latents).clamp(0, 1), latents

    @torch.no_grad()
    def fit_latents(self, latents: Tensor) -> None:
        """Learn the scale of the step latents (loops, steps, latents)."""
        self.latent_mean.copy_(latents.mean((0, 1)))
        self.latent_sd.copy_(latents.std((0, 1)).clamp_min(NARROWEST))

    @torch.no_grad()
    def fit_whitening(self, posterior: Posterior) -> None:
        """Learn mean and covariance of w over the posteriors of all training loops, each (loops, loop latents)."""
        mean = posterior.mean.double()
        centred = mean - mean.mean(0)
        covariance = centred.T @ centred / len(mean) + posterior.log_variance.double().exp().mean(0).diag()
        self.w_mean.copy_(mean.mean(0))
        self.w_root.copy_(torch.linalg.cholesky(covariance))
