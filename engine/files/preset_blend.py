"""The sound between presets: presets and weights in, a preset out."""

import math
from collections.abc import Sequence

from engine.controls import mixed_seeds
from engine.errors import BadParameter
from engine.model.step_edits import mixed_cells
from engine.parameters import TABLE

from .presets import Preset, sanitise_name

MAX_LISTED_WEIGHTS = 8  # in a refusal


def morph(one: Preset, other: Preset, share: float) -> Preset:
    """Return the sound between two presets: exactly `one` at `share` 0, exactly `other` at 1.

    Raises:
        BadParameter: the share is not a finite number.
    """
    if not math.isfinite(share):
        raise BadParameter(f"the share of a morph is {share}; send a number from 0 to 1")
    share = min(max(share, 0.0), 1.0)
    return blend([(one, 1 - share), (other, share)])


def blend(parts: Sequence[tuple[Preset, float]]) -> Preset:
    """Return the sound between presets, each with a weight that counts relative to their sum.

    Seeds are mixed; other integers and the learned break are those of the heaviest preset. The only preset with a
    weight above 0 is returned unchanged.

    Raises:
        BadParameter: a weight is below 0 or not finite, or none is above 0.
    """
    weights = [weight if weight >= 0 else math.nan for _, weight in parts]
    if not 0 < (total := sum(weights)) < math.inf:
        listed = ", ".join(f"{weight:g}" for _, weight in parts[:MAX_LISTED_WEIGHTS])
        raise BadParameter(f"the weights of the presets are {listed}; send numbers from 0, one of them above 0")
    shares = [(part, weight / total) for part, weight in parts if weight > 0]
    first = max(shares, key=lambda pair: pair[1])[0]
    if len(shares) == 1:
        return first
    seeds = mixed_seeds((seed, weight * share) for part, share in shares for seed, weight in part.seeds)
    values = {**first.values, "seed": float(seeds[0][0])}
    for id in (entry.id for entry in TABLE if not entry.whole):
        values[id] = math.fsum(part.values[id] * share for part, share in shares)
    cells = mixed_cells((part.cells, share) for part, share in shares)
    name = sanitise_name(" and ".join(part.name for part, _ in shares))
    return Preset(name, values, cells, seeds, first.model, first.digest, learned=first.learned)
