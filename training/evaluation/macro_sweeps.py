"""Effect of a model's macros on one sixteenth. A macro is an offset of its latents that makes a drum louder.

knobs    float32 (16,)      a point in the break space
latents  float32 (32, 16)   of the sixteenths
answer   float64 (macros, requests, bases, 2, drums)  change of MACRO_DRUMS in dB when a sixteenth of a random break (a
         base) is moved by one of MACRO_REQUESTS_SD (a request): on it, and mean absolute change on its two neighbours
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from engine.arrays import Floats
from engine.model.model_file import Model
from engine.spec import SPEC
from training.dataset.descriptors import drum_levels_per_step

from .measure import VARIATION_SEEDS
from .metrics import Values

MACRO_DRUMS = ("kick", "snare", "hats")  # in the order of descriptors.drum_levels_per_step
MACRO_REQUESTS_SD = np.arange(-2.0, 3.0)  # in standard deviations of the drum's level on a sixteenth
NO_MACRO_CHANGE = len(MACRO_REQUESTS_SD) // 2  # index of the request of no change


@dataclass(frozen=True, slots=True)
class MacroResponse:
    """Effect of a macro on its drum on one sixteenth; means over random breaks."""

    name: str
    down: float  # change of its drum at the lowest request, dB; should be below 0
    up: float  # change of its drum at the highest request, dB; should be above 0
    crosstalk: float  # largest change of another drum on that sixteenth at any request, relative to its own drum
    drags: str  # the other drum that changes most
    spill: float  # largest absolute change of any drum on the two neighbours, dB


def measure_macros(model: Model, macros: Sequence[Floats], count: int, rng: Generator) -> Values:
    """Return the answer (see the module) for `count` random breaks, in each of which one random sixteenth is changed.

    A macro (16,) is the change of a sixteenth's latents for one standard deviation of its drum's level.
    """
    answer = np.zeros((len(macros), len(MACRO_REQUESTS_SD), count, 2, len(MACRO_DRUMS)))
    for base in range(count):
        latents = model.step_latents(model.sample(rng), int(rng.integers(VARIATION_SEEDS)))
        step = int(rng.integers(SPEC.steps))
        beside = [(step - 1) % SPEC.steps, (step + 1) % SPEC.steps]
        unchanged = _drum_levels(model, latents)
        for macro, row in enumerate(macros):
            for request, sds in enumerate(MACRO_REQUESTS_SD):
                if request == NO_MACRO_CHANGE:
                    continue
                moved = latents.copy()
                moved[step] += np.float32(sds) * row
                change = _drum_levels(model, moved) - unchanged
                answer[macro, request, base] = change[step], np.abs(change[beside]).mean(0)
    return answer


def _drum_levels(model: Model, latents: Floats) -> Values:
    """Decode step latents and return the level of each drum on each sixteenth, dB (steps, drums)."""
    return drum_levels_per_step(np.clip(model.decode(latents).levels, 0, 1)[None])[0]


def macro_responses(answer: Values, names: Sequence[str] = MACRO_DRUMS) -> tuple[MacroResponse, ...]:
    """Summarise for each macro what `measure_macros` returned; `names` are the drums of the macros."""
    found = []
    for name, moved in zip(names, answer, strict=True):
        drum = MACRO_DRUMS.index(name)
        mean = moved.mean(1)  # (requests, 2, drums)
        own = mean[:, 0, drum]
        dragged = np.delete(np.abs(mean[:, 0]).max(0), drum)
        found.append(
            MacroResponse(
                name,
                down=float(own[0]),
                up=float(own[-1]),
                crosstalk=float(dragged.max() / max((abs(own[0]) + abs(own[-1])) / 2, 1e-3)),
                drags=np.delete(MACRO_DRUMS, drum)[dragged.argmax()].item(),
                spill=float(mean[:, 1].max()),
            )
        )
    return tuple(found)


def drum_macros(macros: Mapping[str, Sequence[float]]) -> dict[str, Floats]:
    """Return the macros of MACRO_DRUMS in a model's card: name of the drum -> offset of latents (16,)."""
    return {name: np.array(macros[name], np.float32) for name in MACRO_DRUMS if name in macros}
