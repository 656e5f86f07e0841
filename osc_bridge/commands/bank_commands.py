"""Commands that change a bank, of presets or scenes: numbers and names in, a changed bank and its files out.

NOUN/rename     a number or a name, and a new name      NOUN/delete   a number or a name
NOUN/move       a number or a name, and another number

A command is called with the lock of the controls held. A change of the bank takes effect at once; a thread writes its
file, in the order of the commands, and then the command's answer is ready.
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future

from engine.errors import BadInput, BadParameter, quoted
from engine.files.preset_bank import PresetBank
from engine.files.presets import Preset
from osc_bridge.osc.command_registry import Argument, CommandRegistry, done

MAX_UNWRITTEN = 64  # changes that may wait for the disk


class BankCommands:
    """Renames, moves and deletes what is in a bank; a subclass saves and recalls it."""

    def __init__(self, bank: PresetBank, writer: Executor | None) -> None:
        """Use a bank.

        Args:
            bank: changed by this object alone.
            writer: writes files, one after the other; None in a render, whose changes stay in memory.
        """
        self.bank, self._writer = bank, writer
        self._room = threading.BoundedSemaphore(MAX_UNWRITTEN)
        self.note = ""  # what was saved, renamed or deleted, or a warning about what was recalled; usually empty

    def register(self, commands: CommandRegistry) -> None:
        """Register the commands, so that OSC, MIDI and the panel can call them."""
        for name, command in (("rename", self._rename), ("delete", self._delete), ("move", self._move)):
            commands.add_with_arguments(f"{self.bank.noun}/{name}", command)

    def _rename(self, arguments: Sequence[Argument], at: float) -> Future[str]:
        return self._changed(lambda: self.bank.rename(arguments[0], str(arguments[1])))

    def _delete(self, arguments: Sequence[Argument], at: float) -> Future[str]:
        return self._changed(lambda: self.bank.delete(arguments[0]))

    def _move(self, arguments: Sequence[Argument], at: float) -> Future[str]:
        return self._changed(lambda: self.bank.move(arguments[0], require_number(arguments[1])))

    def _changed(self, change: Callable[[], tuple[int | tuple[int, ...], str]]) -> Future[str]:
        """Change the bank, have what was changed written or deleted, and return the sentence to come.

        Raises:
            BadParameter: the change is refused, or too many wait for the disk; then nothing changes.
        """

        if self._writer is None:
            return done(change()[1])

        def act() -> Callable[[], str]:
            changed, sentence = change()
            numbers = (changed,) if isinstance(changed, int) else changed
            own = self.bank.own_names
            kept = {number: self.bank.find(number) if number in own else None for number in numbers}
            return lambda: self._write(kept, sentence)

        return self._submit(act)

    def _submit(self, act: Callable[[], Callable[[], str]]) -> Future[str]:
        """Call `act` now, and what it returns in the thread that writes; errors as `_changed`."""
        if self._writer is None:
            raise BadParameter(f"a render leaves the files of {self.bank.noun}s alone; send it to vamen play")
        if not self._room.acquire(blocking=False):
            raise BadParameter(f"{MAX_UNWRITTEN} {self.bank.noun}s wait to be written to the disk; send it again later")
        try:
            written = self._writer.submit(act())
        except BaseException:
            self._room.release()
            raise
        written.add_done_callback(lambda _: self._room.release())
        return written

    def _write(self, kept: Mapping[int, Preset | None], sentence: str) -> str:
        """Write presets by number, and delete those that are None; returns the sentence for the client."""
        folder = self.bank.folder
        try:
            for number, preset in kept.items():
                if preset is not None:
                    self._write_one(number, preset)
            for number, preset in kept.items():
                if preset is None:
                    folder.delete(number)
        except BadInput as error:
            raise BadInput(f"{error}; in memory only, {sentence}") from error
        files = [str(folder.file(number)) for number, preset in kept.items() if preset is not None]
        self.note = f"{sentence} (file {files[-1]})" if files else sentence
        return sentence

    def _write_one(self, number: int, preset: Preset) -> None:
        self.bank.folder.write(number, preset)


def require_number(argument: Argument) -> float:
    """Return an argument that must be a number; BadParameter if it is not."""
    if isinstance(argument, str):
        raise BadParameter(f"{quoted(argument)} came where a number belongs; send a number")
    return argument
