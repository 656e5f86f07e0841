"""Commands for presets: numbers and names in, the sound of a preset out; and the present sound into the bank.

preset          a number or a name              preset/save     a number, and perhaps a name
preset/morph    two of them, and a position     preset/rename   a number or a name, and a new name
                between them, 0 to 1            preset/delete   a number or a name
preset/blend    any of them, each with a weight  preset/move    a number or a name, and another number

A command is called with the lock of the controls held. A recall with a time in the future is passed to the controls
together with that time.
"""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from contextlib import AbstractContextManager
from pathlib import Path

from engine.errors import BadParameter
from engine.files.preset_bank import PresetBank
from engine.files.preset_blend import blend, morph
from engine.files.preset_folder import BANK_SIZE, write_learned
from engine.files.presets import Preset, capture, model_mismatch_note, recall
from engine.model.learned_break import LearnedBreak
from engine.sequencer.quantised_moves import MoveKind
from engine.sequencer.sequencer import Sequencer
from osc_bridge.osc.command_arguments import BLEND, MORPH, PRESET, SAVE
from osc_bridge.osc.command_registry import Argument, CommandRegistry

from .bank_commands import BankCommands, require_number
from .sound_commands import SoundHistory


class PresetCommands(BankCommands):
    """Recalls presets of a bank on the controls, and saves, renames and deletes them."""

    def __init__(
        self,
        sequencer: Sequencer,
        bank: PresetBank,
        identity: Callable[[], tuple[str, str]],
        writer: Executor | None,
    ) -> None:
        """Use the presets of a bank.

        Args:
            sequencer: over the instrument; undo from scene to scene recalls its state, too.
            bank: changed by this object alone.
            identity: returns the name of the model and its digest.
            writer: writes files, one after the other; None in a render, whose changes stay in memory.
        """
        super().__init__(bank, writer)
        self._sequencer, self._controls, self._identity = sequencer, sequencer.modulated, identity
        self.history = SoundHistory(sequencer)  # gets the sounds that are replaced

    def register(self, commands: CommandRegistry) -> None:
        """Register the commands, so that OSC, MIDI and the panel can call them."""
        super().register(commands)
        commands.add(PRESET, lambda number, at: self._recall([number], at), lambda: self.bank.names)
        commands.add_with_arguments(PRESET, self._recall)
        commands.add_with_arguments(SAVE, self._save)
        commands.add_with_arguments(MORPH, self._morph)
        commands.add_with_arguments(BLEND, self._blend)

    def add_break(
        self, lock: AbstractContextManager[bool], found: Preset, learned: Path, replaced: Preset | None
    ) -> int:
        """Save and recall a preset that was made of a break, and wait until it is written; returns its number.

        Args:
            lock: of the controls; not held by the caller.
            found: the preset.
            learned: file of its learned break.
            replaced: a preset of the user in whose place it comes if that has not been changed; else, or if None, it
                gets the first free number.

        Raises:
            BadParameter: no number is free.
            BadInput: the files cannot be written.
        """
        write_learned(self.bank.folder.path, LearnedBreak.from_bytes(learned.read_bytes()))  # before it is recalled
        with lock:
            own = [number for number in self.bank.own_names if self.bank.find(number) == replaced]
            free = [number for number in range(BANK_SIZE) if number not in self.bank.names]
            if not (numbers := own + free):
                raise BadParameter(f"all {BANK_SIZE} numbers of presets are taken; delete one of yours")
            written = self._changed(lambda: (numbers[0], self.bank.save(numbers[0], found)))
            self._recall_preset(found, time.perf_counter(), None)
            self.history.recalled = numbers[0], self.bank.own_names[numbers[0]]
        written.result()
        return numbers[0]

    def _recall(self, arguments: Sequence[Argument], at: float) -> None:
        number = self.bank.number_of(arguments[0])
        preset = self.bank.find(number)

        def act(due: float | None) -> None:
            self._recall_preset(preset, due, None)
            self.history.recalled = number, preset.name

        self._sequencer.quantised.plan(MoveKind.PRESETS, f"preset {number} {preset.name}", act, at)

    def _morph(self, arguments: Sequence[Argument], at: float) -> None:
        one, other, position = arguments
        between = morph(self.bank.find(one), self.bank.find(other), require_number(position))
        self._recall_preset(between, at, (one, other))

    def _blend(self, arguments: Sequence[Argument], at: float) -> None:
        names, weights = arguments[::2], map(require_number, arguments[1::2])
        parts = [(self.bank.find(which), weight) for which, weight in zip(names, weights, strict=True)]
        self._recall_preset(blend(parts), at, names)

    def _recall_preset(self, preset: Preset, at: float | None, gesture: object) -> None:
        self.history.record(at, gesture)
        recall(self._controls, preset, at)
        self.note = model_mismatch_note(preset, *self._identity())

    def _save(self, arguments: Sequence[Argument], at: float) -> Future[str]:
        """Save the present sound; without a name, a user preset of this number keeps the name it has."""
        number, name = require_number(arguments[0]), str(arguments[1]) if len(arguments) > 1 else ""
        name = name or self.bank.own_names.get(int(number), "") or f"preset {number:g}"

        def change() -> tuple[int, str]:
            sentence = self.bank.save(number, capture(self._controls, name, *self._identity()))
            self.history.recalled = int(number), name
            return int(number), sentence

        return self._changed(change)
