"""What a message may ask for, and the numbers in it: arguments as they came -> checked Python values."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

from engine.controls import Cell, Event
from engine.errors import BadParameter

from .command_registry import Word

_NUMBERS = (float, int)
_NONE: Mapping[Any, float] = MappingProxyType({})
_KINDS = {type(None): "nil", bytes: "a blob", list: "an array", tuple: "MIDI or a time"}  # see messages


class Given(NamedTuple):
    """An order (see orders)."""

    name: str
    words: tuple[Word, ...]
    placed: bool = False  # it may be given ahead of its time, and keeps it


@dataclass(frozen=True, slots=True)
class Wish:
    """What one message asks for."""

    values: Mapping[str, float] = field(default_factory=lambda: _NONE)  # by parameter id, within range
    cells: Mapping[Cell, float] = field(default_factory=lambda: _NONE)  # of single sixteenths, within reach
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
    def asks(self) -> bool:
        """Whether it is about answers."""
        return bool(self.questions or self.listen or self.ignore)

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
    if isinstance(argument, _NUMBERS):  # most of them, so first
        value = float(argument)
    elif isinstance(argument, str):
        try:
            value = float(argument)
        except ValueError:
            raise BadParameter(f"{quoted(argument)} is not a number; send a number") from None
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
    return tuple(map(number, arguments))


def pressed(arguments: Sequence[object]) -> tuple[float, ...]:
    """The numbers that come with a press of a button; an impulse or nil is a press and no number.

    Raises:
        BadParameter: as `numbers`.
    """
    return () if len(arguments) == 1 and arguments[0] is None else numbers(arguments)
