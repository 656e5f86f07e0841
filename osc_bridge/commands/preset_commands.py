"""Commands for presets: numbers and names in, the sound of a preset out; and the present sound into the bank.

preset        a number, or a name        preset/save   a number, and perhaps a name
preset/morph  two numbers and a position between them, 0 to 1

A command is called with the lock of the controls held. A recall with a time in the future is passed to the controls
together with that time.
"""

from collections.abc import Callable, Sequence
from functools import cache

from engine.controls import Controls
from engine.errors import BadParameter
from engine.files.preset_bank import PresetBank
from engine.files.presets import Preset, capture, model_mismatch_note, morph, recall
from osc_bridge.osc.command_arguments import MORPH, PRESET, SAVE
from osc_bridge.osc.command_registry import Argument, CommandRegistry


class PresetCommands:
    """Recalls presets of a bank on the controls, and saves them."""

    def __init__(self, controls: Controls, bank: PresetBank, identity: Callable[[], tuple[str, str]]) -> None:
        """`identity` returns the name of the model and its digest; it is called once, when needed."""
        self._controls, self._bank, self._identity = controls, bank, cache(identity)
        self.note = ""  # which preset was saved, or a warning about the one that was recalled; usually empty

    def prepare(self) -> None:
        """Get the identity of the model now, so that the first recall does not wait for it."""
        self._identity()

    def register(self, commands: CommandRegistry) -> None:
        """Register preset, preset/save and preset/morph, so that OSC, MIDI and the panel can call them."""
        commands.add(PRESET, self.recall_number, lambda: self._bank.names)
        commands.add_with_arguments(PRESET, self._recall)
        commands.add(SAVE, lambda number, at: self.save(number))
        commands.add_with_arguments(SAVE, self._save)
        commands.add_with_arguments(MORPH, self._morph)

    def recall_number(self, number: float, at: float) -> None:
        """Recall the preset with a number; at the time `at`, seconds, if that is in the future.

        Raises:
            BadParameter: no preset has this number.
        """
        self.recall(self._bank.number(number), at)

    def recall(self, preset: Preset, at: float | None = None) -> None:
        """Recall a preset; `at` as in `recall_number`, None for at once."""
        recall(self._controls, preset, at)
        self.note = model_mismatch_note(preset, *self._identity())

    def save(self, number: float, name: str = "") -> None:
        """Save the present sound; without a name, a user preset of this number keeps the name it has.

        Raises:
            BadParameter, BadInput: as `PresetBank.save`.
        """
        name = name or self._bank.user_preset_name(number) or f"preset {number:g}"
        path = self._bank.save(number, capture(self._controls, name, *self._identity()))
        self.note = f"preset {number:g} is saved as {name!r} in {path}"

    def _recall(self, arguments: Sequence[Argument], at: float) -> None:
        (preset,) = arguments
        self.recall(self._bank.name(preset) if isinstance(preset, str) else self._bank.number(preset), at)

    def _save(self, arguments: Sequence[Argument], at: float) -> None:
        number, name = arguments[0], arguments[1] if len(arguments) > 1 else ""
        self.save(_require_number(number), str(name))

    def _morph(self, arguments: Sequence[Argument], at: float) -> None:
        one, other, position = map(_require_number, arguments)
        self.recall(morph(self._bank.number(one), self._bank.number(other), position), at)


def _require_number(argument: Argument) -> float:
    if isinstance(argument, str):
        raise BadParameter(f"{argument!r:.60} came where a number belongs; send a number")
    return argument
