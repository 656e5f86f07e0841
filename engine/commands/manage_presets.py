"""The command `vamen presets`: presets of the user's bank are listed, renamed, deleted, restored, exported, imported.

The bank is that of `vamen play`, which reads it when it starts. A preset is given by its number or name.
"""

from datetime import UTC, datetime
from json import dumps
from pathlib import Path
from typing import Annotated, Any

from cyclopts import App, Parameter

from engine.errors import BadInput, BadParameter
from engine.files.preset_bank import PresetBank, preset_number
from engine.files.preset_folder import BANK_SIZE, VERSIONS_PER_NUMBER, read_preset, write_learned, write_preset
from engine.files.writing import check_writable
from engine.model.learned_break import LearnedBreaks

presets = App(name="presets")


@presets.default
def list_by_default(
    *words: Annotated[str, Parameter(show=False)], bank: Path | None = None, json: bool = False
) -> None:
    """List all presets, as `vamen presets list` does.

    Args:
        words: An unknown command, which is refused.
        bank: Folder of your own presets; by default that of `vamen play`.
        json: Machine-readable.
    """
    if words:
        raise BadParameter(f"there is no `vamen presets {words[0]}`; `vamen presets --help` lists the commands")
    list_presets(bank=bank, json=json)


@presets.command(name="list")
def list_presets(*, bank: Path | None = None, json: bool = False) -> None:
    """List all presets: the factory's, your own, and those that yours hide.

    Args:
        bank: Folder of your own presets; by default that of `vamen play`.
        json: Machine-readable.
    """
    found = PresetBank(bank)
    if json:
        print(dumps([_entry(found, number) for number in range(BANK_SIZE) if _is_known(found, number)], indent=2))
        return
    for number in range(BANK_SIZE):
        if not _is_known(found, number):
            continue
        entry = _entry(found, number)
        origin = {"factory": "of the factory", "own": "your own", "deleted": "deleted"}[entry["origin"]]
        hidden = f", hides the factory's {entry['hides']!r}" if entry["hides"] else ""
        count = entry["previous"]
        previous = f", {count} previous version{'s' if count > 1 else ''}" if count else ""
        print(f"{number:3}  {entry['name']:24} {origin}{hidden}{previous}")
    for warning in found.warnings:
        print(warning)
    print(f"your own lie in {found.folder.path}; a vamen that plays reads them when it starts")


@presets.command
def rename(which: str, name: str, /, *, bank: Path | None = None) -> None:
    """Rename a preset of your own.

    Args:
        which: Its number or name.
        name: Its new name.
        bank: Folder of your own presets; by default that of `vamen play`.
    """
    found = PresetBank(bank)
    number, sentence = found.rename(which, name)
    found.folder.write(number, found.find(number))
    print(sentence)


@presets.command
def delete(which: str, /, *, bank: Path | None = None) -> None:
    """Delete a preset of your own; a preset of the factory that it hid is there again.

    Args:
        which: Its number or name.
        bank: Folder of your own presets; by default that of `vamen play`.
    """
    found = PresetBank(bank)
    number, sentence = found.delete(which)
    found.folder.delete(number)
    print(sentence)


@presets.command
def restore(number: int, /, *, back: int = 1, bank: Path | None = None) -> None:
    """Bring back a preset that was overwritten or deleted; what it replaces is kept as a previous version.

    Args:
        number: Its number.
        back: Which version: 1 is the last one, 2 the one before it, and so on.
        bank: Folder of your own presets; by default that of `vamen play`.
    """
    found = PresetBank(bank)
    preset = found.folder.restore(preset_number(number), back)
    print(f"preset {number} is {preset.name!r} again")


@presets.command
def versions(number: int, /, *, bank: Path | None = None) -> None:
    """List the previous versions of a preset, the last one first; at most eight are kept.

    Args:
        number: Its number.
        bank: Folder of your own presets; by default that of `vamen play`.
    """
    found = PresetBank(bank).folder.versions(preset_number(number))
    for back, (microseconds, path) in enumerate(found.items(), 1):
        replaced = datetime.fromtimestamp(microseconds / 1e6, UTC).astimezone()
        print(f"--back {back}  replaced {replaced:%Y-%m-%d %H:%M:%S}  {_name_in(path)}")
    if not found:
        print(f"preset {number} has no previous version; {VERSIONS_PER_NUMBER} are kept when it is saved or deleted")


@presets.command
def export(which: str, out: Path, /, *, bank: Path | None = None) -> None:
    """Write a preset to a file, which --preset and `vamen presets import` read.

    Args:
        which: Its number or name.
        out: File to write, ending in .json.
        bank: Folder of your own presets; by default that of `vamen play`.
    """
    kept = PresetBank(bank)
    found = kept.find(which)
    check_writable(out, (".json",))
    if found.learned:
        write_learned(out.parent, kept.learned.read(found.learned))
    write_preset(out, found)
    print(f"{out}: preset {found.name!r}")


@presets.command(name="import")
def import_preset(source: Path, number: int | None = None, /, *, bank: Path | None = None) -> None:
    """Read a preset from a file into your bank.

    Args:
        source: File of a preset.
        number: Its number, 0 to 127; by default the first that no preset has.
        bank: Folder of your own presets; by default that of `vamen play`.
    """
    found, preset = PresetBank(bank), read_preset(source)
    if number is None:
        number = next((free for free in range(BANK_SIZE) if free not in found.names), None)
        if number is None:
            raise BadParameter(f"all {BANK_SIZE} numbers have a preset; name the one to replace, or delete one")
    sentence = found.save(number, preset)
    if preset.learned:
        write_learned(found.folder.path, LearnedBreaks(source.parent, found.folder.path).read(preset.learned))
    found.folder.write(number, preset)
    print(sentence)


def _is_known(bank: PresetBank, number: int) -> bool:
    return number in bank.names or bool(bank.folder.versions(number))


def _entry(bank: PresetBank, number: int) -> dict[str, Any]:
    """Return what is listed of a preset; one that was deleted has the name of its last version."""
    versions = bank.folder.versions(number)
    deleted = number not in bank.names
    return {
        "number": number,
        "name": _name_in(next(iter(versions.values()))) if deleted else bank.names[number],
        "origin": "deleted" if deleted else "own" if number in bank.own_names else "factory",
        "hides": bank.hidden_names.get(number, ""),
        "previous": len(versions),
    }


def _name_in(path: Path) -> str:
    try:
        return read_preset(path).name
    except BadInput:
        return "(not a preset)"
