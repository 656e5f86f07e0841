"""Commands for presets: numbers and names in, the sound of a preset out; and the present sound into the bank.

preset          a number or a name              preset/save     a number, and perhaps a name
preset/morph    two of them, and a position     preset/rename   a number or a name, and a new name
                between them, 0 to 1            preset/delete   a number or a name
preset/blend    any of them, each with a weight  preset/move    a number or a name, and another number

A command is called with the lock of the controls held. A recall with a time in the future is passed to the controls
together with that time. A change of the bank takes effect at once; its file is written by a thread, in the order of the
commands, and then the command's answer is ready.
"""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future
from contextlib import AbstractContextManager
from pathlib import Path

from engine.controls import Controls
from engine.errors import BadInput, BadParameter
from engine.files.preset_bank import PresetBank
from engine.files.preset_folder import BANK_SIZE, write_learned
from engine.files.presets import Preset, blend, capture, model_mismatch_note, morph, recall
from engine.model.learned_break import LearnedBreak
from osc_bridge.osc.command_arguments import BLEND, DELETE, MORPH, MOVE, PRESET, RENAME, SAVE
from osc_bridge.osc.command_registry import Argument, CommandRegistry

from .sound_commands import SoundHistory

MAX_UNWRITTEN = 64  # changes that may wait for the disk


class PresetCommands:
    """Recalls presets of a bank on the controls, and saves, renames and deletes them."""

    def __init__(
        self, controls: Controls, bank: PresetBank, identity: Callable[[], tuple[str, str]], writer: Executor
    ) -> None:
        """Use the presets of a bank.

        Args:
            controls: the instrument.
            bank: changed by this object alone.
            identity: returns the name of the model and its digest.
            writer: writes files, one after the other.
        """
        self._controls, self._bank, self._identity, self._writer = controls, bank, identity, writer
        self.history = SoundHistory(controls)  # gets the sounds that are replaced
        self._room = threading.BoundedSemaphore(MAX_UNWRITTEN)
        self.note = ""  # what was saved, renamed or deleted, or a warning about the recalled preset; usually empty

    def register(self, commands: CommandRegistry) -> None:
        """Register the commands, so that OSC, MIDI and the panel can call them."""
        commands.add(PRESET, lambda number, at: self._recall([number], at), lambda: self._bank.names)
        commands.add_with_arguments(PRESET, self._recall)
        commands.add_with_arguments(SAVE, self._save)
        commands.add_with_arguments(MORPH, self._morph)
        commands.add_with_arguments(BLEND, self._blend)
        commands.add_with_arguments(RENAME, self._rename)
        commands.add_with_arguments(DELETE, self._delete)
        commands.add_with_arguments(MOVE, self._move)

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
        write_learned(self._bank.folder.path, LearnedBreak.from_bytes(learned.read_bytes()))  # before it is recalled
        with lock:
            own = [number for number in self._bank.own_names if self._bank.find(number) == replaced]
            free = [number for number in range(BANK_SIZE) if number not in self._bank.names]
            if not (numbers := own + free):
                raise BadParameter(f"all {BANK_SIZE} numbers of presets are taken; delete one of yours")
            written = self._changed(lambda: (numbers[0], self._bank.save(numbers[0], found)))
            self._recall_preset(found, time.perf_counter(), None)
            self.history.recalled = numbers[0], self._bank.own_names[numbers[0]]
        written.result()
        return numbers[0]

    def _recall(self, arguments: Sequence[Argument], at: float) -> None:
        number = self._bank.number_of(arguments[0])
        preset = self._bank.find(number)
        self._recall_preset(preset, at, None)
        self.history.recalled = number, preset.name

    def _morph(self, arguments: Sequence[Argument], at: float) -> None:
        one, other, position = arguments
        between = morph(self._bank.find(one), self._bank.find(other), _require_number(position))
        self._recall_preset(between, at, (one, other))

    def _blend(self, arguments: Sequence[Argument], at: float) -> None:
        names, weights = arguments[::2], map(_require_number, arguments[1::2])
        parts = [(self._bank.find(which), weight) for which, weight in zip(names, weights, strict=True)]
        self._recall_preset(blend(parts), at, names)

    def _recall_preset(self, preset: Preset, at: float, gesture: object) -> None:
        self.history.record(gesture)
        recall(self._controls, preset, at)
        self.note = model_mismatch_note(preset, *self._identity())

    def _save(self, arguments: Sequence[Argument], at: float) -> Future[str]:
        """Save the present sound; without a name, a user preset of this number keeps the name it has."""
        number, name = _require_number(arguments[0]), str(arguments[1]) if len(arguments) > 1 else ""
        name = name or self._bank.own_names.get(int(number), "") or f"preset {number:g}"

        def change() -> tuple[int, str]:
            sentence = self._bank.save(number, capture(self._controls, name, *self._identity()))
            self.history.recalled = int(number), name
            return int(number), sentence

        return self._changed(change)

    def _rename(self, arguments: Sequence[Argument], at: float) -> Future[str]:
        return self._changed(lambda: self._bank.rename(arguments[0], str(arguments[1])))

    def _delete(self, arguments: Sequence[Argument], at: float) -> Future[str]:
        return self._changed(lambda: self._bank.delete(arguments[0]))

    def _move(self, arguments: Sequence[Argument], at: float) -> Future[str]:
        return self._changed(lambda: self._bank.move(arguments[0], _require_number(arguments[1])))

    def _changed(self, change: Callable[[], tuple[int | tuple[int, ...], str]]) -> Future[str]:
        """Change the bank, have the presets that were changed written or deleted, and return the sentence to come.

        Raises:
            BadParameter: the change is refused, or too many wait for the disk; then nothing changes.
        """
        if not self._room.acquire(blocking=False):
            raise BadParameter(f"{MAX_UNWRITTEN} presets wait to be written to the disk; send it again later")
        try:
            changed, sentence = change()
            numbers = (changed,) if isinstance(changed, int) else changed
            own = self._bank.own_names
            kept = {number: self._bank.find(number) if number in own else None for number in numbers}
            written = self._writer.submit(self._write, kept, sentence)
        except BaseException:
            self._room.release()
            raise
        written.add_done_callback(lambda _: self._room.release())
        return written

    def _write(self, kept: Mapping[int, Preset | None], sentence: str) -> str:
        """Write presets by number, and delete those that are None; returns the sentence for the client."""
        folder = self._bank.folder
        try:
            for number, preset in kept.items():
                if preset is not None:
                    folder.write(number, preset)
            for number, preset in kept.items():
                if preset is None:
                    folder.delete(number)
        except BadInput as error:
            raise BadInput(f"{error}; in memory only, {sentence}") from error
        files = [str(folder.file(number)) for number, preset in kept.items() if preset is not None]
        self.note = f"{sentence} (file {files[-1]})" if files else sentence
        return sentence


def _require_number(argument: Argument) -> float:
    if isinstance(argument, str):
        raise BadParameter(f"{argument!r:.60} came where a number belongs; send a number")
    return argument
