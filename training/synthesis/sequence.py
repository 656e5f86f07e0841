"""A pattern of slices in, the audio of two bars out.

pattern  list of Spec.steps steps, a sixteenth each; None is a rest, into which the slice before it rings
audio    float32 (n,), a loop

Each slice starts with its own lead before the attack, so that fades never touch an attack; the slice before it has
faded out when the attack comes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np
from numpy.random import Generator

from engine.arrays import Floats
from engine.spec import SPEC
from training.sources.slices import LEAD, Slice, SliceKind

from .mixing import FADE_IN, RISE, Hit, damp, fade_end, mix, repitch


@dataclass(frozen=True, slots=True)
class PatternStep:
    """The slice that starts on one sixteenth, and how it is played."""

    piece: Slice
    gain: float = 1.0  # linear
    strokes: int = 1  # 2 = two 32nds
    swell: float = 1.0  # gain of the last stroke over the first
    reverse: bool = False
    shift: float = 0.0  # s, positive is late


@dataclass(frozen=True, slots=True)
class PlayStyle:
    """Timing, pitch and decay of a whole pattern."""

    feel: float = 0.0  # 0 puts every onset on its step, 1 keeps the slice's deviation from it
    pitch: Mapping[SliceKind, float] = field(default_factory=dict)  # semitones; 0 for kinds not named
    decay: float | None = None  # s to fall by 1/e; None lets slices ring


def random_style(rng: Generator) -> PlayStyle:
    """Draw a style: mostly on the grid, at the original pitch, ringing."""
    feel = float(rng.choice([0.0, rng.random(), 1.0], p=[0.65, 0.25, 0.1]))
    pitch = dict.fromkeys(SliceKind, 0.0)
    if rng.random() < 0.35:
        pitch = dict.fromkeys(SliceKind, float(rng.uniform(-3, 3)))
    if rng.random() < 0.15:
        pitch[SliceKind(int(rng.integers(len(SliceKind))))] += float(rng.uniform(-2, 2))
        pitch = {kind: float(np.clip(semitones, -3, 3)) for kind, semitones in pitch.items()}
    decay = float(rng.uniform(0.03, 0.15)) if rng.random() < 0.15 else None
    return PlayStyle(feel, pitch, decay)


def render_pattern(pattern: Sequence[PatternStep | None], length: int, style: PlayStyle | None = None) -> Floats:
    """Return the audio (length,) of a pattern of equal steps; silence for an empty one."""
    style = style or PlayStyle()
    pitched: dict[tuple[int, float], Floats] = {}
    width = length / max(len(pattern), 1)
    hits = []
    for index, step in enumerate(pattern):
        if step is None:
            continue
        key = id(step.piece), style.pitch.get(step.piece.kind, 0.0)
        if key not in pitched:
            pitched[key] = repitch(step.piece.sound, key[1])
        late = style.feel * step.piece.late + step.shift * SPEC.rate
        for count in range(step.strokes):
            gain = step.gain
            if step.strokes > 1 and step.swell != 1:
                gain *= step.swell ** (count / (step.strokes - 1))
            attack = round((index + count / step.strokes) * width + late)
            hits.append(Hit(attack, partial(_shape, pitched[key], gain, step.reverse, style.decay)))
    return mix(hits, length)


def _shape(sound: Floats, gain: float, reverse: bool, decay: float | None, room: int) -> Floats:
    """Return a slice as it is played: with fades, and ended before the next attack, `room` samples after its own."""
    sound = sound[: LEAD + room].copy()
    if reverse:
        # the lead stays silent: a reversed slice begins on its step and swells into the next
        sound[LEAD:] = sound[LEAD:][::-1]
        sound[:LEAD] = 0
        rise = min(FADE_IN, len(sound) - LEAD)
        sound[LEAD : LEAD + rise] *= RISE[:rise]
    sound[:FADE_IN] *= RISE
    fade_end(sound, len(sound) - LEAD)
    return damp(sound, decay) * np.float32(gain)
