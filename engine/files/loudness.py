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

from engine.tape.tape_loudness import BLOCK_S, gated_loudness, k_weighting

TARGET_LUFS = -23.0  # of the loops that a model learns; the peaks of most breaks are 16 to 26 dB above their loudness
HOPS_PER_BLOCK = 4  # gating blocks of 400 ms overlap by three quarters
HOP_S = BLOCK_S / HOPS_PER_BLOCK
OVERSAMPLING = 4
PART_S = 20  # s measured at once, a whole number of hops
GUARD = 256  # samples on either side of a part that its oversampled peak depends on

Samples = NDArray[np.floating]


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
    return gated_loudness(blocks)


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


def loudness_note(audio: Samples, rate: float) -> str:
    """Return integrated loudness and true peak for the user, as in "-16.0 LUFS, true peak -1.0 dBTP"."""
    return f"{integrated_loudness(audio, rate):.1f} LUFS, true peak {true_peak(audio, rate):.1f} dBTP"
