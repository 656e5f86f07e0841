"""What a seed stands for: the noise of a loop, and a random break with a kit of its own; and mixtures of several seeds.

noise   float32 (32, 16)   standard normal, for the latents of sixteenths
place   float32 (16,)      a draw from the prior, which is the distribution of real breaks, in units of the knobs
kit     float32 (16,)      the part of a place that tells how strokes sound: all knobs but PATTERN_KNOBS

Those knobs count from the kit of the seed: at 0 they leave it as it is. The knobs of the pattern do not depend on the
seed.

A mixture's noise lies on the sphere between the noises of its seeds (Shoemake 1985, "Animating rotation with quaternion
curves"), so that its variance is that of one seed; its kit is the weighted mean.
"""

import math
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import ArrayLike

from engine.arrays import Floats
from engine.controls import MAX_SEEDS, Seeds
from engine.parameters import LATENTS
from engine.spec import SPEC

from .card import Card, Prior

PATTERN_KNOBS = ("density", "backbeat", "offbeat")  # names of knobs that describe where strokes are
PLACE_STREAM = 1  # of random numbers, beside those of the noise


def variation(seed: int, steps: int = SPEC.steps, latents: int = LATENTS) -> Floats:
    """Return the noise (steps, latents) of a seed: standard normal, from numpy's PCG64, drawn as float64, by rows."""
    return np.random.Generator(np.random.PCG64(seed)).standard_normal((steps, latents)).astype(np.float32)


def place(prior: Prior, w: ArrayLike) -> Floats:
    """Return the place (16,) of a point w (16,), the inverse of w = centre + place @ axes (see Prior).

    Raises:
        numpy.linalg.LinAlgError: the axes lie in a plane.
    """
    with np.errstate(over="ignore"):  # an overflow becomes infinity, which loading and the tasks reject
        return np.linalg.solve(np.array(prior.axes).T, np.asarray(w, float) - prior.centre).astype(np.float32)


class SeedDraws:
    """Draws of a model's seeds, and of mixtures of them; usable by several threads."""

    def __init__(self, card: Card) -> None:
        self._prior, self._grid = card.prior, (card.spec.steps, card.step_latents)
        self._of_kit = np.array([knob.name not in PATTERN_KNOBS for knob in card.knobs])
        self._drawn = lru_cache(2 * MAX_SEEDS)(self._draw)  # two presets may be mixed in turn

    @cached_property
    def mean(self) -> Floats:
        """The mean (16,) of the places of all seeds."""
        mixture = self._prior.mixture
        shares = np.array([part.share for part in mixture])
        mean = shares @ [part.mean for part in mixture] / shares.sum() if mixture else np.zeros(len(self._of_kit))
        return place(self._prior, mean)

    def place(self, seed: int) -> Floats:
        """Return the place (16,) of the seed's own random break."""
        return self._drawn(seed)[1]

    def kit(self, seeds: Seeds) -> Floats:
        """Return the kit (16,) of a mixture; exactly that of a single seed."""
        kits = sum(np.float32(weight) * self._drawn(seed)[1] for seed, weight in seeds)
        return np.where(self._of_kit, kits, np.float32(0))

    def noise(self, seeds: Seeds) -> Floats:
        """Return the noise (32, 16) of a mixture; exactly that of a single seed."""
        if len(seeds) == 1:
            return self._drawn(seeds[0][0])[0]
        shares = np.sin(math.pi / 2 * np.array([weight for _, weight in seeds]))
        noises = np.stack([self._drawn(seed)[0] for seed, _ in seeds])
        return np.tensordot(shares / np.linalg.norm(shares), noises, 1).astype(np.float32)

    def _draw(self, seed: int) -> tuple[Floats, Floats]:
        return variation(seed, *self._grid), place(
            self._prior, self._prior.draw(np.random.default_rng([seed, PLACE_STREAM]))
        )
