"""The step VAE: encodes each sixteenth ("step") of a loop's levels as a few latents, and decodes latents to levels.

levels   float32 (..., frames, bands)   0..1; input of the encoder, output of the decoder
latents  float32 (..., steps, latents)  about N(0, 1); steps = frames / 16
grain    float32 (..., frames / 4, bands / 8)  >= 0; second output of the decoder, an estimate of its own error: how far
         the levels of a real loop deviate from the decoded levels, as a mean absolute value over 4 frames x 8 bands

Time is the last axis but one and is circular, so rotating the levels by a step rotates the latents by a step, exactly.
Bands are channels. Every layer is a matrix over one frame or three adjacent frames, and norms act on one frame only: an
output frame depends on less than three steps to either side, so the decoder can compute any part of a loop alone.
"""

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.tape.noise_texture import GRAIN_BANDS, GRAIN_FRAMES

# channels relative to the config, and relative widths of the residual blocks, from frames to steps; scales with many
# frames are narrow, as they cost the most
SCALES = ((2 / 3, (1,)), (1.0, (1,)), (1.0, (1,)), (1.0, (2,)), (4 / 3, (2, 2)))
GRAIN_SCALE = GRAIN_FRAMES.bit_length() - 1  # the scale with one frame per value of grain


class Posterior(NamedTuple):
    """Diagonal Gaussian over latents: mean and logarithm of the variance, both (..., latents)."""

    mean: Tensor
    log_variance: Tensor

    def sample(self, noise: Tensor) -> Tensor:
        """Return a random sample of the posterior, made from standard normal `noise` of the same shape."""
        return self.mean + noise * (0.5 * self.log_variance).exp()

    def divergence(self) -> Tensor:
        """Return the Kullback-Leibler divergence from N(0, 1) of every latent, nats, same shape as the mean."""
        return 0.5 * (self.mean.square() + self.log_variance.exp() - 1 - self.log_variance)


class DecodedLevels(NamedTuple):
    """Output of the decoder: the expected levels, and an estimate of how far real levels deviate from them."""

    levels: Tensor  # (..., frames, bands), may lie slightly outside 0..1; callers clip
    grain: Tensor  # (..., frames / 4, bands / 8), >= 0: mean absolute deviation in each block of cells, in levels


def neighbours(x: Tensor) -> Tensor:
    """Map (..., time, channels) to (..., time, 3 * channels): previous, current and next frame, circular."""
    before = torch.cat([x[..., -1:, :], x[..., :-1, :]], -2)
    after = torch.cat([x[..., 1:, :], x[..., :1, :]], -2)
    return torch.cat([before, x, after], -1)


class Residual(nn.Module):
    """Residual block: layer norm, circular convolution over three frames, GELU, linear layer; added to the input."""

    def __init__(self, channels: int, widen: int = 1) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(channels)
        self.blend = nn.Linear(3 * channels, widen * channels)
        self.back = nn.Linear(widen * channels, channels)

    def forward(self, x: Tensor) -> Tensor:
        """Apply the block to `x` (..., time, channels)."""
        y: Tensor = self.back(functional.gelu(self.blend(neighbours(self.norm(x)))))
        return x + y


class Halve(nn.Module):
    """Layer that merges two frames into one: (..., time, channels) to (..., time / 2, more channels)."""

    def __init__(self, channels: int, more: int) -> None:
        super().__init__()
        self.pair = nn.Linear(2 * channels, more)
        self.size = 2 * channels

    def forward(self, x: Tensor) -> Tensor:
        """Merge frames 2k and 2k + 1 into frame k."""
        y: Tensor = self.pair(x.reshape(*x.shape[:-2], -1, self.size))
        return y


class Double(nn.Module):
    """Layer that splits one frame into two: (..., time, channels) to (..., 2 * time, fewer channels)."""

    def __init__(self, channels: int, fewer: int) -> None:
        super().__init__()
        self.pair = nn.Linear(channels, 2 * fewer)
        self.size = fewer

    def forward(self, x: Tensor) -> Tensor:
        """Split frame k into frames 2k and 2k + 1."""
        y: Tensor = self.pair(x).reshape(*x.shape[:-2], -1, self.size)
        return y


def widths(channels: int) -> list[int]:
    """Return the number of channels at each of SCALES, from single frames to whole steps."""
    return [max(1, round(channels * share)) for share, _ in SCALES]


class StepEncoder(nn.Module):
    """Levels (..., frames, bands) to the posterior of the step latents (..., frames / 16, latents)."""

    def __init__(self, bands: int, channels: int, latents: int) -> None:
        super().__init__()
        wide = widths(channels)
        layers: list[nn.Module] = [nn.Linear(bands, wide[0])]
        for scale, (_, blocks) in enumerate(SCALES):
            layers += [Halve(wide[scale - 1], wide[scale])] if scale else []
            layers += [Residual(wide[scale], widen) for widen in blocks]
        self.layers = nn.Sequential(*layers, nn.LayerNorm(wide[-1]), nn.Linear(wide[-1], 2 * latents))

    def forward(self, levels: Tensor) -> Posterior:
        """Return the posterior; levels (0..1) are centred, so that silence is not a large constant input."""
        mean, log_variance = self.layers(4 * levels - 2).float().chunk(2, -1)
        return Posterior(mean, log_variance.clamp(-12, 4))


class StepDecoder(nn.Module):
    """Step latents (..., steps, latents) to levels of 16 * steps frames, and grain, their expected error."""

    def __init__(self, bands: int, channels: int, latents: int) -> None:
        super().__init__()
        wide = widths(channels)
        slow: list[nn.Module] = [nn.Linear(latents, wide[-1])]
        fast: list[nn.Module] = []
        for scale in reversed(range(len(SCALES))):
            layers = slow if scale >= GRAIN_SCALE else fast
            layers += [Double(wide[scale + 1], wide[scale])] if scale < len(SCALES) - 1 else []
            layers += [Residual(wide[scale], widen) for widen in SCALES[scale][1]]
        self.slow, self.fast = nn.Sequential(*slow), nn.Sequential(*fast)
        self.leave = nn.Sequential(nn.LayerNorm(wide[0]), nn.Linear(wide[0], bands))
        deviation = nn.Linear(wide[GRAIN_SCALE], bands // GRAIN_BANDS)
        nn.init.constant_(deviation.bias, -3.5)  # about 3 dB, close to the trained value
        self.grain = nn.Sequential(nn.LayerNorm(wide[GRAIN_SCALE]), deviation, nn.Softplus())

    def forward(self, latents: Tensor) -> DecodedLevels:
        """Return levels and their expected error, grain, which sends no gradient into the layers that both share."""
        slow: Tensor = self.slow(latents)
        return DecodedLevels(self.leave(self.fast(slow)), self.grain(slow.detach()))


class StepVae(nn.Module):
    """Encoder and decoder of step latents."""

    def __init__(self, bands: int, channels: int, latents: int) -> None:
        super().__init__()
        self.encoder = StepEncoder(bands, channels, latents)
        self.decoder = StepDecoder(bands, channels, latents)
        self.latents = latents

    def forward(self, levels: Tensor, noise: Tensor) -> tuple[DecodedLevels, Posterior]:
        """Return what a posterior sample decodes to, and the posterior; `noise` is normal (..., steps, latents)."""
        posterior: Posterior = self.encoder(levels)
        return self.decoder(posterior.sample(noise)), posterior
