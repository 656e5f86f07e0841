"""The meaning of each address: an address and its arguments -> a Request.

A control or a meter without arguments is a query. A number may be an int, a float, a double, true or false, or a text
that reads as one; it is clamped. An action may carry an impulse, or the 1 and 0 of a button, where 0 does nothing.
Wildcards reach controls, and in queries meters too, but never actions, so that /vamen/* does not trigger a panic. A
message with one invalid argument has no effect at all.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from itertools import product
from types import MappingProxyType

from engine.controls import CORE_STEP_VALUES, LOCK, STEP_NAMES, STEP_RANGES, Action, Cell, Event, clamped_cell
from engine.errors import BadParameter
from engine.parameters import LATENTS, Parameter, parameter
from engine.spec import SPEC

from .address_space import STREAMS, UNNAMED, AddressSpace
from .addresses import (
    CLEAR_PATH,
    IGNORE_PATH,
    LATENT_PATH,
    LISTEN_PATH,
    NORM_ROOT,
    PING_PATH,
    ROOT,
    SLICE_PATH,
    STATUS_PATH,
    STEP_ROOT,
    Endpoint,
    EndpointKind,
    endpoints,
)
from .command_arguments import COMMAND_READERS, LEARN_TARGETS, MORPH, RECALLS, Arguments, pressed
from .command_registry import Argument
from .patterns import WILDCARDS
from .request import CommandCall, Request, button_numbers, numbers, quoted

STEP_CELLS = {f"{STEP_ROOT}/{step}/{name}": (step, name) for step, name in product(range(SPEC.steps), STEP_NAMES)}

_NO_EFFECT = Request()


def interpret(address: str, arguments: Arguments, space: AddressSpace = UNNAMED, *, suggesting: bool = True) -> Request:
    """Return what a message asks for.

    Args:
        address: an address, or a pattern.
        arguments: those of the message.
        space: the addresses of the instrument.
        suggesting: whether the refusal of an unknown address names a similar one.

    Raises:
        BadParameter: an unknown address, too many or too few arguments, or an argument that is not a finite number.
    """
    meaning = _MEANINGS.get(address)
    if meaning is not None:
        return meaning(address, arguments)
    if address in _WITH_NAMES:
        return _WITH_NAMES[address](address, arguments, space)
    if WILDCARDS.isdisjoint(address):
        named = space.find(address)
        if named is None:
            advice = f"ask {STATUS_PATH} or see docs/osc.md"
            raise BadParameter(f"there is no {quoted(address)}; {space.advice(address, advice, suggesting)}")
        return _meaning(named)(address, arguments)
    if not arguments:
        return Request(queries=space.readable(address))
    addresses = space.controls(address)
    if not addresses:
        raise BadParameter(f"no control matches {quoted(address)}; patterns reach controls, not actions")
    value = _single(address, arguments)
    if value is None:  # an empty array
        return Request(queries=space.readable(address))
    # single sixteenths apart from the other controls, as hundreds of them may match
    found = [STEP_CELLS[path] for path in addresses if path in STEP_CELLS]
    cells = {cell: clamped_cell(cell[1], value) for cell in found}
    requests = [_meaning(space[path])(path, arguments) for path in addresses if path not in STEP_CELLS]
    values = {id: value for request in requests for id, value in request.values.items()}
    remarks = {name: said for request in requests for name, said in request.remarks.items()}
    return Request(values, cells, remarks=_step_remarks(cells, value) | remarks)


def _single(path: str, arguments: Arguments) -> float | None:
    """Return the number sent to a control; None without arguments, which is a query."""
    values = numbers(arguments)
    if len(values) > 1:
        raise BadParameter(f"{quoted(path)} takes one number, {len(values)} came; send one")
    return values[0] if values else None


def _parameter(entry: Parameter, convert: Callable[[Parameter, float], float], path: str, args: Arguments) -> Request:
    value = _single(path, args)
    if value is None:
        return Request(queries=(path,))
    is_share = convert is Parameter.at
    remarks = _remarks(path, value, 0.0, 1.0) if is_share else _range_remarks({entry: value})
    return Request({entry.id: convert(entry, value)}, remarks=remarks)


def _step(cell: Cell, path: str, arguments: Arguments) -> Request:
    value = _single(path, arguments)
    if value is None:
        return Request(queries=(path,))
    return Request(cells={cell: clamped_cell(cell[1], value)}, remarks=_step_remarks((cell,), value))


def _remarks(name: str, value: float, low: float, high: float) -> dict[str, str]:
    """Return {`name`: a sentence for the user} if `value` is not in `low`..`high`, else nothing."""
    if low <= value <= high:
        return {}
    return {name: f"{name} goes from {low:g} to {high:g}; {value:g} is taken as {min(max(value, low), high):g}"}


def _step_remarks(cells: Iterable[Cell], value: float) -> dict[str, str]:
    own = (*CORE_STEP_VALUES, LOCK)  # which have ranges of their own
    said = {f"{STEP_ROOT} {name}" if name in own else STEP_ROOT: STEP_RANGES[name] for _, name in cells}
    return {name: note for name, span in said.items() for note in _remarks(name, value, *span).values()}


def _range_remarks(values: Mapping[Parameter, float]) -> dict[str, str]:
    """Return a sentence by parameter id for each value that is out of its range."""
    return {entry.id: note for entry, value in values.items() if (note := entry.range_note(value))}


def _latents(path: str, arguments: Arguments) -> Request:
    values = numbers(arguments)
    if not values:
        return Request(queries=(path,))
    if len(values) > LATENTS:
        raise BadParameter(f"{path} takes up to {LATENTS} numbers, {len(values)} came; send fewer")
    sent = dict(zip(_LATENTS, values, strict=False))
    return Request({entry.id: entry.clamp(value) for entry, value in sent.items()}, remarks=_range_remarks(sent))


def _slice(path: str, arguments: Arguments) -> Request:
    values = numbers(arguments)
    if not 1 <= len(values) <= 2:
        raise BadParameter(f"{path} takes an index and perhaps a velocity, {len(values)} arguments came")
    index = round(values[0]) % SPEC.steps
    sent = values[1] if len(values) > 1 else 1.0
    remarks = _remarks(f"{path} velocity", sent, 0.0, 1.0)
    if values[0] != index:
        around = "" if round(values[0]) == index else ", counted on around the loop"
        remarks[path] = (
            f"{path} is a whole number from 0 to {SPEC.steps - 1}; {values[0]:g} is taken as {index}{around}"
        )
    event = Event(Action.SLICE, index, min(sent, 1.0)) if sent > 0 else Event(Action.RELEASE, index)
    return Request(events=(event,), remarks=remarks)


def _button(request: Request, path: str, arguments: Arguments) -> Request:
    return request if pressed(path, arguments) else _NO_EFFECT


def _query(path: str, arguments: Arguments) -> Request:
    if path != PING_PATH and arguments and button_numbers(arguments):
        raise BadParameter(f"{path} can only be asked for; send it without arguments")
    return Request(queries=(path,))


def _stream(path: str, arguments: Arguments) -> Request:
    raise BadParameter(f"{path} is neither set nor asked for; send {LISTEN_PATH} {path}")


def _listen(path: str, arguments: Arguments, space: AddressSpace) -> Request:
    if not arguments:
        raise BadParameter(f"{path} takes the address to listen to; send one, or a pattern")
    return Request(subscribe=_readable_texts(path, arguments, space))


def _ignore(path: str, arguments: Arguments, space: AddressSpace) -> Request:
    return Request(unsubscribe=_readable_texts(path, arguments, space) if arguments else space.all_readable)


def _readable_texts(path: str, arguments: Arguments, space: AddressSpace) -> tuple[str, ...]:
    names = [argument for argument in arguments if isinstance(argument, str)]
    if len(names) < len(arguments):
        raise BadParameter(f"{path} takes addresses; send each as a text")
    found = (address for name in names for address in ((name,) if name in STREAMS else space.readable(name)))
    return tuple(dict.fromkeys(found))


def _learn(path: str, arguments: Arguments, space: AddressSpace) -> Request:
    """Return the call of learn or unlearn; the name of a latent stands for its id."""
    name, *more = arguments or [""]
    target = name.removeprefix(f"{ROOT}/") if isinstance(name, str) else ""
    id = None if target in LEARN_TARGETS else space.latents.id_of(target)
    read = COMMAND_READERS[path.removeprefix(f"{ROOT}/")]
    return _command(read, path, arguments if id is None else [id, *more])


def _command(read: Callable[[str, Arguments], tuple[Argument, ...]], path: str, arguments: Arguments) -> Request:
    name, values = path.removeprefix(f"{ROOT}/"), read(path, arguments)
    if not values:
        return _NO_EFFECT
    remarks = _remarks(f"{path} share", float(values[2]), 0.0, 1.0) if name == MORPH else {}
    # what is recalled in a dated bundle sounds at the time of the bundle
    return Request(commands=(CommandCall(name, values, name in RECALLS),), remarks=remarks)


_LATENTS = tuple(parameter(f"latent/{index}") for index in range(LATENTS))
_SPECIAL: Mapping[str, Callable[[str, Arguments], Request]] = {
    LATENT_PATH: _latents,
    SLICE_PATH: _slice,
    CLEAR_PATH: partial(_button, Request(cells=MappingProxyType(dict.fromkeys(STEP_CELLS.values(), 0.0)))),
}
_WITH_NAMES: Mapping[str, Callable[[str, Arguments, AddressSpace], Request]] = {  # arguments may be names of latents
    LISTEN_PATH: _listen,
    IGNORE_PATH: _ignore,
    **dict.fromkeys((f"{ROOT}/learn", f"{ROOT}/unlearn"), _learn),
}


def _meaning(endpoint: Endpoint) -> Callable[[str, Arguments], Request]:
    """Return the function that interprets the arguments of an address."""
    path, entry, name = endpoint.path, endpoint.entry, endpoint.path.removeprefix(f"{ROOT}/")
    if path in _SPECIAL:
        return _SPECIAL[path]
    if entry is not None:
        return partial(_parameter, entry, Parameter.at if path.startswith(f"{NORM_ROOT}/") else Parameter.clamp)
    if endpoint.kind is EndpointKind.CONTROL:
        return partial(_step, STEP_CELLS[path])
    if name in COMMAND_READERS:
        return partial(_command, COMMAND_READERS[name])
    if endpoint.kind is EndpointKind.STREAM:
        return _stream
    if endpoint.kind is EndpointKind.ACTION:
        return partial(_button, Request(events=(Event(Action[name.upper()]),)))
    return _query


_MEANINGS = MappingProxyType(
    {endpoint.path: _meaning(endpoint) for endpoint in endpoints() if endpoint.path not in _WITH_NAMES}
)
