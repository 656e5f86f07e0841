"""Orders over OSC: the arguments of an address -> the order that its sender gives.

Presets, tempo by hand, clocks and learning are neither parameters nor events. What they mean is said by whoever offers
the order; here stands only what each of them takes. A button's 0 gives no order.
"""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from engine.errors import BadParameter
from engine.parameters import TABLE
from engine.spec import SPEC

from .addresses import ROOT
from .request import Given, Wish, number, numbers, pressed, quoted

PRESET, SAVE, MORPH = "preset", "preset/save", "preset/morph"
BUTTONS, NUMBERS, LEARNING = ("tap", "half", "double"), ("nudge", "clock"), ("learn", "unlearn")
TARGETS = frozenset(  # what can be learned
    [
        *(entry.id for entry in TABLE),
        *(f"slice/{step}" for step in range(SPEC.steps)),
        *("play", "stop", "panic", PRESET, *BUTTONS, *NUMBERS),
    ]
)
SCHEDULABLE = (PRESET, MORPH)  # a recall in a bundle is heard at the bundle's time


def ordered(path: str, arguments: Sequence[object]) -> Wish:
    """The wish behind an address of ORDERS.

    Raises:
        BadParameter: these are not the arguments that it takes.
    """
    name = path.removeprefix(f"{ROOT}/")
    words = ORDERS[path](path, arguments)
    return Wish(orders=(Given(name, words, name in SCHEDULABLE),)) if words else Wish()


def _button(path: str, arguments: Sequence[object]) -> tuple[float | str, ...]:
    values = pressed(arguments)
    if len(values) > 1:
        raise BadParameter(f"{path} takes one number at most, {len(values)} came; send one")
    return (1.0,) if not values or values[0] > 0 else ()


def _number(path: str, arguments: Sequence[object]) -> tuple[float | str, ...]:
    values = numbers(arguments)
    if len(values) != 1:
        raise BadParameter(f"{path} takes one number, {len(values)} came; send one")
    return values


def _target(path: str, arguments: Sequence[object]) -> tuple[float | str, ...]:
    name = arguments[0] if len(arguments) == 1 and isinstance(arguments[0], str) else ""
    target = name.removeprefix(f"{ROOT}/")
    if target not in TARGETS:
        raise BadParameter(
            f"{quoted(name)} is nothing that a controller can move; send {path} with latent/0, tap, slice/5 or the like"
        )
    return (target,)


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
            (_target, LEARNING),
        )
        for name in names
    }
)
