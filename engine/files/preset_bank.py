"""The presets of a performer: a folder of numbered files, and those that come with the instrument, in memory.

NNN.json   number 000 to 127; one of the performer's own stands before a factory preset of the same number

Everything is read at the start, so that a recall waits for no disk. A file that is no preset costs its own sentence,
not the bank. Numbers and names lead to files of the bank and to nothing else; a path is only for a command line.
"""

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType

from engine.errors import BadInput, BadParameter

from .presets import MAX_PRESET_BYTES, Preset

BANK_SIZE = 128  # numbers, as MIDI's program changes have them
FACTORY_FOLDER = Path(__file__).parents[1] / "models" / "presets"


class Bank:
    """Presets by number. One thread at a time."""

    def __init__(self, folder: Path | None = None, factory: Path | None = FACTORY_FOLDER) -> None:
        """Read both folders.

        Args:
            folder: of the performer; the usual place for a program's data when None. It need not exist.
            factory: those that come along; None is none.
        """
        if folder is None:
            from platformdirs import user_data_path

            folder = user_data_path("vamen", appauthor=False) / "presets"
        self.folder = folder
        self.remarks: list[str] = []  # a sentence for each file that is no preset
        self._presets: dict[int, Preset] = {}
        if factory is not None:
            self._read(factory)
        self._own = self._read(folder)  # numbers

    @property
    def names(self) -> Mapping[int, str]:
        """What there is, by number, in order."""
        return MappingProxyType({number: self._presets[number].name for number in sorted(self._presets)})

    def number(self, number: float) -> Preset:
        """The preset with a number.

        Raises:
            BadParameter: it is no number of a preset, or nothing is stored there.
        """
        found = self._presets.get(preset_number(number))
        if found is None:
            raise BadParameter(f"there is no preset {number:g}; there are {_listed(self.names)}")
        return found

    def name(self, name: str) -> Preset:
        """The preset with a name, whatever its case; of several, that with the lowest number.

        Raises:
            BadParameter: there is none.
        """
        wanted = name.strip().casefold()
        for number, known in self.names.items():
            if known.casefold() == wanted:
                return self._presets[number]
        raise BadParameter(f"there is no preset called {name!r:.60}; there are {_listed(self.names)}")

    def own(self, number: float) -> str:
        """The name of the performer's own preset of a number; empty when there is none."""
        return self._presets[int(number)].name if number in self._own else ""

    def save(self, number: float, preset: Preset) -> Path:
        """Keep a preset under a number, in the performer's folder; the file appears whole or not at all.

        Raises:
            BadParameter: there is no such number.
            BadInput: the folder cannot be written to.
        """
        place = preset_number(number)
        path = self.folder / f"{place:03}.json"
        write_preset(path, preset)
        self._presets[place] = preset
        self._own.add(place)
        return path

    def _read(self, folder: Path) -> set[int]:
        found = set()
        for number in range(BANK_SIZE):
            path = folder / f"{number:03}.json"
            if not path.is_file():
                continue
            try:
                self._presets[number] = read_preset(path)
                found.add(number)
            except BadInput as error:
                self.remarks.append(str(error))
        return found


def preset_number(number: float) -> int:
    """A preset's number.

    Raises:
        BadParameter: it is none.
    """
    if not (0 <= number < BANK_SIZE and number == int(number)):
        raise BadParameter(f"{number:g} is no number of a preset; send a whole one from 0 to {BANK_SIZE - 1}")
    return int(number)


def find_preset(word: str, bank: Bank) -> Preset:
    """What somebody at a command line means: a number, a name of the bank, or the path of a file.

    Raises:
        BadParameter: there is no preset of that number or name, and no such file.
        BadInput: the file is no preset.
    """
    if word.isascii() and word.isdigit():
        return bank.number(int(word))
    try:
        return bank.name(word)
    except BadParameter:
        if not Path(word).is_file():
            raise
    return read_preset(Path(word))


def read_preset(path: Path) -> Preset:
    """The preset in a file.

    Raises:
        BadInput: there is none, it cannot be read, or it is none; the message names the file.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_PRESET_BYTES + 1)
        return Preset.from_json(data)
    except (OSError, BadInput) as error:
        raise BadInput(f"{path} cannot be used: {error}") from error


def write_preset(path: Path, preset: Preset) -> None:
    """Write a file; one that is there is replaced only when the new one is complete.

    Raises:
        BadInput: it cannot be written.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(preset.to_json(), "utf-8")
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise BadInput(f"{path} cannot be written ({error.strerror or error}); choose another place") from error


def _listed(names: Mapping[int, str]) -> str:
    listed = [f"{number} {name}".strip() for number, name in names.items()]
    return ", ".join(listed[:12]) + (", ..." if len(listed) > 12 else "") if listed else "none yet"
