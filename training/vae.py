"""The step VAE: what happens on each sixteenth, and how it looks on the tape.

levels   float32 (..., frames, bands)   0..1
latents  float32 (..., steps, latents)  about N(0, 1); steps = frames / 16

Time runs along the last axis but one and is a circle, so rolling the tape by a step rolls the latents by a step,
exactly. Bands are channels. Every layer is a matrix over one frame or three neighbours, and norms look at one frame
only: an output frame depends on less than three steps to either side, so a decoder may paint any window of the tape
without the rest.
"""

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

# widths of the residual blocks in channels, from frames to steps; slow scales are cheap, so they get more
BLOCKS = ((1,), (1,), (1,), (2,), (2, 2))


class Posterior(NamedTuple):
    """Diagonal Gaussian over latents: mean and logarithm of the variance, both (..., latents)."""

    mean: Tensor
    log_variance: Tensor

    def sample(self, noise: Tensor) -> Tensor:
        """Latents for standard normal `noise` of the same shape."""
        return self.mean + noise * (0.5 * self.log_variance).exp()

    def divergence(self) -> Tensor:
        """Kullback-Leibler divergence from N(0, 1) of every latent, nats, same shape as the mean."""
        return 0.5 * (self.mean.square() + self.log_variance.exp() - 1 - self.log_variance)


def neighbours(x: Tensor) -> Tensor:
    """(..., time, channels) to (..., time, 3 * channels): the frame before, itself, the one after, on a circle."""
    before = torch.cat([x[..., -1:, :], x[..., :-1, :]], -2)
    after = torch.cat([x[..., 1:, :], x[..., :1, :]], -2)
    return torch.cat([before, x, after], -1)


class Residual(nn.Module):
    """Norm of each frame, a circular convolution over three frames, GELU, back to the channels, added to the input."""

    def __init__(self, channels: int, widen: int = 1) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(channels)
        self.blend = nn.Linear(3 * channels, widen * channels)
        self.back = nn.Linear(widen * channels, channels)

    def forward(self, x: Tensor) -> Tensor:
        """(..., time, channels) to the same."""
        y: Tensor = self.back(functional.gelu(self.blend(neighbours(self.norm(x)))))
        return x + y


class Halve(nn.Module):
    """Two frames into one: (..., time, channels) to (..., time / 2, channels)."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.pair = nn.Linear(2 * channels, channels)

    def forward(self, x: Tensor) -> Tensor:
        """Frames 2k and 2k + 1 become frame k."""
        *batch, time, channels = x.shape
        y: Tensor = self.pair(x.reshape(*batch, time // 2, 2 * channels))
        return y


class Double(nn.Module):
    """One frame into two: (..., time, channels) to (..., 2 * time, channels)."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.pair = nn.Linear(channels, 2 * channels)

    def forward(self, x: Tensor) -> Tensor:
        """Frame k becomes frames 2k and 2k + 1."""
        *batch, time, channels = x.shape
        y: Tensor = self.pair(x).reshape(*batch, 2 * time, channels)
        return y


class StepEncoder(nn.Module):
    """Levels (..., frames, bands) to the posterior of the step latents (..., frames / 16, latents)."""

    def __init__(self, bands: int, channels: int, latents: int) -> None:
        super().__init__()
        layers: list[nn.Module] = [nn.Linear(bands, channels)]
        for scale, widths in enumerate(BLOCKS):
            layers += [Halve(channels)] if scale else []
            layers += [Residual(channels, widen) for widen in widths]
        self.layers = nn.Sequential(*layers, nn.LayerNorm(channels), nn.Linear(channels, 2 * latents))

    def forward(self, levels: Tensor) -> Posterior:
        """The levels are centred first, so that silence is not a wall of equal inputs."""
        mean, log_variance = self.layers(4 * levels - 2).chunk(2, -1)
        return Posterior(mean, log_variance.clamp(-12, 4))


class StepDecoder(nn.Module):
    """Step latents (..., steps, latents) to levels (..., 16 * steps, bands), not clipped."""

    def __init__(self, bands: int, channels: int, latents: int) -> None:
        super().__init__()
        layers: list[nn.Module] = [nn.Linear(latents, channels)]
        for scale, widths in enumerate(reversed(BLOCKS)):
            layers += [Double(channels)] if scale else []
            layers += [Residual(channels, widen) for widen in widths]
        self.layers = nn.Sequential(*layers, nn.LayerNorm(channels), nn.Linear(channels, bands))

    def forward(self, latents: Tensor) -> Tensor:
        """Outside 0..1 only where the net is unsure of black or white; callers clip."""
        levels: Tensor = self.layers(latents)
        return levels


class StepVae(nn.Module):
    """Encoder and decoder of step latents."""

    def __init__(self, bands: int, channels: int, latents: int) -> None:
        super().__init__()
        self.encoder = StepEncoder(bands, channels, latents)
        self.decoder = StepDecoder(bands, channels, latents)
        self.latents = latents

    def forward(self, levels: Tensor, noise: Tensor) -> tuple[Tensor, Posterior]:
        """Reconstruction of the levels and the posterior, for standard normal noise (..., steps, latents)."""
        posterior: Posterior = self.encoder(levels)
        return self.decoder(posterior.sample(noise)), posterior
