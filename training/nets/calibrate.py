"""What the knobs mean: where each one moves the whitened w, scaled by what real loops do.

w         float32 (loops, loop latents)  whitened, of the training loops; the first `named` carry the descriptors
figures   float32 (loops, named)         descriptors, as normal quantiles
features  float32 (loops, features)      what is heard of each loop: levels in dB per sixteenth and broad band

A named knob moves its descriptor: dw = Cov(w, D) (Cov(D) + ridge)^-1 dD. Without a ridge all others would stay as they
are, which few real loops do; the ridge is as large as it may be for no other to be dragged along by much. The free
knobs are the principal axes of what the free part of w predicts of the features (redundancy analysis, van den
Wollenberg 1977): the first of them moves the sound most, and so on.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from engine.spec import Spec

BROAD = 16  # bands of a feature column
LOW, HIGH = 0.05, 0.95  # percentiles of real loops at knob -1 and +1
DRAG = 0.25  # sds by which a named knob may move another descriptor for one of its own
RIDGES = torch.logspace(2, -3, 51, dtype=torch.float64)  # in variances of a descriptor


@dataclass(frozen=True)
class Calibration:
    """Knobs to whitened w: centre + knobs @ axes."""

    centre: Tensor  # (loop latents,)
    axes: Tensor  # (loop latents, loop latents), row k for knob k
    sds: list[float]  # knob units per sd of the descriptor, of the named knobs
    explained: list[float]  # share of the features' variance that each knob explains by itself


def heard(levels: Tensor, spec: Spec) -> Tensor:
    """Features (loops, steps * 16) of levels (loops, frames, bands): mean dB of each sixteenth in 16 broad bands."""
    loops = len(levels)
    blocks = levels.reshape(loops, spec.steps, spec.step_frames, BROAD, spec.mels // BROAD)
    return blocks.mean((2, 4)).reshape(loops, -1) * -spec.floor


def calibrate(w: Tensor, figures: Tensor, features: Tensor) -> Calibration:
    """Directions, centre and reach of the knobs."""
    w, figures, features = w.double(), figures.double(), features.double()
    named, size = figures.shape[1], w.shape[1]
    directions = torch.zeros(size, size, dtype=w.dtype)  # column k: how w moves for one sd along direction k
    directions[:, :named] = towards(_covariance(w, figures), _covariance(figures, figures))
    directions[named:, named:] = principal(w[:, named:], features)
    along = torch.linalg.solve(directions, (w - w.mean(0)).T).T
    low, high = torch.quantile(along, LOW, 0), torch.quantile(along, HIGH, 0)
    axes = (directions * (high - low) / 2).T
    centre = w.mean(0) + directions @ ((low + high) / 2)
    total = (features - features.mean(0)).square().sum(1).mean().clamp_min(1e-12)
    explained = []
    for k in range(size):
        share = _covariance(along[:, k : k + 1], features).square().sum() / along[:, k].var().clamp_min(1e-12)
        explained.append(round(float(share / total), 4))
    sds = [round(float(2 / reach), 4) for reach in (high - low)[:named]]
    return Calibration(centre.float(), axes.float(), sds, explained)


def towards(shares: Tensor, spread: Tensor) -> Tensor:
    """Directions of w (size, named), in columns, that move one descriptor by 1 and another by DRAG at most.

    Args:
        shares: covariance of w with the descriptors (size, named).
        spread: covariance of the descriptors (named, named).
    """
    found = []
    for k in range(len(spread)):
        for ridge in RIDGES:
            asked = torch.linalg.inv(spread + ridge * torch.eye(len(spread), dtype=spread.dtype))[:, k]
            moved = spread @ asked
            if float((moved / moved[k]).abs().sort().values[-2]) <= DRAG:
                break
        found.append(shares @ asked / moved[k])
    return torch.stack(found, 1)


def principal(w: Tensor, features: Tensor) -> Tensor:
    """Directions (size, size), in columns, along which w (loops, size) has variance 1 and moves the features most.

    Up is louder: the mean feature rises along every direction, as far as it moves at all. So signs do not hang on luck.
    """
    w, features = w - w.mean(0), features - features.mean(0)
    slopes = torch.linalg.lstsq(w, features).solution  # (size, features)
    root = torch.linalg.cholesky(_covariance(w, w) + 1e-9 * torch.eye(w.shape[1], dtype=w.dtype))
    # in coordinates where w is exactly white, the prediction's principal axes are the left singular vectors
    left, _, right = torch.linalg.svd(root.T @ slopes, full_matrices=False)
    signs = torch.where(right.sum(1) < 0, -1.0, 1.0)
    return root @ left * signs


def slopes_per_step(latents: Tensor, figures: Tensor) -> Tensor:
    """How the latents of one sixteenth move for one sd of each figure with the others as they are: (figures, latents).

    Args:
        latents: (loops, steps, latents).
        figures: (loops, steps, figures), of the same sixteenths.
    """
    z, d = latents.flatten(0, 1).double(), figures.flatten(0, 1).double()
    d = (d - d.mean(0)) / d.std(0).clamp_min(1e-9)
    inverse = torch.linalg.inv(_covariance(d, d) + 0.05 * torch.eye(d.shape[1], dtype=d.dtype))
    return (_covariance(z, d) @ inverse).T.float()


def _covariance(a: Tensor, b: Tensor) -> Tensor:
    return (a - a.mean(0)).T @ (b - b.mean(0)) / len(a)
