"""Noise texture: smooth decoded levels and a seed in, levels with the texture of real hats and snares out.

levels  float32 (frames, bands)          0..1
grain   float32 (frames / 4, bands / 8)  >= 0: mean absolute difference of a recording from the levels, in levels
field   float32 (512, bands)             noise to add, times the grain; mean 0 and mean absolute value 1 in every band

A decoder outputs the expected level, which for noise is smooth. The field restores the difference: it is the levels of
white noise through the mel bank, with a slow part. The model's grain says where it is added, and how much.
"""

from functools import cache
from typing import NamedTuple, Self

import numpy as np

from engine.arrays import MIN_MAGNITUDE
from engine.spec import SPEC

from .mel import Floats, band_centres, magnitudes, to_bands

ONSET_RISE_DB = np.float32(1.3)  # mean rise over two frames at which the grain is halved
ATTACK_LIFT = np.float32(0.6)  # added on attacks, times the grain: the energy that noise adds elsewhere
GRAIN_FRAMES, GRAIN_BANDS = 4, 8  # cells that share one value of grain
FADE_FROM, FADE_TO = 0.1, 0.2  # levels between which texture fades in: -90 to -80 dB
TONAL_TO_HZ, NOISY_FROM_HZ = 60.0, 200.0  # between which texture fades in
NOISE_SEED = 1
PERSISTENCE, PERSISTENCE_FRAMES = 2.5, 20.0  # strength and time constant of its slow part; about as in real breaks


class DecodedImage(NamedTuple):
    """Output of the decoder: levels (frames, bands), and the amount of noise to add, grain (frames / 4, bands / 8)."""

    levels: Floats
    grain: Floats

    @classmethod
    def smooth(cls, levels: Floats) -> Self:
        """Return an image of levels (frames, bands) to which no noise is added: its grain is 0."""
        frames, bands = levels.shape
        return cls(levels, np.zeros((frames // GRAIN_FRAMES, bands // GRAIN_BANDS), np.float32))


@cache
def _noise() -> Floats:
    """Return the field twice in a row (2 * frames, bands), so that every rotation of it is a slice."""
    generator = np.random.Generator(np.random.PCG64(NOISE_SEED))
    samples = generator.standard_normal(SPEC.frames * SPEC.hop).astype(np.float32)
    bands = to_bands(magnitudes(samples, np.arange(SPEC.frames) * SPEC.hop, wrap=True))
    levels = -20 / SPEC.floor * np.log10(np.maximum(bands, MIN_MAGNITUDE))
    # the partials of snares and cymbals last, so part of the noise is slow
    speed = 2 * np.pi * PERSISTENCE_FRAMES * np.fft.rfftfreq(SPEC.frames)
    gain = np.sqrt(1 + PERSISTENCE**2 / (1 + speed**2))
    levels = np.fft.irfft(np.fft.rfft(levels, axis=0) * gain[:, None], SPEC.frames, axis=0)
    levels -= levels.mean(0)
    levels /= np.abs(levels).mean(0)
    twice = np.concatenate((levels, levels)).astype(np.float32)
    twice.flags.writeable = False
    return twice


@cache
def _above_kicks() -> Floats:
    """Return the share of the noise (bands / 8) in each group of bands: a bass drum is a tone, not noise."""
    hertz = band_centres().reshape(-1, GRAIN_BANDS).mean(1)
    share: Floats = np.clip((hertz - TONAL_TO_HZ) / (NOISY_FROM_HZ - TONAL_TO_HZ), 0, 1).astype(np.float32)
    return share


def noise_field(seed: int, first: int = 0, frames: int = SPEC.frames) -> Floats:
    """Return `frames` frames of a seed's noise (frames, bands) from frame `first` on; periodic in time and read-only.

    Each seed is a rotation in time of one field: computing a field takes 15 ms, too long for a seed that moves live.
    """
    turn = int(np.random.Generator(np.random.PCG64(seed)).integers(SPEC.frames))
    begin = (turn + first) % SPEC.frames
    return _noise()[begin : begin + frames]


def onset_gate(levels: Floats) -> Floats:
    """Return the gain of the texture in each frame (frames,): near 0 at an onset, 1 in a tail. Time is circular.

    The attack of a hit is not noise: with texture added to it, the level of the sound would rise a tenth less there.
    """
    sampled = levels[:, ::4]  # neighbouring bands rise together
    rise = np.roll(sampled, -1, 0) - np.roll(sampled, 1, 0)
    # NaN counts as 0; tape_from_levels counts and repairs it
    broad = np.fmax(rise, 0, out=rise).mean(1) * np.float32(-SPEC.floor)
    near = np.maximum(broad, np.maximum(np.roll(broad, 1), np.roll(broad, -1)))
    return np.float32(1) / (1 + (near / ONSET_RISE_DB) ** 2)


def add_texture(image: DecodedImage, seed: int, amount: float, first: int = 0) -> Floats:
    """Return the levels of an image plus noise of `amount` times its grain, clipped to 0..1; unchanged at 0.

    Args:
        image: the whole loop or a window of some sixteenths.
        seed: selects the noise; the same seed gives the same noise.
        amount: 0..2; 1 is the texture of real breaks.
        first: sixteenth of the loop at which the image begins. Onsets are found as if the image were a loop.
    """
    levels, grain = image
    if amount == 0:
        return levels
    gate = onset_gate(levels)[:, None]
    out = noise_field(seed, first * SPEC.step_frames, len(levels)) * gate
    out += ATTACK_LIFT * (1 - gate)
    strength = np.repeat(grain * (np.float32(amount) * _above_kicks()), GRAIN_BANDS, axis=1)[:, None]
    by_grain = out.reshape(-1, GRAIN_FRAMES, out.shape[1])
    by_grain *= strength
    fade = levels * np.float32(1 / (FADE_TO - FADE_FROM))
    fade -= np.float32(FADE_FROM / (FADE_TO - FADE_FROM))
    out *= np.clip(fade, 0, 1, out=fade)
    out += levels
    return np.clip(out, 0, 1, out=out)
