"""Loudness and true peak of audio, after ITU-R BS.1770-5.

audio      float (n,) mono or (n, channels), 1 is full scale, at `rate` Hz
loudness   LUFS, gated over all of it; -inf for silence. Stereo channels have weight 1, and so has mono
true peak  dBTP, from four times as many samples; -inf for silence

A sine of 997 Hz at full scale in one channel has -3.01 LUFS. Long audio is measured in parts of PART_S, with the same
result as in one.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.signal import resample_poly, sosfilt

TARGET_LUFS = -23.0  # of the loops that a model learns; the peaks of most breaks are 16 to 26 dB above their loudness
HOP_S, HOPS_PER_BLOCK = 0.1, 4  # gating blocks of 400 ms overlap by three quarters
ABSOLUTE_GATE_LUFS, RELATIVE_GATE_LU = -70.0, -10.0
OVERSAMPLING = 4
PART_S = 20  # s measured at once, a whole number of hops
GUARD = 256  # samples on either side of a part that its oversampled peak depends on

Samples = NDArray[np.floating]
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


def integrated_loudness(audio: Samples, rate: float) -> float:
    """Return the loudness in LUFS: the mean over blocks of 400 ms that are within the gates; shorter audio is a block.

    Audio after the last whole hop of 100 ms is not measured.
    """
    channels = audio[:, None] if audio.ndim == 1 else audio
    hop = round(HOP_S * rate)
    if len(channels) < HOPS_PER_BLOCK * hop:
        weighted = sosfilt(k_weighting(rate), channels, axis=0) if len(channels) else np.zeros((1, 1))
        blocks = np.mean(weighted**2, axis=0, keepdims=True).sum(1)
    else:
        hops = _hop_powers(channels, rate, hop)
        blocks = np.convolve(hops, np.full(HOPS_PER_BLOCK, 1 / HOPS_PER_BLOCK), "valid")
    loud = blocks[_lufs(blocks) > ABSOLUTE_GATE_LUFS]
    if len(loud):
        loud = loud[_lufs(loud) > _lufs(loud.mean()) + RELATIVE_GATE_LU]
    return float(_lufs(loud.mean())) if len(loud) else -np.inf


def _hop_powers(channels: Samples, rate: float, hop: int) -> NDArray[np.float64]:
    """Return the K-weighted power of each whole hop, summed over `channels` (n, channels)."""
    sections = k_weighting(rate)
    state = np.zeros((len(sections), 2, channels.shape[1]))
    powers = []
    part = round(PART_S / HOP_S) * hop
    for start in range(0, len(channels) // hop * hop, part):
        size = min(part, (len(channels) - start) // hop * hop)
        weighted, state = sosfilt(sections, channels[start : start + size], axis=0, zi=state)
        powers.append(np.mean(weighted.reshape(-1, hop, channels.shape[1]) ** 2, axis=1).sum(1))
    return np.concatenate(powers)


def _lufs(power: NDArray[np.float64] | np.floating) -> NDArray[np.float64]:
    with np.errstate(divide="ignore"):
        return np.asarray(-0.691 + 10 * np.log10(power))


def true_peak(audio: Samples, rate: float) -> float:
    """Return the largest absolute value between and on the samples in dBTP, over all channels."""
    channels = audio[:, None] if audio.ndim == 1 else audio
    part, peak = round(PART_S * rate), 0.0
    for start in range(0, len(channels), part):
        first, last = max(start - GUARD, 0), min(start + part + GUARD, len(channels))
        dense = resample_poly(channels[first:last].astype(np.float64), OVERSAMPLING, 1, axis=0)
        own = dense[(start - first) * OVERSAMPLING : (start - first + part) * OVERSAMPLING]
        peak = max(peak, float(np.abs(own).max()))
    with np.errstate(divide="ignore"):
        return float(20 * np.log10(peak))
