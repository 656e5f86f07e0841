"""The arguments that a command accepts over OSC: arguments as they were sent -> arguments of the CommandRegistry.

A 0 from a button is a release: it gives no arguments, and then the command is not called.
"""

from collections.abc import Callable, Mapping, Sequence

from engine.controls import LOCK, MAX_SEEDS, STEP_MACROS
from engine.errors import BadParameter
from engine.files.preset_folder import BANK_SIZE
from engine.parameters import TABLE
from engine.spec import SPEC

from .addresses import ROOT
from .command_registry import Argument
from .request import button_numbers, number, numbers, quoted

PRESET, SAVE, MORPH = "preset", "preset/save", "preset/morph"  # commands that take a name or several numbers
BLEND = "preset/blend"
RANDOM, ANOTHER, UNDO, REDO = "random", "another", "undo", "redo"
SCENE, SCENE_SAVE, SCENE_EXPORT, SCENE_RELOAD = "scene", "scene/save", "scene/export", "scene/reload"
NEXT_SCENE, PREVIOUS_SCENE = "scene/next", "scene/previous"
RECALLS = frozenset((PRESET, MORPH, BLEND, SCENE, NEXT_SCENE, PREVIOUS_SCENE))  # take effect at the time of a bundle
BANKS = PRESET, SCENE  # with the commands rename, delete and move behind a slash
RECORD, BREAK, MODEL = "record", "break", "model"
CANCEL, LFO_TARGET = "cancel", "lfo/target"
GESTURE_RECORD, GESTURE_OVERDUB, GESTURE_PLAY = "gesture/record", "gesture/overdub", "gesture/play"
GESTURE_STRETCH, GESTURE_CLEAR = "gesture/stretch", "gesture/clear"
UNLOCK = "unlock"
LOCK_DRUMS = tuple(f"{LOCK}/{drum}" for drum in STEP_MACROS)
UNSET_TARGET = "none"  # in place of a parameter
NOTHING_LEARNS = (f"{ROOT}/learn", UNSET_TARGET)  # ends the wait for a control
LEARN_TARGETS = frozenset(  # what a MIDI controller can be assigned to
    [entry.id for entry in TABLE]
    + [f"slice/{step}" for step in range(SPEC.steps)]
    + [f"{bank}/{number}" for bank in BANKS for number in range(BANK_SIZE)]
    + ["play", "stop", "panic", "tap", "half", "double", "nudge", "clock", RANDOM, ANOTHER, UNDO, REDO, RECORD]
    + [*BANKS, NEXT_SCENE, PREVIOUS_SCENE]
    + [CANCEL, GESTURE_RECORD, GESTURE_OVERDUB, GESTURE_PLAY, GESTURE_CLEAR]
    + [*LOCK_DRUMS]
)

Arguments = Sequence[object]


def pressed(path: str, arguments: Arguments) -> bool:
    """Whether a button was pressed, not released.

    Raises:
        BadParameter: more than one number came, or one that is not finite.
    """
    values = button_numbers(arguments)
    if len(values) > 1:
        raise BadParameter(f"{path} takes one number at most, {len(values)} came; send one")
    return not values or values[0] > 0


def _amount_argument(path: str, arguments: Arguments) -> tuple[Argument, ...]:
    """Return the size of a random step; a button without a number sends 1."""
    return (min(*button_numbers(arguments), 1.0, 1.0),) if pressed(path, arguments) else ()


def _press_argument(path: str, arguments: Arguments) -> tuple[Argument, ...]:
    return (1.0,) if pressed(path, arguments) else ()


def _number_argument(path: str, arguments: Arguments) -> tuple[Argument, ...]:
    values = numbers(arguments)
    if len(values) != 1:
        raise BadParameter(f"{path} takes one number, {len(values)} came; send one")
    return values


def _text_argument(path: str, arguments: Arguments) -> tuple[Argument, ...]:
    if len(arguments) != 1 or not isinstance(arguments[0], str):
        raise BadParameter(f"{path} takes a name as text; send one")
    return (arguments[0],)


def _lock_arguments(path: str, arguments: Arguments) -> tuple[Argument, ...]:
    sent = _items(arguments)
    if not sent:
        raise BadParameter(f"{path} takes what it concerns, as kick, 5 or all; send one or more")
    return tuple(item if isinstance(item, str) else number(item) for item in sent)


def _target_argument(path: str, arguments: Arguments) -> tuple[Argument, ...]:
    name = arguments[0] if len(arguments) == 1 and isinstance(arguments[0], str) else ""
    target = name.removeprefix(f"{ROOT}/")
    if target not in LEARN_TARGETS and (path, target) != NOTHING_LEARNS:
        raise BadParameter(
            f"{quoted(name)} is nothing that a controller can move; send {path} with latent/0, its name, tap or slice/5"
        )
    return (target,)


def _preset_argument(path: str, arguments: Arguments) -> tuple[Argument, ...]:
    sent = _items(arguments)
    if len(sent) != 1:
        raise BadParameter(f"{path} takes a number or a name, {len(sent)} arguments came; send one")
    return (_which_preset(sent[0]),)


def _rename_arguments(path: str, arguments: Arguments) -> tuple[Argument, ...]:
    sent = _items(arguments)
    if len(sent) != 2 or not isinstance(sent[1], str):
        raise BadParameter(f"{path} takes a {_noun(path)}, by number or name, and its new name as text; send those")
    return (_which_preset(sent[0]), sent[1])


def _move_arguments(path: str, arguments: Arguments) -> tuple[Argument, ...]:
    sent = _items(arguments)
    if len(sent) != 2:
        raise BadParameter(f"{path} takes a {_noun(path)}, by number or name, and its new number; send those")
    return (_which_preset(sent[0]), number(sent[1]))


def _save_arguments(path: str, arguments: Arguments) -> tuple[Argument, ...]:
    if not 1 <= len(arguments) <= 2 or not all(isinstance(name, str) for name in arguments[1:]):
        raise BadParameter(f"{path} takes a number from 0 to 127 and perhaps a name as text; send those")
    return (number(arguments[0]), *map(str, arguments[1:]))


def _save_scene_arguments(path: str, arguments: Arguments) -> tuple[Argument, ...]:
    """Return number or name, or both; an empty name alone stands for a new scene."""
    kinds = [isinstance(argument, str) for argument in arguments]
    if kinds not in ([], [False], [True], [False, True]):
        raise BadParameter(f"{path} takes a number from 0 to 127, a name as text, both or nothing; send those")
    return tuple(map(_which_preset, arguments)) or ("",)


def _morph_arguments(path: str, arguments: Arguments) -> tuple[Argument, ...]:
    sent = _items(arguments)
    if len(sent) != 3:
        raise BadParameter(f"{path} takes two presets and a share from 0 to 1, {len(sent)} arguments came; send three")
    return (_which_preset(sent[0]), _which_preset(sent[1]), number(sent[2]))


def _blend_arguments(path: str, arguments: Arguments) -> tuple[Argument, ...]:
    sent = _items(arguments)
    if len(sent) % 2 or not 2 <= len(sent) <= 2 * MAX_SEEDS:
        raise BadParameter(
            f"{path} takes up to {MAX_SEEDS} presets, each with its weight, {len(sent)} arguments came; send pairs"
        )
    return tuple(number(item) if index % 2 else _which_preset(item) for index, item in enumerate(sent))


def _lfo_arguments(path: str, arguments: Arguments) -> tuple[Argument, ...]:
    if len(arguments) != 2 or not isinstance(arguments[1], str):
        raise BadParameter(f"{path} takes the number of an LFO and what it moves as text, such as latent/0; send those")
    target = arguments[1].removeprefix(f"{ROOT}/")
    return (number(arguments[0]), "" if target == UNSET_TARGET else target)


def _items(arguments: Arguments) -> Arguments:
    """Return the arguments; a single array stands for its items, as in `numbers`."""
    return arguments[0] if len(arguments) == 1 and isinstance(arguments[0], list) else arguments


def _noun(path: str) -> str:
    """Return what the commands behind an address are about: preset or scene."""
    return path.removeprefix(f"{ROOT}/").partition("/")[0]


def _which_preset(argument: object) -> Argument:
    """Return what stands for a preset: text, which the bank reads, or a number."""
    return argument if isinstance(argument, str) else number(argument)


COMMAND_READERS: Mapping[str, Callable[[str, Arguments], tuple[Argument, ...]]] = {
    **dict.fromkeys((PRESET, SCENE, SCENE_EXPORT, *(f"{bank}/delete" for bank in BANKS)), _preset_argument),
    **{f"{bank}/rename": _rename_arguments for bank in BANKS},
    **{f"{bank}/move": _move_arguments for bank in BANKS},
    SCENE_SAVE: _save_scene_arguments,
    SAVE: _save_arguments,
    MORPH: _morph_arguments,
    BLEND: _blend_arguments,
    RANDOM: _amount_argument,
    **dict.fromkeys(("nudge", "clock", RECORD, BREAK), _number_argument),
    **dict.fromkeys((GESTURE_RECORD, GESTURE_OVERDUB, GESTURE_PLAY, GESTURE_STRETCH), _number_argument),
    LFO_TARGET: _lfo_arguments,
    MODEL: _text_argument,
    **dict.fromkeys((LOCK, UNLOCK), _lock_arguments),
    **dict.fromkeys(("learn", "unlearn"), _target_argument),
    **dict.fromkeys(
        ("tap", "half", "double", ANOTHER, UNDO, REDO, CANCEL, GESTURE_CLEAR, *LOCK_DRUMS), _press_argument
    ),
    **dict.fromkeys((NEXT_SCENE, PREVIOUS_SCENE, SCENE_RELOAD), _press_argument),
}
