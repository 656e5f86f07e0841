"""What happens when knobs are turned: smoothness of ways through the break space, and what each named knob moves.

knobs    float32 (..., 16)  places in the break space; -1 and +1 are the 5th and 95th percentile of real breaks
w        float32 (16,)  the same place in coordinates where real breaks are standard normal
answer   float64 (knobs, requests, bases, descriptors)  change of the eight descriptors, in standard deviations
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from scipy.stats import rankdata

from engine.arrays import Floats
from engine.parameters import LATENTS, parameter
from training.dataset.descriptors import NAMES, describe

from .measure import SEEDS, Draw, Painter, show
from .metrics import Figures, Values, decibels

MOVES = 24
REACH = 1.5  # of the ways along a knob, to either side
REQUESTS = np.linspace(-2, 2, 9)  # standard deviations of a knob's own descriptor
STILL = len(REQUESTS) // 2  # the request of no change
FARTHEST = parameter("latent/0").high  # a knob turns no further


@dataclass(frozen=True, slots=True)
class Control:
    """How well a named knob does what it says; all but `spearman_base` of the mean over bases."""

    name: str
    spearman: float  # rank correlation of request and own descriptor
    spearman_base: float  # the same for each base by itself, then the mean
    down: float  # change of the own descriptor at the lowest request, in standard deviations; below 0 when right
    up: float  # at the highest
    crosstalk: float  # largest change of another descriptor at any request, over the own response
    drags: str  # that other descriptor
    drag_base: float  # the same of the size of the change in each base, whichever way it goes; then the mean over bases

    @property
    def own(self) -> float:
        """The weaker of both directions, in standard deviations; below 0 when one goes the wrong way."""
        return min(self.up, -self.down)


class SweepPath(NamedTuple):
    """Places one after another."""

    places: Floats  # (MOVES + 1, 16) knobs
    length: float  # in units of what moves evenly


def along(base: Floats, knob: int) -> SweepPath:
    """The way of one knob from -REACH to REACH, the others as they are; its length in knob units."""
    places = np.repeat(base[None], MOVES + 1, 0)
    places[:, knob] = np.linspace(-REACH, REACH, MOVES + 1)
    return SweepPath(places, 2 * REACH)


def between(painter: Painter, a: Floats, b: Floats) -> SweepPath:
    """The way from one w to another on their great circle; its length in w.

    In w, so that what lies between is as likely as the ends; knob units differ from knob to knob.
    """
    points = arc(a, b)
    length = float(np.linalg.norm(np.diff(points, axis=0), axis=1).sum())
    return SweepPath(np.stack([painter.place(w) for w in points]), length)


def arc(a: Floats, b: Floats) -> Floats:
    """Points (MOVES + 1, n) from one to another on a great circle, evenly.

    Shoemake, "Animating Rotation with Quaternion Curves" (1985).
    """
    at = np.linspace(0, 1, MOVES + 1)[:, None]
    cosine = float(a @ b) / max(float(np.linalg.norm(a) * np.linalg.norm(b)), 1e-9)
    angle = float(np.arccos(np.clip(cosine, -1, 1)))
    if np.sin(angle) < 1e-3:
        return (a + at * (b - a)).astype(np.float32)
    return ((np.sin((1 - at) * angle) * a + np.sin(at * angle) * b) / np.sin(angle)).astype(np.float32)


def smoothness(painter: Painter, ways: Sequence[SweepPath], seeds: Sequence[int]) -> Figures:
    """How evenly pictures follow the knobs. A move's size is the mean absolute change of the cells, dB of 80.

    per_unit    size of a way's moves together over the length of the way; mean over ways
    unevenness  largest move of a way over its mean move; mean over ways. 1 is even
    p95         the same figure's 95th percentile over ways
    """
    rates, ratios = [], []
    for way, seed in zip(ways, seeds, strict=True):
        sizes, before = [], None
        for knobs in way.places:
            shown = decibels(show(painter, Draw(knobs, seed)).levels)
            if before is not None:
                sizes.append(float(np.abs(shown - before).mean()))
            before = shown
        rates.append(sum(sizes) / max(way.length, 1e-9))
        ratios.append(max(sizes) / max(float(np.mean(sizes)), 1e-9))
    return {
        "per_unit": float(np.mean(rates)),
        "unevenness": float(np.mean(ratios)),
        "p95": float(np.percentile(ratios, 95)),
    }


def morphs(painter: Painter, count: int, rng: Generator) -> Figures:
    """Smoothness of about `count` ways along the named knobs (knobs_*) and `count` between random breaks (points_*)."""
    each = -(-count // len(NAMES))
    turned = [along(painter.sample(rng), knob) for knob in range(len(NAMES)) for _ in range(each)]
    crossed = [between(painter, *rng.standard_normal((2, LATENTS)).astype(np.float32)) for _ in range(count)]
    found: Figures = {}
    for kind, ways in (("knobs", turned), ("points", crossed)):
        seeds = [int(seed) for seed in rng.integers(SEEDS, size=len(ways))]
        found |= {f"{kind}_{name}": value for name, value in smoothness(painter, ways, seeds).items()}
    return found


def answers(painter: Painter, units: Sequence[float], spread: Values, count: int, rng: Generator) -> Values:
    """What the descriptors of `count` random breaks do when each named knob is turned as far as REQUESTS say.

    Args:
        painter: the model.
        units: (8,) knob units for one standard deviation of each knob's descriptor.
        spread: (8,) standard deviation of each descriptor over real breaks.
        count: random breaks to begin from.
        rng: source of all chance.

    Returns:
        The answer (8, REQUESTS, count, 8).
    """
    answer = np.zeros((len(units), len(REQUESTS), count, len(NAMES)))
    for base in range(count):
        knobs, seed = painter.sample(rng), int(rng.integers(SEEDS))
        at_rest = show(painter, Draw(knobs, seed)).levels
        for knob, unit in enumerate(units):
            turned = np.repeat(knobs[None], len(REQUESTS), 0)
            turned[:, knob] = np.clip(knobs[knob] + REQUESTS * unit, -FARTHEST, FARTHEST)
            shown = [show(painter, Draw(place, seed)).levels for place in turned]
            shown[STILL] = at_rest
            figures = describe(np.clip(np.stack(shown), 0, 1))
            answer[knob, :, base] = (figures - figures[STILL]) / spread
    return answer


def spread(loops: Iterable[Floats]) -> Values:
    """Standard deviation (8,) of each descriptor over levels of loops."""
    every = [describe(np.clip(levels, 0, 1)[None]) for levels in loops]
    return np.maximum(np.concatenate(every).std(0), 1e-6)


def control(answer: Values, names: Sequence[str] = NAMES) -> tuple[Control, ...]:
    """How well each named knob does what it says, from the answer (8, REQUESTS, bases, 8)."""
    found = []
    for knob, name in enumerate(names):
        mean = answer[knob].mean(1)
        own = mean[:, knob]
        response = max((abs(own[0]) + abs(own[-1])) / 2, 1e-3)
        # anywhere on the way, not at its ends alone: a descriptor that bends away and comes back is dragged, too
        dragged, dragged_base = (np.delete(change.max(0), knob) for change in (abs(mean), abs(answer[knob]).mean(1)))
        tracks = [rank_correlation(REQUESTS, track) for track in answer[knob, :, :, knob].T]
        found.append(
            Control(
                name,
                spearman=rank_correlation(REQUESTS, own),
                spearman_base=float(np.mean(tracks)),
                down=float(own[0]),
                up=float(own[-1]),
                crosstalk=float(dragged.max() / response),
                drags=np.delete(names, knob)[dragged.argmax()].item(),
                drag_base=float(dragged_base.max() / response),
            )
        )
    return tuple(found)


def worst(knobs: Sequence[Control]) -> Figures:
    """Figures of the worst knob in each respect."""
    return {
        "knob_spearman": min(knob.spearman for knob in knobs),
        "knob_own": min(knob.own for knob in knobs),
        "knob_crosstalk": max(knob.crosstalk for knob in knobs),
    }


def rank_correlation(a: NDArray[np.floating], b: NDArray[np.floating]) -> float:
    """Spearman's rank correlation of two tracks (n,); 0 when one of them never moves."""
    x, y = (rankdata(track) - (len(track) + 1) / 2 for track in (a, b))
    size = float(np.linalg.norm(x) * np.linalg.norm(y))
    return float(x @ y) / size if size else 0.0
