"""All weights of a model as one module: knobs to whitened w to step latents to levels, and back.

knobs      float32 (..., loop latents)    +-1 = 5th and 95th percentile of the training loops
w          float32 (..., loop latents)    a whole loop; mean 0 and covariance I over the training set
variation  float32 (..., steps, latents)  standard normal noise
latents    float32 (..., steps, latents)  of the sixteenths
levels     float32 (..., frames, bands)   0..1

The first numbers of w are descriptors (`training.dataset.descriptors`) as normal quantiles, from which the first knobs
have their names; the others are found by the loop VAE. Whitening by a lower Cholesky factor keeps that order: the
whitened descriptors depend on descriptors only.
"""

import torch
from torch import Tensor, nn

from engine.spec import Spec
from training.config import TrainingConfig
from training.dataset.descriptors import DESCRIPTOR_NAMES

from .flow import Flow, LoopVae
from .vae import StepVae

MAX_W_RADIUS = 8.0  # sds from the mean of the training loops; the flow was not trained beyond and gives noise there
MIN_LATENT_SD = 0.3  # an unused latent is not scaled up to sd 1


class Nets(nn.Module):
    """Step VAE, loop VAE, flow and sampler, with the scale of latents, the whitening of w and the axes of knobs."""

    def __init__(self, hparams: TrainingConfig, spec: Spec) -> None:
        super().__init__()
        latents, loops, named = hparams.latents, hparams.loop_latents, len(DESCRIPTOR_NAMES)
        self.step = StepVae(spec.mels, hparams.channels, latents)
        self.loop = LoopVae(spec.steps, latents, loops, named, hparams.loop_width)
        self.flow = Flow(spec.steps, latents, loops, hparams.flow_width, hparams.flow_depth)
        self.sampler = Flow(spec.steps, latents, loops, hparams.flow_width, hparams.flow_depth)
        self.heun_steps, self.sampler_steps = hparams.heun_steps, hparams.sampler_steps
        self.latent_mean = nn.Buffer(torch.zeros(latents))
        self.latent_sd = nn.Buffer(torch.ones(latents))
        self.w_mean = nn.Buffer(torch.zeros(loops))
        self.w_whiten = nn.Buffer(torch.eye(loops))  # inverse of the lower Cholesky factor of the covariance of w
        self.knob_centre = nn.Buffer(torch.zeros(loops))
        self.knob_axes = nn.Buffer(torch.eye(loops))  # row k: direction of knob k in whitened w
        self.knob_places = nn.Buffer(torch.eye(loops))  # inverse of the axes

    def standardised(self, latents: Tensor) -> Tensor:
        """Return step latents with mean 0 and sd 1 over the training set, as loop VAE and flow take them."""
        return (latents - self.latent_mean) / self.latent_sd

    def restored(self, latents: Tensor) -> Tensor:
        """Return the step latents of standardised ones."""
        return latents * self.latent_sd + self.latent_mean

    def whitened(self, w: Tensor) -> Tensor:
        """Return `w` (..., loop latents), descriptions of loops, with mean 0 and covariance I over the training set."""
        return (w - self.w_mean) @ self.w_whiten.T

    def w_of(self, latents: Tensor) -> Tensor:
        """Return the whitened w (..., loop latents) of whole loops, descriptors included, from their step latents."""
        named, free = self.loop.encode(self.standardised(latents))
        return self.whitened(torch.cat([named, free.mean], -1))

    def from_knobs(self, knobs: Tensor) -> Tensor:
        """Return w, whitened descriptions of loops, for knobs; vectors are shortened to at most MAX_W_RADIUS."""
        w = self.knob_centre + knobs @ self.knob_axes
        length = w.square().sum(-1, keepdim=True).sqrt()
        return w * (MAX_W_RADIUS / length.clamp_min(MAX_W_RADIUS))

    def to_knobs(self, w: Tensor) -> Tensor:
        """Return the knobs of a whitened w that is not longer than MAX_W_RADIUS: the inverse of `from_knobs`."""
        return (w - self.knob_centre) @ self.knob_places

    def latents(self, w: Tensor, variation: Tensor) -> Tensor:
        """Return step latents (..., steps, latents) of loops, from their whitened `w` (..., loop latents) and noise."""
        return self.restored(self.sampler.sample(w.unsqueeze(-2), variation, self.sampler_steps))

    def latents_of_flow(self, w: Tensor, variation: Tensor) -> Tensor:
        """Return the same from the flow itself, which the sampler learns from."""
        return self.restored(self.flow.integrate(w.unsqueeze(-2), variation, self.heun_steps))

    def encode(self, levels: Tensor) -> tuple[Tensor, Tensor]:
        """Return the knobs (..., loop latents) and the mean step latents of levels of whole loops."""
        latents = self.step.encoder(levels).mean
        return self.to_knobs(self.w_of(latents)), latents

    @torch.no_grad()
    def fit_latents(self, latents: Tensor) -> None:
        """Set mean and sd of the step latents to those of the training set (loops, steps, latents)."""
        self.latent_mean.copy_(latents.mean((0, 1)))
        self.latent_sd.copy_(latents.std((0, 1)).clamp_min(MIN_LATENT_SD))

    @torch.no_grad()
    def fit_whitening(self, w: Tensor, variance: Tensor) -> None:
        """Set the whitening of w, given its mean and variance for each training loop, both (loops, loop latents)."""
        w, variance = w.cpu().double(), variance.cpu().double()  # Apple GPUs have no float64
        centred = w - w.mean(0)
        covariance = centred.T @ centred / len(w) + variance.mean(0).diag()
        root = torch.linalg.cholesky(covariance)
        self.w_mean.copy_(w.mean(0))
        self.w_whiten.copy_(torch.linalg.inv(root))
