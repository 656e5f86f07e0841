"""Presets for OSC and MIDI: numbers and names -> the sound of a preset, and back into the bank.

Orders it offers (see orders), with the lock of the controls held by whoever gives them:

preset        a number, or as a word a name     preset/save   a number, and perhaps a name
preset/morph  two numbers and a share, 0 to 1

A recall whose time lies ahead is handed to the controls together with it.
"""

from collections.abc import Callable, Sequence
from functools import cache

from engine.controls import Controls
from engine.errors import BadParameter
from engine.files.preset_bank import Bank
from engine.files.presets import Preset, capture, model_mismatch_note, morph, recall
from osc_bridge.osc.command_arguments import MORPH, PRESET, SAVE
from osc_bridge.osc.command_registry import CommandRegistry, Word


class PresetCommands:
    """A bank on the controls."""

    def __init__(self, controls: Controls, bank: Bank, identity: Callable[[], tuple[str, str]]) -> None:
        """`identity`: name of the model that plays, and SHA-256 of its file; asked once, when it is needed."""
        self._controls, self._bank, self._identity = controls, bank, cache(identity)
        self.note = ""  # what to know of the last preset, one line; usually empty

    def prepare(self) -> None:
        """Read the model's file now, so that no recall has to."""
        self._identity()

    def offer(self, orders: CommandRegistry) -> None:
        """Add the orders."""
        orders.add(PRESET, self.number, lambda: self._bank.names)
        orders.add_worded(PRESET, self._preset)
        orders.add(SAVE, lambda number, at: self.save(number))
        orders.add_worded(SAVE, self._save)
        orders.add_worded(MORPH, self._morph)

    def number(self, number: float, at: float) -> None:
        """Recall the preset of a number, heard at `at` if that lies ahead.

        Raises:
            BadParameter: there is none.
        """
        self.sound(self._bank.number(number), at)

    def sound(self, preset: Preset, at: float | None = None) -> None:
        """Recall a preset."""
        recall(self._controls, preset, at)
        self.note = model_mismatch_note(preset, *self._identity())

    def save(self, number: float, name: str = "") -> None:
        """Keep the present sound. Without a name, one of the performer's own keeps the name it has.

        Raises:
            BadParameter, BadInput: as `Bank.save`.
        """
        named = name or self._bank.own(number) or f"preset {number:g}"
        self._bank.save(number, capture(self._controls, named, *self._identity()))

    def _preset(self, words: Sequence[Word], at: float) -> None:
        (word,) = words
        self.sound(self._bank.name(word) if isinstance(word, str) else self._bank.number(word), at)

    def _save(self, words: Sequence[Word], at: float) -> None:
        number, name = words[0], words[1] if len(words) > 1 else ""
        self.save(_figure(number), str(name))

    def _morph(self, words: Sequence[Word], at: float) -> None:
        one, other, share = map(_figure, words)
        self.sound(morph(self._bank.number(one), self._bank.number(other), share), at)


def _figure(word: Word) -> float:
    if isinstance(word, str):
        raise BadParameter(f"{word!r:.60} came where a number belongs; send a number")
    return word
