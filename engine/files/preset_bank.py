"""A bank of presets: the user's folder of numbered files, and the factory presets.

NNN.json   number 000 to 127; a preset of the user replaces the factory preset of the same number

All files are read at the start, so that a recall never waits for the disk. An invalid file is reported and skipped.
Numbers and names refer to presets of the bank only; paths are accepted from the command line alone.
"""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from engine.errors import BadInput, BadParameter
from engine.untrusted import read_bytes

from .presets import MAX_PRESET_BYTES, Preset
from .writing import atomic_write

BANK_SIZE = 128  # numbers of MIDI's program changes
FACTORY_FOLDER = Path(__file__).parents[1] / "models" / "presets"


class PresetBank:
    """Presets by number; used by one thread at a time."""

    def __init__(self, folder: Path | None = None, factory: Path | None = FACTORY_FOLDER) -> None:
        """Read the presets of both folders.

        Args:
            folder: of the user's presets; None for the default place. It need not exist.
            factory: of the factory presets; None to leave them out.
        """
        if folder is None:
            from platformdirs import user_data_path

            folder = user_data_path("vamen", appauthor=False) / "presets"
        self.folder = folder
        self.warnings: list[str] = []  # a sentence for each invalid file
        self._presets: dict[int, Preset] = {}
        if factory is not None:
            self._read(factory)
        self._user_numbers = self._read(folder)

    @property
    def names(self) -> Mapping[int, str]:
        """Number -> name of all presets, in ascending order."""
        return MappingProxyType({number: self._presets[number].name for number in sorted(self._presets)})

    def number(self, number: float) -> Preset:
        """Return the preset with a number.

        Raises:
            BadParameter: not a number of the bank, or without a preset.
        """
        found = self._presets.get(preset_number(number))
        if found is None:
            raise BadParameter(f"there is no preset {number:g}; there are {_listed(self.names)}")
        return found

    def name(self, name: str) -> Preset:
        """Return the preset with a name, ignoring case; of several, the one with the lowest number.

        Raises:
            BadParameter: unknown name.
        """
        key = name.strip().casefold()
        for number, known in self.names.items():
            if known.casefold() == key:
                return self._presets[number]
        raise BadParameter(f"there is no preset called {name!r:.60}; there are {_listed(self.names)}")

    def user_preset_name(self, number: float) -> str:
        """Return the name of the user's preset with a number, or an empty string."""
        return self._presets[int(number)].name if number in self._user_numbers else ""

    def save(self, number: float, preset: Preset) -> Path:
        """Write a preset into the user's folder.

        Raises:
            BadParameter: not a number of the bank.
            BadInput: the folder cannot be written to.
        """
        index = preset_number(number)
        path = self.folder / f"{index:03}.json"
        write_preset(path, preset)
        self._presets[index] = preset
        self._user_numbers.add(index)
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
                self.warnings.append(str(error))
        return found


def preset_number(number: float) -> int:
    """Return a preset number as an integer.

    Raises:
        BadParameter: not a whole number from 0 to 127.
    """
    if not (0 <= number < BANK_SIZE and number == int(number)):
        raise BadParameter(f"{number:g} is not a preset number; send a whole number from 0 to {BANK_SIZE - 1}")
    return int(number)


def find_preset(word: str, bank: PresetBank) -> Preset:
    """Return the preset that a command line names: a number, a name of the bank, or a path.

    Raises:
        BadParameter: no preset of that number or name, and no such file.
        BadInput: the file is not a preset.
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
    """Read a preset file.

    Raises:
        BadInput: missing, unreadable or invalid; the message names the file.
    """
    try:
        return Preset.from_json(read_bytes(path, MAX_PRESET_BYTES))
    except OSError as error:
        raise BadInput(f"{path} cannot be used: {error.strerror}; name a preset file") from error
    except BadInput as error:
        raise BadInput(f"{path} cannot be used: {error}") from error


def write_preset(path: Path, preset: Preset) -> None:
    """Write a preset file; an existing one is replaced only when the new one is complete.

    Raises:
        BadInput: it cannot be written.
    """
    with atomic_write(path, make_folders=True) as part:
        part.write_text(preset.to_json(), "utf-8")


def _listed(names: Mapping[int, str]) -> str:
    listed = [f"{number} {name}".strip() for number, name in names.items()]
    return ", ".join(listed[:12]) + (", ..." if len(listed) > 12 else "") if listed else "none yet"
