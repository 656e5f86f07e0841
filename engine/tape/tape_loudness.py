"""Loudness after ITU-R BS.1770-5: its filter and gates, and the loudness of a tape from its magnitudes.

powers      float64 (n,)             mean square of K-weighted blocks of 400 ms, summed over channels
loudness    LUFS, gated; -inf for silence
magnitudes  float32 (frames, bins)   of a looped tape, full-scale sine = Spec.reference
gain        dB that brings a tape, played on two channels at its native tempo, to PLAYBACK_LUFS
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from engine.arrays import KEEP_GAIN, Floats
from engine.spec import SPEC, Spec

from .mel import hann

ABSOLUTE_GATE_LUFS, RELATIVE_GATE_LU = -70.0, -10.0
BLOCK_S = 0.4
PLAYBACK_LUFS = -16.0
LOST_LU = 0.9  # between tape and output: 0.3 in the resynthesis, 0.6 in the limiter, means of breaks and decoded tapes
LOWEST_GAIN_DB, HIGHEST_GAIN_DB = -20.0, 30.0

Powers = NDArray[np.float64]
Sections = NDArray[np.float64]


def k_weighting(rate: float) -> Sections:
    """Return the second-order sections (2, 6) of the K-weighting at a sample rate: a high shelf and a high-pass.

    The standard gives coefficients for 48 kHz; these are its analogue prototypes for any rate, after the libebur128
    library.
    """
    turn, q = np.tan(np.pi * 1681.974450955533 / rate), 0.7071752369554196
    high = 10 ** (3.999843853973347 / 20)
    band = high**0.4996667741545416
    scale = 1 + turn / q + turn**2
    sides = (high + turn**2, band * turn / q)
    shelf = [sides[0] + sides[1], 2 * (turn**2 - high), sides[0] - sides[1]]
    shelf += [scale, 2 * (turn**2 - 1), 1 - turn / q + turn**2]
    turn, q = np.tan(np.pi * 38.13547087602444 / rate), 0.5003270373238773
    below = 1 + turn / q + turn**2
    highpass = [1, -2, 1, 1, 2 * (turn**2 - 1) / below, (1 - turn / q + turn**2) / below]
    return np.array([np.divide(shelf, scale), highpass])


def gated_loudness(powers: Powers) -> float:
    """Return the loudness of blocks: the mean of those within the absolute and the relative gate."""
    loud = powers[_lufs(powers) > ABSOLUTE_GATE_LUFS]
    if len(loud):
        loud = loud[_lufs(loud) > _lufs(loud.mean()) + RELATIVE_GATE_LU]
    return float(_lufs(loud.mean())) if len(loud) else -np.inf


def tape_loudness(magnitudes: Floats, spec: Spec = SPEC) -> float:
    """Return the loudness of a tape: one block begins at every frame, and the loop wraps.

    By Parseval's theorem the K-weighted power of a frame is a weighted sum of its squared magnitudes; two channels have
    twice as much.
    """
    powers = np.square(magnitudes) @ _power_weights(spec)
    size = round(BLOCK_S * spec.rate / spec.hop)
    wrapped = np.resize(powers, len(powers) + size - 1).astype(np.float64)
    return gated_loudness(np.convolve(wrapped, np.full(size, 2 / size), "valid"))


def tape_gain(magnitudes: Floats, spec: Spec = SPEC) -> float:
    """Return the gain of a tape, from LOWEST_GAIN_DB to HIGHEST_GAIN_DB; KEEP_GAIN when the gates leave nothing."""
    loudness = tape_loudness(magnitudes, spec)
    if not np.isfinite(loudness):
        return KEEP_GAIN
    return float(np.clip(PLAYBACK_LUFS + LOST_LU - loudness, LOWEST_GAIN_DB, HIGHEST_GAIN_DB))


@cache
def _power_weights(spec: Spec) -> Floats:
    """Return what the squared magnitude of each bin (bins,) adds to the K-weighted power of a frame."""
    delay = np.exp(-2j * np.pi * np.arange(spec.bins) / spec.fft)
    response = np.ones(spec.bins, complex)
    for b0, b1, b2, a0, a1, a2 in k_weighting(spec.rate):
        response *= (b0 + b1 * delay + b2 * delay**2) / (a0 + a1 * delay + a2 * delay**2)
    both_sides = np.where(np.arange(spec.bins) % (spec.fft // 2), 2, 1)  # of the spectrum, but for its ends
    return (both_sides * np.abs(response) ** 2 / (spec.fft * np.square(hann(spec.fft)).sum())).astype(np.float32)


def _lufs(power: Powers | np.floating) -> Powers:
    with np.errstate(divide="ignore"):
        return np.asarray(-0.691 + 10 * np.log10(power))
