"""The addresses under /vamen: an address and its arguments -> what the sender wishes.

    /vamen/<id> f           set a parameter of the table, in its unit, clamped to its range; seed is whole
    /vamen/latent f...      set latent 0, 1, ... at once, as many as are sent
    /vamen/slice i [f]      jump to sixteenth i, 0 to 31 (others wrap around), at velocity 0..1; at velocity 0 nothing
    /vamen/play  stop  panic    with an argument of 0, a button's release, nothing
    /vamen/ping x...        answered by /vamen/pong x...
    /vamen/<id>, /vamen/latent, /vamen/status, /vamen/version    without arguments: questions; see replies.py

A number may be an int, a float, a double, true or false, or a text that reads as one. Wildcards reach parameters only:
nobody means to panic by /vamen/*. A wish that cannot be granted whole is refused whole.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from types import MappingProxyType

from engine.controls import Action, Event
from engine.errors import BadParameter
from engine.parameters import LATENTS, TABLE, Parameter
from engine.spec import SPEC

from .patterns import SIGNS, matching

ROOT = "/vamen"
LATENT, PING, STATUS, VERSION = (f"{ROOT}/{name}" for name in ("latent", "ping", "status", "version"))
PONG, ERROR = f"{ROOT}/pong", f"{ROOT}/error"  # only ever sent by us


@dataclass(frozen=True, slots=True)
class Wish:
    """What one message asks for."""

    values: Mapping[str, float] = field(default_factory=dict)  # by parameter id, within range
    events: tuple[Event, ...] = ()
    questions: tuple[str, ...] = ()  # addresses to be answered


_NOTHING = Wish()
_KINDS = {type(None): "nil", bytes: "a blob", list: "an array", tuple: "MIDI or a time"}  # as python-osc has them


def interpret(address: str, arguments: Sequence[object]) -> Wish:
    """What the sender of a message wishes.

    Raises:
        BadParameter: an unknown address, too many or too few arguments, or one that is not a finite number.
    """
    meaning = _MEANINGS.get(address)
    if meaning is not None:
        return meaning(arguments)
    if SIGNS.isdisjoint(address):
        raise BadParameter(f"there is no {quoted(address)}; ask {STATUS} or see the list of addresses")
    addresses = matching(address, _PARAMETERS)
    if not addresses:
        raise BadParameter(f"no parameter matches {quoted(address)}; patterns reach parameters, not actions")
    wishes = [_MEANINGS[match](arguments) for match in addresses]
    return Wish(
        {id: value for wish in wishes for id, value in wish.values.items()},
        questions=tuple(question for wish in wishes for question in wish.questions),
    )


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


def _flat(arguments: Sequence[object]) -> list[object]:
    """Arguments with an OSC array opened: some hosts wrap lists in one."""
    if len(arguments) == 1 and isinstance(arguments[0], list):
        return list(arguments[0])
    return list(arguments)


def _parameter(entry: Parameter, address: str, arguments: Sequence[object]) -> Wish:
    values = _flat(arguments)
    if not values:
        return Wish(questions=(address,))
    if len(values) > 1:
        raise BadParameter(f"{address} takes one number, {len(values)} came; send one")
    return Wish({entry.id: entry.clamp(number(values[0]))})


def _latents(arguments: Sequence[object]) -> Wish:
    values = _flat(arguments)
    if not values:
        return Wish(questions=(LATENT,))
    if len(values) > LATENTS:
        raise BadParameter(f"{LATENT} takes up to {LATENTS} numbers, {len(values)} came; send fewer")
    entries = (_LATENTS[index] for index in range(len(values)))
    return Wish({entry.id: entry.clamp(number(value)) for entry, value in zip(entries, values, strict=True)})


def _slice(arguments: Sequence[object]) -> Wish:
    if not 1 <= len(arguments) <= 2:
        raise BadParameter(f"{ROOT}/slice takes an index and perhaps a velocity, {len(arguments)} arguments came")
    index = round(number(arguments[0])) % SPEC.steps
    velocity = min(number(arguments[1]), 1.0) if len(arguments) > 1 else 1.0
    return Wish(events=(Event(Action.SLICE, index, velocity),)) if velocity > 0 else _NOTHING


def _button(action: Action, arguments: Sequence[object]) -> Wish:
    if len(arguments) > 1:
        raise BadParameter(f"{ROOT}/{action.name.lower()} takes one number at most, {len(arguments)} came")
    pressed = not arguments or number(arguments[0]) > 0
    return Wish(events=(Event(action),)) if pressed else _NOTHING


def _question(address: str, arguments: Sequence[object]) -> Wish:
    if arguments:
        raise BadParameter(f"{address} is a question; send it without arguments")
    return Wish(questions=(address,))


def _ping(arguments: Sequence[object]) -> Wish:
    return Wish(questions=(PING,))


_PARAMETERS = tuple(f"{ROOT}/{entry.id}" for entry in TABLE)
_LATENTS = tuple(entry for entry in TABLE if entry.id.startswith("latent/"))
_MEANINGS: Mapping[str, Callable[[Sequence[object]], Wish]] = MappingProxyType(
    {f"{ROOT}/{entry.id}": partial(_parameter, entry, f"{ROOT}/{entry.id}") for entry in TABLE}
    | {f"{ROOT}/{action.name.lower()}": partial(_button, action) for action in (Action.PLAY, Action.STOP, Action.PANIC)}
    | {address: partial(_question, address) for address in (STATUS, VERSION)}
    | {LATENT: _latents, PING: _ping, f"{ROOT}/slice": _slice}
)
