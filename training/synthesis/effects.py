"""A dry break in, the same break from another room, desk or tape out; every figure by chance, within taste.

audio  float32 (n,), a loop, and a loop it stays: what rings over its end is heard at its start

Loudness is set last: peak 0.9 and a gain of -10 to +3 dB. Nothing is clipped; a peak may reach 1.28. There is no wow or
flutter: what moves the grid is not a colour.
"""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from scipy import fft
from scipy.ndimage import gaussian_filter1d
from scipy.signal import lfilter

from engine.arrays import Floats
from engine.spec import SPEC

PEAK = 0.9  # before the gain
QUIETEST, LOUDEST = -10.0, 3.0  # dB
BLOCK = 64  # samples over which a compressor's gain is one straight line
KNOTS = np.concatenate([[0.0], np.geomspace(20, SPEC.rate / 2, 240)])  # Hz between which a tone is drawn straight


@dataclass(frozen=True, slots=True)
class Tone:
    """A gentle curve over the spectrum; all zeros is flat."""

    slope: float = 0.0  # dB per octave around 1 kHz, from 60 Hz to 12 kHz
    low: float = 0.0  # dB of the low shelf
    low_edge: float = 150.0  # Hz
    high: float = 0.0  # dB of the high shelf
    high_edge: float = 5000.0  # Hz
    body: float = 0.0  # dB of a bell an octave wide at 250 Hz
    presence: float = 0.0  # dB of a bell as wide at 3.2 kHz
    ceiling: float = 0.0  # Hz where a tape or an old sampler has lost 3 dB; 0 is none


def colour(audio: Floats, rng: Generator) -> Floats:
    """A treatment drawn by chance; a third of the breaks stay dry but for their loudness and some tone.

    Args:
        audio: (n,) any level; silence stays silence.
        rng: the source of all chance.
    """
    sound = normalise(audio)
    room, wet = None, 0.0
    if rng.random() < 0.3:
        decay = float(np.exp(rng.uniform(np.log(0.06), np.log(1.0))))
        room = impulse(rng, decay, float(rng.uniform(0.001, 0.02)), float(rng.uniform(1500, 12_000)))
        wet = float(np.exp(rng.uniform(np.log(0.02), np.log(0.4))))
    sound = place(sound, tone(rng), room, wet)
    if rng.random() < 0.25:
        sound = squeeze(normalise(sound), float(rng.uniform(0.2, 0.8)), float(rng.uniform(0.003, 0.08)))
    if rng.random() < 0.3:
        sound = drive(normalise(sound), float(rng.uniform(0, 12)))
    sound = normalise(sound)
    if rng.random() < 0.25:
        sound = sound + hiss(rng, len(sound), float(rng.uniform(-90, -58)), float(rng.uniform(0, 1)))
    if rng.random() < 0.08:
        sound = sound + hum(rng, len(sound), float(rng.uniform(-75, -50)))
    return sound * np.float32(10 ** (rng.uniform(QUIETEST, LOUDEST) / 20))


def tone(rng: Generator) -> Tone:
    """A tone by chance; each part of it is mostly left flat."""
    return Tone(
        slope=float(rng.uniform(-2, 2)) if rng.random() < 0.4 else 0.0,
        low=float(rng.uniform(-6, 6)) if rng.random() < 0.3 else 0.0,
        low_edge=float(rng.uniform(80, 300)),
        high=float(rng.uniform(-6, 6)) if rng.random() < 0.3 else 0.0,
        high_edge=float(rng.uniform(3000, 9000)),
        body=float(rng.uniform(-7, 7)) if rng.random() < 0.35 else 0.0,
        presence=float(rng.uniform(-7, 7)) if rng.random() < 0.35 else 0.0,
        ceiling=float(rng.uniform(6000, 16_000)) if rng.random() < 0.2 else 0.0,
    )


def normalise(audio: Floats) -> Floats:
    """Audio with a peak of 0.9; silence as it is."""
    peak = float(np.abs(audio).max(initial=0))
    return audio * np.float32(PEAK / peak) if peak > 0 else audio


def impulse(rng: Generator, decay: float, gap: float = 0.005, bright: float = 8000.0) -> Floats:
    """Response of a room: nothing for `gap` seconds, then noise that falls by 60 dB in `decay` seconds; energy 1.

    Args:
        rng: the source of the noise.
        decay: seconds, more than `gap`.
        gap: seconds from the sound to its first echo.
        bright: Hz above which the walls swallow it.
    """
    age = np.arange(round(decay * SPEC.rate)) / SPEC.rate
    noise = rng.standard_normal(len(age)) * 10 ** (-3 * age / decay)
    pole = np.exp(-2 * np.pi * bright / SPEC.rate)
    noise = lfilter([1 - pole], [1, -pole], noise)
    noise[age < gap] = 0
    return (noise / np.sqrt(np.sum(noise**2))).astype(np.float32)


def place(audio: Floats, tone: Tone, room: Floats | None = None, wet: float = 0.0) -> Floats:
    """Give a loop a tone and put it into a room.

    Args:
        audio: (n,) loop.
        tone: zero-phase, so that attacks stay where they are.
        room: impulse response.
        wet: energy of the room relative to the dry sound, 0..1.
    """
    curve = response(tone)
    if curve is None and room is None:
        return audio
    # the loop's own end comes first, so that what rings on is there from the start
    before = min(len(audio), SPEC.fft if room is None else len(room))
    size = fft.next_fast_len(2 * before + len(audio), real=True)
    spectrum = fft.rfft(np.concatenate([audio[len(audio) - before :], audio, audio[:before]]), size)
    if curve is not None:
        hertz = fft.rfftfreq(size, 1 / SPEC.rate)
        spectrum *= np.interp(hertz, KNOTS, curve).astype(np.float32)
    if room is not None:
        spectrum *= 1 + np.float32(np.sqrt(wet)) * fft.rfft(room, size)
    placed: Floats = fft.irfft(spectrum, size)[before : before + len(audio)]
    return placed


def response(tone: Tone) -> Floats | None:
    """Gain (len(KNOTS),) of a tone at each of KNOTS; None where it is flat."""
    if not (tone.slope or tone.low or tone.high or tone.body or tone.presence or tone.ceiling):
        return None
    decibels = tone.slope * np.log2(np.clip(KNOTS, 60, 12_000) / 1000)
    decibels += tone.low / (1 + (KNOTS / tone.low_edge) ** 2)
    decibels += tone.high / (1 + (tone.high_edge / np.maximum(KNOTS, 1)) ** 2)
    for bell, centre in ((tone.body, 250), (tone.presence, 3200)):
        decibels += bell * np.exp(-(np.log2(np.maximum(KNOTS, 1) / centre) ** 2))
    gain = 10 ** (decibels / 20)
    if tone.ceiling:
        gain /= np.sqrt(1 + (KNOTS / tone.ceiling) ** 4)
    return gain.astype(np.float32)


def squeeze(audio: Floats, ratio: float, seconds: float) -> Floats:
    """Compression: what is quieter than the loudest comes up, by so much of its distance in dB.

    Args:
        audio: (n,) loop.
        ratio: 0 changes nothing, 1 would level everything; no more than 18 dB are added.
        seconds: over which the loudness is taken, all round the loop.
    """
    count = max(len(audio) // BLOCK, 1)
    edges = np.round(np.linspace(0, len(audio), count + 1)).astype(np.int64)
    power = np.add.reduceat(audio.astype(np.float64) ** 2, edges[:-1]) / np.diff(edges)
    power = gaussian_filter1d(power, max(seconds * SPEC.rate / BLOCK / 2, 1), mode="wrap")
    below = -10 * np.log10(np.maximum(power / max(float(power.max()), 1e-12), 1e-12))
    gain = 10 ** (np.minimum(ratio * below, 18.0) / 20)
    centres = (edges[:-1] + edges[1:]) / 2
    return audio * np.interp(np.arange(len(audio)), centres, gain, period=len(audio)).astype(np.float32)


def drive(audio: Floats, decibels: float) -> Floats:
    """Soft saturation (tanh) with so much gain before it, brought back to the peak that came in."""
    if decibels <= 0:
        return audio
    peak = float(np.abs(audio).max(initial=0))
    gain = np.float32(10 ** (decibels / 20))
    return np.tanh(audio * gain) * np.float32(peak / max(np.tanh(peak * gain), 1e-9))


def hiss(rng: Generator, size: int, decibels: float, dark: float = 0.0) -> Floats:
    """Noise (size,) of a level in dB RMS re full scale: white, or the darker the nearer `dark` is to 1."""
    noise = rng.standard_normal(size, np.float32)
    if dark > 0:
        # once round before it counts, so that the noise has no seam
        pole = 0.9 * dark
        noise = np.asarray(lfilter([1.0], [1.0, -pole], np.concatenate([noise[-200:], noise]))[-size:], np.float32)
    return noise * np.float32(10 ** (decibels / 20) / max(float(np.sqrt(np.mean(noise**2))), 1e-9))


def hum(rng: Generator, size: int, decibels: float) -> Floats:
    """Mains hum (size,) of 50 or 60 Hz and its harmonics, a level in dB RMS; a whole number of cycles."""
    cycles = round(float(rng.choice([50, 60])) * size / SPEC.rate)
    turn = 2 * np.pi * cycles * np.arange(size) / size
    wave = sum(rng.uniform(0.2, 1) / number * np.sin(number * turn + rng.uniform(0, 6)) for number in (1, 2, 3, 5, 7))
    return np.asarray(wave * (10 ** (decibels / 20) / max(float(np.sqrt(np.mean(wave**2))), 1e-9)), np.float32)
