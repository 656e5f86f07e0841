"""Loop audio in, the sample and strength of every onset out.

audio      float32 (n,)   mono at `rate`, one cycle of a loop, so its end is followed by its start
onsets     int64 (m,)     samples, ascending, 0..n - 1; the first sample of an attack, not its peak
strengths  float32 (m,)   > 0, spectral flux of the attack; comparable within one loop only

Spectral flux on compressed magnitudes (Bello et al., "A Tutorial on Onset Detection in Music Signals", 2005, section
III-A2) finds an attack to within its window; a second pass with a quarter of the window places it to about 1 ms.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import fft
from scipy.ndimage import median_filter
from scipy.signal import find_peaks

from engine.tape.mel import Floats, hann

FLUX_WINDOW = 512  # samples, 12 ms; shorter than the smallest distance of two strokes
FLUX_HOP = 64  # samples, 1.5 ms
FLUX_CHUNK = 4096  # frames per FFT call, which bounds the memory for five minutes of audio
MIN_FLUX = 10.0  # a steady tone varies by 2, white noise by 15; a stroke gives 50 to 300
MIN_FLUX_SHARE = 0.2  # of the 99th percentile of the flux
MIN_ONSET_GAP_S = 0.03  # a 32nd note at 200 BPM lasts 37 ms
ATTACK_FFT = 128  # samples, 3 ms; window of the second pass
ATTACK_HOP = 16  # samples, 0.4 ms
SEARCH_BEFORE_S, SEARCH_AFTER_S = 0.014, 0.008  # around a flux peak: the range of the second pass


class Onsets(NamedTuple):
    """Positions and strengths of the onsets of a loop."""

    samples: NDArray[np.int64]
    strengths: Floats


def spectral_flux(audio: Floats) -> Floats:
    """Return the rise of the compressed spectrum (n // FLUX_HOP,), circular; entry k is at sample k * FLUX_HOP."""
    frames = max(len(audio) // FLUX_HOP, 1)
    # log(1 + x) turns from linear to logarithmic 60 dB below the peak
    gain = np.float32(1000 / (max(float(np.abs(audio).max()), 1e-9) * FLUX_WINDOW / 4))
    rise = np.empty(frames, np.float32)
    for first in range(0, frames, FLUX_CHUNK):
        centres = np.arange(first - 1, min(first + FLUX_CHUNK, frames)) * FLUX_HOP
        index = (centres[:, None] + np.arange(FLUX_WINDOW) - FLUX_WINDOW // 2) % len(audio)
        loud = np.log1p(np.abs(fft.rfft(audio[index] * hann(FLUX_WINDOW))) * gain)
        rise[first : first + FLUX_CHUNK] = np.maximum(np.diff(loud, axis=0), 0).sum(axis=1)
    return rise


def find_onsets(audio: Floats, rate: int) -> Onsets:
    """Return the onsets of one cycle of a loop; none in silence or in a steady tone."""
    rise = spectral_flux(audio)
    around = median_filter(rise, size=max(int(0.15 * rate / FLUX_HOP), 3), mode="wrap")
    salient = np.maximum(rise - around, 0)
    gap = max(int(MIN_ONSET_GAP_S * rate / FLUX_HOP), 1)
    margin = min(2 * gap, len(salient))
    wrapped = np.concatenate([salient[-margin:], salient, salient[:margin]])
    height = max(MIN_FLUX, MIN_FLUX_SHARE * float(np.percentile(salient, 99)))
    peaks, _ = find_peaks(wrapped, distance=gap, height=height)
    peaks = peaks[(peaks >= margin) & (peaks < margin + len(salient))] - margin
    samples = np.array([_attack(audio, int(peak) * FLUX_HOP, rate) for peak in peaks], np.int64)
    samples, first = np.unique(samples, return_index=True)
    return Onsets(samples, salient[peaks][first])


def _attack(audio: Floats, near: int, rate: int) -> int:
    """Return the first sample of the attack whose flux peaks near a sample, to about a millisecond."""
    centres = np.arange(near - int(SEARCH_BEFORE_S * rate), near + int(SEARCH_AFTER_S * rate), ATTACK_HOP)
    index = (centres[:, None] + np.arange(ATTACK_FFT) - ATTACK_FFT // 2) % len(audio)
    spectrum = np.abs(fft.rfft(audio[index] * hann(ATTACK_FFT)))
    loud = np.log1p(spectrum * (1000 / max(float(spectrum.max()), 1e-9)))
    lag = ATTACK_FFT // ATTACK_HOP
    rise = np.maximum(loud[lag:] - loud[:-lag], 0).sum(axis=1)
    first = int(np.argmax(rise >= 0.7 * rise.max()))
    peak = first + int(np.argmax(rise[first : first + lag]))
    # the rise is steepest when the later of its two windows has just included the attack
    return int(centres[peak] + ATTACK_FFT * 5 // 8) % len(audio)


def on_grid(onsets: Onsets, length: float, steps: int, tolerance: float) -> tuple[float, float]:
    """Return the share of onsets (by strength) near one of `steps` equal steps, and the mean deviation of these onsets.

    Args:
        onsets: of a loop that lasts `length` samples.
        length: samples of the whole loop.
        steps: number of grid steps in the loop.
        tolerance: samples to either side of a step.

    Returns:
        Share 0..1, and mean deviation in samples of onsets in the tolerance (positive: late); (0, 0) without onsets.
    """
    if not len(onsets.samples):
        return 0.0, 0.0
    step = length / steps
    late = onsets.samples - np.round(onsets.samples / step) * step
    near = np.abs(late) <= tolerance
    share = float(onsets.strengths[near].sum() / onsets.strengths.sum())
    return share, float(late[near].mean()) if near.any() else 0.0
