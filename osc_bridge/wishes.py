"""What a message may ask for, and the numbers in it: arguments as python-osc has them -> checked Python values."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from engine.controls import Cell, Event
from engine.errors import BadParameter

from .orders import Word

_KINDS = {type(None): "nil", bytes: "a blob", list: "an array", tuple: "MIDI or a time"}  # as python-osc has them


class Given(NamedTuple):
    """An order (see orders)."""

    name: str
    words: tuple[Word, ...]
    placed: bool = False  # it may be given ahead of its time, and keeps it


@dataclass(frozen=True, slots=True)
class Wish:
    """What one message asks for."""

    values: Mapping[str, float] = field(default_factory=dict)  # by parameter id, within range
    cells: Mapping[Cell, float] = field(default_factory=dict)  # of single sixteenths, within reach
    events: tuple[Event, ...] = ()
    orders: tuple[Given, ...] = ()
    questions: tuple[str, ...] = ()  # addresses to be answered
    listen: tuple[str, ...] = ()  # addresses to be answered now and whenever they change
    ignore: tuple[str, ...] = ()  # addresses to be answered no more

    @property
    def sounds(self) -> bool:
        """Whether it has a moment that the controls can keep by themselves, when they know of it in time."""
        return bool(self.values or self.events or any(order.placed for order in self.orders))

    @property
    def size(self) -> int:
        """How many addresses it concerns."""
        return len(self.values) + len(self.cells) + len(self.questions) + len(self.listen)


def quoted(text: str) -> str:
    """A stranger's text, short and without control characters."""
    return repr(text if len(text) <= 60 else text[:57] + "...")


def number(argument: object) -> float:
    """A number out of any type that a controller may send.

    Raises:
        BadParameter: it is none, or not a finite one.
    """
    if isinstance(argument, str):
        try:
            value = float(argument)
        except ValueError:
            raise BadParameter(f"{quoted(argument)} is not a number; send a number") from None
    elif isinstance(argument, int | float):
        value = float(argument)
    else:
        kind = _KINDS.get(type(argument), "something else")
        raise BadParameter(f"{kind} came where a number belongs; send a number")
    if not math.isfinite(value):
        raise BadParameter(f"{value} is not a value that a control can have; send a finite number")
    return value


def numbers(arguments: Sequence[object]) -> tuple[float, ...]:
    """All arguments as numbers, an OSC array opened: some hosts wrap lists in one.

    Raises:
        BadParameter: one of them is none, or not finite.
    """
    if len(arguments) == 1 and isinstance(arguments[0], list):
        arguments = arguments[0]
    return tuple(number(argument) for argument in arguments)
