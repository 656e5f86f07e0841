"""A folder of breaks in; loops that start on their downbeat and last a known number of beats out.

in    WAV, FLAC, OGG, MP3, AIFF and others of any rate and channel count, 0.3 s to 5 minutes
out   `Loop`: float32 (n,) mono at 44 100 Hz, one whole cycle; n = beats * 60 / tempo seconds

The length comes from the first of: the caller, breaks.toml, the file name, an estimate from the onsets. A file that
cannot be used is skipped with a remark.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Literal

import numpy as np

from engine.arrays import Floats
from engine.errors import BadInput
from engine.files import audio as audiofile
from engine.files import audio_onsets as onsets
from engine.files.loop_length import find_length, from_tempo
from engine.spec import SPEC

from .audio_folder import Inventory, composed, find_audio
from .break_notes import MAX_BPM, MIN_BPM, NOTES_FILE, BreakNote, read_notes

MIN_LOOP_S = 0.3  # s
DOUBTFUL_CONFIDENCE = 0.5  # below it a length from a name is remarked on
SILENCE_PEAK = 1e-4  # peak, -80 dB
END_SLACK_S = 0.05  # s that may be missing at the end of a loop; its start is repeated there

LengthFrom = Literal["given", "breaks.toml", "file name", "estimate"]


@dataclass(frozen=True, slots=True, eq=False)
class Loop:
    """One cycle of a break, from its downbeat."""

    name: str  # the file, relative to its folder
    audio: Floats  # (n,) mono at Spec.rate
    beats: float  # quarter notes in the cycle, a whole number of sixteenths
    tempo: float  # BPM
    source: LengthFrom  # where the length comes from
    confidence: float = 1.0  # 0..1, that the length is right

    @property
    def steps(self) -> int:
        """Number of sixteenths in the cycle."""
        return round(self.beats * 4)


@dataclass(frozen=True, slots=True)
class LoopFolder:
    """The loops of a folder."""

    loops: tuple[Loop, ...]
    remarks: tuple[str, ...]  # a sentence for each file left out and each length that is doubtful
    names: tuple[str, ...] = ()  # of all audio files
    inventory: Inventory | None = None


def read_audio(path: Path) -> Floats:
    """Return the whole file, mixed to mono at Spec.rate.

    Raises:
        BadInput: it is not audio, shorter than 0.3 s, longer than 5 minutes, silent, or contains NaN or infinity.
    """
    audio = audiofile.read(path)
    if len(audio) < MIN_LOOP_S * SPEC.rate:
        raise BadInput(f"{path.name} lasts {len(audio) / SPEC.rate:.3g} s, expected {MIN_LOOP_S:g} s or more")
    if np.abs(audio).max() < SILENCE_PEAK:
        raise BadInput(f"{path.name} is silent; leave it out or export it again")
    return audio


def read_loop(path: Path, name: str, note: BreakNote | None = None, beats: float | None = None) -> Loop:
    """Read one file and find its loop; the length comes from `beats`, else the note, the name, or an estimate.

    Raises:
        BadInput: the file cannot be used, or its length cannot be estimated.
    """
    audio = read_audio(path)
    note = note or BreakNote()
    if beats is not None:
        return _trim(name, audio, beats, None, note.offset, "given")
    if note.beats or note.bpm:
        return _trim(name, audio, note.beats, note.bpm, note.offset, "breaks.toml")
    found = find_length(audio[max(round(note.offset * SPEC.rate), 0) :], SPEC.rate, name)
    if found is None:
        raise BadInput(
            f"{name} lasts {len(audio) / SPEC.rate:.1f} s, not a plausible number of beats; "
            f"give its beats or bpm in {NOTES_FILE}"
        )
    offset = note.offset + found.start / SPEC.rate
    return replace(_trim(name, audio, found.beats, found.tempo, offset, found.source), confidence=found.confidence)


def _trim(name: str, audio: Floats, beats: float | None, bpm: float | None, offset: float, source: LengthFrom) -> Loop:
    """Cut the loop out of a file: from its downbeat, exactly as long as its beats.

    Args:
        name: of the file, for messages.
        audio: the whole file.
        beats: length of the loop; None: it follows from `bpm`.
        bpm: tempo of the loop; None: it follows from `beats` and the length of the audio.
        offset: seconds from the start of the file to the downbeat; if negative, the beginning is taken from the end.
        source: where beats or tempo come from; stored in the loop.

    Raises:
        BadInput: beats, tempo or offset do not suit the audio, or the loop is silent.
    """
    rate = SPEC.rate
    start = round(offset * rate)
    left = len(audio) - max(start, 0)
    if left < MIN_LOOP_S * rate:
        raise BadInput(f"{name} has its downbeat at {offset:g} s, after its end; correct the offset in {NOTES_FILE}")
    if beats is None:
        assert bpm is not None
        beats, bpm = from_tempo(left / rate, bpm)
    if beats <= 0 or abs(beats * 4 - round(beats * 4)) > 1e-6:
        raise BadInput(f"{name} is given {beats:g} beats, expected a whole number of sixteenths; correct it")
    if bpm is None:
        bpm = 60 * beats * rate / left
    length = round(beats * 60 / bpm * rate)
    if not MIN_BPM <= bpm <= MAX_BPM:
        raise BadInput(
            f"{name} with {beats:g} beats would play at {bpm:.0f} BPM, "
            f"expected {MIN_BPM:g} to {MAX_BPM:g}; correct its beats"
        )
    if length > left + END_SLACK_S * rate:
        raise BadInput(
            f"{name} holds {left / rate:.2f} s from its downbeat, {beats:g} beats at {bpm:.1f} BPM "
            f"need {length / rate:.2f} s; correct beats, bpm or offset"
        )
    cycle = audio if start < 0 else audio[start:]
    if start < 0 or length > len(cycle):
        cycle = audio[np.arange(start, start + length) % len(audio)]
    loop = np.ascontiguousarray(cycle[:length])
    if np.abs(loop).max() < SILENCE_PEAK:
        raise BadInput(f"{name} is silent between its downbeat and its end; correct the offset in {NOTES_FILE}")
    return Loop(name, loop, beats, bpm, source)


def read_folder(
    folder: Path, *, beats: Mapping[str, float] | None = None, skip: Sequence[str] = (), notes: Path | None = None
) -> LoopFolder:
    """Return all loops of a folder and its subfolders, sorted by name.

    Args:
        folder: contains the audio files, and optionally a breaks.toml.
        beats: length by file name (with or without folder and suffix); overrides all other sources.
        skip: glob patterns of files to leave out.
        notes: a breaks.toml to use instead of the folder's own.

    Raises:
        BadInput: there is no such folder, it has no usable file, or `beats` names a file that does not exist.
        BadConfig: an error in breaks.toml.
    """
    if not folder.is_dir():
        raise BadInput(f"there is no folder {folder}; name a folder with WAV, FLAC, OGG or MP3 loops")
    if notes is None and (folder / NOTES_FILE).is_file():
        notes = folder / NOTES_FILE
    known = {composed(name): note for name, note in read_notes(notes).items()} if notes else {}
    found = find_audio(folder)
    files, refused = found.without(skip, {name for name, note in known.items() if note.skip})
    remarks = list(refused.values())
    given = _by_file(beats or {}, found.files)
    loops: list[Loop] = []
    remarks += [f"{notes} has an entry {name}, which is not in {folder}" for name in known if name not in found.files]
    for name, path in files.items():
        try:
            loop = read_loop(path, name, known.get(name), given.get(name))
        except BadInput as error:
            refused[name] = str(error).replace(str(path), name)
            remarks.append(refused[name])
            continue
        loops.append(loop)
        if loop.source == "estimate" or loop.confidence < DOUBTFUL_CONFIDENCE:
            remarks.append(
                f"{name} is taken for {loop.beats:g} beats at {loop.tempo:.1f} BPM ({loop.source}, confidence "
                f"{loop.confidence:.0%}); if that is wrong, set its beats in {NOTES_FILE}"
            )
    if not loops:
        why = f" ({[*remarks, *found.remarks][0]})" if remarks or found.remarks else ""
        raise BadInput(f"{folder} holds no usable loop{why}; put WAV, FLAC, OGG or MP3 files of breaks there")
    remarks += [*found.remarks, f"{folder}: {found.summary(loops)}"]
    inventory = Inventory(folder, {loop.name: files[loop.name] for loop in loops}, {**found.refused, **refused})
    return LoopFolder(tuple(loops), tuple(remarks), tuple(found.files), inventory)


def _by_file(beats: Mapping[str, float], files: Mapping[str, Path]) -> dict[str, float]:
    """Return `beats`, whose keys may lack folder and suffix, by the full names in `files`.

    Raises:
        BadInput: a key fits no file.
    """
    given: dict[str, float] = {}
    for key, value in beats.items():
        wanted = composed(key)
        names = [name for name in files if wanted in (name, PurePath(name).name, PurePath(name).stem)]
        if not names:
            raise BadInput(f"beats are given for {key}, but there is no such file; name a file of the folder")
        given |= dict.fromkeys(names, value)
    return given


def on_grid(loop: Loop) -> tuple[float, float]:
    """Return the share of onsets within 10 ms of a sixteenth (0..1, by strength), and their mean delay (s)."""
    found = onsets.find_onsets(loop.audio, SPEC.rate)
    share, late = onsets.on_grid(found, len(loop.audio), loop.steps, 0.01 * SPEC.rate)
    return share, late / SPEC.rate
