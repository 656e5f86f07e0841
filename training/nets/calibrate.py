"""Calibration of the knobs, and the prior over loops: where a knob moves the whitened w, and where real loops lie.

w         float32 (loops, loop latents)  whitened, of the training loops; the first `named` carry the descriptors
figures   float32 (loops, named)         descriptors, as normal quantiles
features  float32 (loops, features)      levels of each loop in dB per sixteenth and broad band

A named knob changes its descriptor, one of D, by dD: dw = Cov(w, D) (Cov(D) + ridge)^-1 dD. Without a ridge all other
descriptors would stay constant, which few real loops do; the ridge is the largest that changes no other descriptor by
more than MAX_DRAG_SD. The free knobs are the principal axes of what the free part of w predicts of the features
(redundancy analysis, van den Wollenberg 1977): the first of them changes the sound most, and so on.

The prior is a mixture of normal distributions over w. Whitened w is not normal: samples of a single normal distribution
are farther from real breaks (Frechet distance of steps 0.37) than those of a mixture (0.26), and nearly as novel. Ghosh
et al. 2020, "From variational to deterministic autoencoders", fit such a density after training.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from sklearn.mixture import GaussianMixture
from torch import Tensor

from engine.spec import Spec

FEATURE_BANDS = 16  # broad bands of a sixteenth, in the features
LOW_QUANTILE, HIGH_QUANTILE = 0.05, 0.95  # of real loops, at knob -1 and +1
MAX_DRAG_SD = 0.25  # change of another descriptor per change of a knob's own
RIDGES = torch.logspace(2, -3, 51, dtype=torch.float64)  # tried from the largest on, in variances of a descriptor

MAX_COMPONENTS = 32
LOOPS_PER_COMPONENT = 20  # smallest number of loops for each component
MIN_VARIANCE = 0.01  # added to the variance of a component in every direction, so that it is not a single loop
CARD_DIGITS = 4  # decimals of the numbers in the model's card


@dataclass(frozen=True)
class Calibration:
    """Map from knobs to w, the whitened description of a loop: centre + knobs @ axes."""

    centre: Tensor  # (loop latents,)
    axes: Tensor  # (loop latents, loop latents), row k for knob k
    sds: list[float]  # knob units per sd of the descriptor, of the named knobs
    explained: list[float]  # share of the variance of the features that each knob explains alone


def band_levels(levels: Tensor, spec: Spec) -> Tensor:
    """Return features (loops, steps * 16) of levels (loops, frames, bands): mean dB per sixteenth and broad band."""
    loops = len(levels)
    blocks = levels.reshape(loops, spec.steps, spec.step_frames, FEATURE_BANDS, spec.mels // FEATURE_BANDS)
    return blocks.mean((2, 4)).reshape(loops, -1) * -spec.floor


def calibrate(w: Tensor, figures: Tensor, features: Tensor) -> Calibration:
    """Return the map from knobs to w for the training loops; see the module for the arguments."""
    w, figures, features = w.double(), figures.double(), features.double()
    named, size = figures.shape[1], w.shape[1]
    directions = torch.zeros(size, size, dtype=w.dtype)  # column k: how w moves for one sd along direction k
    directions[:, :named] = named_directions(_covariance(w, figures), _covariance(figures, figures))
    directions[named:, named:] = principal_directions(w[:, named:], features)
    along = torch.linalg.solve(directions, (w - w.mean(0)).T).T
    low, high = torch.quantile(along, LOW_QUANTILE, 0), torch.quantile(along, HIGH_QUANTILE, 0)
    axes = (directions * (high - low) / 2).T
    centre = w.mean(0) + directions @ ((low + high) / 2)
    total = (features - features.mean(0)).square().sum(1).mean().clamp_min(1e-12)
    explained = []
    for k in range(size):
        share = _covariance(along[:, k : k + 1], features).square().sum() / along[:, k].var().clamp_min(1e-12)
        explained.append(round(float(share / total), 4))
    sds = [round(float(2 / reach), 4) for reach in (high - low)[:named]]
    return Calibration(centre.float(), axes.float(), sds, explained)


def named_directions(shares: Tensor, spread: Tensor) -> Tensor:
    """Return directions for the named knobs, columns (size, named): one descriptor rises by 1, others change little.

    `shares` is the covariance of w with the descriptors (size, named), `spread` the covariance of the descriptors.
    """
    found = []
    for k in range(len(spread)):
        for ridge in RIDGES:
            inverse = torch.linalg.inv(spread + ridge * torch.eye(len(spread), dtype=spread.dtype))[:, k]
            moved = spread @ inverse
            if float((moved / moved[k]).abs().sort().values[-2]) <= MAX_DRAG_SD:
                break
        found.append(shares @ inverse / moved[k])
    return torch.stack(found, 1)


def principal_directions(w: Tensor, features: Tensor) -> Tensor:
    """Return directions (size, size), in columns, along which w (loops, size) has variance 1, sorted by effect.

    The mean feature rises along every direction, so that signs do not depend on chance.
    """
    w, features = w - w.mean(0), features - features.mean(0)
    slopes = torch.linalg.lstsq(w, features).solution  # (size, features)
    root = torch.linalg.cholesky(_covariance(w, w) + 1e-9 * torch.eye(w.shape[1], dtype=w.dtype))
    # in coordinates where w is exactly white, the principal axes of the prediction are the left singular vectors
    left, _, right = torch.linalg.svd(root.T @ slopes, full_matrices=False)
    signs = torch.where(right.sum(1) < 0, -1.0, 1.0)
    return root @ left * signs


def slopes_per_step(latents: Tensor, figures: Tensor) -> Tensor:
    """Return the change of a sixteenth's latents per sd of each figure, the others constant: (figures, latents).

    The arguments are (loops, steps, latents) and (loops, steps, figures), such as drum levels of the same sixteenths.
    """
    z, d = latents.flatten(0, 1).double(), figures.flatten(0, 1).double()
    d = (d - d.mean(0)) / d.std(0).clamp_min(1e-9)
    inverse = torch.linalg.inv(_covariance(d, d) + 0.05 * torch.eye(d.shape[1], dtype=d.dtype))
    return (_covariance(z, d) @ inverse).T.float()


def fit_mixture(w: Tensor, seed: int) -> list[dict[str, Any]]:
    """Fit the prior to `w` (loops, size) of the training loops; return its components for the model's card.

    Each has a `share` 0..1, a `mean` (size,) and a `root` (size, size), the lower Cholesky factor of its covariance.
    """
    points = w.cpu().double().numpy()
    count = max(1, min(MAX_COMPONENTS, len(points) // LOOPS_PER_COMPONENT))
    fitted = GaussianMixture(count, reg_covar=MIN_VARIANCE, random_state=seed, max_iter=60, tol=1e-2).fit(points)
    return [
        {
            "share": round(float(share), CARD_DIGITS),
            "mean": _plain(mean),
            "root": _plain(np.linalg.cholesky(covariance)),
        }
        for share, mean, covariance in zip(fitted.weights_, fitted.means_, fitted.covariances_, strict=True)
    ]


def _plain(values: np.ndarray) -> list[Any]:
    return np.round(values, CARD_DIGITS).tolist()


def _covariance(a: Tensor, b: Tensor) -> Tensor:
    return (a - a.mean(0)).T @ (b - b.mean(0)) / len(a)
