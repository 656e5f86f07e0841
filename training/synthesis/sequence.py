"""A pattern of slices in, the audio of two bars out.

pattern  list of Spec.steps cells, a sixteenth each; None is a rest, into which the slice before it rings
audio    float32 (n,), a loop: what runs over its end is heard at its start

Each slice enters with its own lead before the attack, so that fades never touch an attack; the slice before it has
faded out when the attack comes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import soxr

from engine.arrays import Floats
from engine.spec import SPEC
from training.sources.slices import LEAD, Kind, Slice

FADE_IN = LEAD // 2  # samples
FADE_OUT = round(0.003 * SPEC.rate)
RISE = np.sin(np.linspace(0, np.pi / 2, FADE_IN, dtype=np.float32)) ** 2
FALL = np.cos(np.linspace(0, np.pi / 2, FADE_OUT, dtype=np.float32)) ** 2


@dataclass(frozen=True, slots=True)
class PatternStep:
    """What happens on one sixteenth."""

    piece: Slice
    gain: float = 1.0  # linear
    strokes: int = 1  # 2 = two 32nds
    swell: float = 1.0  # gain of the last stroke over the first
    reverse: bool = False
    shift: float = 0.0  # s, positive is late


@dataclass(frozen=True, slots=True)
class PlayStyle:
    """How a whole pattern is played."""

    feel: float = 0.0  # 0 puts every onset on its step, 1 leaves it as late as it was
    pitch: Mapping[Kind, float] = field(default_factory=dict)  # semitones; kinds not named keep theirs
    decay: float | None = None  # s to fall by 1/e; None lets slices ring


Pattern = Sequence[PatternStep | None]


@dataclass(frozen=True, slots=True)
class _Stroke:
    cell: PatternStep
    sound: Floats
    attack: int  # sample of the onset in the loop


def render_pattern(pattern: Pattern, length: int, manner: PlayStyle | None = None) -> Floats:
    """Audio (length,) of a pattern; silence for an empty one.

    Args:
        pattern: cells over equal steps of the loop.
        length: samples of the loop.
        manner: how it is played.
    """
    manner = manner or PlayStyle()
    strokes = _strokes(pattern, length, manner)
    canvas = np.zeros(length, np.float32)
    for stroke, following in zip(strokes, strokes[1:] + strokes[:1], strict=True):
        room = (following.attack - stroke.attack) % length if len(strokes) > 1 else length
        sound = _shape(stroke, room, manner.decay)
        add(canvas, sound, (stroke.attack - LEAD) % length)
    return canvas


def add(canvas: Floats, sound: Floats, at: int) -> None:
    """Add a sound (m,) to a loop (n,) from sample `at` of 0..n - 1; what runs over the end goes on at the start."""
    length = len(canvas)
    for begin in range(0, len(sound), length):  # a single stroke, with its lead, may be longer than its loop
        part = sound[begin : begin + length]
        first = min(len(part), length - at)
        canvas[at : at + first] += part[:first]
        canvas[: len(part) - first] += part[first:]


def layer(audio: Floats, other: Floats, share: float) -> Floats:
    """Two loops (n,) at once; the other has `share` of the power, and is never raised by more than 6 dB."""
    loud, quiet = (float(np.sqrt(np.mean(one.astype(np.float64) ** 2))) for one in (audio, other))
    match = min(loud / max(quiet, 1e-6), 2.0)
    return audio * np.float32(np.sqrt(1 - share)) + other * np.float32(match * np.sqrt(share))


def _strokes(pattern: Pattern, length: int, manner: PlayStyle) -> list[_Stroke]:
    pitched: dict[tuple[int, float], Floats] = {}
    step = length / max(len(pattern), 1)
    strokes = []
    for index, cell in enumerate(pattern):
        if cell is None:
            continue
        key = id(cell.piece), manner.pitch.get(cell.piece.kind, 0.0)
        if key not in pitched:
            pitched[key] = repitch(cell.piece.sound, key[1])
        late = manner.feel * cell.piece.late + cell.shift * SPEC.rate
        for count in range(cell.strokes):
            attack = round((index + count / cell.strokes) * step + late)
            strokes.append(_Stroke(_struck(cell, count), pitched[key], attack))
    return sorted(strokes, key=lambda stroke: stroke.attack)


def _struck(cell: PatternStep, count: int) -> PatternStep:
    if cell.strokes == 1 or cell.swell == 1:
        return cell
    return replace(cell, gain=cell.gain * cell.swell ** (count / (cell.strokes - 1)))


def _shape(stroke: _Stroke, room: int, decay: float | None) -> Floats:
    """The stroke's sound from LEAD before its attack, over before the next attack `room` samples later."""
    sound = stroke.sound[: LEAD + room].copy()
    if stroke.cell.reverse:
        # the lead stays silent: a reversed slice begins on its step and swells into the next
        sound[LEAD:] = sound[LEAD:][::-1]
        sound[:LEAD] = 0
        rise = min(FADE_IN, len(sound) - LEAD)
        sound[LEAD : LEAD + rise] *= RISE[:rise]
    sound[:FADE_IN] *= RISE
    end = min(FADE_OUT, len(sound) - LEAD)
    sound[len(sound) - end :] *= FALL[FADE_OUT - end :]
    if decay is not None:
        age = np.arange(len(sound) - LEAD, dtype=np.float32)
        sound[LEAD:] *= np.exp(age * np.float32(-1 / (decay * SPEC.rate)))
    return sound * np.float32(stroke.cell.gain)


def repitch(sound: Floats, semitones: float) -> Floats:
    """Sound played faster or slower, as a sampler does: semitones up makes it shorter.

    The onset stays LEAD samples from the start.
    """
    if semitones == 0:
        return sound
    ratio = 2 ** (semitones / 12)
    played = np.asarray(soxr.resample(sound, SPEC.rate * ratio, SPEC.rate, quality="MQ"), np.float32)
    onset = round(LEAD / ratio)
    if onset >= LEAD:
        return played[onset - LEAD :]
    return np.concatenate([np.zeros(LEAD - onset, np.float32), played])
