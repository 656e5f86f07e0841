"""A random break, or a step towards one: the present sound and the number of a break in, another sound out.

The number is the seed of the break. Its place, a draw from the distribution of real breaks, sets the latents of the
pattern; the others are 0, as the seed has a kit of its own.
"""

import math
from collections.abc import Sequence

import numpy as np

from engine.controls import mixed_seeds
from engine.errors import BadInput, BadParameter
from engine.model.seed_draws import SeedDraws
from engine.parameters import LATENTS, parameter

from .locked_sounds import mutated
from .presets import Preset

RANDOM_BREAKS = 1_000_000  # numbers that are drawn; a float32, as many OSC programs send it, holds them exactly


def random_break(draws: SeedDraws, present: Preset, number: int, amount: float = 1.0) -> Preset:
    """Return the present sound, moved by `amount` towards random break `number`.

    Latents, seeds and step edits change, but for what is locked; other parameters stay. The step rotates noise and
    place around the mean of all breaks, so that after any number of steps sounds are distributed like random breaks.

    Args:
        draws: of the model that plays.
        present: the sound to start from.
        number: from 0.
        amount: 0 is the present sound, 1 the random break.

    Raises:
        BadParameter: the amount is not from 0 to 1.
    """
    if not 0 <= amount <= 1:
        raise BadParameter(f"the amount is {amount:g}; send a number from 0 to 1")
    ids = [f"latent/{index}" for index in range(LATENTS)]
    kept, added = math.sin(math.pi / 2 * (1 - amount)), math.sin(math.pi / 2 * amount)
    seeds = mixed_seeds([*((seed, weight * (1 - amount)) for seed, weight in present.seeds), (number, amount)])
    place = np.array([present.values[id] for id in ids]) + draws.kit(present.seeds)
    place = kept * place + added * draws.place(number) + (1 - kept - added) * draws.mean
    knobs = place - draws.kit(seeds)
    values = {id: parameter(id).clamp(value) for id, value in zip(ids, knobs.tolist(), strict=True)}
    cells = {cell: value * (1 - amount) for cell, value in present.cells.items() if amount < 1}
    found = Preset(
        f"random {number}",
        {**present.values, **values, "seed": float(seeds[0][0])},
        cells,
        seeds,
        present.model,
        present.digest,
        learned=present.learned if amount < 1 else "",
    )
    return mutated(draws, present, found)


def random_number(given: Sequence[int], generator: np.random.Generator) -> int:
    """Return the number of a random break that the command line gives, or else a drawn one.

    Raises:
        BadInput: several numbers, or one that is not a seed.
    """
    if len(given) > 1:
        raise BadInput(f"--random has {len(given)} numbers; give one, or none to have it drawn")
    number = given[0] if given else int(generator.integers(RANDOM_BREAKS))
    if parameter("seed").clamp(number) != number:
        raise BadInput(f"there is no random break {number}; choose a number from 0 to {parameter('seed').high:.0f}")
    return number
