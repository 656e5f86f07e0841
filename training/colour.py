"""A dry break in, the same break from another room, desk or tape out; every figure by chance, within taste.

audio  float32 (n,), a loop, and a loop it stays: what rings over its end is heard at its start

Loudness is set last: peak 0.9 and a gain of -7 to +3 dB. Nothing is clipped; a peak may reach 1.27.
"""

import numpy as np
from numpy.random import Generator
from scipy import fft

from engine.mel import Floats
from engine.spec import SPEC

PEAK = 0.9  # before the gain
QUIETEST, LOUDEST = -7.0, 3.0  # dB


def colour(audio: Floats, rng: Generator) -> Floats:
    """A treatment drawn by chance; half of the breaks stay dry but for their loudness and some tilt.

    Args:
        audio: (n,) any level; silence stays silence.
        rng: the source of all chance.
    """
    sound = normalise(audio)
    slope = float(rng.uniform(-2, 2)) if rng.random() < 0.5 else 0.0
    room = impulse(rng, float(rng.uniform(0.08, 0.35))) if rng.random() < 0.2 else None
    sound = place(sound, slope, room, float(rng.uniform(0.05, 0.3)))
    if rng.random() < 0.25:
        sound = drive(normalise(sound), float(rng.uniform(0, 10)))
    sound = normalise(sound)
    if rng.random() < 0.15:
        sound = sound + hiss(rng, len(sound), float(rng.uniform(-85, -60)))
    return sound * np.float32(10 ** (rng.uniform(QUIETEST, LOUDEST) / 20))


def normalise(audio: Floats) -> Floats:
    """Audio with a peak of 0.9; silence as it is."""
    peak = float(np.abs(audio).max(initial=0))
    return audio * np.float32(PEAK / peak) if peak > 0 else audio


def impulse(rng: Generator, decay: float) -> Floats:
    """Response of a small dark room: 5 ms of nothing, then noise that falls by 60 dB in `decay` seconds; energy 1."""
    age = np.arange(round(decay * SPEC.rate)) / SPEC.rate
    noise = rng.standard_normal(len(age)) * 10 ** (-3 * age / decay)
    noise = np.convolve(noise, [0.25, 0.5, 0.25])[: len(age)]
    noise[age < 0.005] = 0
    return (noise / np.sqrt(np.sum(noise**2))).astype(np.float32)


def place(audio: Floats, slope: float, room: Floats | None = None, wet: float = 0.0) -> Floats:
    """Tilt a loop's spectrum around 1 kHz and put it into a room.

    Args:
        audio: (n,) loop.
        slope: dB per octave, from 60 Hz to 12 kHz; flat beyond.
        room: impulse response.
        wet: energy of the room relative to the dry sound, 0..1.
    """
    if slope == 0 and room is None:
        return audio
    # the loop's own end comes first, so that what rings on is there from the start
    before = min(len(audio), SPEC.fft if room is None else len(room))
    size = fft.next_fast_len(2 * before + len(audio), real=True)
    spectrum = fft.rfft(np.concatenate([audio[len(audio) - before :], audio, audio[:before]]), size)
    if slope:
        hertz = np.clip(fft.rfftfreq(size, 1 / SPEC.rate), 60, 12_000)
        spectrum *= (10 ** (slope * np.log2(hertz / 1000) / 20)).astype(np.float32)
    if room is not None:
        spectrum *= 1 + np.float32(np.sqrt(wet)) * fft.rfft(room, size)
    placed: Floats = fft.irfft(spectrum, size)[before : before + len(audio)]
    return placed


def drive(audio: Floats, decibels: float) -> Floats:
    """Soft saturation (tanh) with so much gain before it, brought back to the peak that came in."""
    if decibels <= 0:
        return audio
    peak = float(np.abs(audio).max(initial=0))
    gain = np.float32(10 ** (decibels / 20))
    return np.tanh(audio * gain) * np.float32(peak / max(np.tanh(peak * gain), 1e-9))


def hiss(rng: Generator, size: int, decibels: float) -> Floats:
    """White noise (size,) of a level in dB RMS re full scale."""
    return rng.standard_normal(size, np.float32) * np.float32(10 ** (decibels / 20))
