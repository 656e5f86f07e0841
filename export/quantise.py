"""Nets in, the same nets with weights on a 16-bit grid out; and the difference between two models.

A weight w becomes n * 2**e with integer n of at most 15 bits and one e for its whole matrix. Such weights are stored in
two bytes without further loss (`graph.store_int16`). Float16 is five to eight times coarser for large weights, which
matter most; in the sampler (the net that draws latents), whose errors add up over its evaluations, this is visible.
"""

import copy
import math
from collections import defaultdict
from typing import NamedTuple

import numpy as np
import torch

from engine.arrays import Floats
from engine.errors import BadInput
from engine.model.seed_draws import variation
from engine.spec import Spec
from training.nets.bundle import Nets

from .graph import MIN_QUANTISED_SIZE, decode, grid_exponent, loop_latents

NOT_EXPORTED = ("flow.", "loop.decoder.")  # beginnings of the names of weights that only training needs
COMPARED_LOOPS = 8  # number of random loops
MAX_ERROR_DB = 0.05  # largest imperceptible difference of a cell
MAX_RELATIVE_ERROR = 1e-3  # the same of knobs and latents, relative to their norm
ROUNDING_SHARE = 0.2  # of both limits, for quantisation; the rest is for other loops and another order of summation


class Example(NamedTuple):
    """Input of a model for a random loop: knobs, a seed, and edits of single sixteenths as in a performance."""

    knobs: Floats  # (loop latents,), within +-1.5
    seed: int
    edits: Floats  # (steps, latents), added to the step latents; 0 on most steps


class ModelOutput(NamedTuple):
    """Output of a model for an example: latents, the image decoded from them, and that image encoded again."""

    latents: Floats  # for the example's knobs and seed
    levels: Floats  # decoded from the latents plus the edits
    grain: Floats  # decoded with the levels
    knobs: Floats  # of the levels, encoded
    encoded: Floats  # step latents of the levels, encoded


class ModelDifference(NamedTuple):
    """The largest differences between two models over some examples."""

    picture: float  # dB, of any cell of levels or grain
    place: float  # of encoded knobs or latents, relative to their norm

    def within(self, share: float = 1.0) -> bool:
        """Return whether both errors are at most `share` times their limits MAX_ERROR_DB, MAX_RELATIVE_ERROR."""
        return self.picture <= share * MAX_ERROR_DB and self.place <= share * MAX_RELATIVE_ERROR


def make_example(spec: Spec, loops: int, latents: int, number: int) -> Example:
    """Return a random example; the same one for the same arguments.

    Args:
        spec: has the number of sixteenths in a loop.
        loops: number of knobs of the model.
        latents: number of latents per sixteenth.
        number: seed of the random numbers, and seed of the example.
    """
    generator = np.random.default_rng(number)
    knobs = generator.uniform(-1.5, 1.5, loops).astype(np.float32)
    edits = generator.standard_normal((spec.steps, latents)) * (generator.random((spec.steps, 1)) < 0.1)
    return Example(knobs, number, edits.astype(np.float32))


@torch.no_grad()
def run_nets(nets: Nets, example: Example) -> ModelOutput:
    """Return the output of the nets for an example."""
    knobs, edits = torch.from_numpy(example.knobs), torch.from_numpy(example.edits)
    latents = loop_latents(nets, knobs, torch.from_numpy(variation(example.seed, *example.edits.shape)))
    levels, grain = decode(nets, latents + edits)
    place, encoded = nets.encode(levels)
    return ModelOutput(*(part.numpy() for part in (latents, levels, grain, place, encoded)))


def model_difference(spec: Spec, expected: list[ModelOutput], found: list[ModelOutput]) -> ModelDifference:
    """Return the largest differences of outputs for the same examples; infinity if a value is not finite."""
    picture = place = 0.0
    for right, wrong in zip(expected, found, strict=True):
        for decoded, other in ((right.levels, wrong.levels), (right.grain, wrong.grain)):
            picture = max(picture, _norm(decoded, other, np.inf) * -spec.floor)
        for found_at, other in ((right.knobs, wrong.knobs), (right.encoded, wrong.encoded)):
            size = max(_norm(found_at, np.zeros_like(found_at), 2), 1e-6)
            distance = _norm(found_at, other, 2)
            place = max(place, distance / size if math.isfinite(distance) else math.inf)
    return ModelDifference(picture, place)


def quantise_weights(nets: Nets, spec: Spec) -> tuple[Nets, int]:
    """Return the nets with as many quantised layers as the allowed difference permits, and the number of these layers.

    All layers, as a rule; else one layer after another is added if it can be, the largest first but the sampler last.

    Raises:
        BadInput: the output of the nets is not finite.
    """
    sizes = len(nets.knob_centre), len(nets.latent_mean)
    examples = [make_example(spec, *sizes, number) for number in range(COMPARED_LOOPS)]
    expected = [run_nets(nets, example) for example in examples]
    if not model_difference(spec, expected, expected).within():
        raise BadInput("the output of the run's nets is not finite; train again")

    def is_close(quantised: Nets) -> bool:
        found = [run_nets(quantised, example) for example in examples]
        return model_difference(spec, expected, found).within(ROUNDING_SHARE)

    groups = layer_weights(nets)
    quantised = _on_grid(nets, [name for names in groups for name in names])
    if is_close(quantised):
        return quantised, len(groups)
    chosen: list[str] = []
    count = 0
    for names in groups:
        if is_close(_on_grid(nets, chosen + names)):
            chosen, count = chosen + names, count + 1
    return _on_grid(nets, chosen), count


def layer_weights(nets: Nets) -> list[list[str]]:
    """Return the names of the large weights of each exported layer, the largest first but the sampler last."""
    groups: dict[str, list[str]] = defaultdict(list)
    weights = {name: weight for name, weight in nets.named_parameters() if weight.numel() >= MIN_QUANTISED_SIZE}
    for name in weights:
        parts = name.split(".")
        # such as step.decoder.slow.1 or sampler.blocks.3: up to the first number
        number = next((place for place, part in enumerate(parts) if part.isdigit()), len(parts) - 2)
        if not name.startswith(NOT_EXPORTED):
            groups[".".join(parts[: number + 1])].append(name)

    # errors accumulate in the sampler, so it comes last
    def order(names: list[str]) -> tuple[bool, int, list[str]]:
        return names[0].startswith("sampler."), -sum(weights[name].numel() for name in names), names

    return sorted(groups.values(), key=order)


def _norm(one: Floats, other: Floats, norm: float) -> float:
    """Return the size of `one - other`: its length for `norm` 2, its largest element for `norm` infinity.

    Infinity if a value of either array is not finite.
    """
    if not (np.isfinite(one).all() and np.isfinite(other).all()):
        return math.inf
    return float(np.linalg.norm(one.ravel().astype(float) - other.ravel(), norm))


def _on_grid(nets: Nets, names: list[str]) -> Nets:
    quantised = copy.deepcopy(nets)
    for name in names:
        weight = quantised.get_parameter(name)
        step = 2.0 ** grid_exponent(weight.detach().numpy())
        weight.data = (weight.data / step).round() * step
    return quantised
