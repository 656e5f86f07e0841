"""One-shots and synthesised strokes in, a kit of voices out: tuned, damped, balanced and levelled by chance.

voice  float32 (m,), the attack LEAD samples from the start, at its own level in the kit; struck hard, and struck softly

A tenth of all pairs of a bass drum and a pattern is held out, by `kept_back`: training images never have such a pair,
and held-out images have no other. The synthesiser's families of bass drums count as one bass drum each.
"""

import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from scipy.signal import lfilter

from engine.arrays import Floats
from engine.spec import SPEC
from training.sources.drums import Drum
from training.sources.one_shots import Shot, Shots
from training.sources.slices import LEAD

from .drum_synth import FAMILIES, Stroke
from .effects import Tone, drive, place
from .patterns import Pattern, classics
from .sequence import repitch

ONE_IN = 10  # pairs that is held out
BORROWED = 0.15  # chance that a drum other than the bass drum is synthesised in a kit of one-shots
LAYERED = 0.25  # chance that a snare is two
HEARD = round(0.04 * SPEC.rate)  # samples after the attack that a voice's loudness is judged by
BALANCE = 6.0  # dB by which each group may be louder or softer than usual

# dB RMS of an attack, relative to the bass drum's
LEVELS: Mapping[Drum, float] = {
    Drum.KICK: 0.0,
    Drum.SNARE: -1.0,
    Drum.HAT: -14.0,
    Drum.OPEN: -14.0,
    Drum.RIDE: -15.0,
    Drum.CRASH: -10.0,
    Drum.TOM: -2.0,
    Drum.PERC: -8.0,
}
# drums that are balanced, damped and tuned together
GROUPS: tuple[tuple[Drum, ...], ...] = (
    (Drum.KICK,),
    (Drum.SNARE,),
    (Drum.HAT, Drum.OPEN, Drum.RIDE, Drum.CRASH),
    (Drum.TOM,),
    (Drum.PERC,),
)
Source = Shot | Stroke  # of a voice


@dataclass(frozen=True, slots=True, eq=False)
class KitVoice:
    """One drum of a kit."""

    name: str  # the file, or the synthesiser's family
    hard: Floats
    soft: Floats  # darker, at the same level


@dataclass(frozen=True, slots=True)
class Treatment:
    """What is done to the voices of a group."""

    level: float  # dB
    pitch: float  # semitones
    slope: float  # dB per octave
    decay: float | None  # s to fall by 1/e
    heat: float  # dB of drive


def name_of(source: Source) -> str:
    """A source's name in the rule of what is held out."""
    return source.name if isinstance(source, Shot) else f"synth {source.__name__}"


def kept_back(kick: str, pattern: str) -> bool:
    """Whether this pair of a bass drum and a pattern is for held-out images only; the same on every machine."""
    return zlib.crc32(f"{kick}|{pattern}".encode()) % ONE_IN == 0


def cast(rng: Generator, shots: Shots | None, held_out: bool) -> tuple[Source, Sequence[Pattern]]:
    """A bass drum, and the patterns that it may play in an image that is held out or is not.

    Args:
        rng: the source of all chance.
        shots: one-shots; without any bass drum there, or None, the synthesiser's.
        held_out: whether the image is.
    """
    kicks: Sequence[Source] = (shots.of(Drum.KICK) if shots else ()) or FAMILIES[Drum.KICK]
    playable = [(kick, _playable(name_of(kick), held_out)) for kick in kicks]
    # with few bass drums the rule may keep back nothing at all: then held-out images take what there is
    able = [pair for pair in playable if pair[1]] or [(kick, classics()) for kick in kicks]
    return able[int(rng.integers(len(able)))]


def _playable(kick: str, held_out: bool) -> Sequence[Pattern]:
    return [pattern for pattern in classics() if kept_back(kick, pattern.name) is held_out]


def assemble(rng: Generator, shots: Shots | None, kick: Source, drums: Collection[Drum]) -> Mapping[Drum, KitVoice]:
    """Voices for the drums of a pattern.

    Args:
        rng: the source of all chance.
        shots: one-shots, or None for a kit that is synthesised.
        kick: the bass drum.
        drums: that are needed; the others are not made.
    """
    voices: dict[Drum, KitVoice] = {}
    common = float(rng.uniform(-3, 3)) if rng.random() < 0.3 else 0.0
    damped = float(np.exp(rng.uniform(np.log(0.02), np.log(0.3)))) if rng.random() < 0.35 else None
    for group in GROUPS:
        treatment = treat(rng, common, damped)
        for drum in group:
            if drum in drums:
                source = kick if drum is Drum.KICK else choose(rng, shots, drum)
                sound = _sound(rng, source)
                if drum is Drum.SNARE and rng.random() < LAYERED:
                    sound = layer(sound, _sound(rng, choose(rng, shots, drum)), float(rng.uniform(-9, 0)))
                voices[drum] = voice(name_of(source), sound, treatment, LEVELS[drum])
    return voices


def treat(rng: Generator, pitch: float, damped: float | None) -> Treatment:
    """A group's own treatment around what the whole kit has: pitch in semitones, decay in seconds or None."""
    if rng.random() < 0.35:
        pitch += float(rng.uniform(-3, 3))
    if rng.random() < 0.2:
        damped = float(np.exp(rng.uniform(np.log(0.02), np.log(0.3))))
    slope = float(rng.uniform(-2.5, 2.5)) if rng.random() < 0.4 else 0.0
    heat = float(rng.uniform(2, 14)) if rng.random() < 0.15 else 0.0
    return Treatment(float(rng.uniform(-BALANCE, BALANCE)), float(np.clip(pitch, -3, 3)), slope, damped, heat)


def choose(rng: Generator, shots: Shots | None, drum: Drum) -> Source:
    """A source for a drum: mostly a one-shot where there is one, else a family of the synthesiser."""
    mine = shots.of(drum) if shots else ()
    if mine and rng.random() >= BORROWED:
        return mine[int(rng.integers(len(mine)))]
    families = FAMILIES[drum]
    return families[int(rng.integers(len(families)))]


def _sound(rng: Generator, source: Source) -> Floats:
    """A stroke whose attack stands at LEAD, at the level its attack needs to be 0 dB."""
    sound = source.sound if isinstance(source, Shot) else np.concatenate([np.zeros(LEAD, np.float32), source(rng)])
    return level(sound)


def level(sound: Floats) -> Floats:
    """The sound with 40 ms after its attack at an RMS of 0.2, or a peak of 1.5 where that would be more."""
    attack = sound[LEAD : LEAD + HEARD]
    loud = float(np.sqrt(np.sum(attack**2) / HEARD)) / 0.2
    return sound / np.float32(max(loud, float(np.abs(sound).max()) / 1.5, 1e-6))


def layer(sound: Floats, other: Floats, decibels: float) -> Floats:
    """Two strokes at once, the other so much louder."""
    both = np.zeros(max(len(sound), len(other)), np.float32)
    both[: len(sound)] += sound
    both[: len(other)] += other * np.float32(10 ** (decibels / 20))
    return level(both)


def voice(name: str, sound: Floats, treatment: Treatment, decibels: float) -> KitVoice:
    """A stroke as a voice of a kit, at a level relative to the bass drum's."""
    sound = place(repitch(sound, treatment.pitch), Tone(slope=treatment.slope))
    if treatment.decay is not None:
        age = np.maximum(np.arange(len(sound), dtype=np.float32) - LEAD, 0)
        sound = sound * np.exp(age * np.float32(-1 / (treatment.decay * SPEC.rate)))
    sound = level(drive(sound, treatment.heat))
    hard = sound * np.float32(10 ** ((decibels + treatment.level) / 20))
    # one pole at about 2.5 kHz, halfway: a soft stroke has less of the stick
    soft = np.asarray(0.5 * hard + 0.5 * lfilter([0.3], [1, -0.7], hard), np.float32)
    return KitVoice(name, hard, soft)
