"""What the knobs mean: directions of the whitened w, ordered by what they change, scaled by what real loops do.

w         float32 (loops, loop latents)  whitened, of the training loops
features  float32 (loops, features)      what is heard of each loop: levels in dB per sixteenth and broad band

A redundancy analysis (van den Wollenberg 1977): the features are predicted from w by least squares, and the directions
are the principal axes of that prediction. Direction 0 moves the sound most, and so on.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from engine.spec import Spec

BROAD = 16  # bands of a feature column
LOW, HIGH = 0.05, 0.95  # percentiles of real loops at knob -1 and +1


@dataclass(frozen=True)
class Calibration:
    """Knobs to whitened w: centre + knobs @ axes."""

    centre: Tensor  # (loop latents,)
    axes: Tensor  # (loop latents, loop latents), row k for knob k
    explained: list[float]  # share of the features' variance that each knob explains, falling


def heard(levels: Tensor, spec: Spec) -> Tensor:
    """Features (loops, steps * 16) of levels (loops, frames, bands): mean dB of each sixteenth in 16 broad bands."""
    loops = len(levels)
    blocks = levels.reshape(loops, spec.steps, spec.step_frames, BROAD, spec.mels // BROAD)
    return blocks.mean((2, 4)).reshape(loops, -1) * -spec.floor


def calibrate(w: Tensor, features: Tensor) -> Calibration:
    """Directions, centres and reaches of the knobs.

    Up is louder: the mean level rises with every knob, as far as it moves at all. So the signs do not depend on luck.
    """
    w, features = w.double(), features.double()
    w_centred, centred = w - w.mean(0), features - features.mean(0)
    slopes = torch.linalg.lstsq(w_centred, centred).solution  # (loop latents, features)
    covariance = w_centred.T @ w_centred / len(w)
    root = torch.linalg.cholesky(covariance + 1e-9 * torch.eye(len(covariance), dtype=w.dtype))
    # in coordinates where w is exactly white, the prediction's principal axes are the left singular vectors
    left, sizes, right = torch.linalg.svd(root.T @ slopes, full_matrices=False)
    signs = torch.where(right.sum(1) < 0, -1.0, 1.0)
    directions = root @ left * signs  # column k: how w moves for one sd of direction k
    along = torch.linalg.solve(directions, w_centred.T).T
    low, high = torch.quantile(along, LOW, 0), torch.quantile(along, HIGH, 0)
    axes = (directions * (high - low) / 2).T
    centre = w.mean(0) + directions @ ((low + high) / 2)
    total = centred.square().sum() / len(w)
    explained = (sizes.square() / total.clamp_min(1e-12)).tolist()
    return Calibration(centre.float(), axes.float(), [round(float(share), 4) for share in explained])
