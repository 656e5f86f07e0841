"""What stays of a sound that changes by chance: the present sound and another one in, a sound out.

A locked sixteenth stays as it is, with its edits (see step_edits). A locked latent, whose parameter lock/latent/N is 1,
keeps its place, which is the sum of the latent and the kit of the seeds (see seed_draws); the rest is that of the other
sound. Whatever draws or mutates sounds calls `mutated`: random breaks, steps towards them, breaks of a map, variations.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from engine.controls import Cell
from engine.model.seed_draws import SeedDraws
from engine.model.step_edits import KEPT_NAMES
from engine.model.step_locks import locked_steps
from engine.parameters import LATENTS, parameter

from .presets import Preset


def mutated(draws: SeedDraws, present: Preset, found: Preset) -> Preset:
    """Return the sound `found` with what is locked in the present sound; `draws` are those of the model that plays."""
    steps, latents = locked_steps(present.cells), locked_latents(present.values)

    def is_kept(cell: Cell) -> bool:
        return cell[0] in steps or cell[1] in KEPT_NAMES

    kept = {cell: value for cell, value in present.cells.items() if is_kept(cell)}
    others = {cell: value for cell, value in found.cells.items() if not is_kept(cell)}
    moved = draws.kit(present.seeds).astype(np.float64) - draws.kit(found.seeds)
    values = {
        id: parameter(id).clamp(present.values[id] + float(moved[index]))
        for index, id in ((index, f"latent/{index}") for index in latents)
    }
    # a learned break is heard near its own latents only, which a locked sixteenth may have
    learned = present.learned if steps else found.learned
    return replace(found, values={**found.values, **values}, cells={**others, **kept}, learned=learned)


def locked_latents(values: Mapping[str, float]) -> tuple[int, ...]:
    """Return the latents that are locked, by their numbers; `values` are parameters by id."""
    return tuple(index for index in range(LATENTS) if values[f"lock/latent/{index}"])
