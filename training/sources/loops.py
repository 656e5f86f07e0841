"""A folder of breaks in; loops that start on their downbeat and last a known number of beats out.

in    WAV, FLAC, OGG, MP3, AIFF of any rate and channel count, 0.3 s to 5 minutes, and what is known about their length
out   `Loop`: float32 (n,) mono at 44 100 Hz, one whole cycle; n = beats * 60 / tempo seconds

Who knows the length, first come first served: the caller, breaks.toml, the file's name, an estimate from its onsets.
A file that cannot be used costs its own sentence, not the folder.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Literal

import numpy as np

from engine.arrays import Floats
from engine.errors import BadInput
from engine.files import audio as audiofile
from engine.spec import SPEC

from . import break_notes as breaks
from . import onsets
from .break_notes import Note
from .loop_length import estimate, from_name, from_tempo
from .onsets import find

AUDIO = {".wav", ".flac", ".ogg", ".mp3", ".aif", ".aiff"}
SHORTEST = 0.3  # s
SILENCE = 1e-4  # peak, -80 dB
SLACK = 0.05  # s that may be missing at the end of a loop: it is a circle, and the start takes its place

Source = Literal["given", "breaks.toml", "file name", "estimate"]


@dataclass(frozen=True, slots=True, eq=False)
class Loop:
    """One cycle of a break, from its downbeat."""

    name: str  # the file, relative to its folder
    audio: Floats  # (n,) mono at Spec.rate
    beats: float  # quarter notes in the cycle, a whole number of sixteenths
    tempo: float  # BPM
    source: Source  # who knew the length

    @property
    def steps(self) -> int:
        """Sixteenths in the cycle."""
        return round(self.beats * 4)


@dataclass(frozen=True, slots=True)
class Folder:
    """What a folder held."""

    loops: tuple[Loop, ...]
    remarks: tuple[str, ...]  # a sentence for each file left out and each length that was guessed


def read_audio(path: Path) -> Floats:
    """The whole file, mixed to mono at Spec.rate.

    Raises:
        BadInput: it is not audio, shorter than 0.3 s, longer than 5 minutes, silent, or not made of finite numbers.
    """
    audio = audiofile.read(path)
    if len(audio) < SHORTEST * SPEC.rate:
        raise BadInput(f"{path.name} lasts {len(audio) / SPEC.rate:.3g} s, expected {SHORTEST:g} s or more of a loop")
    if np.abs(audio).max() < SILENCE:
        raise BadInput(f"{path.name} is silent; leave it out or export it again")
    return audio


def read_loop(path: Path, name: str, note: Note | None = None, beats: float | None = None) -> Loop:
    """Read one file and find its loop.

    Args:
        path: the audio file.
        name: what to call it; its stem may tell beats or tempo.
        note: its entry of breaks.toml.
        beats: the caller's word, above all others.

    Raises:
        BadInput: the file cannot be used, or nothing tells how long it is.
    """
    audio = read_audio(path)
    note = note or Note()
    named_beats, named_bpm = from_name(name)
    if beats is not None:
        return _trim(name, audio, beats, None, note.offset, "given")
    if note.beats or note.bpm:
        return _trim(name, audio, note.beats, note.bpm, note.offset, "breaks.toml")
    if named_beats or named_bpm:
        # two figures in a name seldom agree to the sample, and a loop's own length is exact
        return _trim(name, audio, named_beats, None if named_beats else named_bpm, note.offset, "file name")
    guess = estimate(audio, SPEC.rate)
    if guess is None:
        raise BadInput(
            f"{name} lasts {len(audio) / SPEC.rate:.1f} s, which is no plausible number of beats; "
            f"give its beats or bpm in {breaks.NAME}"
        )
    return _trim(name, audio, guess[0], None, note.offset, "estimate")


def _trim(name: str, audio: Floats, beats: float | None, bpm: float | None, offset: float, source: Source) -> Loop:
    """Cut the loop out of a file: from its downbeat, exactly as long as its beats."""
    rate = SPEC.rate
    start = round(offset * rate)
    left = len(audio) - max(start, 0)
    if left < SHORTEST * rate:
        raise BadInput(f"{name} has its downbeat at {offset:g} s, after its end; correct the offset in {breaks.NAME}")
    if beats is None:
        assert bpm is not None
        beats, bpm = from_tempo(left / rate, bpm)
    if beats <= 0 or abs(beats * 4 - round(beats * 4)) > 1e-6:
        raise BadInput(f"{name} is said to have {beats:g} beats, expected a whole number of sixteenths; correct it")
    if bpm is None:
        bpm = 60 * beats * rate / left
    length = round(beats * 60 / bpm * rate)
    if not breaks.SLOWEST <= bpm <= breaks.FASTEST:
        raise BadInput(
            f"{name} with {beats:g} beats would play at {bpm:.0f} BPM, "
            f"expected {breaks.SLOWEST:g} to {breaks.FASTEST:g}; correct its beats"
        )
    if length > left + SLACK * rate:
        raise BadInput(
            f"{name} holds {left / rate:.2f} s from its downbeat, {beats:g} beats at {bpm:.1f} BPM "
            f"need {length / rate:.2f} s; correct beats, bpm or offset"
        )
    cycle = audio if start < 0 else audio[start:]
    if start < 0 or length > len(cycle):
        cycle = audio[np.arange(start, start + length) % len(audio)]
    loop = np.ascontiguousarray(cycle[:length])
    if np.abs(loop).max() < SILENCE:
        raise BadInput(f"{name} is silent between its downbeat and its end; correct the offset in {breaks.NAME}")
    return Loop(name, loop, beats, bpm, source)


def read_folder(
    folder: Path, *, beats: Mapping[str, float] | None = None, skip: Sequence[str] = (), notes: Path | None = None
) -> Folder:
    """All loops of a folder and the folders in it, sorted by name.

    Args:
        folder: where the audio files are, with a breaks.toml or without.
        beats: length by file name (with or without folder and suffix), above all other sources.
        skip: glob patterns of files to leave out.
        notes: a breaks.toml to use instead of the folder's own.

    Raises:
        BadInput: there is no such folder, nothing in it can be used, or `beats` names a file that is not there.
        BadConfig: a mistake in breaks.toml.
    """
    if not folder.is_dir():
        raise BadInput(f"there is no folder {folder}; name a folder with WAV, FLAC, OGG or MP3 loops")
    if notes is None and (folder / breaks.NAME).is_file():
        notes = folder / breaks.NAME
    known = breaks.read(notes) if notes else {}
    files = {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in AUDIO and path.is_file() and not path.name.startswith(".")
    }
    given = _by_file(beats or {}, files)
    loops: list[Loop] = []
    remarks = [f"{notes} speaks of {name}, which is not in {folder}" for name in known if name not in files]
    for name, path in files.items():
        note = known.get(name)
        if (note and note.skip) or any(fnmatch(name, glob) or fnmatch(path.name, glob) for glob in skip):
            remarks.append(f"{name} is left out, as asked")
            continue
        try:
            loop = read_loop(path, name, note, given.get(name))
        except BadInput as error:
            remarks.append(str(error))
            continue
        loops.append(loop)
        if loop.source == "estimate":
            remarks.append(
                f"{name} is taken for {loop.beats:g} beats at {loop.tempo:.1f} BPM; "
                f"if that is wrong, put its beats into {breaks.NAME}"
            )
    if not loops:
        why = f" ({remarks[0]})" if remarks else ""
        raise BadInput(f"{folder} holds no usable loop{why}; put WAV, FLAC, OGG or MP3 files of breaks there")
    return Folder(tuple(loops), tuple(remarks))


def _by_file(beats: Mapping[str, float], files: Mapping[str, Path]) -> dict[str, float]:
    """The caller's lengths by the name each file has here."""
    given: dict[str, float] = {}
    for key, value in beats.items():
        names = [name for name, path in files.items() if key in (name, path.name, path.stem)]
        if not names:
            raise BadInput(f"beats are given for {key}, but there is no such file; name a file of the folder")
        given |= dict.fromkeys(names, value)
    return given


def on_grid(loop: Loop) -> tuple[float, float]:
    """Share of a loop's onsets within 10 ms of a sixteenth (0..1, by strength), and how late those are (s)."""
    share, late = onsets.on_grid(find(loop.audio, SPEC.rate), len(loop.audio), loop.steps, 0.01 * SPEC.rate)
    return share, late / SPEC.rate
