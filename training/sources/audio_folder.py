"""A folder in; its audio files by name, and a sentence for each file that is not one out.

Names are relative to the folder, in composed Unicode (NFC): macOS and old archives write the same letter in other ways.
A name that is not UTF-8 is read as Latin-1.
"""

import os
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePath

# suffixes of what libsndfile reads
AUDIO_SUFFIXES = {".wav", ".wave", ".bwf", ".rf64", ".w64", ".flac", ".ogg", ".oga", ".opus", ".mp3"}
AUDIO_SUFFIXES |= {".aif", ".aiff", ".aifc", ".caf", ".au", ".snd"}
OTHER_AUDIO_SUFFIXES = {".m4a", ".mp4", ".aac", ".alac", ".wma", ".wv", ".ape", ".rx2", ".rex", ".mpc", ".dsf", ".sd2"}
MAX_LISTED_FILES = 20  # names in one sentence


@dataclass(frozen=True, slots=True)
class AudioFolder:
    """The audio files of a folder and its subfolders."""

    files: Mapping[str, Path]  # by name, sorted
    refused: Mapping[str, str]  # all others by name, and why
    remarks: tuple[str, ...]  # about them

    def without(self, skip: Sequence[str], unwanted: Collection[str] = ()) -> tuple[dict[str, Path], dict[str, str]]:
        """Return the files with names that fit no pattern of `skip` nor are `unwanted`; and the others, and why."""
        kept = {
            name: path
            for name, path in self.files.items()
            if name not in unwanted and not any(_fits(name, composed(glob)) for glob in skip)
        }
        return kept, {name: f"{name} is left out, as asked" for name in self.files if name not in kept}

    def summary(self, used: Collection[object]) -> str:
        """Return the sentence "m of n files are used"; `used` has an entry per used file."""
        return f"{len(used)} of {len(self.files) + len(self.refused)} files are used"


@dataclass(frozen=True, slots=True)
class Inventory:
    """Every file of a folder of sources."""

    folder: Path
    used: Mapping[str, Path]  # by name
    refused: Mapping[str, str]  # by name, and why


def composed(name: str) -> str:
    """Return a file name or pattern in Unicode form NFC: an accented letter may be stored as one character or two."""
    try:
        return unicodedata.normalize("NFC", os.fsencode(name).decode("utf-8"))
    except UnicodeDecodeError:
        return unicodedata.normalize("NFC", os.fsencode(name).decode("latin-1"))


def find_audio(folder: Path, suffixes: Collection[str] = AUDIO_SUFFIXES, kind: str = "audio") -> AudioFolder:
    """Return the audio files of a folder and its subfolders; links are followed, and no folder is read twice.

    Files of another kind are found by other `suffixes`, in lower case with their dot; `kind` names them in remarks.
    """
    files: dict[str, Path] = {}
    refused: dict[str, str] = {}
    remarks: list[str] = []
    hidden, other = "hidden", f"not {kind} by name"
    for path in _walk(folder, remarks):
        name = composed(path.relative_to(folder).as_posix())
        suffix = path.suffix.lower()
        if path.name.startswith("."):
            refused[name] = hidden
        elif suffix in OTHER_AUDIO_SUFFIXES and suffixes is AUDIO_SUFFIXES:
            refused[name] = f"{name} is of a format that cannot be read; convert it to WAV or FLAC"
        elif suffix not in suffixes:
            refused[name] = other
        elif not path.exists():
            refused[name] = f"{name} is a link to a file that does not exist; leave it out or link it again"
        elif not path.is_file():
            refused[name] = f"{name} is not a regular file; leave it out"
        elif name in files:
            refused[f"{name} (again)"] = f"{name} is there twice, in two encodings of its name; rename one of them"
        else:
            files[name] = path
    remarks += [why for why in refused.values() if why not in (hidden, other)]
    for what in (hidden, other):
        if names := [name for name, why in refused.items() if why == what]:
            more = f" and {len(names) - MAX_LISTED_FILES} more" if len(names) > MAX_LISTED_FILES else ""
            remarks.append(f"{', '.join(names[:MAX_LISTED_FILES])}{more}: {what}")
    return AudioFolder(dict(sorted(files.items())), refused, tuple(remarks))


def _walk(folder: Path, remarks: list[str]) -> Iterator[Path]:
    """Yield everything below a folder that is not a folder; links to folders come last, each folder once."""
    seen: set[tuple[int, int]] = set()
    waiting, links = [folder], list[Path]()
    while waiting or links:
        here = waiting.pop(0) if waiting else links.pop(0)
        name = composed(here.relative_to(folder).as_posix())
        try:
            status = here.stat()
            if (status.st_dev, status.st_ino) in seen:
                remarks.append(f"{name} leads to a folder that is read already")
                continue
            seen.add((status.st_dev, status.st_ino))
            found = [(path, path.is_dir()) for path in sorted(here.iterdir())]
        except OSError as error:
            remarks.append(f"{name} cannot be read ({error.strerror}); check its permissions")
            continue
        for path, is_folder in found:
            if not is_folder:
                yield path
            elif path.is_symlink():
                links.append(path)
            else:
                waiting.append(path)


def _fits(name: str, glob: str) -> bool:
    """Return whether a glob pattern fits a file or a folder that it is in; a whole name fits itself."""
    path = PurePath(name)
    names = (name, path.name, path.stem, *(parent.as_posix() for parent in path.parents if parent.name))
    literal = re.sub(r"\[", "[[]", glob)  # sample packs have brackets in their names
    return any(one == glob.rstrip("/") or fnmatchcase(one, glob) or fnmatchcase(one, literal) for one in names)


def unfitting(skip: Sequence[str], names: Collection[str]) -> list[str]:
    """Return a remark for each pattern that fits none of the names."""
    return [
        f"--skip {composed(glob)} fits no file; check the name, and quote patterns with * in a shell"
        for glob in skip
        if not any(_fits(name, composed(glob)) for name in names)
    ]
