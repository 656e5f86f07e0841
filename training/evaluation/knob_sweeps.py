"""Smoothness of paths through the break space, and the effect of each named knob.

knobs    float32 (..., 16)  points in the break space; -1 and +1 are the 5th and 95th percentile of real breaks
w        float32 (16,)  the same point in coordinates where real breaks are standard normal
answer   float64 (knobs, requests, bases, descriptors)  change of the eight descriptors, in standard deviations, when
         a knob of a random break (base) is turned by one of KNOB_REQUESTS_SD (request)
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from scipy.stats import rankdata

from engine.arrays import Floats
from engine.model.model_file import Model
from engine.parameters import LATENTS, parameter
from training.dataset.descriptors import DESCRIPTOR_NAMES, describe

from .measure import VARIATION_SEEDS, RandomBreak, decode_break
from .metrics import Figures, Values, decibels

SWEEP_MOVES = 24  # steps of a path
SWEEP_REACH = 1.5  # knob units, to either side
KNOB_REQUESTS_SD = np.linspace(-2, 2, 9)  # change of a knob, in standard deviations of its descriptor
NO_KNOB_CHANGE = len(KNOB_REQUESTS_SD) // 2  # index of the request of no change
MAX_KNOB = parameter("latent/0").high  # end of a knob's range


@dataclass(frozen=True, slots=True)
class KnobResponse:
    """Effect of a named knob on the descriptors.

    Effects are averaged over random breaks first; those named `*_base` are measured in each break, then averaged.
    """

    name: str
    spearman: float  # rank correlation of request and the knob's descriptor
    spearman_base: float  # rank correlation in each random break, then the mean
    down: float  # change of the descriptor at the lowest request, in standard deviations; should be below 0
    up: float  # change of the descriptor at the highest request; should be above 0
    crosstalk: float  # largest change of another descriptor at any request, relative to the change of the knob's own
    drags: str  # name of the other descriptor that changes most
    drag_base: float  # crosstalk, from the mean absolute change in random breaks

    @property
    def own(self) -> float:
        """The smaller of `up` and `-down`: below 0 if the descriptor moves the wrong way when the knob is turned."""
        return min(self.up, -self.down)


class SweepPath(NamedTuple):
    """Points on a path from one setting of all knobs to another, and the length of the path."""

    points: Floats  # (SWEEP_MOVES + 1, 16) knobs
    length: float  # of the path: in knob units, or in the coordinates of w


def knob_path(base: Floats, knob: int) -> SweepPath:
    """Return the path from -SWEEP_REACH to SWEEP_REACH of one knob of `base`; its length is in knob units."""
    points = np.repeat(base[None], SWEEP_MOVES + 1, 0)
    points[:, knob] = np.linspace(-SWEEP_REACH, SWEEP_REACH, SWEEP_MOVES + 1)
    return SweepPath(points, 2 * SWEEP_REACH)


def great_circle_path(model: Model, a: Floats, b: Floats) -> SweepPath:
    """Return the path on a great circle from w `a` to w `b` (see the module); its length is in coordinates of w.

    All points of the circle are as probable as its ends; those on a straight line would not be.
    """
    points = great_circle(a, b)
    length = float(np.linalg.norm(np.diff(points, axis=0), axis=1).sum())
    return SweepPath(np.stack([model.place(w) for w in points]), length)


def great_circle(a: Floats, b: Floats) -> Floats:
    """Return equidistant points (SWEEP_MOVES + 1, n) from one vector to another on a great circle.

    Shoemake, "Animating Rotation with Quaternion Curves" (1985).
    """
    at = np.linspace(0, 1, SWEEP_MOVES + 1)[:, None]
    cosine = float(a @ b) / max(float(np.linalg.norm(a) * np.linalg.norm(b)), 1e-9)
    angle = float(np.arccos(np.clip(cosine, -1, 1)))
    if np.sin(angle) < 1e-3:
        return (a + at * (b - a)).astype(np.float32)
    return ((np.sin((1 - at) * angle) * a + np.sin(at * angle) * b) / np.sin(angle)).astype(np.float32)


def smoothness(model: Model, paths: Sequence[SweepPath], seeds: Sequence[int]) -> Figures:
    """Return how evenly images change along paths; `seeds` has a seed of the variation (the noise) for each path.

    A move is the mean absolute difference of the cells of successive images, dB on the 80 dB of `metrics.decibels`.

    per_unit    sum of the moves of a path divided by its length; mean over paths
    unevenness  largest move of a path divided by its mean move, 1 is even; mean over paths
    p95         95th percentile of the unevenness over paths
    """
    rates, ratios = [], []
    for path, seed in zip(paths, seeds, strict=True):
        sizes, before = [], None
        for knobs in path.points:
            shown = decibels(decode_break(model, RandomBreak(knobs, seed)).levels)
            if before is not None:
                sizes.append(float(np.abs(shown - before).mean()))
            before = shown
        rates.append(sum(sizes) / max(path.length, 1e-9))
        ratios.append(max(sizes) / max(float(np.mean(sizes)), 1e-9))
    return {
        "per_unit": float(np.mean(rates)),
        "unevenness": float(np.mean(ratios)),
        "p95": float(np.percentile(ratios, 95)),
    }


def path_smoothness(model: Model, count: int, rng: Generator) -> Figures:
    """Return `smoothness` of `count` paths along named knobs (keys knobs_*), and between random breaks (points_*)."""
    each = -(-count // len(DESCRIPTOR_NAMES))
    turned = [knob_path(model.sample(rng), knob) for knob in range(len(DESCRIPTOR_NAMES)) for _ in range(each)]
    crossed = [great_circle_path(model, *rng.standard_normal((2, LATENTS)).astype(np.float32)) for _ in range(count)]
    found: Figures = {}
    for kind, paths in (("knobs", turned), ("points", crossed)):
        seeds = [int(seed) for seed in rng.integers(VARIATION_SEEDS, size=len(paths))]
        found |= {f"{kind}_{name}": value for name, value in smoothness(model, paths, seeds).items()}
    return found


def measure_knobs(model: Model, units: Sequence[float], spread: Values, count: int, rng: Generator) -> Values:
    """Turn each named knob of `count` random breaks by each of KNOB_REQUESTS_SD and return what changes.

    Args:
        model: the model.
        units: (8,) knob units for one standard deviation of each knob's descriptor.
        spread: (8,) standard deviation of each descriptor over real breaks.
        count: number of random breaks.
        rng: source of all random numbers.

    Returns:
        (8 knobs, len(KNOB_REQUESTS_SD), count, 8 descriptors): change of each descriptor, in standard deviations.
    """
    answer = np.zeros((len(units), len(KNOB_REQUESTS_SD), count, len(DESCRIPTOR_NAMES)))
    for base in range(count):
        knobs, seed = model.sample(rng), int(rng.integers(VARIATION_SEEDS))
        unchanged = decode_break(model, RandomBreak(knobs, seed)).levels
        for knob, unit in enumerate(units):
            turned = np.repeat(knobs[None], len(KNOB_REQUESTS_SD), 0)
            turned[:, knob] = np.clip(knobs[knob] + KNOB_REQUESTS_SD * unit, -MAX_KNOB, MAX_KNOB)
            shown = [decode_break(model, RandomBreak(place, seed)).levels for place in turned]
            shown[NO_KNOB_CHANGE] = unchanged
            figures = describe(np.clip(np.stack(shown), 0, 1))
            answer[knob, :, base] = (figures - figures[NO_KNOB_CHANGE]) / spread
    return answer


def descriptor_spread(loops: Iterable[Floats]) -> Values:
    """Return the standard deviation (8,) of each descriptor over levels of loops."""
    every = [describe(np.clip(levels, 0, 1)[None]) for levels in loops]
    return np.maximum(np.concatenate(every).std(0), 1e-6)


def knob_responses(answer: Values, names: Sequence[str] = DESCRIPTOR_NAMES) -> tuple[KnobResponse, ...]:
    """Summarise for each knob what `measure_knobs` returned: `answer` (knobs, amounts turned, breaks, descriptors)."""
    found = []
    for knob, name in enumerate(names):
        mean = answer[knob].mean(1)
        own = mean[:, knob]
        response = max((abs(own[0]) + abs(own[-1])) / 2, 1e-3)
        # at any request, not at the ends only: a descriptor that changes and returns counts, too
        dragged, dragged_base = (np.delete(change.max(0), knob) for change in (abs(mean), abs(answer[knob]).mean(1)))
        tracks = [rank_correlation(KNOB_REQUESTS_SD, track) for track in answer[knob, :, :, knob].T]
        found.append(
            KnobResponse(
                name,
                spearman=rank_correlation(KNOB_REQUESTS_SD, own),
                spearman_base=float(np.mean(tracks)),
                down=float(own[0]),
                up=float(own[-1]),
                crosstalk=float(dragged.max() / response),
                drags=np.delete(names, knob)[dragged.argmax()].item(),
                drag_base=float(dragged_base.max() / response),
            )
        )
    return tuple(found)


def worst_knob(knobs: Sequence[KnobResponse]) -> Figures:
    """Return the worst values over all knobs.

    knob_spearman   lowest `KnobResponse.spearman`
    knob_own        lowest `KnobResponse.own`
    knob_crosstalk  highest `KnobResponse.crosstalk`
    """
    return {
        "knob_spearman": min(knob.spearman for knob in knobs),
        "knob_own": min(knob.own for knob in knobs),
        "knob_crosstalk": max(knob.crosstalk for knob in knobs),
    }


def rank_correlation(a: NDArray[np.floating], b: NDArray[np.floating]) -> float:
    """Return Spearman's rank correlation of two sequences (n,); 0 if one of them is constant."""
    x, y = (rankdata(track) - (len(track) + 1) / 2 for track in (a, b))
    size = float(np.linalg.norm(x) * np.linalg.norm(y))
    return float(x @ y) / size if size else 0.0
