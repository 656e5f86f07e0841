"""What a gesture loop holds: values of parameters and slices, each at a beat of the loop.

A parameter is named by its id, a slice "slice/5"; its value is the velocity, 0 when it is released.
"""

from typing import NamedTuple

from engine.controls import Action, Event, clamped
from engine.errors import quoted
from engine.spec import SPEC

SLICE = "slice/"


class LoopedValue(NamedTuple):
    """A value, and when in the loop it is set."""

    beat: float
    target: str
    value: float


def slice_values(event: Event) -> dict[str, float]:
    """Return a slice, or the release of one, as the value that a gesture records; nothing for other events."""
    if event.action not in (Action.SLICE, Action.RELEASE):
        return {}
    velocity = min(event.value, 1.0) if event.action is Action.SLICE and event.value > 0 else 0.0
    return {f"{SLICE}{event.index % SPEC.steps}": velocity}


def is_slice(target: str) -> bool:
    """Return whether a target is a slice, not a parameter."""
    return target.startswith(SLICE)


def legal_movement(length: float, beat: float, target: str, value: float) -> LoopedValue:
    """Return a movement of a file, for a loop of `length` beats; ValueError or VamenError if it is not valid."""
    if not 0 <= beat <= length:
        raise ValueError(f"a movement at beat {quoted(beat)} of {length:g}")
    if is_slice(target):
        index = int(target.removeprefix(SLICE))
        if not (0 <= index < SPEC.steps and 0 <= value <= 1):
            raise ValueError(f"{quoted(target)} at {quoted(value)}")
        return LoopedValue(float(beat), f"{SLICE}{index}", float(value))
    return LoopedValue(float(beat), target, clamped({target: value})[target])
