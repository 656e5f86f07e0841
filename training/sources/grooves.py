"""A folder of drum performances in, windows of two bars with their micro-timing and velocities out.

in    standard MIDI files in 4/4 with drums by the notes of General MIDI; files of lines (.jsonl), one window each:
      {"id": "take 3/bar1", "midi": "take3.mid", "strokes": [["snare", 4, -7, 96], ...]}, where a stroke is a drum, a
      step 0..31, a delay in 1/120 of a sixteenth and a velocity 1..127; MIDI files named there are not read again
out   `Pattern` for each window that is straight: its strokes are within a tenth of a sixteenth of the grid, as a
      standard deviation, after the lag of the performance and the delay of every second sixteenth, its swing, are
      taken away. The lag is removed from the pattern, the swing is kept
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from engine.errors import BadInput
from engine.files.midi_file import read_midi_file
from engine.spec import SPEC
from engine.untrusted import read_bytes, read_json

from .audio_folder import Inventory, find_audio
from .drums import GHOST_BELOW, Cell, Drum, DrumNote, Pattern

MIDI_SUFFIXES, LINES_SUFFIX = (".mid", ".midi"), ".jsonl"
MAX_LINES_BYTES = 1 << 26
TICKS_PER_STEP = 120  # of .jsonl files
MAX_VELOCITY = 127
MAX_WINDOWS = 12  # of a MIDI file, evenly spaced
MIN_STROKES = 8  # of a window
MAX_SPREAD = 0.1  # sixteenths, standard deviation of the strokes from the grid
MAX_SWING = 0.4  # sixteenths; a third is a triplet
NOTE_ON_STATUS, DRUM_CHANNEL = 0x90, 9  # of General MIDI, from 0
MIDI_DRUMS: Mapping[int, Drum] = {
    **dict.fromkeys((35, 36), Drum.KICK),
    **dict.fromkeys((38, 39, 40), Drum.SNARE),
    **dict.fromkeys((22, 42, 44, 69, 70, 82), Drum.HAT),
    **dict.fromkeys((26, 46), Drum.OPEN),
    **dict.fromkeys((51, 53, 59), Drum.RIDE),
    **dict.fromkeys((49, 52, 55, 57), Drum.CRASH),
    **dict.fromkeys((41, 43, 45, 47, 48, 50, 58), Drum.TOM),
    **dict.fromkeys((37, 54, 56, *range(60, 69), *range(71, 82)), Drum.PERC),
}


class GrooveNote(NamedTuple):
    """One stroke of a performance."""

    drum: Drum
    at: float  # sixteenths from the start of its window or file
    velocity: float  # 0..1


@dataclass(frozen=True, slots=True)
class GrooveFolder:
    """The windows of a folder."""

    grooves: tuple[Pattern, ...]
    remarks: tuple[str, ...]
    names: tuple[str, ...]  # of all files
    inventory: Inventory | None = None


def read_grooves(folder: Path, *, skip: Sequence[str] = ()) -> GrooveFolder:
    """Return the straight windows of all performances in a folder, without files that match a glob pattern of `skip`.

    Raises:
        BadInput: there is no such folder, or it has no usable window.
    """
    if not folder.is_dir():
        raise BadInput(f"there is no folder {folder}; name a folder with MIDI files of drums")
    found = find_audio(folder, (*MIDI_SUFFIXES, LINES_SUFFIX), "a groove")
    files, refused = found.without(skip)
    remarks = list(refused.values())
    windows: list[Pattern | None] = []
    known: dict[str, str] = {}  # performance -> the file of lines that holds it
    for name, path in sorted(files.items(), key=lambda item: item[1].suffix.lower() != LINES_SUFFIX):
        held = next((known[tail] for tail in _tails(name) if tail in known), None)
        if held:
            refused[name] = f"{name} is held by {held}"
            continue
        try:
            if path.suffix.lower() == LINES_SUFFIX:
                lines = list(_read_lines(path))
                known |= {performance: name for _, performance, _ in lines}
                read = [straight_window(*line) for line in lines]
            else:
                read = _read_midi(path, name)
        except (OSError, ValueError) as error:
            refused[name] = f"{name} does not hold grooves ({error}); leave it out or export it again"
        except BadInput as error:
            refused[name] = str(error).replace(str(path), name)
        else:
            windows += read
            if not any(read):
                refused[name] = f"{name} has no window of two bars that is straight"
            continue
        remarks.append(refused[name])
    grooves = tuple(window for window in windows if window)
    if not grooves:
        why = f" ({[*remarks, *found.remarks][0]})" if remarks or found.remarks else ""
        raise BadInput(f"{folder} holds no usable groove{why}; put MIDI files of drums in 4/4 there")
    remarks += [*found.remarks, f"{folder}: {len(grooves)} of {len(windows)} windows of two bars are straight and used"]
    used = {name: path for name, path in files.items() if name not in refused}
    inventory = Inventory(folder, used, {**found.refused, **refused})
    return GrooveFolder(grooves, tuple(remarks), tuple(found.files), inventory)


def straight_window(name: str, performance: str, notes: Sequence[GrooveNote]) -> Pattern | None:
    """Return the notes of a window as a pattern; None if it has few strokes, or is not straight."""
    if len(notes) < MIN_STROKES:
        return None
    at = np.array([note.at for note in notes])
    late = at - np.round(at)
    leading = [note.drum in (Drum.KICK, Drum.SNARE) for note in notes]
    at -= np.median(late[leading] if any(leading) else late)
    steps = np.round(at).astype(int)
    late = at - steps
    loud = np.array([note.velocity >= GHOST_BELOW for note in notes])
    off_grid = late.copy()
    for parity in (0, 1):
        own = loud & (steps % 2 == parity)
        middle = float(np.median(late[own])) if own.any() else 0.0
        if abs(middle) > MAX_SWING:
            return None
        off_grid[own] -= middle
    if not loud.any() or np.std(off_grid[loud]) > MAX_SPREAD:
        return None
    rows: dict[Drum, list[Cell]] = {}
    for note, step, delay in sorted(zip(notes, steps % SPEC.steps, late, strict=True), key=lambda item: item[2]):
        row = rows.setdefault(note.drum, [()] * SPEC.steps)
        row[step] = (*row[step], DrumNote(round(note.velocity, 3), round(float(delay), 3)))
    return Pattern(name, {drum: tuple(rows[drum]) for drum in Drum if drum in rows}, performance)


def _read_lines(path: Path) -> Iterator[tuple[str, str, list[GrooveNote]]]:
    """Yield name, performance and notes of each line; ValueError names a line that is not a groove."""
    for number, line in enumerate(read_bytes(path, MAX_LINES_BYTES).splitlines(), 1):
        values = read_json(line) if line.strip() else None
        if values is None:
            continue
        try:
            name, performance = values["id"], values["midi"]
            notes = [
                GrooveNote(Drum(drum), step + ticks / TICKS_PER_STEP, min(velocity / MAX_VELOCITY, 1.0))
                for drum, step, ticks, velocity, *_ in values["strokes"]
                if 0 <= step < SPEC.steps and abs(ticks) <= TICKS_PER_STEP and velocity > 0
            ]
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"line {number} has no valid {error}") from error
        if not (isinstance(name, str) and isinstance(performance, str)):
            raise ValueError(f"line {number} has a name that is not text")
        yield name, performance, notes


def _tails(name: str) -> Iterator[str]:
    """Yield a name with all of its folders, and with fewer and fewer of them."""
    parts = name.split("/")
    yield from ("/".join(parts[start:]) for start in range(len(parts)))


def _read_midi(path: Path, name: str) -> list[Pattern | None]:
    """Return windows of a MIDI file, at most MAX_WINDOWS, with None for those that are not straight.

    Raises:
        BadInput: the file cannot be read, has no drums, or is not in 4/4.
    """
    sequence = read_midi_file(path)
    if other := sequence.meters - {(4, 4)}:
        raise BadInput(f"{path} is in {'/'.join(map(str, min(other)))}, expected 4/4; leave it out")
    per_step = sequence.tempo_map.ticks_per_beat / 4
    struck = [
        (tick, raw)
        for tick, raw in sequence.changes
        if isinstance(raw, bytes) and raw[0] & 0xF0 == NOTE_ON_STATUS and raw[2] > 0
    ]
    on_drums = [pair for pair in struck if pair[1][0] & 0x0F == DRUM_CHANNEL] or struck
    notes = [
        GrooveNote(MIDI_DRUMS[raw[1]], tick / per_step, raw[2] / MAX_VELOCITY)
        for tick, raw in on_drums
        if raw[1] in MIDI_DRUMS
    ]
    if not notes:
        raise BadInput(f"{path} has no drums, expected notes of General MIDI such as 36 and 38; leave it out")
    count = int(notes[-1].at // SPEC.steps) + 1
    chosen = np.unique(np.linspace(0, count - 1, min(count, MAX_WINDOWS)).round().astype(int))
    windows = []
    for window in chosen:
        begin = int(window) * SPEC.steps - 0.5
        own = [note._replace(at=note.at - begin - 0.5) for note in notes if begin <= note.at < begin + SPEC.steps]
        windows.append(straight_window(f"{name}/bar{2 * window + 1}", name, own))
    return windows
