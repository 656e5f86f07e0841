"""Where real loops lie in the space of w, as something to draw from: a mixture of normal distributions.

w  float32 (loops, loop latents)  whitened, drawn from the posteriors of the training loops

White is not yet normal: drawn from one normal distribution, breaks are farther from real ones (Frechet distance of
steps 0.37) than from a mixture (0.26), and nearly as new. Ghosh et al. 2020, "From variational to deterministic
autoencoders", fit such a density after training.
"""

from typing import Any

import numpy as np
from sklearn.mixture import GaussianMixture
from torch import Tensor

COMPONENTS = 32
EACH = 20  # loops that a component needs
LEAST = 0.01  # variance added to every direction of a component, so that it is no single loop
DIGITS = 4


def mixture(w: Tensor, seed: int) -> list[dict[str, Any]]:
    """Components: share, mean, and root, the lower Cholesky factor of the covariance; plain numbers for a card."""
    points = w.cpu().double().numpy()
    count = max(1, min(COMPONENTS, len(points) // EACH))
    fitted = GaussianMixture(count, reg_covar=LEAST, random_state=seed, max_iter=60, tol=1e-2).fit(points)
    return [
        {"share": round(float(share), DIGITS), "mean": _plain(mean), "root": _plain(np.linalg.cholesky(covariance))}
        for share, mean, covariance in zip(fitted.weights_, fitted.means_, fitted.covariances_, strict=True)
    ]


def _plain(values: np.ndarray) -> list[Any]:
    return np.round(values, DIGITS).tolist()
