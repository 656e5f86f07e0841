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
LOST_LU = 0.3  # in the resynthesis, mean of breaks and decoded tapes
LOWEST_GAIN_DB, HIGHEST_GAIN_DB = -20.0, 30.0
# of the limiter in the output chain, as it is estimated here
LIMITED_PEAK = 0.9  # full scale
IN_PHASE = 0.2  # peak of a frame relative to the sum of the amplitudes of its bins; fitted
RELEASE_FRAMES = 4.0
MAX_MAKEUP_DB, MAKEUP_ROUNDS = 3.0, 3

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
    return _looped_loudness(np.square(magnitudes) @ _power_weights(spec), spec)


def tape_gain(magnitudes: Floats, spec: Spec = SPEC) -> float:
    """Return the gain of a tape, from LOWEST_GAIN_DB to HIGHEST_GAIN_DB; KEEP_GAIN when the gates leave nothing.

    Of the loudness that the limiter is expected to take from strong attacks, at most MAX_MAKEUP_DB are restored.
    """
    powers = np.square(magnitudes) @ _power_weights(spec)
    target = PLAYBACK_LUFS + LOST_LU
    plain = gain = target - _looped_loudness(powers, spec)
    if not np.isfinite(plain):
        return KEEP_GAIN
    peaks = magnitudes.sum(1) * (IN_PHASE / spec.reference)
    for _ in range(MAKEUP_ROUNDS):
        limited = powers * np.square(_limiter_gains(peaks * 10 ** (gain / 20)))
        gain = min(target - _looped_loudness(limited, spec), plain + MAX_MAKEUP_DB)
    return float(np.clip(gain, LOWEST_GAIN_DB, HIGHEST_GAIN_DB))


def _limiter_gains(peaks: NDArray[np.floating]) -> NDArray[np.floating]:
    """Return the gain of the limiter in each frame of a looped tape, from the peaks of the frames."""
    reduction = 1 - LIMITED_PEAK / np.maximum(peaks, LIMITED_PEAK)
    for frames in (1, 2, 4, 8):  # of release: 1, then 3, 7, 15
        reduction = np.maximum(reduction, np.roll(reduction, frames) * np.float32(np.exp(-frames / RELEASE_FRAMES)))
    return 1 - reduction


def _looped_loudness(powers: NDArray[np.floating], spec: Spec) -> float:
    """Return the loudness of a loop of frames with these K-weighted powers in each of two channels."""
    size = round(BLOCK_S * spec.rate / spec.hop)
    wrapped = np.resize(powers, len(powers) + size - 1).astype(np.float64)
    return gated_loudness(np.convolve(wrapped, np.full(size, 2 / size), "valid"))


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
