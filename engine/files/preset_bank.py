"""A bank of presets: the user's numbered presets, and the factory presets. A set is a bank of scenes (see SceneBank).

A preset of the user hides the factory preset of the same number until it is deleted. All files are read at the start,
so that a recall never waits for the disk; changes of the bank are in memory, and `PresetBank.folder` writes them.
An invalid file is reported and skipped. Numbers and names refer to presets of the bank only; paths are accepted from
the command line alone.
"""

import os
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import ClassVar

from engine.errors import BadParameter, quoted
from engine.model.learned_break import LearnedBreaks

from .preset_folder import BANK_SIZE, PresetFolder, read_preset
from .presets import Preset, sanitise_name

FACTORY_FOLDER = Path(__file__).parents[1] / "models" / "presets"
NAME_SIMILARITY = 0.5  # of a name that is suggested, 0 to 1
MAX_SUGGESTIONS, MAX_LISTED = 3, 12
_NUMBER = re.compile("[0-9]{1,3}")


class PresetBank:
    """Presets by number; used by one thread at a time."""

    noun: ClassVar[str] = "preset"  # in sentences, and first part of the names of its commands
    undoing: ClassVar[str] = "`vamen presets restore {}` undoes that"  # of a deletion, by number

    def __init__(self, folder: Path | None = None, factory: Path | None = FACTORY_FOLDER) -> None:
        """Read the presets of both folders.

        Args:
            folder: of the user's presets; None for the default place. It need not exist.
            factory: of the factory presets; None to leave them out.
        """
        self.folder = self._open(folder)
        self.learned = LearnedBreaks(self.folder.path)  # those of all presets of the bank
        factory_presets, warnings = ({}, []) if factory is None else PresetFolder(factory).read_all()
        self._factory: Mapping[int, Preset] = factory_presets
        self._own, own_warnings = self.folder.read_all(self._factory)
        self.warnings = [*warnings, *own_warnings]  # a sentence for each invalid file

    def _open(self, folder: Path | None) -> PresetFolder:
        return PresetFolder(folder or user_folder())

    @property
    def names(self) -> dict[int, str]:
        """Number -> name of all presets, in ascending order."""
        return _names({**self._factory, **self._own})

    @property
    def own_names(self) -> dict[int, str]:
        """Number -> name of the user's presets, in ascending order."""
        return _names(self._own)

    @property
    def hidden_names(self) -> dict[int, str]:
        """Number -> name of the factory presets that the user's hide, in ascending order."""
        return _names({number: preset for number, preset in self._factory.items() if number in self._own})

    def find(self, which: float | str) -> Preset:
        """Return a preset by its number or name.

        Raises:
            BadParameter: as `number_of`.
        """
        number = self.number_of(which)
        return self._own.get(number) or self._factory[number]

    def number_of(self, which: float | str) -> int:
        """Return the number of a preset, given as a number, as text that is a number of the bank, or by its name.

        Names match in any case and Unicode form; of several, the one that is spelled exactly so.

        Raises:
            BadParameter: no preset has this number or name, or several have this name.
        """
        if isinstance(which, str):
            text = which.strip()
            if not (_NUMBER.fullmatch(text) and int(text) < BANK_SIZE):
                return self._number_of_name(which)
            which = int(text)
        number = preset_number(which, self.noun)
        if number not in self._own and number not in self._factory:
            raise BadParameter(f"there is no {self.noun} {number}; there are {_listed(self.names)}")
        return number

    def save(self, number: float, preset: Preset) -> str:
        """Set the user's preset with a number, in memory; returns a sentence that says so, and what it hides now.

        Raises:
            BadParameter: not a number of the bank.
        """
        index = preset_number(number, self.noun)
        hides = index in self._factory and index not in self._own
        self._own[index] = preset
        sentence = f"{self.noun} {index} is saved as {preset.name!r}{self._name_note(index)}"
        if not hides:
            return sentence
        hidden = self._factory[index].name
        return (
            f"{sentence}; preset {index} now hides the factory's {hidden!r}; "
            f"/vamen/preset/delete {index} or `vamen presets delete {index}` brings it back"
        )

    def rename(self, which: float | str, name: str) -> tuple[int, str]:
        """Rename a preset of the user, in memory; returns its number, and a sentence that says so.

        Raises:
            BadParameter: as `number_of`, or a preset of the factory, or an empty name.
        """
        number = self._own_number(which, "renamed; save the sound under a number first")
        clean = sanitise_name(name)
        if not clean:
            raise BadParameter(f"{self.noun} {number} needs a name with letters or digits; send one")
        before = self._own[number].name
        self._own[number] = replace(self._own[number], name=clean)
        return number, f"{self.noun} {number} {before!r} is now called {clean!r}{self._name_note(number)}"

    def delete(self, which: float | str) -> tuple[int, str]:
        """Delete a preset of the user, in memory; returns its number, and a sentence that says so.

        Raises:
            BadParameter: as `number_of`, or a preset of the factory.
        """
        number = self._own_number(which, f"deleted; your own are {_listed(self.own_names)}")
        gone = self._own.pop(number)
        back = f"; preset {number} is the factory's {self._factory[number].name!r}" if number in self._factory else ""
        return number, f"{self.noun} {number} {gone.name!r} is deleted{back}; {self.undoing.format(number)}"

    def move(self, which: float | str, to: float) -> tuple[tuple[int, int], str]:
        """Give a preset of the user another number, in memory; one of the user's that has it gets the old one.

        Returns:
            Both numbers, and a sentence that says so.

        Raises:
            BadParameter: as `number_of`, or a preset of the factory, or not a number of the bank.
        """
        index, target = (
            self._own_number(which, f"moved; your own are {_listed(self.own_names)}"),
            preset_number(to, self.noun),
        )
        moved, displaced = self._own.pop(index), self._own.pop(target, None)
        self._own[target] = moved
        if displaced is not None and target != index:
            self._own[index] = displaced
        also = f", and {displaced.name!r} is {self.noun} {index}" if displaced is not None else ""
        return (index, target), f"{moved.name!r} is {self.noun} {target} now{also}"

    def _own_number(self, which: float | str, refusal: str) -> int:
        number = self.number_of(which)
        if number not in self._own:
            raise BadParameter(
                f"preset {number} {self._factory[number].name!r} is the factory's and cannot be {refusal}"
            )
        return number

    def _number_of_name(self, name: str) -> int:
        key, names = _key(name), self.names
        keys = {number: _key(known) for number, known in names.items()}
        alike = [number for number in names if key and keys[number] == key]
        exact = [number for number in alike if names[number] == name]
        if len(found := exact or alike) == 1:
            return found[0]
        if found:
            meant = _suggestion(found, names)
            raise BadParameter(f"{len(found)} {self.noun}s are called {quoted(name)}; {meant} Send its number")
        containing = [number for number in names if key and key in keys[number]]
        close = get_close_matches(key, keys.values(), MAX_SUGGESTIONS, NAME_SIMILARITY)
        similar = [number for close_key in close for number in names if keys[number] == close_key]
        suggested = list(dict.fromkeys([*containing, *similar]))
        hint = _suggestion(suggested, names) if suggested else f"there are {_listed(names)}"
        raise BadParameter(f"there is no {self.noun} called {quoted(name)}; {hint}")

    def _name_note(self, number: int) -> str:
        """Return an addition to a sentence if the name of a preset does not stand for this preset alone."""
        try:
            alone = self.number_of(self._own[number].name) == number
        except BadParameter:
            alone = False
        return "" if alone else f"; recall it by its number, as another {self.noun} has that name"


def user_folder() -> Path:
    """Return the default folder of the user's presets; it need not exist."""
    from platformdirs import user_data_path

    return user_data_path("vamen", appauthor=False) / "presets"


def preset_number(number: float, noun: str = "preset") -> int:
    """Return the number of a preset, or of what `noun` says, as an integer.

    Raises:
        BadParameter: not a whole number from 0 to 127.
    """
    if not (0 <= number < BANK_SIZE and number == int(number)):
        raise BadParameter(f"{number:g} is not a {noun} number; send a whole number from 0 to {BANK_SIZE - 1}")
    return int(number)


def find_preset(word: str, bank: PresetBank) -> Preset:
    """Return the preset that a command line names: a number, a name of the bank, or a path.

    With a path, the bank finds learned breaks in the folder of that file, too.

    Raises:
        BadParameter: no preset of that number or name, and no such file.
        BadInput: the file is not a preset.
    """
    try:
        return bank.find(word)
    except BadParameter:
        if not os.path.isfile(word):  # False, not an OSError, for a name that is too long
            raise
    bank.learned.folders.append(Path(word).parent)
    return read_preset(Path(word))


def _names(presets: Mapping[int, Preset]) -> dict[int, str]:
    return {number: presets[number].name for number in sorted(presets)}


def _key(name: str) -> str:
    """Return a name without the differences that do not count: case, Unicode form and spaces."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _suggestion(numbers: Sequence[int], names: Mapping[int, str]) -> str:
    """Return the question whether one of these presets is meant."""
    return f"did you mean {' or '.join(f'{number} {names[number]!r}' for number in numbers[:MAX_SUGGESTIONS])}?"


def _listed(names: Mapping[int, str]) -> str:
    listed = [f"{number} {name}".strip() for number, name in names.items()]
    return ", ".join(listed[:MAX_LISTED]) + (", ..." if len(listed) > MAX_LISTED else "") if listed else "none yet"
