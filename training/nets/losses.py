"""Training losses of the nets, and figures of their quality.

levels  float32 (batch, frames, bands)  0..1; the first frame follows the last
"""

import math

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from engine.spec import Spec
from engine.tape import noise_texture

ENERGY_BLOCKS = (64, 8, 1)  # numbers of blocks of adjacent bands in which energies are compared
SUSTAIN_WEIGHT = 0.25  # of frames without an attack, in the error of energies


def time_difference(levels: Tensor) -> Tensor:
    """Return the change of every cell since the frame before, same shape."""
    return levels - torch.cat([levels[:, -1:], levels[:, :-1]], 1)


def reconstruction_loss(decoded: Tensor, real: Tensor, edge: float) -> Tensor:
    """Return the mean absolute error of the levels plus `edge` times the error of their changes in time."""
    return (decoded - real).abs().mean() + edge * (time_difference(decoded) - time_difference(real)).abs().mean()


def energy_loss(decoded: Tensor, real: Tensor, spec: Spec) -> Tensor:
    """Return the mean absolute error of energies, in levels: of blocks of bands, and of the loud cells of every frame.

    An absolute error in dB alone makes the decoder paint medians, whose sum is several dB below the mean energy where a
    frame's energy is in few cells: a kick, or an attack. Frames in which the real levels rise count more (see
    `onset_gate`), since noise texture, which restores energy elsewhere, is not added there.
    """
    frames = 1 - (1 - SUSTAIN_WEIGHT) * onset_gate(real)
    nepers = -spec.floor * math.log(10) / 10  # of power, per level
    errors = []
    for blocks in ENERGY_BLOCKS:
        sums = [
            torch.logsumexp(levels.reshape(*levels.shape[:-1], blocks, -1) * nepers, -1) / nepers
            for levels in (decoded, real)
        ]
        errors.append((frames[..., None] * (sums[0] - sums[1]).abs()).mean())
    share = torch.softmax(real * nepers / 2, -1)  # of a cell's amplitude in that of its frame
    return torch.stack(errors).mean() + (share * (decoded - real).abs()).sum(-1).mean()


def onset_gate(levels: Tensor) -> Tensor:
    """Return the gain of the noise texture in each frame, (batch, frames); see `engine.tape.noise_texture`."""
    loops = [noise_texture.onset_gate(loop) for loop in levels.detach().cpu().numpy()]
    return torch.from_numpy(np.stack(loops)).to(levels.device)


def residual_roughness(decoded: Tensor, real: Tensor, frames: int, bands: int) -> Tensor:
    """Return the mean absolute error in blocks of `frames` x `bands` cells, after subtraction of each block's mean.

    Shape (batch, blocks in time, blocks of bands). The grain output of the decoder is trained to estimate it.
    """
    batch, time, height = real.shape
    blocks = (decoded - real).reshape(batch, time // frames, frames, height // bands, bands)
    return (blocks - blocks.mean((2, 4), keepdim=True)).abs().mean((2, 4))


def error_db(decoded: Tensor, real: Tensor, spec: Spec) -> Tensor:
    """Return the mean absolute error of the decoded levels, clipped to 0..1, in dB."""
    return (decoded.clamp(0, 1) - real).abs().mean() * -spec.floor


def onset_flux(levels: Tensor) -> Tensor:
    """Return the rise of the levels, summed over the bands: (batch, frames); its peaks are onsets."""
    return time_difference(levels).clamp_min(0).sum(-1)


def onset_correlation(decoded: Tensor, real: Tensor) -> Tensor:
    """Return the correlation of decoded and real onset flux, mean over loops: 1 if every onset is in its place."""
    a, b = onset_flux(decoded.clamp(0, 1)), onset_flux(real)
    a, b = a - a.mean(-1, keepdim=True), b - b.mean(-1, keepdim=True)
    return functional.cosine_similarity(a, b, dim=-1).mean()


def texture(decoded: Tensor, real: Tensor) -> Tensor:
    """Return the mean absolute change in time of decoded over that of real levels: 1 is as grainy, less is blurred."""
    return time_difference(decoded.clamp(0, 1)).abs().mean() / time_difference(real).abs().mean().clamp_min(1e-9)


def unexplained(guess: Tensor, real: Tensor) -> Tensor:
    """Return the share of the variance of `real` over the batch that `guess` misses: 0 exact, 1 as good as the mean."""
    spread = (real - real.mean(0, keepdim=True)).square().mean()
    return (guess - real).square().mean() / spread.clamp_min(1e-9)
