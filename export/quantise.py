"""Nets in, the same nets with their weights on a grid of 16 bits; and how far two models differ.

A weight w becomes n * 2**e with whole n of at most 15 bits and one e for its whole matrix. Such weights are stored in
two bytes without further loss (`graph.store_words`). Halves of the same size are five to eight times coarser where it
matters, at the large weights, and the flow, which feeds on itself seven times, makes that visible.
"""

import copy
import math
from collections import defaultdict
from typing import NamedTuple

import numpy as np
import torch

from engine.arrays import Floats
from engine.errors import BadInput
from engine.model.model_file import variation
from engine.spec import Spec
from training.nets.bundle import Nets

from .graph import SMALL, Encode, Loop, Paint, exponent

TRIALS = 8  # random loops that are compared
CLOSE = 0.05  # dB; largest difference of a cell that nobody can hear or see
CLOSE_PLACE = 1e-3  # of the size of knobs and latents
MARGIN = 0.2  # of both for the rounding alone; the rest is for loops that were not tried and for another order of sums


class Example(NamedTuple):
    """A random loop as a performer might play it."""

    knobs: Floats  # (loop latents,), within +-1.5
    seed: int
    edits: Floats  # (steps, latents), on some steps


class Answer(NamedTuple):
    """What a model makes of an example."""

    latents: Floats  # of its knobs and seed
    levels: Floats  # of them with the edits
    grain: Floats
    knobs: Floats  # of those levels, encoded
    encoded: Floats  # their step latents


class ModelDifference(NamedTuple):
    """The largest differences between two models over some examples."""

    picture: float  # dB, of any cell of levels or grain
    place: float  # of encoded knobs or latents, relative to their size

    def within(self, share: float = 1.0) -> bool:
        """Whether nobody can tell."""
        return self.picture <= share * CLOSE and self.place <= share * CLOSE_PLACE


def example(spec: Spec, loops: int, latents: int, number: int) -> Example:
    """One of the examples."""
    generator = np.random.default_rng(number)
    knobs = generator.uniform(-1.5, 1.5, loops).astype(np.float32)
    edits = generator.standard_normal((spec.steps, latents)) * (generator.random((spec.steps, 1)) < 0.1)
    return Example(knobs, number, edits.astype(np.float32))


@torch.no_grad()
def answer(nets: Nets, asked: Example) -> Answer:
    """What the nets make of an example."""
    knobs, edits = torch.from_numpy(asked.knobs), torch.from_numpy(asked.edits)
    latents = Loop(nets)(knobs, torch.from_numpy(variation(asked.seed, *asked.edits.shape)))
    levels, grain = Paint(nets)(latents + edits)
    place, encoded = Encode(nets)(levels)
    return Answer(*(part.numpy() for part in (latents, levels, grain, place, encoded)))


def gap(spec: Spec, expected: list[Answer], found: list[Answer]) -> ModelDifference:
    """How far answers differ; what is no finite number differs infinitely, from itself too."""
    picture = place = 0.0
    for right, wrong in zip(expected, found, strict=True):
        for painted, other in ((right.levels, wrong.levels), (right.grain, wrong.grain)):
            picture = max(picture, _norm(painted, other, np.inf) * -spec.floor)
        for found_at, other in ((right.knobs, wrong.knobs), (right.encoded, wrong.encoded)):
            size = max(_norm(found_at, np.zeros_like(found_at), 2), 1e-6)
            distance = _norm(found_at, other, 2)
            place = max(place, distance / size if math.isfinite(distance) else math.inf)
    return ModelDifference(picture, place)


def quantise_weights(nets: Nets, spec: Spec) -> tuple[Nets, int]:
    """The nets with as many layers on the grid as nobody can tell, and how many those are.

    All of them, as a rule; else one is tried after the other, the largest first but the flow last.

    Raises:
        BadInput: the nets make no numbers.
    """
    examples = [example(spec, len(nets.knob_centre), len(nets.latent_mean), number) for number in range(TRIALS)]
    expected = [answer(nets, asked) for asked in examples]
    if not gap(spec, expected, expected).within():
        raise BadInput("the run's nets make what is no finite number; train again")
    groups = layers(nets)
    light = _on_grid(nets, [name for names in groups for name in names])
    if gap(spec, expected, [answer(light, asked) for asked in examples]).within(MARGIN):
        return light, len(groups)
    chosen: list[str] = []
    count = 0
    for names in groups:
        light = _on_grid(nets, chosen + names)
        if gap(spec, expected, [answer(light, asked) for asked in examples]).within(MARGIN):
            chosen, count = chosen + names, count + 1
    return _on_grid(nets, chosen), count


def layers(nets: Nets) -> list[list[str]]:
    """Names of the large weights of each layer that is exported, the largest first but the flow last."""
    groups: dict[str, list[str]] = defaultdict(list)
    weights = {name: weight for name, weight in nets.named_parameters() if weight.numel() >= SMALL}
    for name in weights:
        parts = name.split(".")
        # as step.decoder.slow.1 or flow.blocks.3: up to the first number
        number = next((place for place, part in enumerate(parts) if part.isdigit()), len(parts) - 2)
        if not name.startswith("loop.decoder."):
            groups[".".join(parts[: number + 1])].append(name)

    # the flow hands its errors on from one velocity to the next, so it comes last
    def order(names: list[str]) -> tuple[bool, int, list[str]]:
        return names[0].startswith("flow."), -sum(weights[name].numel() for name in names), names

    return sorted(groups.values(), key=order)


def _norm(one: Floats, other: Floats, norm: float) -> float:
    """Norm of the difference: 2, or infinity for the largest one; in float64, which does not run over."""
    if not (np.isfinite(one).all() and np.isfinite(other).all()):
        return math.inf
    return float(np.linalg.norm(one.ravel().astype(float) - other.ravel(), norm))


def _on_grid(nets: Nets, names: list[str]) -> Nets:
    light = copy.deepcopy(nets)
    for name in names:
        weight = light.get_parameter(name)
        step = 2.0 ** exponent(weight.detach().numpy())
        weight.data = (weight.data / step).round() * step
    return light
