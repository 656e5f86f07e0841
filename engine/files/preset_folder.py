"""The presets of a bank on disk: numbered files, and previous versions of each.

NNN.json                  the preset with a number, 000 to 127; or as in numbered_files
NNN-LABEL.json            the same; scenes are written so, with their name as the label
SHA256.learned            a learned break that presets name, see learned_break; the first 16 digits of its SHA-256
previous/NNN-TIME.json    a version that was replaced or deleted at TIME, microseconds since the Unix epoch

A label that a user gave to a file, and that is not that of the name within, is the name.

Of each number at most VERSIONS_PER_NUMBER previous versions are kept, of at most MAX_PRESET_BYTES each. One too many is
deleted: the one that was in use for the shortest time, but neither the first nor the last. So a client that saves in a
loop replaces its own versions, and not those from before.

When a function returns, files and folders are on the disk.
"""

import re
import time
from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path

from engine.errors import BadInput, BadParameter
from engine.model.learned_break import LearnedBreak, file_name
from engine.untrusted import read_bytes

from .numbered_files import file_label, label_of, numbered_files
from .presets import MAX_PRESET_BYTES, Preset, sanitise_name
from .writing import atomic_write, flush_folder, refused_errors

BANK_SIZE = 128  # numbers of MIDI's program changes
VERSIONS_PER_NUMBER = 8
VERSION_FOLDER = "previous"


class PresetFolder:
    """Reads, writes and deletes numbered presets; used by one thread at a time."""

    def __init__(self, path: Path, now: Callable[[], float] = time.time, *, labelled: bool = False) -> None:
        """Use a folder.

        Args:
            path: the folder, which need not exist.
            now: seconds since the Unix epoch.
            labelled: write the name of a preset into that of its file.
        """
        self.path, self._now, self._labelled = path, now, labelled
        self._files: dict[int, Path] = {}  # that were found

    def read_all(self, taken: Collection[int] = ()) -> tuple[dict[int, Preset], list[str]]:
        """Return the presets by number, and a sentence for each file that is invalid or one too many.

        Files without a number of their own get none of those in `taken`.
        """
        self._files, left_out = numbered_files(self.path, BANK_SIZE, taken)
        warnings = [f"{path} is left out, as all {BANK_SIZE} numbers are taken; move it away" for path in left_out]
        found = {}
        for number, path in sorted(self._files.items()):
            try:
                found[number] = _with_label(read_preset(path), label_of(path, BANK_SIZE))
            except BadInput as error:
                warnings.append(str(error))
        return found, warnings

    def file(self, number: int) -> Path:
        """Return the path of the preset with a number, whether it exists or not."""
        return self._files.get(number, self.path / f"{number:03}.json")

    @property
    def numbers(self) -> Collection[int]:
        """The numbers that have a file, valid or not."""
        return self._files.keys()

    def write(self, number: int, preset: Preset) -> Path:
        """Write a preset and keep the version that it replaces; returns its path.

        Raises:
            BadInput: the folder cannot be written to, or the file to be replaced is too large for a preset.
        """
        path, label = self.file(number), file_label(preset.name) if self._labelled else ""
        named = self.path / f"{number:03}-{label}.json" if label else path
        self._files[number] = path = path if path.exists() else named
        self._keep(number)
        write_preset(path, preset)
        if path != named and (not named.exists() or named.samefile(path)):
            with refused_errors(path):
                path.rename(named)  # one file at any moment: at worst the new contents with the old label
                flush_folder(self.path)
            self._files[number] = named
        return self._files[number]

    def delete(self, number: int) -> None:
        """Delete a preset, if it exists, and keep it as a previous version.

        Raises:
            BadInput: as `write`.
        """
        path = self.file(number)
        if self._keep(number):
            with refused_errors(path):
                path.unlink(missing_ok=True)
                flush_folder(self.path)
        self._files.pop(number, None)

    def versions(self, number: int) -> dict[int, Path]:
        """Return the previous versions of a preset: microseconds since the Unix epoch -> file, the last one first."""
        found = (re.fullmatch(rf"{number:03}-(\d{{1,18}})\.json", path.name) for path in self._version_files())
        times = sorted((int(match[1]) for match in found if match), reverse=True)
        return {time: self._version_file(number, time) for time in times}

    def restore(self, number: int, back: int = 1) -> Preset:
        """Bring a previous version back, which is then no previous version any more, and keep the present one.

        Args:
            number: of the preset.
            back: 1 for the last version, 2 for the one before it, and so on.

        Raises:
            BadParameter: there is no such version.
            BadInput: it is not a valid preset, or as `write`.
        """
        versions = list(self.versions(number).values())
        if not 1 <= back <= len(versions):
            listed = f"`vamen presets versions {number}` lists those that are kept"
            raise BadParameter(f"preset {number} has no previous version {back}; {listed}")
        preset = read_preset(versions[back - 1])
        self.write(number, preset)
        with refused_errors(self.path):
            versions[back - 1].unlink(missing_ok=True)
        return preset

    def _version_files(self) -> list[Path]:
        folder = self.path / VERSION_FOLDER
        return list(folder.iterdir()) if folder.is_dir() else []

    def _version_file(self, number: int, time: int) -> Path:
        return self.path / VERSION_FOLDER / f"{number:03}-{time:016}.json"

    def _keep(self, number: int) -> bool:
        """Copy the present file to the previous versions; returns whether there is one."""
        path, kept = self.file(number), self.versions(number)
        if not path.exists():
            return False
        try:
            data = read_bytes(path, MAX_PRESET_BYTES)
        except OSError as error:
            raise BadInput(f"{path} is not replaced, as it is no preset: {error.strerror}; move it away") from error
        # later than the last one, also when the clock was set back
        replaced = max(int(self._now() * 1e6), next(iter(kept), 0) + 1)
        with atomic_write(self._version_file(number, replaced), flush=True, make_folders=True) as part:
            part.write_bytes(data)
        with refused_errors(path):
            for superfluous in superfluous_versions([replaced, *kept]):
                kept[superfluous].unlink(missing_ok=True)
        return True


def superfluous_versions(times: list[int]) -> list[int]:
    """Return which previous versions are too many.

    Args:
        times: when each was replaced, the last one first; it was in use since the time after it in this list.
    """
    left = list(times)
    while len(left) > VERSIONS_PER_NUMBER:
        index = min(range(1, len(left) - 1), key=lambda index: left[index] - left[index + 1])
        del left[index]
    return sorted(set(times) - set(left))


def _with_label(preset: Preset, label: str) -> Preset:
    """Return a preset with the name that its file has, if a user gave it another than the one within."""
    if not label or file_label(label) == file_label(preset.name):
        return preset
    return replace(preset, name=sanitise_name(label))


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
    """Write a preset file, flushed to the disk; an existing one is replaced only when the new one is complete.

    Raises:
        BadInput: it cannot be written, or would be too large to be read again.
    """
    text = preset.to_json()
    if len(text.encode()) > MAX_PRESET_BYTES:
        raise BadInput(f"{path} would be larger than {MAX_PRESET_BYTES >> 10} kB, as its preset has unknown fields")
    with atomic_write(path, flush=True, make_folders=True) as part:
        part.write_text(text, "utf-8")


def write_learned(folder: Path, learned: LearnedBreak) -> Path:
    """Write a learned break into the folder of the presets that name it; returns its path.

    Raises:
        BadInput: it cannot be written.
    """
    path = folder / file_name(learned.digest)
    with atomic_write(path, flush=True, make_folders=True) as part:
        part.write_bytes(learned.to_bytes())
    return path
