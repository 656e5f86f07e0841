"""The name of a target in a map -> a parameter, an event or a command.

latent/0, tempo, ...            a parameter, by its id
kick, latent/kick, ...          a latent, by the name that the model gives it; another target of that name comes first
play, stop, panic, slice/5      an event
tap, half, double, random,      a command
another, undo, redo, cancel,
record, scene/next,
scene/previous,
gesture/clear,
lock/kick, snare, hats
preset, scene, nudge, clock,    a command with the control's value; preset/3 always has the value 3,
gesture/record, ...             gesture/record/2 the value 2
none                            nothing, so that the entry of a map below does not count
"""

import math
from typing import NamedTuple

from engine.controls import Action, Event
from engine.errors import BadParameter, quoted
from engine.parameters import INDEX, TABLE, Parameter
from engine.spec import SPEC
from osc_bridge.osc.command_arguments import (
    ANOTHER,
    BANKS,
    CANCEL,
    GESTURE_CLEAR,
    GESTURE_OVERDUB,
    GESTURE_PLAY,
    GESTURE_RECORD,
    LOCK_DRUMS,
    NEXT_SCENE,
    PREVIOUS_SCENE,
    RANDOM,
    RECORD,
    REDO,
    UNDO,
)
from osc_bridge.osc.latent_names import NO_NAMES, LatentNames

NO_TARGET = "none"

_EVENTS = {"play": Action.PLAY, "stop": Action.STOP, "panic": Action.PANIC}
_COMMANDS = (
    *("tap", "half", "double", RANDOM, ANOTHER, UNDO, REDO, RECORD),
    *(NEXT_SCENE, PREVIOUS_SCENE, CANCEL, GESTURE_CLEAR, *LOCK_DRUMS),
)
_VALUE_RANGES = {  # nudge in milliseconds
    **dict.fromkeys(BANKS, (0.0, 127.0)),
    "nudge": (-20.0, 20.0),
    "clock": (0.0, 2.0),
    GESTURE_RECORD: (1.0, 16.0),  # bars
    GESTURE_OVERDUB: (0.0, 1.0),
    GESTURE_PLAY: (0.0, 1.0),
}
_WHOLE_VALUES = (*BANKS, "clock", GESTURE_RECORD, GESTURE_OVERDUB, GESTURE_PLAY)


class CommandTarget(NamedTuple):
    """A command as the target of a control."""

    name: str
    fixed: float | None  # the value it always has; None for the control's value
    low: float = 0.0
    high: float = 1.0

    @property
    def whole(self) -> bool:
        """Whether the command takes only whole numbers, as a preset does."""
        return self.name in _WHOLE_VALUES


Target = Parameter | Event | CommandTarget


def parse_target(name: str, latents: LatentNames = NO_NAMES) -> Target | None:
    """Return the target of that name; None for "none".

    Args:
        name: of the target.
        latents: the names of the model's latents.

    Raises:
        BadParameter: there is no such target, or the number behind the slash is out of range.
    """
    if name == NO_TARGET:
        return None
    if name in INDEX:
        return TABLE[INDEX[name]]
    if name in _EVENTS:
        return Event(_EVENTS[name])
    if name in _COMMANDS:
        return CommandTarget(name, 1.0)
    if name in _VALUE_RANGES:
        return CommandTarget(name, None, *_VALUE_RANGES[name])
    kind, _, number = name.rpartition("/")
    if kind == "slice":
        return Event(Action.SLICE, int(_number(name, number, 0, SPEC.steps - 1, whole=True)))
    if kind in _VALUE_RANGES:
        return CommandTarget(kind, _number(name, number, *_VALUE_RANGES[kind], whole=kind in _WHOLE_VALUES))
    if id := latents.id_of(name):
        return TABLE[INDEX[id]]
    names = "".join(f"{name}, " for name in latents.ids)
    raise BadParameter(
        f"there is nothing called {quoted(name)} to control; known are {names}the ids of the parameters, play, stop, "
        f"panic, slice/0 to slice/{SPEC.steps - 1}, preset/0 to preset/127, scene/next, tap, random, undo and others "
        "in docs/midi.md, none"
    )


def target_name(target: Target | None) -> str:
    """Return the name of a target, the same for all names of a latent; the inverse of `parse_target`."""
    match target:
        case None:
            return NO_TARGET
        case Parameter():
            return target.id
        case Event(action=Action.SLICE):
            return f"slice/{target.index}"
        case Event():
            return next(name for name, action in _EVENTS.items() if action == target.action)
        case CommandTarget(fixed=None):
            return target.name
        case CommandTarget(name=name, fixed=fixed):
            return name if name in _COMMANDS else f"{name}/{fixed:g}"


def is_trigger(target: Target) -> bool:
    """Return whether a target has no value of its own: an event, or a command with a fixed value."""
    return isinstance(target, Event) or (isinstance(target, CommandTarget) and target.fixed is not None)


def is_switch(target: Target) -> bool:
    """Return whether a target is a parameter that is on or off."""
    return isinstance(target, Parameter) and target.whole and target.high - target.low == 1


def _number(name: str, number: str, low: float, high: float, *, whole: bool) -> float:
    """Parse `number`, the text behind the slash of a target `name`; BadParameter if it is not in `low`..`high`."""
    try:
        value = float(number) if len(number) <= 12 and number.isascii() else math.nan
    except ValueError:
        value = math.nan
    if not low <= value <= high or (whole and value != round(value)):
        kind = "a whole number" if whole else "a number"
        raise BadParameter(f"{quoted(name)} is not valid; after the slash comes {kind} from {low:g} to {high:g}")
    return value
