"""The drum synthesiser: a random generator in, one stroke with random parameters out.

stroke  float32 (n,)  mono at Spec.rate, peak 1, attack at sample 0, faded out

The generators model drum machines and acoustic drums: swept sines, clicks, filtered noise, clusters of squares.
"""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from scipy.signal import butter, sosfilt

from engine.arrays import Floats
from engine.spec import SPEC
from training.sources.drums import Drum

Wave = NDArray[np.float64]
StrokeGenerator = Callable[[Generator], Floats]

# frequencies of the six square oscillators of a well-known cymbal circuit, as ratios of the lowest
SQUARES = np.array([1.0, 1.483, 1.8, 2.546, 2.63, 3.897])


def _age(seconds: float) -> Wave:
    return np.arange(round(seconds * SPEC.rate)) / SPEC.rate


def _decay(age: Wave, speed: float) -> Wave:
    """Return the envelope exp(-age * speed); `age` is the time of each sample since the attack, s."""
    return np.asarray(np.exp(-age * speed))


def _finish(wave: Wave) -> Floats:
    """Scale to a peak of 1 and fade out the last 10 ms."""
    fade = min(441, len(wave))
    wave[len(wave) - fade :] *= np.linspace(1, 0, fade)
    return (wave / np.abs(wave).max()).astype(np.float32)


def _noise(rng: Generator, size: int, low: float, high: float = 0.0) -> Wave:
    """Return noise between two frequencies in Hz, RMS 1; no upper limit if `high` is 0."""
    kind, edge = ("bandpass", [low, high]) if high else ("highpass", low)
    noise = sosfilt(butter(2, edge, kind, fs=SPEC.rate, output="sos"), rng.standard_normal(size))
    return np.asarray(noise / np.sqrt(np.mean(noise**2)))


def _swept(rng: Generator, age: Wave, base: float, sweep: float, speed: float) -> Wave:
    """Return a sine of base * (1 + sweep * exp(-age * speed)) Hz; `age` is the time since the attack, s."""
    hertz = base * (1 + sweep * np.exp(-age * speed))
    return np.asarray(np.sin(2 * np.pi * np.cumsum(hertz) / SPEC.rate + rng.uniform(0.2, 1.5)))


def _metal(rng: Generator, age: Wave, base: float, above: float) -> Wave:
    """Return detuned square waves, the lowest about `base` Hz, high-passed at `above` Hz, RMS 1; `age` in seconds."""
    hertz = base * SQUARES * rng.uniform(0.96, 1.04, len(SQUARES))
    phases = np.outer(hertz, age) + rng.random(len(hertz))[:, None]
    wave = np.sign(np.sin(2 * np.pi * phases)).sum(axis=0)
    wave = sosfilt(butter(2, above, "highpass", fs=SPEC.rate, output="sos"), wave)
    return np.asarray(wave / np.sqrt(np.mean(wave**2)))


def kick_skin(rng: Generator) -> Floats:
    """Return an acoustic bass drum: a short fall to 50..90 Hz, a felt beater, and the resonance of the shell."""
    age = _age(rng.uniform(0.15, 0.4))
    body = _swept(rng, age, rng.uniform(48, 90), rng.uniform(0.5, 2), rng.uniform(30, 80))
    beater = _noise(rng, len(age), rng.uniform(800, 2000), rng.uniform(3000, 7000)) * _decay(age, rng.uniform(150, 400))
    shell = _noise(rng, len(age), 120, 500) * _decay(age, rng.uniform(25, 60))
    return _finish(
        body * _decay(age, rng.uniform(10, 25)) + rng.uniform(0.05, 0.4) * beater + rng.uniform(0, 0.2) * shell
    )


def kick_long(rng: Generator) -> Floats:
    """Return a long bass drum: a sine, nearly steady at 40..60 Hz."""
    age = _age(rng.uniform(0.5, 1.3))
    body = _swept(rng, age, rng.uniform(40, 62), rng.uniform(0.3, 3), rng.uniform(60, 200))
    click = _noise(rng, len(age), 1500) * _decay(age, 500) * rng.uniform(0.02, 0.25)
    return _finish(np.tanh(body * np.exp(-age * 3.5 / age[-1]) * rng.uniform(1, 3)) + click)


def kick_punch(rng: Generator) -> Floats:
    """Return the bass drum of a dance machine: a fast deep sweep with a click."""
    age = _age(rng.uniform(0.2, 0.45))
    body = _swept(rng, age, rng.uniform(42, 65), rng.uniform(3, 9), rng.uniform(25, 70))
    click = _noise(rng, len(age), 2500) * _decay(age, rng.uniform(250, 900)) * rng.uniform(0.1, 0.5)
    return _finish(body * _decay(age, rng.uniform(6, 16)) + click)


def kick_hard(rng: Generator) -> Floats:
    """Return a swept bass drum with heavy distortion."""
    age = _age(rng.uniform(0.2, 0.5))
    body = _swept(rng, age, rng.uniform(45, 75), rng.uniform(2, 6), rng.uniform(20, 50))
    body *= _decay(age, rng.uniform(4, 9))
    driven = np.tanh(body * rng.uniform(4, 15)) + rng.uniform(0, 0.1) * _noise(rng, len(age), 800) * _decay(age, 12)
    return _finish(driven * np.clip(3 * (1 - age / age[-1]), 0, 1))


def snare_skin(rng: Generator) -> Floats:
    """Return an acoustic snare: two modes of a drum head under rattling wires."""
    age = _age(rng.uniform(0.12, 0.4))
    tone = rng.uniform(150, 280)
    bend = 1 + rng.uniform(0, 0.3) * _decay(age, 60)
    phase = 2 * np.pi * np.cumsum(tone * bend) / SPEC.rate
    head = (np.sin(phase) + 0.6 * np.sin(1.59 * phase)) * _decay(age, rng.uniform(18, 45))
    wires = _noise(rng, len(age), rng.uniform(500, 2500), rng.uniform(4000, 14_000)) * _decay(age, rng.uniform(10, 30))
    return _finish(rng.uniform(0.2, 1.0) * head + rng.uniform(0.3, 1.0) * wires)


def snare_tone(rng: Generator) -> Floats:
    """Return a piccolo or machine snare: two pitches, little noise."""
    age = _age(rng.uniform(0.1, 0.25))
    tone = rng.uniform(180, 420)
    head = np.sin(2 * np.pi * tone * age) + rng.uniform(0.3, 1) * np.sin(2 * np.pi * tone * rng.uniform(1.4, 2.2) * age)
    wires = _noise(rng, len(age), rng.uniform(1500, 4000), rng.uniform(6000, 15_000)) * _decay(age, rng.uniform(20, 50))
    return _finish(head * _decay(age, rng.uniform(20, 45)) + rng.uniform(0.15, 0.5) * wires)


def snare_noise(rng: Generator) -> Floats:
    """Return a snare of filtered noise with a low thump."""
    age = _age(rng.uniform(0.1, 0.5))
    low = rng.uniform(300, 2000)
    wires = _noise(rng, len(age), low, rng.uniform(max(3 * low, 4000), 18_000)) * np.exp(-age * 4 / age[-1])
    thump = _swept(rng, age, rng.uniform(120, 200), 0.8, 60) * _decay(age, 40)
    return _finish(wires + rng.uniform(0.3, 2) * thump)


def clap(rng: Generator) -> Floats:
    """Return a clap: three or four noise bursts 8 to 14 ms apart, and their reverberation."""
    age = _age(rng.uniform(0.12, 0.35))
    noise = _noise(rng, len(age), rng.uniform(600, 1200), rng.uniform(2500, 9000))
    apart, hands = rng.uniform(0.008, 0.014), int(rng.integers(3, 5))
    envelope = sum(np.where(age >= hand * apart, np.exp(-(age - hand * apart) * 200), 0) for hand in range(hands))
    last = (hands - 1) * apart
    return _finish(noise * (envelope + np.where(age >= last, 0.7 * np.exp(-(age - last) * 4 / age[-1]), 0)))


def hat_noise(rng: Generator) -> Floats:
    """Return a closed hat of noise."""
    age = _age(rng.uniform(0.02, 0.13))
    return _finish(
        _noise(rng, len(age), rng.uniform(3000, 8500), rng.uniform(10_000, 18_000))
        * np.exp(-age * rng.uniform(3, 6) / age[-1])
    )


def hat_metal(rng: Generator) -> Floats:
    """Return a closed hat of squares with a little noise."""
    age = _age(rng.uniform(0.025, 0.12))
    metal = _metal(rng, age, rng.uniform(280, 620), rng.uniform(4500, 8000))
    wave = metal + rng.uniform(0, 0.6) * _noise(rng, len(age), 8000)
    return _finish(wave * np.exp(-age * rng.uniform(3, 6) / age[-1]))


def hat_open(rng: Generator) -> Floats:
    """Return an open hat: 0.2 to 0.6 s of squares and noise."""
    age = _age(rng.uniform(0.2, 0.6))
    metal = _metal(rng, age, rng.uniform(280, 620), rng.uniform(4000, 7500))
    share = rng.uniform(0, 1)
    wave = share * metal + (1 - share) * _noise(rng, len(age), rng.uniform(4500, 8500))
    return _finish(wave * np.exp(-age * rng.uniform(2.5, 5) / age[-1]))


def ride(rng: Generator) -> Floats:
    """Return a ride cymbal: a ping, then a long wash."""
    age = _age(rng.uniform(0.5, 1.3))
    wash = _metal(rng, age, rng.uniform(300, 700), rng.uniform(2500, 6000)) + 0.5 * _noise(rng, len(age), 5000)
    ping = np.sin(2 * np.pi * rng.uniform(2500, 5500) * age) * _decay(age, rng.uniform(8, 25))
    stick = _noise(rng, len(age), 5000) * _decay(age, 150)
    decay = np.exp(-age * rng.uniform(3, 5) / age[-1])
    return _finish(rng.uniform(0.2, 0.5) * wash * decay + rng.uniform(0.2, 1) * ping + 0.5 * stick)


def crash(rng: Generator) -> Floats:
    """Return a crash cymbal: more than a second of noise and squares."""
    age = _age(rng.uniform(0.8, 1.5))
    wave = _noise(rng, len(age), rng.uniform(1500, 5000)) + rng.uniform(0, 0.8) * _metal(
        rng, age, rng.uniform(250, 500), 3000
    )
    return _finish(wave * (np.exp(-age * 4 / age[-1]) + 0.5 * _decay(age, 40)))


def tom(rng: Generator) -> Floats:
    """Return a tom: a falling sine, 70 to 220 Hz, with noise of the skin."""
    age = _age(rng.uniform(0.2, 0.7))
    body = _swept(rng, age, rng.uniform(70, 220), rng.uniform(0.2, 1), rng.uniform(15, 50))
    skin = _noise(rng, len(age), 500, 4000) * _decay(age, rng.uniform(60, 150))
    return _finish(body * np.exp(-age * 4.5 / age[-1]) + rng.uniform(0.02, 0.3) * skin)


def conga(rng: Generator) -> Floats:
    """Return a conga: a short falling sine, 180 to 450 Hz, with a slap."""
    age = _age(rng.uniform(0.08, 0.25))
    slap = _noise(rng, len(age), 1500, 6000) * _decay(age, 200)
    body = _swept(rng, age, rng.uniform(180, 450), rng.uniform(0, 0.3), 60)
    return _finish(body * np.exp(-age * 4.5 / age[-1]) + rng.uniform(0.05, 0.5) * slap)


def block(rng: Generator) -> Floats:
    """Return a woodblock, a rim or a cowbell: two short pitches."""
    age = _age(rng.uniform(0.03, 0.3))
    low = rng.uniform(450, 2200)
    pair = np.sin(2 * np.pi * low * age) + rng.uniform(0.3, 1) * np.sin(2 * np.pi * low * rng.uniform(1.3, 2.8) * age)
    shape = np.sign(pair) if rng.random() < 0.3 else pair
    return _finish((shape + 0.3 * _noise(rng, len(age), 2000) * _decay(age, 300)) * np.exp(-age * 5 / age[-1]))


def shaker(rng: Generator) -> Floats:
    """Return a shaker: noise that swells for a few milliseconds."""
    age = _age(rng.uniform(0.04, 0.12))
    swell = np.clip(age / rng.uniform(0.001, 0.012), 0, 1)
    return _finish(_noise(rng, len(age), rng.uniform(3000, 7000)) * swell * np.exp(-age * 4 / age[-1]))


FAMILIES: Mapping[Drum, tuple[StrokeGenerator, ...]] = {
    Drum.KICK: (kick_skin, kick_long, kick_punch, kick_hard),
    Drum.SNARE: (snare_skin, snare_tone, snare_noise, clap),
    Drum.HAT: (hat_noise, hat_metal, shaker),
    Drum.OPEN: (hat_open,),
    Drum.RIDE: (ride,),
    Drum.CRASH: (crash,),
    Drum.TOM: (tom,),
    Drum.PERC: (conga, block, shaker),
}
