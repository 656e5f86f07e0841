"""What the nets are asked to do well, and how well they do it.

levels  float32 (batch, frames, bands)  0..1; time is a circle
"""

import torch
from torch import Tensor
from torch.nn import functional

from engine.spec import Spec


def moves(levels: Tensor) -> Tensor:
    """Change of every cell since the frame before, same shape; frame 0 follows the last one."""
    return levels - torch.cat([levels[:, -1:], levels[:, :-1]], 1)


def reconstruction_loss(painted: Tensor, real: Tensor, edge: float) -> Tensor:
    """Mean absolute error of the levels plus `edge` times that of their changes in time."""
    return (painted - real).abs().mean() + edge * (moves(painted) - moves(real)).abs().mean()


def residual_roughness(painted: Tensor, real: Tensor, frames: int, bands: int) -> Tensor:
    """How rough the error of blocks of cells is, (batch, frames / `frames`, bands / `bands`).

    Mean absolute deviation from the block's mean error: a block painted too loud as a whole is wrong, not rough.
    """
    batch, time, height = real.shape
    blocks = (painted - real).reshape(batch, time // frames, frames, height // bands, bands)
    return (blocks - blocks.mean((2, 4), keepdim=True)).abs().mean((2, 4))


def error_db(painted: Tensor, real: Tensor, spec: Spec) -> Tensor:
    """Mean absolute error in dB, of clipped levels."""
    return (painted.clamp(0, 1) - real).abs().mean() * -spec.floor


def onset_flux(levels: Tensor) -> Tensor:
    """Rise of the levels, summed over the bands: (batch, frames); its peaks are onsets."""
    return moves(levels).clamp_min(0).sum(-1)


def onset_correlation(painted: Tensor, real: Tensor) -> Tensor:
    """Correlation of the onset flux of each loop, then the mean over loops: 1 when every attack is where it was."""
    a, b = onset_flux(painted.clamp(0, 1)), onset_flux(real)
    a, b = a - a.mean(-1, keepdim=True), b - b.mean(-1, keepdim=True)
    return functional.cosine_similarity(a, b, dim=-1).mean()


def texture(painted: Tensor, real: Tensor) -> Tensor:
    """Mean absolute change in time, relative to the real one: 1 when the grain is right, below when it is blurred."""
    return moves(painted.clamp(0, 1)).abs().mean() / moves(real).abs().mean().clamp_min(1e-9)


def unexplained(guess: Tensor, real: Tensor) -> Tensor:
    """Share of the variance over the batch that a guess misses: 0 exact, 1 no better than the mean."""
    spread = (real - real.mean(0, keepdim=True)).square().mean()
    return (guess - real).square().mean() / spread.clamp_min(1e-9)
