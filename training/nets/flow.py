"""The loop level: the VAE that describes a loop by a few numbers, w, and the flow that draws step latents given w.

latents    float32 (..., steps, latents)     step latents, standardised
w          float32 (..., 1, loop latents)    description of a whole loop; whitened over the training set
variation  float32 (..., steps, latents)     standard normal noise
time       float32 (..., 1, 1)               of the flow, 0 noise, 1 latents

`LoopVae` finds w. `Flow` draws latents given w: a rectified flow (Liu et al. 2022, "Flow straight and fast") from
noise to latents, whose velocity comes from an MLP-mixer over steps and channels (Tolstikhin et al. 2021), conditioned
on w and time by a scale and a shift in every block (Peebles & Xie 2022). Same w and variation, same latents.
The exported model has a second net of this class, the sampler, which learns the result of the flow in one or two
evaluations (Luhman & Luhman 2021, "Knowledge distillation in iterative generative models").
"""

import math
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from .vae import Posterior

# time embedding: angular speeds in rad per unit of flow time, and the number of sines
MIN_TIME_SPEED, MAX_TIME_SPEED, TIME_WAVES = 1.0, 100.0, 16


class LoopVae(nn.Module):
    """All step latents of a loop to w and back, by dense layers over the flattened grid.

    The first `named` numbers of w are descriptors as normal quantiles: given, not learned. The encoder is trained to
    estimate them from the latents; the decoder gets the true ones, so that the rest of w carries what descriptors omit.
    """

    def __init__(self, steps: int, latents: int, loop_latents: int, named: int, width: int) -> None:
        super().__init__()
        self.steps, self.latents, self.named, self.free = steps, latents, named, loop_latents - named
        self.encoder = nn.Sequential(
            nn.Linear(steps * latents, width),
            nn.GELU(),
            nn.Linear(width, width),
            nn.GELU(),
            nn.Linear(width, named + 2 * self.free),
        )
        self.decoder = nn.Sequential(
            nn.Linear(loop_latents, width),
            nn.GELU(),
            nn.Linear(width, width),
            nn.GELU(),
            nn.Linear(width, steps * latents),
        )

    def encode(self, latents: Tensor) -> tuple[Tensor, Posterior]:
        """Return the descriptors (..., named), estimated from standardised latents, and the posterior of the rest."""
        parts = [self.named, self.free, self.free]
        named, mean, log_variance = self.encoder(latents.flatten(-2)).split(parts, -1)
        return named, Posterior(mean, log_variance.clamp(-12, 4))

    def decode(self, w: Tensor) -> Tensor:
        """Return the expected latents (..., steps, latents) of a loop from its description `w`."""
        guess: Tensor = self.decoder(w)
        return guess.reshape(*guess.shape[:-1], self.steps, self.latents)


def _zero_linear(inputs: int, outputs: int) -> nn.Linear:
    """Return a layer initialised to zero, so that a new block passes its input through."""
    layer = nn.Linear(inputs, outputs)
    nn.init.zeros_(layer.weight)
    nn.init.zeros_(layer.bias)
    return layer


class MixerBlock(nn.Module):
    """Two layers across steps, then two across channels; the condition (time and w) scales and shifts their input."""

    def __init__(self, steps: int, width: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width, elementwise_affine=False)
        self.over_steps = nn.Sequential(nn.Linear(steps, 2 * steps), nn.GELU(), _zero_linear(2 * steps, steps))
        self.over_channels = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), _zero_linear(4 * width, width))
        self.steer = _zero_linear(width, 2 * width)

    def forward(self, x: Tensor, condition: Tensor) -> Tensor:
        """Map x (..., steps, width) and condition (..., 1, width) to (..., steps, width)."""
        scale, shift = self.steer(condition).chunk(2, -1)
        y = self.norm(x) * (1 + scale) + shift
        x = x + self.over_steps(y.transpose(-1, -2)).transpose(-1, -2)
        mixed: Tensor = x + self.over_channels(self.norm(x) * (1 + scale) + shift)
        return mixed


class Flow(nn.Module):
    """Velocity of the rectified flow from noise (time 0) to standardised step latents (time 1), for a loop's w."""

    def __init__(self, steps: int, latents: int, loop_latents: int, width: int, depth: int) -> None:
        super().__init__()
        self.enter = nn.Linear(latents, width)
        self.place = nn.Parameter(0.02 * torch.randn(steps, width))
        self.of_time = nn.Linear(2 * TIME_WAVES, width)
        self.of_loop = nn.Sequential(nn.Linear(loop_latents, width), nn.GELU(), nn.Linear(width, width))
        self.blocks = nn.ModuleList(MixerBlock(steps, width) for _ in range(depth))
        self.norm = nn.LayerNorm(width)
        self.leave = nn.Linear(width, latents)
        speeds = torch.exp(torch.linspace(math.log(MIN_TIME_SPEED), math.log(MAX_TIME_SPEED), TIME_WAVES))
        self.register_buffer("speeds", speeds, persistent=False)
        self.speeds: Tensor

    def condition(self, time: Tensor, w: Tensor) -> Tensor:
        """Embed time of the flow and description `w` of a loop as the condition (..., 1, width) of the blocks."""
        angle = time * self.speeds
        waves = torch.cat([angle.sin(), angle.cos()], -1)
        merged: Tensor = functional.gelu(self.of_time(waves) + self.of_loop(w))
        return merged

    def forward(self, latents: Tensor, time: Tensor, w: Tensor) -> Tensor:
        """Return the velocity, of the shape of `latents`, at a point and time of the flow; `w` describes the loop."""
        condition = self.condition(time, w)
        x = self.enter(latents) + self.place
        for block in self.blocks:
            x = block(x, condition)
        velocity: Tensor = self.leave(self.norm(x))
        return velocity

    def integrate(self, w: Tensor, variation: Tensor, heun_steps: int) -> Tensor:
        """Return the standardised step latents (..., steps, latents) that the flow makes of noise.

        The velocity is integrated from time 0 to 1 in `heun_steps` equal steps of Heun's method, which evaluates
        the net twice; the last is an Euler step, which evaluates it once and is as good, as paths are nearly straight.

        Args:
            w: (..., 1, loop latents) whitened description of the loop.
            variation: (..., steps, latents) standard normal noise.
            heun_steps: number of integration steps.
        """
        x, size = variation, 1 / heun_steps
        for k in range(heun_steps):
            now, then = (torch.full_like(w[..., :1], time) for time in (k * size, (k + 1) * size))
            velocity = self(x, now, w)
            if k < heun_steps - 1:
                velocity = (velocity + self(x + size * velocity, then, w)) / 2
            x = x + size * velocity
        return x

    def sample(self, w: Tensor, variation: Tensor, steps: int) -> Tensor:
        """Return about the same as `integrate` in `steps` Euler steps, if trained to (see SamplerStage)."""
        x = variation
        for k in range(steps):
            x = x + self(x, torch.full_like(w[..., :1], k / steps), w) / steps
        return x


class FlowPair(NamedTuple):
    """A point on the straight path from noise to latents, and the velocity there."""

    latents: Tensor
    time: Tensor
    velocity: Tensor


def flow_pairs(latents: Tensor, noise: Tensor, time_noise: Tensor) -> FlowPair:
    """Return training pairs at logit-normal times (Esser et al. 2024); `time_noise` is standard normal (..., 1, 1)."""
    time = time_noise.sigmoid()
    return FlowPair((1 - time) * noise + time * latents, time, latents - noise)
