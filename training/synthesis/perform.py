"""A pattern and a kit in, two bars of audio out: played by a hand that swings, hurries, and leans on some strokes.

audio  float32 (n,), n = Spec.beats * 60 / tempo seconds, a loop: what runs over its end is heard at its start;
       sixteenth i begins at sample i * n / 32, and without swing and looseness each stroke's attack is there
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.random import Generator

from engine.arrays import Floats
from engine.spec import SPEC
from training.sources.drums import Drum
from training.sources.one_shots import Shots
from training.sources.slices import LEAD

from .drum_kit import KitVoice, assemble, cast
from .patterns import ACCENT, FLAM, GHOST, REST, ROLL, Pattern, vary
from .sequence import FADE_IN, FADE_OUT, FALL, RISE, add

SLOWEST, FASTEST = 120.0, 185.0  # BPM
SOFT = -6.0  # dB: below it a stroke is a soft one

# drums of which only one sounds at a time: a closed hat ends an open one
CHOKES: Mapping[Drum, Drum] = {Drum.OPEN: Drum.HAT}


@dataclass(frozen=True, slots=True)
class Hand:
    """How a pattern is played."""

    swing: float = 0.0  # of a sixteenth, that every second one is late; 1/3 is a triplet
    loose: float = 0.0  # s, standard deviation of a stroke
    late: Mapping[Drum, float] = field(default_factory=dict)  # s, drums that lie back (positive) or push
    accent: float = 3.0  # dB of an accent above a stroke
    ghost: float = -12.0  # dB of a ghost relative to a stroke
    spread: float = 0.0  # dB, standard deviation of a stroke
    chop: bool = False  # every stroke ends the one before it, as in a chopped loop


@dataclass(frozen=True, slots=True)
class _Stroke:
    voice: KitVoice
    choke: Drum | None
    attack: int  # sample in the loop
    decibels: float


def kit_loop(rng: Generator, shots: Shots | None, held_out: bool) -> Floats:
    """Two bars that no record has: a kit, a pattern, a tempo and a hand, each by chance.

    Args:
        rng: the source of all chance.
        shots: one-shots, mixed with a few synthesised strokes; None for a synthesised kit.
        held_out: whether the pair of bass drum and pattern is one of those held out, or one of the others.
    """
    kick, choices = cast(rng, shots, held_out)
    pattern = vary(rng, choices[int(rng.integers(len(choices)))], choices)
    needed = [drum for drum, row in pattern.rows.items() if row.strip(REST)]
    voices = assemble(rng, shots, kick, needed)
    tempo = float(rng.uniform(SLOWEST, FASTEST))
    length = round(SPEC.beats * 60 / tempo * SPEC.rate)
    return cut(rng, perform(rng, pattern, voices, length, hand(rng)))


def hand(rng: Generator) -> Hand:
    """A hand: mostly on the grid; a third swings, a third is loose."""
    swing = float(rng.uniform(0.03, 1 / 3)) if rng.random() < 0.35 else 0.0
    loose = float(rng.uniform(0.001, 0.008)) if rng.random() < 0.35 else 0.0
    late: dict[Drum, float] = {}
    if rng.random() < 0.2:
        late[Drum.SNARE] = float(rng.uniform(-0.006, 0.018))
    if rng.random() < 0.2:
        late |= dict.fromkeys((Drum.HAT, Drum.OPEN, Drum.RIDE), float(rng.uniform(-0.01, 0.012)))
    return Hand(
        swing,
        loose,
        late,
        accent=float(rng.uniform(0, 5)),
        ghost=float(rng.uniform(-18, -5)),
        spread=float(rng.uniform(0, 2.5)),
        chop=bool(rng.random() < 0.25),
    )


def perform(rng: Generator, pattern: Pattern, voices: Mapping[Drum, KitVoice], length: int, how: Hand) -> Floats:
    """Audio (length,) of a pattern.

    Args:
        rng: the source of looseness, spread, flams and swells; nothing else is drawn here.
        pattern: strokes; drums without a voice are silent.
        voices: the kit.
        length: samples of the loop.
        how: the hand.
    """
    strokes: list[_Stroke] = []
    for drum, row in pattern.rows.items():
        if drum in voices:
            for step, mark in enumerate(row):
                if mark != REST:
                    strokes += _strokes(rng, drum, voices[drum], step, mark, length, how)
    strokes.sort(key=lambda stroke: stroke.attack)
    canvas = np.zeros(length, np.float32)
    for index, stroke in enumerate(strokes):
        add(canvas, _shape(stroke, _room(strokes, index, length)), (stroke.attack - LEAD) % length)
    return canvas


def _strokes(
    rng: Generator, drum: Drum, voice: KitVoice, step: int, mark: str, length: int, how: Hand
) -> list[_Stroke]:
    """What a mark asks for: one stroke, or two."""
    width = length / SPEC.steps
    late = how.swing * width * (step % 2) + SPEC.rate * (how.late.get(drum, 0.0) + how.loose * rng.normal())
    decibels = {ACCENT: how.accent, GHOST: how.ghost}.get(mark, 0.0) + how.spread * rng.normal()
    choke = None if how.chop else CHOKES.get(drum, drum)
    attack = step * width + late
    both = [(attack, decibels)]
    if mark == FLAM:
        both.insert(0, (attack - SPEC.rate * rng.uniform(0.018, 0.035), decibels - rng.uniform(4, 12)))
    if mark == ROLL:
        both.append((attack + width / 2, decibels + rng.uniform(-6, 3)))
    return [_Stroke(voice, choke, round(at) % length, loud) for at, loud in both]


def _room(strokes: list[_Stroke], index: int, length: int) -> int:
    """Samples until the next stroke that ends this one."""
    stroke = strokes[index]
    for ahead in range(1, len(strokes)):
        following = strokes[(index + ahead) % len(strokes)]
        if following.choke is stroke.choke and following.attack != stroke.attack:
            return (following.attack - stroke.attack) % length
    return length


def _shape(stroke: _Stroke, room: int) -> Floats:
    """The stroke's sound from LEAD before its attack, over before the next one `room` samples later."""
    sound = stroke.voice.hard if stroke.decibels >= SOFT else stroke.voice.soft
    cut = sound[: LEAD + room] * np.float32(10 ** (stroke.decibels / 20))
    if len(cut) < len(sound):
        end = min(FADE_OUT, room)
        cut[len(cut) - end :] *= FALL[FADE_OUT - end :]
    return cut


def cut(rng: Generator, audio: Floats) -> Floats:
    """A loop (n,) after none or some of CUTS, made where a sampler would: just before an attack."""
    audio = np.roll(audio, LEAD)
    for how, chance in CUTS:
        if rng.random() < chance:
            how(rng, audio)
    return np.roll(audio, -LEAD)


def _cell(rng: Generator, audio: Floats, spans: tuple[int, ...], first: int = 0) -> slice:
    """Some sixteenths of a loop that do not run over its end."""
    span = spans[int(rng.integers(len(spans)))]
    start = int(rng.integers(first, SPEC.steps - span + 1))
    return slice(round(start * len(audio) / SPEC.steps), round((start + span) * len(audio) / SPEC.steps))


def _edged(part: Floats) -> Floats:
    """A part that begins and ends in silence; what is struck LEAD after its start is whole."""
    part = part.copy()
    part[:FADE_IN] *= RISE[: len(part)]
    end = min(FADE_OUT, len(part))
    part[len(part) - end :] *= FALL[FADE_OUT - end :]
    return part


def _replace(audio: Floats, cell: slice, part: Floats) -> None:
    """Put an edged part into a loop; what is before it ends, and what is after it begins, without a click."""
    audio[cell] = part
    audio[np.arange(cell.start - FADE_OUT, cell.start) % len(audio)] *= FALL
    audio[np.arange(cell.stop, cell.stop + FADE_IN) % len(audio)] *= RISE


def drop(rng: Generator, audio: Floats) -> None:
    """Everything is silent for a while; never on the downbeat."""
    for _ in range(int(rng.integers(1, 3))):
        cell = _cell(rng, audio, (1, 1, 2, 4, 6), first=1)
        _replace(audio, cell, np.zeros_like(audio[cell]))


def reverse(rng: Generator, audio: Floats) -> None:
    """One or two parts run backwards."""
    for _ in range(int(rng.integers(1, 3))):
        cell = _cell(rng, audio, (1, 1, 2, 2, 4))
        _replace(audio, cell, _edged(audio[cell][::-1]))


def stutter(rng: Generator, audio: Floats) -> None:
    """A sixteenth, a 32nd or an eighth is heard again and again for up to half a bar, fading or swelling a little."""
    cell = _cell(rng, audio, (2, 4, 4, 8))
    whole = audio[cell].copy()
    size = round(len(audio) / SPEC.steps * float(rng.choice([0.5, 1, 1, 2])))
    swell = rng.uniform(-12, 3)  # dB over the whole cell
    for at in range(0, len(whole), size):
        piece = _edged(whole[: min(size, len(whole) - at)])
        audio[cell.start + at : cell.start + at + len(piece)] = piece * np.float32(10 ** (swell * at / len(whole) / 20))
    _replace(audio, cell, audio[cell].copy())


CUTS = ((drop, 0.15), (reverse, 0.1), (stutter, 0.1))
