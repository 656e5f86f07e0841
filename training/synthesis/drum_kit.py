"""Kits of one-shots and synthesised strokes in, voices out: tuned, damped and balanced at random.

voice  float32 (m,), the attack LEAD samples from the start, at its level in the loop; layers of loudness, softest
       first, and alternating takes of each. Levels are set by instrument, so that its layers keep their relation
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.random import Generator
from scipy.signal import lfilter

from engine.arrays import Floats
from engine.spec import SPEC
from training.sources.drums import Drum
from training.sources.kits import Kit, KitInstrument, Kits
from training.sources.slices import LEAD

from .drum_synth import FAMILIES, StrokeGenerator
from .effects import Tone, apply_tone_and_room, saturate
from .mixing import MAX_BALANCE_DB, damp, repitch, sweep

SYNTH_VOICE_CHANCE = 0.15  # of a synthesised voice in a kit of one-shots; never the bass drum
SNARE_LAYER_CHANCE = 0.25  # of a snare made of two sounds
SWEEP_CHANCE = 0.25  # of a bass drum whose pitch falls
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
VoiceSource = KitInstrument | StrokeGenerator
Layers = Sequence[Sequence[Floats]]


@dataclass(frozen=True, slots=True, eq=False)
class KitVoice:
    """One drum of a loop."""

    name: str  # of the instrument or of the generator
    takes: Sequence[int]  # number of takes of each layer, softest first
    sound: Callable[[int, int], Floats]  # layer, take -> (m,)
    recorded: bool = True  # layers have levels of their own; else all have that of the loudest

    def layer(self, velocity: float) -> tuple[int, float]:
        """Return the layer that plays a velocity 0..1, and the velocity at which it plays at its own level."""
        index = min(int(velocity * len(self.takes)), len(self.takes) - 1)
        return index, (index + 1) / len(self.takes) if self.recorded else 1.0


@dataclass(frozen=True, slots=True)
class Treatment:
    """Random changes of sound, the same for all voices of one of DRUM_GROUPS, such as hats and cymbals."""

    gain: float = 0.0  # dB
    pitch: float = 0.0  # semitones
    slope: float = 0.0  # dB per octave
    decay: float | None = None  # s to fall by 1/e
    drive: float = 0.0  # dB
    sweep: float = 0.0  # semitones above the pitch at the attack
    sweep_seconds: float = 0.03  # in which the sweep falls by 1/e


def name_of(source: VoiceSource) -> str:
    """Return the name of an instrument, or "synth" and the name of a synthesiser function."""
    return source.name if isinstance(source, KitInstrument) else f"synth {source.__name__}"


def build_kit(rng: Generator, kits: Kits | None, drums: Collection[Drum]) -> tuple[Mapping[Drum, KitVoice], list[str]]:
    """Return a voice for each of `drums`, and the names of special treatments; `kits` is None for a synthesised kit.

    The instruments are of one kit; other kits lend what it lacks, and the synthesiser what they all lack.
    """
    voices: dict[Drum, KitVoice] = {}
    special = []
    kit = kits.draw(rng) if kits else None
    common = float(rng.uniform(-3, 3)) if rng.random() < 0.3 else 0.0
    damped = float(np.exp(rng.uniform(np.log(0.02), np.log(0.3)))) if rng.random() < 0.35 else None
    for group in DRUM_GROUPS:
        treatment = random_treatment(rng, common, damped)
        if group == (Drum.KICK,):
            treatment = tune_kick(rng, treatment)
            special += ["kick tuned"] * (abs(treatment.pitch) > 3) + ["kick swept"] * (treatment.sweep != 0)
        for drum in group:
            if drum in drums:
                source = pick_source(rng, kits, kit, drum)
                layers = layers_of(rng, source)
                if drum is Drum.SNARE and rng.random() < SNARE_LAYER_CHANCE:
                    other = layers_of(rng, pick_source(rng, kits, kit, drum))[-1][0]
                    layers = add_to_layers(layers, other, float(rng.uniform(-9, 0)))
                voices[drum] = make_voice(name_of(source), layers, treatment, DRUM_LEVELS_DB[drum])
    return voices, special


def tune_kick(rng: Generator, treatment: Treatment) -> Treatment:
    """Return the treatment of a bass drum, sometimes tuned by up to half an octave, or with a falling pitch."""
    pitch = float(rng.uniform(-6, 6)) if rng.random() < SWEEP_CHANCE else treatment.pitch
    semitones = float(rng.uniform(2, 12)) if rng.random() < SWEEP_CHANCE else 0.0
    return replace(treatment, pitch=pitch, sweep=semitones, sweep_seconds=float(np.exp(rng.uniform(-4.6, -2.8))))


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


def pick_source(rng: Generator, kits: Kits | None, kit: Kit | None, drum: Drum) -> VoiceSource:
    """Draw a source for a drum: mostly an instrument of `kit`, or of another kit if it has none; else the synthesiser.

    The bass drum is of a kit whenever one has it.
    """
    if kits and (drum is Drum.KICK or rng.random() >= SYNTH_VOICE_CHANCE):
        owner = kit if kit and kit.of(drum) else kits.draw(rng, drum)
        if owner:
            candidates = owner.of(drum)
            return candidates[int(rng.integers(len(candidates)))]
    families = FAMILIES[drum]
    return families[int(rng.integers(len(families)))]


def layers_of(rng: Generator, source: VoiceSource) -> Layers:
    """Return the layers of an instrument, or a single one with a new stroke from a synthesiser function."""
    if isinstance(source, KitInstrument):
        return source.layers
    return ((np.concatenate([np.zeros(LEAD, np.float32), source(rng)]),),)


def attack_gain(sound: Floats) -> np.float32:
    """Return the gain that gives a sound an RMS of 0.2 over the 40 ms after its attack, or a peak of 1.5 if lower."""
    attack = sound[LEAD : LEAD + LOUDNESS_WINDOW].astype(np.float64)
    loud = float(np.sqrt(np.sum(attack**2) / LOUDNESS_WINDOW)) / 0.2
    return np.float32(1 / max(loud, float(np.abs(sound).max()) / 1.5, 1e-6))


def add_to_layers(layers: Layers, other: Floats, decibels: float) -> Layers:
    """Mix another stroke into each take, at `decibels` relative to the attack of the take."""
    level = attack_gain(other) * np.float32(10 ** (decibels / 20))
    mixed = []
    for layer in layers:
        takes = []
        for sound in layer:
            both = np.zeros(max(len(sound), len(other)), np.float32)
            both[: len(sound)] += sound
            both[: len(other)] += other * (level / attack_gain(sound))
            takes.append(both)
        mixed.append(takes)
    return mixed


def make_voice(name: str, layers: Layers, treatment: Treatment, decibels: float) -> KitVoice:
    """Return the layers of an instrument as a voice; `decibels` is the level of the loudest relative to the bass drum.

    A single layer gets a darker one, of the same level, below it. Sounds are made when they are first played.
    """
    loudest = layers[-1][0]
    scale = attack_gain(loudest)

    def treated(sound: Floats) -> Floats:
        tuned = repitch(sweep(sound * scale, treatment.sweep, treatment.sweep_seconds), treatment.pitch)
        toned = apply_tone_and_room(tuned, Tone(slope=treatment.slope))
        return saturate(damp(toned, treatment.decay), treatment.drive)

    level = attack_gain(treated(loudest)) * np.float32(10 ** ((decibels + treatment.gain) / 20))

    @cache
    def sound(layer: int, take: int) -> Floats:
        if len(layers) > 1:
            return treated(layers[layer][take]) * level
        hard = treated(layers[0][take]) * level
        if layer == 1:
            return hard
        # half of it through a one-pole low-pass at about 2.5 kHz: a soft stroke is darker
        return np.asarray(0.5 * hard + 0.5 * lfilter([0.3], [1, -0.7], hard), np.float32)

    takes = [len(layer) for layer in layers]
    return KitVoice(name, takes, sound) if len(layers) > 1 else KitVoice(name, takes * 2, sound, recorded=False)
