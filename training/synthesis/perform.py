"""A drum pattern and a kit in, two bars of audio out, with swing, timing deviations and accents.

audio  float32 (n,), n = Spec.beats * 60 / tempo seconds, a loop: what runs over its end is added at its start;
       sixteenth i begins at sample i * n / 32, where each attack is when swing and looseness are 0
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

import numpy as np
from numpy.random import Generator

from engine.arrays import Floats
from engine.spec import SPEC
from training.sources.drums import Drum
from training.sources.one_shots import Shots
from training.sources.slices import LEAD

from .drum_kit import KitVoice, build_kit, pick_kick
from .mixing import FADE_IN, FADE_OUT, FALL, RISE, Hit, fade_end, mix
from .patterns import ACCENT_MARK, FLAM_MARK, GHOST_MARK, REST_MARK, ROLL_MARK, Pattern, vary_pattern

KIT_MIN_BPM, KIT_MAX_BPM = 120.0, 185.0  # BPM
SOFT_BELOW_DB = -6.0  # a stroke below this level uses the soft sample

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


def kit_loop(rng: Generator, shots: Shots | None, held_out: bool) -> Floats:
    """Return two bars of a random kit, pattern, tempo and style.

    The kit has one-shots and a few synthesised strokes, or only synthesised if `shots` is None. With `held_out` the
    pair of bass drum and pattern is one that no training image has, see `drum_kit.is_held_out`, else one for training.
    """
    kick, choices = pick_kick(rng, shots, held_out)
    pattern = vary_pattern(rng, choices[int(rng.integers(len(choices)))], choices)
    needed = [drum for drum, row in pattern.rows.items() if row.strip(REST_MARK)]
    voices = build_kit(rng, shots, kick, needed)
    tempo = float(rng.uniform(KIT_MIN_BPM, KIT_MAX_BPM))
    length = round(SPEC.beats * 60 / tempo * SPEC.rate)
    return apply_cuts(rng, play_pattern(rng, pattern, voices, length, random_drummer(rng)))


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
            for step, mark in enumerate(row):
                if mark != REST_MARK:
                    hits += _hits(rng, drum, voices[drum], step, mark, length, style)
    return mix(hits, length)


def _hits(
    rng: Generator, drum: Drum, voice: KitVoice, step: int, mark: str, length: int, style: DrummerStyle
) -> list[Hit]:
    """Return the strokes of a mark on `step` of a loop of `length` samples: one, or two for a flam or a roll."""
    width = length / SPEC.steps
    late = style.swing * width * (step % 2) + SPEC.rate * (style.late.get(drum, 0.0) + style.loose * rng.normal())
    decibels = {ACCENT_MARK: style.accent, GHOST_MARK: style.ghost}.get(mark, 0.0) + style.spread * rng.normal()
    choke = None if style.chop else CHOKE_GROUPS.get(drum, drum)
    attack = step * width + late
    both = [(attack, decibels)]
    if mark == FLAM_MARK:
        both.insert(0, (attack - SPEC.rate * rng.uniform(0.018, 0.035), decibels - rng.uniform(4, 12)))
    if mark == ROLL_MARK:
        both.append((attack + width / 2, decibels + rng.uniform(-6, 3)))
    return [Hit(round(at) % length, partial(_shape, voice, gain), choke) for at, gain in both]


def _shape(voice: KitVoice, decibels: float, room: int) -> Floats:
    """Return a stroke with a gain of `decibels`, ended before the next attack, `room` samples after its own."""
    sound = voice.hard if decibels >= SOFT_BELOW_DB else voice.soft
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
