"""What the addresses of the surface mean: an address and its arguments -> what the sender wishes.

A control or a meter without arguments is a question. A number may be an int, a float, a double, true or false, or a
text that reads as one; it is clamped. Actions may carry an impulse, or the 1 and 0 of a button: at 0 nothing happens.
Wildcards reach controls, and as questions meters too, never actions: nobody means to panic by /vamen/*. A wish that
cannot be granted whole is refused whole.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import product
from types import MappingProxyType

from engine.controls import STEP_NAMES, STEP_REACH, Action, Cell, Event
from engine.errors import BadParameter
from engine.parameters import LATENTS, Parameter, parameter
from engine.spec import SPEC

from .addresses import NORM, ROOT, STEP, Endpoint, Kind, surface
from .command_arguments import ORDERS, ordered
from .patterns import SIGNS, matching
from .request import Wish, numbers, pressed, quoted

LATENT, SLICE, CLEAR = f"{ROOT}/latent", f"{ROOT}/slice", f"{STEP}/clear"
LISTEN, IGNORE, PING, STATUS, VERSION = (f"{ROOT}/{name}" for name in ("listen", "ignore", "ping", "status", "version"))
PRESETS = f"{ROOT}/presets"
METER = f"{ROOT}/meter"
PONG, ERROR, STARTUP = f"{ROOT}/pong", f"{ROOT}/error", f"{ROOT}/startup"  # only ever sent by us

CONTROLS = tuple(address.path for address in surface() if address.kind is Kind.CONTROL)
CELLS = {f"{STEP}/{step}/{name}": (step, name) for step, name in product(range(SPEC.steps), STEP_NAMES)}
READABLE = tuple(address.path for address in surface() if address.kind in (Kind.CONTROL, Kind.METER))


_NOTHING = Wish()
_EVERYTHING_CLEAR = MappingProxyType(dict.fromkeys(CELLS.values(), 0.0))


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
    if not arguments:
        return Wish(questions=readable(address))
    addresses = matching(address, CONTROLS)
    if not addresses:
        raise BadParameter(f"no control matches {quoted(address)}; patterns reach controls, not actions")
    value = _single(address, arguments)
    if value is None:  # an empty array
        return Wish(questions=readable(address))
    # hundreds of sixteenths may match
    cells = dict.fromkeys((CELLS[match] for match in addresses if match in CELLS), _within_reach(value))
    wishes = [_MEANINGS[match](arguments) for match in addresses if match not in CELLS]
    return Wish({id: value for wish in wishes for id, value in wish.values.items()}, cells)


def readable(pattern: str) -> tuple[str, ...]:
    """The addresses with a value that an address or a pattern means.

    Raises:
        BadParameter: there is none.
    """
    found = matching(pattern, READABLE)
    if not found:
        raise BadParameter(f"nothing with a value is called {quoted(pattern)}; name a control or a meter")
    return found


def prepare() -> None:
    """Make now what the first pattern would have to wait for."""
    for addresses in (CONTROLS, READABLE):
        matching("", addresses)


def from_norm(entry: Parameter, share: float) -> float:
    """A parameter's value at a share of its range, 0..1, clamped."""
    return entry.clamp(entry.low + min(max(share, 0.0), 1.0) * (entry.high - entry.low))


def to_norm(entry: Parameter, value: float) -> float:
    """The share of its range, 0..1, at which a parameter's value lies."""
    return (value - entry.low) / (entry.high - entry.low)


def _single(address: str, arguments: Sequence[object]) -> float | None:
    """The one number for a control; None for a question."""
    values = numbers(arguments)
    if len(values) > 1:
        raise BadParameter(f"{quoted(address)} takes one number, {len(values)} came; send one")
    return values[0] if values else None


def _control(address: str, granted: Callable[[float], Wish], arguments: Sequence[object]) -> Wish:
    value = _single(address, arguments)
    return Wish(questions=(address,)) if value is None else granted(value)


def _plain(entry: Parameter, value: float) -> Wish:
    return Wish({entry.id: entry.clamp(value)})


def _normed(entry: Parameter, value: float) -> Wish:
    return Wish({entry.id: from_norm(entry, value)})


def _cell(cell: Cell, value: float) -> Wish:
    return Wish(cells={cell: _within_reach(value)})


def _within_reach(value: float) -> float:
    return min(max(value, -STEP_REACH), STEP_REACH)


def _latents(arguments: Sequence[object]) -> Wish:
    values = numbers(arguments)
    if not values:
        return Wish(questions=(LATENT,))
    if len(values) > LATENTS:
        raise BadParameter(f"{LATENT} takes up to {LATENTS} numbers, {len(values)} came; send fewer")
    return Wish({entry.id: entry.clamp(value) for entry, value in zip(_LATENTS, values, strict=False)})


def _slice(arguments: Sequence[object]) -> Wish:
    values = numbers(arguments)
    if not 1 <= len(values) <= 2:
        raise BadParameter(f"{SLICE} takes an index and perhaps a velocity, {len(values)} arguments came")
    index = round(values[0]) % SPEC.steps
    velocity = min(values[1], 1.0) if len(values) > 1 else 1.0
    return Wish(events=(Event(Action.SLICE, index, velocity),)) if velocity > 0 else _NOTHING


def _button(address: str, wish: Wish, arguments: Sequence[object]) -> Wish:
    values = pressed(arguments)
    if len(values) > 1:
        raise BadParameter(f"{address} takes one number at most, {len(values)} came; send one")
    return wish if not values or values[0] > 0 else _NOTHING


def _question(address: str, wish: Wish, arguments: Sequence[object]) -> Wish:
    if arguments and pressed(arguments):
        raise BadParameter(f"{address} can only be asked for; send it without arguments")
    return wish


def _ping(arguments: Sequence[object]) -> Wish:
    return Wish(questions=(PING,))


def _listen(arguments: Sequence[object]) -> Wish:
    if not arguments:
        raise BadParameter(f"{LISTEN} takes the address to listen to; send one, or a pattern")
    return Wish(listen=_named(LISTEN, arguments))


def _ignore(arguments: Sequence[object]) -> Wish:
    return Wish(ignore=_named(IGNORE, arguments) if arguments else READABLE)


def _named(address: str, arguments: Sequence[object]) -> tuple[str, ...]:
    names = [argument for argument in arguments if isinstance(argument, str)]
    if len(names) < len(arguments):
        raise BadParameter(f"{address} takes addresses; send each as a text")
    return tuple(dict.fromkeys(found for name in names for found in readable(name)))


def _meaning(address: Endpoint) -> Callable[[Sequence[object]], Wish]:
    """What the arguments of an address of the surface mean."""
    path, entry = address.path, address.entry
    if path in _OTHERS:
        return _OTHERS[path]
    if entry is not None:
        return partial(_control, path, partial(_normed if path.startswith(f"{NORM}/") else _plain, entry))
    if address.kind is Kind.CONTROL:
        return partial(_control, path, partial(_cell, CELLS[path]))
    if path in ORDERS:
        return partial(ordered, path)
    if address.kind is Kind.ACTION:
        action = Action[path.removeprefix(f"{ROOT}/").upper()]
        return partial(_button, path, Wish(events=(Event(action),)))
    return partial(_question, path, Wish(questions=(path,)))


_LATENTS = tuple(parameter(f"latent/{index}") for index in range(LATENTS))
_OTHERS: Mapping[str, Callable[[Sequence[object]], Wish]] = {
    LATENT: _latents,
    SLICE: _slice,
    CLEAR: partial(_button, CLEAR, Wish(cells=_EVERYTHING_CLEAR)),
    PING: _ping,
    LISTEN: _listen,
    IGNORE: _ignore,
}
_MEANINGS = MappingProxyType({address.path: _meaning(address) for address in surface()})
