"""A dry loop in, the loop with random tone, room, compression, saturation, old gear and noise out.

audio  float32 (n,), a loop before and after: what rings over its end is added at its start; it is scaled to a peak of
       0.9 before each effect and at the end

There is no wow or flutter: effects must not move onsets off the grid.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from scipy import fft
from scipy.ndimage import gaussian_filter1d
from scipy.signal import lfilter

from engine.arrays import Floats
from engine.spec import SPEC

from .coloration import fold_width, low_pass, resonate, sample_coarsely, tape

Effect = Callable[[Generator, Floats], Floats]
PEAK_LEVEL = 0.9
PLAIN_TONE_SHARE = 0.2  # of the loops that get a tone only
COMPRESSOR_BLOCK = 64  # samples between two points of a compressor's gain
TONE_KNOTS_HZ = np.concatenate([[0.0], np.geomspace(20, SPEC.rate / 2, 240)])  # between which a tone is interpolated


@dataclass(frozen=True, slots=True)
class Tone:
    """A gentle equaliser curve; flat if all values are 0."""

    slope: float = 0.0  # dB per octave around 1 kHz, from 60 Hz to 12 kHz
    low: float = 0.0  # dB of the low shelf
    low_edge: float = 150.0  # Hz
    high: float = 0.0  # dB of the high shelf
    high_edge: float = 5000.0  # Hz
    body: float = 0.0  # dB of a bell an octave wide at 250 Hz
    presence: float = 0.0  # dB of a bell as wide at 3.2 kHz
    ceiling: float = 0.0  # Hz, -3 dB point of a low-pass like that of tape or an old sampler; 0 is off


def apply_effects(audio: Floats, rng: Generator) -> tuple[Floats, list[str]]:
    """Apply a random tone and some of EFFECTS to a loop (n,); return it with the names of these effects."""
    chosen = [name for name, (chance, _) in EFFECTS.items() if rng.random() < chance]
    if rng.random() < PLAIN_TONE_SHARE:
        chosen = []
    sound = apply_tone_and_room(normalise(audio), random_tone(rng))
    for name in chosen:
        sound = EFFECTS[name][1](rng, normalise(sound))
    return normalise(sound), chosen


def add_room(rng: Generator, audio: Floats) -> Floats:
    """Add a random room, whose energy is 2 to 40 % of that of the loop."""
    decay = float(np.exp(rng.uniform(np.log(0.06), np.log(1.0))))
    room = room_impulse(rng, decay, float(rng.uniform(0.001, 0.02)), float(rng.uniform(1500, 12_000)))
    return apply_tone_and_room(audio, Tone(), room, float(np.exp(rng.uniform(np.log(0.02), np.log(0.4)))))


def random_tone(rng: Generator) -> Tone:
    """Draw a tone; each part of it is mostly left flat."""
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
    """Scale audio to a peak of 0.9; silence is returned unchanged."""
    peak = float(np.abs(audio).max(initial=0))
    return audio * np.float32(PEAK_LEVEL / peak) if peak > 0 else audio


def room_impulse(rng: Generator, decay: float, gap: float = 0.005, bright: float = 8000.0) -> Floats:
    """Return the impulse response of a room, of energy 1: silence, then noise that falls exponentially.

    Args:
        rng: source of the noise.
        decay: seconds for a fall by 60 dB, more than `gap`.
        gap: seconds from the direct sound to the first reflection.
        bright: Hz above which the walls absorb sound.
    """
    age = np.arange(round(decay * SPEC.rate)) / SPEC.rate
    noise = rng.standard_normal(len(age)) * 10 ** (-3 * age / decay)
    pole = np.exp(-2 * np.pi * bright / SPEC.rate)
    noise = lfilter([1 - pole], [1, -pole], noise)
    noise[age < gap] = 0
    return (noise / np.sqrt(np.sum(noise**2))).astype(np.float32)


def apply_tone_and_room(audio: Floats, tone: Tone, room: Floats | None = None, wet: float = 0.0) -> Floats:
    """Filter a loop (n,) with a zero-phase tone, so that attacks keep their position, and convolve it with a room.

    `wet` is the energy of the room relative to the dry sound, 0..1.
    """
    curve = tone_gain(tone)
    if curve is None and room is None:
        return audio
    # the loop is extended by its own end and start, so that filters and reverberation wrap
    before = min(len(audio), SPEC.fft if room is None else len(room))
    size = fft.next_fast_len(2 * before + len(audio), real=True)
    spectrum = fft.rfft(np.concatenate([audio[len(audio) - before :], audio, audio[:before]]), size)
    if curve is not None:
        hertz = fft.rfftfreq(size, 1 / SPEC.rate)
        spectrum *= np.interp(hertz, TONE_KNOTS_HZ, curve).astype(np.float32)
    if room is not None:
        spectrum *= 1 + np.float32(np.sqrt(wet)) * fft.rfft(room, size)
    placed: Floats = fft.irfft(spectrum, size)[before : before + len(audio)]
    return placed


def tone_gain(tone: Tone) -> Floats | None:
    """Return the linear gain (len(TONE_KNOTS_HZ),) of a tone at each knot; None if it is flat."""
    if not (tone.slope or tone.low or tone.high or tone.body or tone.presence or tone.ceiling):
        return None
    decibels = tone.slope * np.log2(np.clip(TONE_KNOTS_HZ, 60, 12_000) / 1000)
    decibels += tone.low / (1 + (TONE_KNOTS_HZ / tone.low_edge) ** 2)
    decibels += tone.high / (1 + (tone.high_edge / np.maximum(TONE_KNOTS_HZ, 1)) ** 2)
    for bell, centre in ((tone.body, 250), (tone.presence, 3200)):
        decibels += bell * np.exp(-(np.log2(np.maximum(TONE_KNOTS_HZ, 1) / centre) ** 2))
    gain = 10 ** (decibels / 20)
    if tone.ceiling:
        gain /= np.sqrt(1 + (TONE_KNOTS_HZ / tone.ceiling) ** 4)
    return gain.astype(np.float32)


def compress(audio: Floats, ratio: float, seconds: float) -> Floats:
    """Make the quiet parts of a loop (n,) louder.

    Where the level is d dB below its maximum, `ratio` (0..1) times d dB are added, at most 18. The level is smoothed
    over `seconds`, across the end of the loop.
    """
    count = max(len(audio) // COMPRESSOR_BLOCK, 1)
    edges = np.round(np.linspace(0, len(audio), count + 1)).astype(np.int64)
    power = np.add.reduceat(audio.astype(np.float64) ** 2, edges[:-1]) / np.diff(edges)
    power = gaussian_filter1d(power, max(seconds * SPEC.rate / COMPRESSOR_BLOCK / 2, 1), mode="wrap")
    below = -10 * np.log10(np.maximum(power / max(float(power.max()), 1e-12), 1e-12))
    gain = 10 ** (np.minimum(ratio * below, 18.0) / 20)
    centres = (edges[:-1] + edges[1:]) / 2
    return audio * np.interp(np.arange(len(audio)), centres, gain, period=len(audio)).astype(np.float32)


def saturate(audio: Floats, decibels: float) -> Floats:
    """Saturate softly (tanh) with a gain in dB before it, and restore the peak of the input."""
    if decibels <= 0:
        return audio
    peak = float(np.abs(audio).max(initial=0))
    gain = np.float32(10 ** (decibels / 20))
    return np.tanh(audio * gain) * np.float32(peak / max(np.tanh(peak * gain), 1e-9))


def hiss(rng: Generator, size: int, decibels: float, dark: float = 0.0) -> Floats:
    """Return noise (size,) at a level in dB RMS re full scale: white at `dark` 0, darker towards 1."""
    noise = rng.standard_normal(size, np.float32)
    if dark > 0:
        # the filter first runs over the end of the noise, so that the loop has no seam
        pole = 0.9 * dark
        noise = np.asarray(lfilter([1.0], [1.0, -pole], np.concatenate([noise[-200:], noise]))[-size:], np.float32)
    return noise * np.float32(10 ** (decibels / 20) / max(float(np.sqrt(np.mean(noise**2))), 1e-9))


def hum(rng: Generator, size: int, decibels: float) -> Floats:
    """Return mains hum (size,) of 50 or 60 Hz and harmonics, at a level in dB RMS; a whole number of cycles."""
    cycles = round(float(rng.choice([50, 60])) * size / SPEC.rate)
    turn = 2 * np.pi * cycles * np.arange(size) / size
    wave = sum(rng.uniform(0.2, 1) / number * np.sin(number * turn + rng.uniform(0, 6)) for number in (1, 2, 3, 5, 7))
    return np.asarray(wave * (10 ** (decibels / 20) / max(float(np.sqrt(np.mean(wave**2))), 1e-9)), np.float32)


# in the order in which they are applied, with the probability of each
EFFECTS: Mapping[str, tuple[float, Effect]] = {
    "room": (0.3, add_room),
    "resonances": (0.15, resonate),
    "width": (0.1, fold_width),
    "compression": (0.25, lambda rng, audio: compress(audio, rng.uniform(0.2, 0.8), rng.uniform(0.003, 0.08))),
    "saturation": (0.2, lambda rng, audio: saturate(audio, rng.uniform(0, 12))),
    "tape": (0.2, tape),
    "coarse samples": (0.15, sample_coarsely),
    "low-pass": (0.15, low_pass),
    "hiss": (0.25, lambda rng, audio: audio + hiss(rng, len(audio), rng.uniform(-90, -58), rng.uniform(0, 1))),
    "hum": (0.08, lambda rng, audio: audio + hum(rng, len(audio), rng.uniform(-75, -50))),
}
