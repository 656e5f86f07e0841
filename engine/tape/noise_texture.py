"""The grain of noise: a smooth picture and a seed in, levels with the texture of real hats and snares out.

levels  float32 (frames, bands)          0..1
grain   float32 (frames / 4, bands / 8)  >= 0: mean distance of real cells from the levels, in levels
field   float32 (512, bands)             mean 0 and mean size 1 in every band

A decoder paints what it expects, and what it expects of noise is a smooth wall. The field is what noise looks like on a
tape: the levels of white noise through the mel bank, whose neighbours in time and band hang together as those of any
noise do. The model says where, and how strong.
"""

from functools import cache
from typing import NamedTuple, Self

import numpy as np

from engine.spec import SPEC

from .mel import TINY, Floats, magnitudes, to_bands

ATTACK = np.float32(1.3)  # dB of mean rise over two frames at which the grain is halved
GRAIN_FRAMES, GRAIN_BANDS = 4, 8  # cells that share one figure of grain
FAINT, CLEAR = 0.1, 0.2  # levels from which on, and up to which, texture fades in: -90 and -80 dB
NOISE_SEED = 1


class DecodedImage(NamedTuple):
    """What a model paints: levels, and how grainy they are."""

    levels: Floats
    grain: Floats

    @classmethod
    def smooth(cls, levels: Floats) -> Self:
        """A picture (frames, bands) that texture leaves as it is."""
        frames, bands = levels.shape
        return cls(levels, np.zeros((frames // GRAIN_FRAMES, bands // GRAIN_BANDS), np.float32))


@cache
def _noise() -> Floats:
    """The field (2 * frames, bands), twice in a row, so that every turn of it is a slice."""
    generator = np.random.Generator(np.random.PCG64(NOISE_SEED))
    samples = generator.standard_normal(SPEC.frames * SPEC.hop).astype(np.float32)
    bands = to_bands(magnitudes(samples, np.arange(SPEC.frames) * SPEC.hop, wrap=True))
    levels = -20 / SPEC.floor * np.log10(np.maximum(bands, TINY))
    levels -= levels.mean(0)
    levels /= np.abs(levels).mean(0)
    twice = np.concatenate((levels, levels)).astype(np.float32)
    twice.flags.writeable = False
    return twice


def field(seed: int, first: int = 0, frames: int = SPEC.frames) -> Floats:
    """The texture (frames, bands) of a seed, a loop in time, from frame `first` on. Not to be written to.

    There is one, and seeds turn it: its making takes 15 ms, which a seed that is moved while playing has not got.
    """
    turn = int(np.random.Generator(np.random.PCG64(seed)).integers(SPEC.frames))
    begin = (turn + first) % SPEC.frames
    return _noise()[begin : begin + frames]


def onset_gate(levels: Floats) -> Floats:
    """How far each frame is from an attack, (frames,): 1 in a tail, near 0 where a hit begins. Time is a circle.

    A stroke is not noise yet when it begins: with grain there, what is played rises by a tenth less.
    """
    some = levels[:, ::4]  # neighbours rise together
    rise = np.roll(some, -1, 0) - np.roll(some, 1, 0)
    # of a cell that is no number, 0: it is counted elsewhere
    broad = np.fmax(rise, 0, out=rise).mean(1) * np.float32(-SPEC.floor)
    near = np.maximum(broad, np.maximum(np.roll(broad, 1), np.roll(broad, -1)))
    return np.float32(1) / (1 + (near / ATTACK) ** 2)


def add_texture(picture: DecodedImage, seed: int, amount: float, first: int = 0) -> Floats:
    """Levels of a picture with `amount` times its grain, clipped to 0..1; 0 gives its own levels, untouched.

    Args:
        picture: the whole tape or a window of it.
        seed: which texture.
        amount: 1 is as much as real breaks have.
        first: the sixteenth at which a window begins; its first and last two frames are taken for neighbours.
    """
    levels, grain = picture
    if amount == 0:
        return levels
    noise = field(seed, first * SPEC.step_frames, len(levels))
    strength = np.repeat(grain * np.float32(amount), GRAIN_BANDS, axis=1)[:, None]
    out = (noise.reshape(-1, GRAIN_FRAMES, noise.shape[1]) * strength).reshape(levels.shape)
    out *= onset_gate(levels)[:, None]
    fade = levels * np.float32(1 / (CLEAR - FAINT))
    fade -= np.float32(FAINT / (CLEAR - FAINT))
    out *= np.clip(fade, 0, 1, out=fade)
    out += levels
    return np.clip(out, 0, 1, out=out)
