"""One-shots and synthesised strokes in, a kit of voices out: tuned, damped and balanced at random.

voice  float32 (m,), the attack LEAD samples from the start, at its level in the kit; one hard and one soft version

A tenth of all pairs of bass drum and pattern is held out (`is_held_out`): training images never contain such a pair,
held-out images contain no other. Each kind of bass drum of the synthesiser counts as one bass drum.
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

from .drum_synth import FAMILIES, StrokeGenerator
from .effects import Tone, apply_tone_and_room, saturate
from .mixing import MAX_BALANCE_DB, damp, repitch
from .patterns import Pattern, classic_patterns

HELD_OUT_PERIOD = 10  # one pair in so many is held out
SYNTH_VOICE_CHANCE = 0.15  # of a synthesised voice in a kit of one-shots; never the bass drum
SNARE_LAYER_CHANCE = 0.25  # of a snare made of two sounds
LOUDNESS_WINDOW = round(0.04 * SPEC.rate)  # samples after the attack whose RMS is a voice's loudness

# dB RMS of an attack, relative to the bass drum
DRUM_LEVELS_DB: Mapping[Drum, float] = {
    Drum.KICK: 0.0,
    Drum.SNARE: -1.0,
    Drum.HAT: -14.0,
    Drum.OPEN: -14.0,
    Drum.RIDE: -15.0,
    Drum.CRASH: -10.0,
    Drum.TOM: -2.0,
    Drum.PERC: -8.0,
}
# drums that share balance, damping and tuning
DRUM_GROUPS: tuple[tuple[Drum, ...], ...] = (
    (Drum.KICK,),
    (Drum.SNARE,),
    (Drum.HAT, Drum.OPEN, Drum.RIDE, Drum.CRASH),
    (Drum.TOM,),
    (Drum.PERC,),
)
VoiceSource = Shot | StrokeGenerator


@dataclass(frozen=True, slots=True, eq=False)
class KitVoice:
    """One drum of a kit."""

    name: str  # of the file or of the generator
    hard: Floats
    soft: Floats  # darker, at the same level


@dataclass(frozen=True, slots=True)
class Treatment:
    """Random changes of sound, the same for all voices of one of DRUM_GROUPS, such as hats and cymbals."""

    gain: float  # dB
    pitch: float  # semitones
    slope: float  # dB per octave
    decay: float | None  # s to fall by 1/e
    drive: float  # dB


def name_of(source: VoiceSource) -> str:
    """Return the file name of a one-shot, or "synth" and the name of a synthesiser function."""
    return source.name if isinstance(source, Shot) else f"synth {source.__name__}"


def is_held_out(kick: str, pattern: str) -> bool:
    """Return whether a pair of bass drum and pattern, by their names, is for held-out images only (one in ten)."""
    return zlib.crc32(f"{kick}|{pattern}".encode()) % HELD_OUT_PERIOD == 0


def pick_kick(rng: Generator, shots: Shots | None, held_out: bool) -> tuple[VoiceSource, Sequence[Pattern]]:
    """Draw a bass drum; return it with the patterns that it may play in held-out images, or else in training images.

    Without one-shots, or without a bass drum among them, the synthesiser's bass drums are used.
    """
    kicks: Sequence[VoiceSource] = (shots.of(Drum.KICK) if shots else ()) or FAMILIES[Drum.KICK]
    playable = [(kick, _playable(name_of(kick), held_out)) for kick in kicks]
    # with few bass drums there may be no held-out pair at all: any pattern is used then
    pairs = [pair for pair in playable if pair[1]] or [(kick, classic_patterns()) for kick in kicks]
    return pairs[int(rng.integers(len(pairs)))]


def _playable(kick: str, held_out: bool) -> Sequence[Pattern]:
    return [pattern for pattern in classic_patterns() if is_held_out(kick, pattern.name) is held_out]


def build_kit(
    rng: Generator, shots: Shots | None, kick: VoiceSource, drums: Collection[Drum]
) -> Mapping[Drum, KitVoice]:
    """Return a voice for each of `drums`; `kick` makes the bass drum; `shots` is None for a synthesised kit."""
    voices: dict[Drum, KitVoice] = {}
    common = float(rng.uniform(-3, 3)) if rng.random() < 0.3 else 0.0
    damped = float(np.exp(rng.uniform(np.log(0.02), np.log(0.3)))) if rng.random() < 0.35 else None
    for group in DRUM_GROUPS:
        treatment = random_treatment(rng, common, damped)
        for drum in group:
            if drum in drums:
                source = kick if drum is Drum.KICK else pick_source(rng, shots, drum)
                sound = _sound(rng, source)
                if drum is Drum.SNARE and rng.random() < SNARE_LAYER_CHANCE:
                    sound = layer_strokes(sound, _sound(rng, pick_source(rng, shots, drum)), float(rng.uniform(-9, 0)))
                voices[drum] = make_voice(name_of(source), sound, treatment, DRUM_LEVELS_DB[drum])
    return voices


def random_treatment(rng: Generator, pitch: float, damped: float | None) -> Treatment:
    """Draw the treatment of a group of drums.

    Args:
        rng: source of the random numbers.
        pitch: semitones by which the kit is tuned; sometimes changed for the group.
        damped: seconds in which the kit decays to 1/e, None for no damping; sometimes replaced for the group.
    """
    if rng.random() < 0.35:
        pitch += float(rng.uniform(-3, 3))
    if rng.random() < 0.2:
        damped = float(np.exp(rng.uniform(np.log(0.02), np.log(0.3))))
    slope = float(rng.uniform(-2.5, 2.5)) if rng.random() < 0.4 else 0.0
    drive = float(rng.uniform(2, 14)) if rng.random() < 0.15 else 0.0
    gain = float(rng.uniform(-MAX_BALANCE_DB, MAX_BALANCE_DB))
    return Treatment(gain, float(np.clip(pitch, -3, 3)), slope, damped, drive)


def pick_source(rng: Generator, shots: Shots | None, drum: Drum) -> VoiceSource:
    """Draw a source for a drum: mostly a one-shot where there is one, else a drum synthesiser function."""
    candidates = shots.of(drum) if shots else ()
    if candidates and rng.random() >= SYNTH_VOICE_CHANCE:
        return candidates[int(rng.integers(len(candidates)))]
    families = FAMILIES[drum]
    return families[int(rng.integers(len(families)))]


def _sound(rng: Generator, source: VoiceSource) -> Floats:
    """Return the audio (m,) of a one-shot, or of a new stroke from a synthesiser function.

    The attack is at sample LEAD; the level is set by `level_attack`.
    """
    sound = source.sound if isinstance(source, Shot) else np.concatenate([np.zeros(LEAD, np.float32), source(rng)])
    return level_attack(sound)


def level_attack(sound: Floats) -> Floats:
    """Scale a sound to an RMS of 0.2 over the 40 ms after its attack, or to a peak of 1.5 if that is quieter."""
    attack = sound[LEAD : LEAD + LOUDNESS_WINDOW]
    loud = float(np.sqrt(np.sum(attack**2) / LOUDNESS_WINDOW)) / 0.2
    return sound / np.float32(max(loud, float(np.abs(sound).max()) / 1.5, 1e-6))


def layer_strokes(sound: Floats, other: Floats, decibels: float) -> Floats:
    """Mix two strokes, `other` with a gain of `decibels`, and scale the sum by `level_attack`."""
    both = np.zeros(max(len(sound), len(other)), np.float32)
    both[: len(sound)] += sound
    both[: len(other)] += other * np.float32(10 ** (decibels / 20))
    return level_attack(both)


def make_voice(name: str, sound: Floats, treatment: Treatment, decibels: float) -> KitVoice:
    """Return a stroke as a voice of a kit; `decibels` is its level relative to the bass drum."""
    sound = apply_tone_and_room(repitch(sound, treatment.pitch), Tone(slope=treatment.slope))
    sound = level_attack(saturate(damp(sound, treatment.decay), treatment.drive))
    hard = sound * np.float32(10 ** ((decibels + treatment.gain) / 20))
    # half of it through a one-pole low-pass at about 2.5 kHz: a soft stroke is darker
    soft = np.asarray(0.5 * hard + 0.5 * lfilter([0.3], [1, -0.7], hard), np.float32)
    return KitVoice(name, hard, soft)
