"""Orders over OSC: the arguments of an address -> the order that its sender gives.

Presets, tempo by hand, clocks and learning are neither parameters nor events. What they mean is said by whoever offers
the order; here stands only what each of them takes. A button's 0 gives no order.
"""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from engine.errors import BadParameter

from .surface import ROOT
from .wishes import Given, Wish, number, numbers

PRESET, SAVE, MORPH = "preset", "preset/save", "preset/morph"
BUTTONS, NUMBERS, TEXTS = ("tap", "half", "double"), ("nudge", "clock"), ("learn", "unlearn")
PLACED = (PRESET, MORPH)  # a recall in a bundle is heard at the bundle's time


def ordered(path: str, arguments: Sequence[object]) -> Wish:
    """The wish behind an address of ORDERS.

    Raises:
        BadParameter: these are not the arguments that it takes.
    """
    name = path.removeprefix(f"{ROOT}/")
    words = ORDERS[path](path, arguments)
    return Wish(orders=(Given(name, words, name in PLACED),)) if words else Wish()


def _button(path: str, arguments: Sequence[object]) -> tuple[float | str, ...]:
    values = numbers(arguments)
    if len(values) > 1:
        raise BadParameter(f"{path} takes one number at most, {len(values)} came; send one")
    return (1.0,) if not values or values[0] > 0 else ()


def _number(path: str, arguments: Sequence[object]) -> tuple[float | str, ...]:
    values = numbers(arguments)
    if len(values) != 1:
        raise BadParameter(f"{path} takes one number, {len(values)} came; send one")
    return values


def _text(path: str, arguments: Sequence[object]) -> tuple[float | str, ...]:
    if len(arguments) != 1 or not isinstance(arguments[0], str):
        raise BadParameter(f"{path} takes the id of a parameter, like latent/0; send it as one text")
    return (arguments[0],)


def _preset(path: str, arguments: Sequence[object]) -> tuple[float | str, ...]:
    if len(arguments) != 1:
        raise BadParameter(f"{path} takes a number or a name, {len(arguments)} arguments came; send one")
    name = arguments[0]
    return (name,) if isinstance(name, str) and not name.strip().isdigit() else numbers(arguments)


def _save(path: str, arguments: Sequence[object]) -> tuple[float | str, ...]:
    if not 1 <= len(arguments) <= 2 or not all(isinstance(name, str) for name in arguments[1:]):
        raise BadParameter(f"{path} takes a number from 0 to 127 and perhaps a name as text; send those")
    return (number(arguments[0]), *map(str, arguments[1:]))


def _morph(path: str, arguments: Sequence[object]) -> tuple[float | str, ...]:
    values = numbers(arguments)
    if len(values) != 3:
        raise BadParameter(f"{path} takes two presets and a share from 0 to 1, {len(values)} numbers came; send three")
    return values


ORDERS: Mapping[str, Callable[[str, Sequence[object]], tuple[float | str, ...]]] = MappingProxyType(
    {
        f"{ROOT}/{name}": take
        for take, names in (
            (_preset, (PRESET,)),
            (_save, (SAVE,)),
            (_morph, (MORPH,)),
            (_button, BUTTONS),
            (_number, NUMBERS),
            (_text, TEXTS),
        )
        for name in names
    }
)
