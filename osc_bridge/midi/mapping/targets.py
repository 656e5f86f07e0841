"""What a control can be for: a word of a map in, a parameter, an event or an order out.

latent/0, tempo, ...            a parameter, by its id
play, stop, panic, slice/5      an event
tap, half, double               an order
preset, nudge, clock            an order whose value the control says; preset/3 always says the same
none                            nothing: what a map below says of this control does not hold
"""

import math
from typing import NamedTuple

from engine.controls import Action, Event
from engine.errors import BadParameter
from engine.parameters import INDEX, TABLE, Parameter
from engine.spec import SPEC

NOTHING = "none"

_EVENTS = {"play": Action.PLAY, "stop": Action.STOP, "panic": Action.PANIC}
_BARE = ("tap", "half", "double")
_RANGES = {"preset": (0.0, 127.0), "nudge": (-20.0, 20.0), "clock": (0.0, 2.0)}  # nudge: milliseconds
_WHOLE = ("preset", "clock")


class CommandTarget(NamedTuple):
    """One of `Orders`."""

    name: str
    fixed: float | None  # the value it always has; None when the control says it
    low: float = 0.0
    high: float = 1.0

    @property
    def whole(self) -> bool:
        """Whether its value is a number of something."""
        return self.name in _WHOLE


Target = Parameter | Event | CommandTarget


def resolve(text: str) -> Target | None:
    """What a word means; None for "none".

    Raises:
        BadParameter: nothing of that name, or a number it does not have.
    """
    if text == NOTHING:
        return None
    if text in INDEX:
        return TABLE[INDEX[text]]
    if text in _EVENTS:
        return Event(_EVENTS[text])
    if text in _BARE:
        return CommandTarget(text, 1.0)
    if text in _RANGES:
        return CommandTarget(text, None, *_RANGES[text])
    name, _, number = text.partition("/")
    if name == "slice":
        return Event(Action.SLICE, int(_number(text, number, 0, SPEC.steps - 1, whole=True)))
    if name in _RANGES:
        return CommandTarget(name, _number(text, number, *_RANGES[name], whole=name in _WHOLE))
    raise BadParameter(
        f"there is nothing called {text[:40]!r} to control; known are the ids of the parameters, play, stop, panic, "
        f"slice/0 to slice/{SPEC.steps - 1}, preset, preset/0 to preset/127, tap, nudge, half, double, clock, none"
    )


def word(target: Target | None) -> str:
    """The word for a target, always the same one."""
    match target:
        case None:
            return NOTHING
        case Parameter():
            return target.id
        case Event(action=Action.SLICE):
            return f"slice/{target.index}"
        case Event():
            return next(text for text, action in _EVENTS.items() if action == target.action)
        case CommandTarget(fixed=None):
            return target.name
        case CommandTarget(name=name, fixed=fixed):
            return name if name in _BARE else f"{name}/{fixed:g}"


def is_press(target: Target) -> bool:
    """Whether it only happens, like a button's work, and has no value of its own."""
    return isinstance(target, Event) or (isinstance(target, CommandTarget) and target.fixed is not None)


def is_switch(target: Target) -> bool:
    """Whether it is a parameter that is on or off."""
    return isinstance(target, Parameter) and target.whole and target.high - target.low == 1


def _number(text: str, number: str, low: float, high: float, *, whole: bool) -> float:
    """The number behind the slash of a word."""
    try:
        value = float(number) if len(number) <= 12 and number.isascii() else math.nan
    except ValueError:
        value = math.nan
    if not low <= value <= high or (whole and value != round(value)):
        kind = "a whole number" if whole else "a number"
        raise BadParameter(f"{text[:40]!r} has no meaning; after the slash comes {kind} from {low:g} to {high:g}")
    return value
