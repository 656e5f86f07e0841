"""What the instrument plays by itself at the ends of phrases: settings and a seed in, fills and variations out.

A fill changes the last beats of a phrase and ends with it; a variation is a step to another break at its beginning.
Which phrases have one, and which one it is, depends on the settings, the seed and the number of the phrase alone, so a
set can be repeated.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from engine.spec import BAR_BEATS, SPEC

from .modulation import drawn, happens

LONGEST_FILL = 4.0  # beats
SIXTEENTH = 0.25  # beats
FILLED = ("stutter", "reverse", "halftime")  # parameters that fills set
LENGTHS = (1.0, 2.0, LONGEST_FILL)  # of a fill, the tamest first


class FillStep(NamedTuple):
    """What a fill does at a beat: it sets parameters until its end, or jumps to a sixteenth."""

    beat: float
    values: dict[str, float]
    step: int | None = None


class Fill(NamedTuple):
    """What happens in the last beats of a phrase."""

    name: str
    steps: list[FillStep]
    end: float  # beat
    jumps: bool  # whether the playhead has to return to its place


@dataclass(frozen=True, slots=True)
class SelfPlaySettings:
    """What the parameters of the same names say."""

    fill: float  # probability, 0..1
    fill_bars: int
    vary: float
    vary_bars: int
    wildness: float
    seed: int

    @classmethod
    def read(cls, read: Callable[[str], float]) -> "SelfPlaySettings":
        """Return the present settings; `read` returns a parameter by id."""
        fill, vary = (read("fill/chance"), int(read("fill/bars"))), (read("vary/chance"), int(read("vary/bars")))
        return cls(*fill, *vary, read("wildness"), int(read("chance/seed")))


def bars_between(after: float, upto: float) -> list[float]:
    """Return the beats above `after`, up to `upto`, at which a bar begins."""
    return [bar * BAR_BEATS for bar in range(math.floor(after / BAR_BEATS) + 1, math.floor(upto / BAR_BEATS) + 1)]


def fill_before(end: float, settings: SelfPlaySettings) -> Fill | None:
    """Return the fill of the phrase that ends at a beat, a bar's; None if no phrase ends there, or it has no fill."""
    phrase, rest = divmod(end, BAR_BEATS * settings.fill_bars)
    if rest or not happens(settings.fill, int(phrase), settings.seed, "fill"):
        return None
    key = (settings.seed, int(phrase))
    kinds = tuple(_KINDS.items())
    kind = int(drawn("kind", *key) * (1 + settings.wildness * (len(kinds) - 1)))
    size = int(drawn("length", *key) * (1 + settings.wildness * (len(LENGTHS) - 1)))
    length = min(LENGTHS[size], BAR_BEATS * settings.fill_bars)
    name, make = kinds[kind]
    steps = list(make(end - length, length, key))
    return Fill(name, steps, end, any(step.step is not None for step in steps))


def variation_at(begin: float, settings: SelfPlaySettings) -> int | None:
    """Return the number of the random break towards which a phrase that begins at a beat steps; None for no step."""
    phrase, rest = divmod(begin, BAR_BEATS * settings.vary_bars)
    if rest or phrase < 1 or not happens(settings.vary, int(phrase), settings.seed, "vary"):
        return None
    return int(drawn("break", settings.seed, int(phrase)) * 1_000_000)


def _roll(begin: float, length: float, key: tuple[int, ...]) -> Iterator[FillStep]:
    yield FillStep(begin, {"stutter": 2.0})
    yield FillStep(begin + length / 2, {"stutter": 1.0})
    yield FillStep(begin + 3 * length / 4, {"stutter": 0.5})


def _reverse(begin: float, length: float, key: tuple[int, ...]) -> Iterator[FillStep]:
    yield FillStep(begin, {"reverse": 1.0})


def _halftime(begin: float, length: float, key: tuple[int, ...]) -> Iterator[FillStep]:
    yield FillStep(begin, {"halftime": 1.0})


def _cuts(begin: float, length: float, key: tuple[int, ...]) -> Iterator[FillStep]:
    yield from _jumps(begin, length, 2 * SIXTEENTH, key)


def _scatter(begin: float, length: float, key: tuple[int, ...]) -> Iterator[FillStep]:
    yield from _jumps(begin, length, SIXTEENTH, key)


def _jumps(begin: float, length: float, apart: float, key: tuple[int, ...]) -> Iterator[FillStep]:
    for number in range(round(length / apart)):
        yield FillStep(begin + number * apart, {}, int(drawn("step", number, *key) * SPEC.steps))


_KINDS: dict[str, Callable[[float, float, tuple[int, ...]], Iterator[FillStep]]] = {  # the tamest first
    "roll": _roll,
    "reverse": _reverse,
    "half time": _halftime,
    "cuts": _cuts,
    "scatter": _scatter,
}
