"""A drum pattern and kits in, two bars of audio out, with swing, timing deviations and accents.

audio  float32 (n,), n = Spec.beats * 60 / tempo seconds, a loop: what runs over its end is added at its start;
       sixteenth i begins at sample i * n / 32, where each attack is when swing and looseness are 0
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np
from numpy.random import Generator

from engine.arrays import Floats
from engine.spec import SPEC
from training.sources.drums import ACCENT_VELOCITY, GHOST_VELOCITY, STROKE_VELOCITY, Cell, Drum, Pattern
from training.sources.kits import Kits
from training.sources.slices import LEAD

from .drum_kit import KitVoice, build_kit
from .mixing import FADE_IN, FADE_OUT, FALL, RISE, Hit, fade_end, mix
from .patterns import random_pattern

KIT_MIN_BPM, KIT_MAX_BPM = 120.0, 185.0  # BPM

# drums that share a choke group: a closed hat ends an open one
CHOKE_GROUPS: Mapping[Drum, Drum] = {Drum.OPEN: Drum.HAT}


@dataclass(frozen=True, slots=True)
class DrummerStyle:
    """Timing and dynamics of a performance."""

    swing: float = 0.0  # delay of every second sixteenth, in sixteenths; 1/3 is a triplet
    loose: float = 0.0  # s, standard deviation of the timing
    late: Mapping[Drum, float] = field(default_factory=dict)  # s, constant delay of a drum; negative is early
    accent: float = 3.0  # dB relative to a plain stroke
    ghost: float = -12.0  # dB relative to a plain stroke
    spread: float = 0.0  # dB, standard deviation of the level
    chop: bool = False  # every stroke ends the one before it, as in a chopped loop

    def level(self, velocity: float) -> float:
        """Return the level of a velocity 0..1 in dB relative to a plain stroke."""
        known = (0.0, GHOST_VELOCITY, STROKE_VELOCITY, ACCENT_VELOCITY, 1.0)
        return float(np.interp(velocity, known, (1.6 * self.ghost, self.ghost, 0.0, self.accent, 1.4 * self.accent)))


def kit_loop(rng: Generator, kits: Kits | None, grooves: Sequence[Pattern] = ()) -> tuple[Floats, list[str]]:
    """Return two bars of a random kit, pattern, tempo and style, and the names of special treatments.

    The kit has one-shots and a few synthesised strokes, or only synthesised if `kits` is None. A performance keeps its
    own timing.
    """
    pattern = random_pattern(rng, grooves)
    voices, special = build_kit(rng, kits, [drum for drum, row in pattern.rows.items() if any(row)])
    tempo = float(rng.uniform(KIT_MIN_BPM, KIT_MAX_BPM))
    length = round(SPEC.beats * 60 / tempo * SPEC.rate)
    style = random_drummer(rng)
    if pattern.performance:
        style = replace(style, swing=0.0, loose=0.0, late={}, spread=0.0)
    return apply_cuts(rng, play_pattern(rng, pattern, voices, length, style)), special


def random_drummer(rng: Generator) -> DrummerStyle:
    """Draw a style: mostly on the grid; a third swings, a third is loose."""
    swing = float(rng.uniform(0.03, 1 / 3)) if rng.random() < 0.35 else 0.0
    loose = float(rng.uniform(0.001, 0.008)) if rng.random() < 0.35 else 0.0
    late: dict[Drum, float] = {}
    if rng.random() < 0.2:
        late[Drum.SNARE] = float(rng.uniform(-0.006, 0.018))
    if rng.random() < 0.2:
        late |= dict.fromkeys((Drum.HAT, Drum.OPEN, Drum.RIDE), float(rng.uniform(-0.01, 0.012)))
    return DrummerStyle(
        swing,
        loose,
        late,
        accent=float(rng.uniform(0, 5)),
        ghost=float(rng.uniform(-18, -5)),
        spread=float(rng.uniform(0, 2.5)),
        chop=bool(rng.random() < 0.25),
    )


def play_pattern(
    rng: Generator, pattern: Pattern, voices: Mapping[Drum, KitVoice], length: int, style: DrummerStyle
) -> Floats:
    """Return the audio (length,) of a pattern; drums without a voice are silent."""
    hits: list[Hit] = []
    for drum, row in pattern.rows.items():
        if drum in voices:
            played = Counter[int]()  # strokes of each layer, whose takes alternate
            for step, cell in enumerate(row):
                hits += _hits(rng, drum, voices[drum], step, cell, length, style, played)
    return mix(hits, length)


def _hits(
    rng: Generator,
    drum: Drum,
    voice: KitVoice,
    step: int,
    cell: Cell,
    length: int,
    style: DrummerStyle,
    played: Counter[int],
) -> list[Hit]:
    """Return the strokes of a cell on `step` of a loop of `length` samples."""
    hits = []
    width = length / SPEC.steps
    late = style.swing * width * (step % 2) + SPEC.rate * (style.late.get(drum, 0.0) + style.loose * rng.normal())
    shift = style.spread * rng.normal()
    choke = None if style.chop else CHOKE_GROUPS.get(drum, drum)
    for note in cell:
        layer, top = voice.layer(note.velocity)
        sound = voice.sound(layer, played[layer] % voice.takes[layer])
        played[layer] += 1
        decibels = style.level(note.velocity) - style.level(top) + shift
        attack = round((step + note.late) * width + late) % length
        hits.append(Hit(attack, partial(_shape, sound, decibels), choke))
    return hits


def _shape(sound: Floats, decibels: float, room: int) -> Floats:
    """Return a stroke with a gain of `decibels`, ended before the next attack, `room` samples after its own."""
    cut = sound[: LEAD + room] * np.float32(10 ** (decibels / 20))
    if len(cut) < len(sound):
        fade_end(cut, room)
    return cut


def apply_cuts(rng: Generator, audio: Floats) -> Floats:
    """Return a loop (n,) after a random choice of LOOP_CUTS, each made just before an attack, as in a sampler."""
    audio = np.roll(audio, LEAD)
    for cut, chance in LOOP_CUTS:
        if rng.random() < chance:
            cut(rng, audio)
    return np.roll(audio, -LEAD)


def _span(rng: Generator, audio: Floats, spans: tuple[int, ...], first: int = 0) -> slice:
    """Draw a range of samples inside the loop: one of `spans` sixteenths long, from sixteenth `first` or later on."""
    span = spans[int(rng.integers(len(spans)))]
    start = int(rng.integers(first, SPEC.steps - span + 1))
    return slice(round(start * len(audio) / SPEC.steps), round((start + span) * len(audio) / SPEC.steps))


def _edged(part: Floats) -> Floats:
    """Return a copy of a part that fades in and out; an attack LEAD samples after its start is untouched."""
    part = part.copy()
    part[:FADE_IN] *= RISE[: len(part)]
    fade_end(part, len(part))
    return part


def _replace(audio: Floats, span: slice, part: Floats) -> None:
    """Put a part into a loop in place, and fade the loop on either side of the part against clicks."""
    audio[span] = part
    audio[np.arange(span.start - FADE_OUT, span.start) % len(audio)] *= FALL
    audio[np.arange(span.stop, span.stop + FADE_IN) % len(audio)] *= RISE


def mute_part(rng: Generator, audio: Floats) -> None:
    """Mute one or two parts of one to six sixteenths in place, but never the downbeat."""
    for _ in range(int(rng.integers(1, 3))):
        span = _span(rng, audio, (1, 1, 2, 4, 6), first=1)
        _replace(audio, span, np.zeros_like(audio[span]))


def reverse_part(rng: Generator, audio: Floats) -> None:
    """Reverse one or two parts of one to four sixteenths in place."""
    for _ in range(int(rng.integers(1, 3))):
        span = _span(rng, audio, (1, 1, 2, 2, 4))
        _replace(audio, span, _edged(audio[span][::-1]))


def stutter_part(rng: Generator, audio: Floats) -> None:
    """Repeat a 32nd, a sixteenth or an eighth in place for up to half a bar, with rising or falling gain."""
    span = _span(rng, audio, (2, 4, 4, 8))
    whole = audio[span].copy()
    size = round(len(audio) / SPEC.steps * float(rng.choice([0.5, 1, 1, 2])))
    swell = rng.uniform(-12, 3)  # dB over the whole span
    for at in range(0, len(whole), size):
        piece = _edged(whole[: min(size, len(whole) - at)])
        audio[span.start + at : span.start + at + len(piece)] = piece * np.float32(10 ** (swell * at / len(whole) / 20))
    _replace(audio, span, audio[span].copy())


LOOP_CUTS = ((mute_part, 0.15), (reverse_part, 0.1), (stutter_part, 0.1))
