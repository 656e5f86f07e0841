"""What the macros of a model do to one sixteenth: a kick, a snare, hats made louder or softer where they stand.

knobs    float32 (16,)      a place in the break space
latents  float32 (32, 16)   of the sixteenths
answer   float64 (macros, requests, bases, 2, drums)  change in dB: on the sixteenth itself, and the mean size of the
         change on its two neighbours
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from engine.arrays import Floats
from engine.spec import SPEC
from training.dataset.descriptors import per_step

from .measure import SEEDS, Painter
from .metrics import Values

DRUMS = ("kick", "snare", "hats")  # in the order of descriptors.per_step
REQUESTS = np.arange(-2.0, 3.0)  # standard deviations of how loud the drum is on a sixteenth
STILL = len(REQUESTS) // 2  # the request of no change


@dataclass(frozen=True, slots=True)
class Macro:
    """How well a macro moves its drum on one sixteenth; means over bases."""

    name: str
    down: float  # change of its drum at the lowest request, dB; below 0 when right
    up: float  # at the highest
    crosstalk: float  # largest change of another drum on that sixteenth at any request, over the own response
    drags: str  # that other drum
    spill: float  # largest size of the change of any drum on the neighbours, dB


def answers(painter: Painter, macros: Sequence[Floats], count: int, rng: Generator) -> Values:
    """What the drums of `count` random breaks do on one sixteenth, and beside it, when each macro moves its latents.

    Args:
        painter: the model.
        macros: (16,) each: how the latents of a sixteenth move for one standard deviation.
        count: random breaks, in each of which one random sixteenth is moved.
        rng: source of all chance.
    """
    answer = np.zeros((len(macros), len(REQUESTS), count, 2, len(DRUMS)))
    for base in range(count):
        latents = painter.loop(painter.sample(rng), int(rng.integers(SEEDS)))
        step = int(rng.integers(SPEC.steps))
        beside = [(step - 1) % SPEC.steps, (step + 1) % SPEC.steps]
        at_rest = _loud(painter, latents)
        for macro, row in enumerate(macros):
            for request, sds in enumerate(REQUESTS):
                if request == STILL:
                    continue
                moved = latents.copy()
                moved[step] += np.float32(sds) * row
                change = _loud(painter, moved) - at_rest
                answer[macro, request, base] = change[step], np.abs(change[beside]).mean(0)
    return answer


def _loud(painter: Painter, latents: Floats) -> Values:
    """How loud each drum is on each sixteenth, dB (steps, drums)."""
    return per_step(np.clip(painter.paint(latents).levels, 0, 1)[None])[0]


def control(answer: Values, names: Sequence[str] = DRUMS) -> tuple[Macro, ...]:
    """How well each macro does what it says, from the answer; `names` are drums, one for each macro."""
    found = []
    for name, moved in zip(names, answer, strict=True):
        drum = DRUMS.index(name)
        mean = moved.mean(1)  # (requests, 2, drums)
        own = mean[:, 0, drum]
        dragged = np.delete(np.abs(mean[:, 0]).max(0), drum)
        found.append(
            Macro(
                name,
                down=float(own[0]),
                up=float(own[-1]),
                crosstalk=float(dragged.max() / max((abs(own[0]) + abs(own[-1])) / 2, 1e-3)),
                drags=np.delete(DRUMS, drum)[dragged.argmax()].item(),
                spill=float(mean[:, 1].max()),
            )
        )
    return tuple(found)


def known(macros: Mapping[str, Sequence[float]]) -> dict[str, Floats]:
    """The macros of a card that move a drum, by its name."""
    return {name: np.array(macros[name], np.float32) for name in DRUMS if name in macros}
