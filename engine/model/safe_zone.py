"""Where breaks sound real: latents of a loop and seeds in, the nearest latents inside out.

w  (16,)  coordinates of a place, in which real breaks have mean 0, variance 1 and no correlation (see Prior), so that
          the length of w is the Mahalanobis distance of the place from the mean of real breaks

The zone is the ball that holds 99 of 100 random breaks. A place outside is moved towards the mean until it is on the
boundary; places inside stay exactly as they are, so the change is continuous. With figures in docs/decisions.md.
"""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engine.controls import Seeds

from .card import Card
from .seed_draws import SeedDraws

INSIDE_SHARE = 0.99  # of the random breaks
MEASURED_BREAKS = 2000


class SafeZone:
    """The zone of a model."""

    def __init__(self, card: Card, draws: SeedDraws) -> None:
        """`draws` are those of the model."""
        self.draws, self._prior = draws, card.prior
        self._centre, self._axes = np.array(card.prior.centre), np.array(card.prior.axes)

    @cached_property
    def radius(self) -> float:
        """The length of w at the boundary."""
        generator = np.random.default_rng(0)
        lengths = [np.linalg.norm(self._prior.draw(generator)) for _ in range(MEASURED_BREAKS)]
        return float(np.quantile(lengths, INSIDE_SHARE))

    def distance(self, knobs: NDArray[np.floating], seeds: Seeds) -> float:
        """Return how far the loop of these knobs (16,) and seeds is from the mean of real breaks: 1 at the boundary."""
        return float(np.linalg.norm(self._w(knobs + self.draws.kit(seeds)))) / self.radius

    def nearest(self, knobs: NDArray[np.floating], seeds: Seeds) -> NDArray[np.float64]:
        """Return the knobs (16,) inside that a loop of these knobs and seeds is moved to; the same if it is inside."""
        found = np.asarray(knobs, np.float64)
        distance = self.distance(found, seeds)
        if distance <= 1:
            return found
        kit = self.draws.kit(seeds).astype(np.float64)
        return self._mean + (found + kit - self._mean) / distance - kit

    @cached_property
    def _mean(self) -> NDArray[np.float64]:
        """The place (16,) at which w is 0."""
        mean: NDArray[np.float64] = np.linalg.solve(self._axes.T, -self._centre)
        return mean

    def _w(self, place: NDArray[np.floating]) -> NDArray[np.float64]:
        w: NDArray[np.float64] = self._centre + place @ self._axes
        return w
