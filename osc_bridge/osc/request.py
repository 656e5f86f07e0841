"""What a message asks for, the client that sent it, and how much a packet may ask: checked values, nothing is applied.

Client         where replies go           Request       the effects of one message
CommandCall    a command in a Request     PacketQuota   bounds on a packet, so that the next one is handled soon
"""

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, ClassVar, NamedTuple

from engine.controls import CORE_STEP_VALUES, Cells, Event
from engine.errors import BadParameter

from .addresses import IGNORE_PATH, LISTEN_PATH, by_path
from .command_registry import Argument
from .messages import Message
from .patterns import WILDCARDS

SUBSCRIPTION_S = 60.0  # seconds that /vamen/listen lasts
MAX_ADDRESSES = 1500  # that a packet may concern; enough to clear and set every value of all sixteenths
MAX_PATTERN_CHARACTERS = 1024  # of all patterns of a packet; the time to match one is proportional to its length
MIN_PATTERN_COST = 16  # characters that a pattern counts for at least
COMMAND_COST = 64  # addresses that a command counts for; a preset sets most of them

_EMPTY: Mapping[Any, float] = MappingProxyType({})
_NO_REMARKS: Mapping[str, str] = MappingProxyType({})
_TYPE_NAMES = {type(None): "nil", bytes: "a blob", list: "an array", tuple: "MIDI or a time"}  # see messages


class Client(ABC):
    """A peer that gets replies. Clients that compare equal are the same peer. `name`: what it is called on a screen."""

    name: ClassVar[str] = "OSC"
    shows_refusals: ClassVar[bool] = False  # in this process's terminal, so that they are not logged as well

    @abstractmethod
    def send(self, packet: bytes) -> None:
        """Send a packet, or queue it. Any thread may call this; it neither waits nor raises."""

    @property
    def has_room(self) -> bool:
        """False while so many packets wait for this client that changes of subscribed values should wait, too."""
        return True

    @property
    def host(self) -> str:
        """The address of its machine, if it has no connection whose end ends its subscriptions; otherwise empty."""
        return ""


class CommandCall(NamedTuple):
    """A call of a registered command (see command_registry)."""

    name: str
    arguments: tuple[Argument, ...]
    schedulable: bool = False  # may be called ahead of its time, and takes effect at that time


@dataclass(frozen=True, slots=True)
class Request:
    """The effects of one message."""

    values: Mapping[str, float] = field(default_factory=lambda: _EMPTY)  # by parameter id, clamped
    cells: Cells = field(default_factory=lambda: _EMPTY)  # changes of single sixteenths, clamped
    events: tuple[Event, ...] = ()
    commands: tuple[CommandCall, ...] = ()
    queries: tuple[str, ...] = ()  # addresses to answer
    subscribe: tuple[str, ...] = ()  # addresses to answer now and with every change
    unsubscribe: tuple[str, ...] = ()
    duration: float = SUBSCRIPTION_S  # of what is subscribed to, in seconds
    remarks: Mapping[str, str] = field(default_factory=lambda: _NO_REMARKS, compare=False)  # clamped: name -> sentence

    @property
    def schedulable(self) -> bool:
        """Whether a part of the request may be passed to the controls ahead of its time (see handler)."""
        timed = any(name in CORE_STEP_VALUES for _, name in self.cells)
        return bool(self.values or self.events or timed or any(call.schedulable for call in self.commands))

    @property
    def has_reply(self) -> bool:
        """Whether the request asks for a value, or changes subscriptions."""
        return bool(self.queries or self.subscribe or self.unsubscribe)

    @property
    def cost(self) -> int:
        """The number of addresses that the request counts for in a PacketQuota."""
        addresses = len(self.values) + len(self.cells) + len(self.queries) + len(self.subscribe)
        return addresses + COMMAND_COST * len(self.commands)


class PacketQuota:
    """What the messages of one packet may ask for together."""

    def __init__(self) -> None:
        self.exhausted = False
        self._addresses, self._characters = MAX_ADDRESSES, MAX_PATTERN_CHARACTERS

    def check(self, message: Message) -> None:
        """Check that the packet has not asked for too much yet, and count the address patterns in its next message.

        Raises:
            BadParameter: the packet asks for too much; then `exhausted` is true.
        """
        self.exhausted = self._addresses <= 0
        if self.exhausted:
            raise BadParameter(f"a packet concerns more than {MAX_ADDRESSES} addresses; send several packets")
        if message.address not in by_path() or message.address in (LISTEN_PATH, IGNORE_PATH):
            texts = (message.address, *(text for text in message.params if isinstance(text, str)))
            patterns = (text for text in texts if not WILDCARDS.isdisjoint(text))
            self._characters -= sum(max(len(text), MIN_PATTERN_COST) for text in patterns)
            self.exhausted = self._characters < 0
            if self.exhausted:
                raise BadParameter(
                    f"the patterns of a packet have more than {MAX_PATTERN_CHARACTERS} characters; send several packets"
                )

    def spend(self, request: Request) -> None:
        """Subtract the cost of a request from what the packet may still ask for."""
        self._addresses -= request.cost


def quoted(text: str) -> str:
    """Return a text from outside in quotes, at most 60 characters, with control characters escaped."""
    return repr(text if len(text) <= 60 else text[:57] + "...")


def with_address(address: str, sentence: str) -> str:
    """Return the sentence of a refusal, with the address in front unless it is named in it."""
    name = quoted(address)[1:-1]
    return sentence if name in sentence else f"{name}: {sentence}"


def number(argument: object) -> float:
    """Return an argument of any numeric type, or a text that reads as a number, as a float.

    Raises:
        BadParameter: it is not a finite number.
    """
    if isinstance(argument, (float, int)):  # the most frequent, so first
        value = float(argument)
    elif isinstance(argument, str):
        try:
            value = float(argument)
        except ValueError:
            raise BadParameter(f"{quoted(argument)} is not a number; send a number") from None
    else:
        name = _TYPE_NAMES.get(type(argument), "something else")
        raise BadParameter(f"{name} came where a number belongs; send a number")
    if not math.isfinite(value):
        raise BadParameter(f"{value} is not a value that a control can have; send a finite number")
    return value


def numbers(arguments: Sequence[object]) -> tuple[float, ...]:
    """Return all arguments as numbers; a single array stands for its items, as some hosts wrap lists in one.

    Raises:
        BadParameter: one of them is not a finite number.
    """
    if len(arguments) == 1 and isinstance(arguments[0], list):
        arguments = arguments[0]
    return tuple(map(number, arguments))


def button_numbers(arguments: Sequence[object]) -> tuple[float, ...]:
    """Return the numbers sent by a button; none for an impulse or nil, which is a press without a number.

    Raises:
        BadParameter: as `numbers`.
    """
    return () if len(arguments) == 1 and arguments[0] is None else numbers(arguments)
