"""Loop audio in, the moments where something is struck out.

audio      float32 (n,)   mono at `rate`, one cycle of a loop: its end is followed by its beginning
onsets     int64 (m,)     samples, ascending, 0..n - 1; the first sample of an attack, not its peak
strengths  float32 (m,)   > 0, the flux of the attack; only ratios within one loop mean something

Spectral flux on compressed magnitudes (Bello et al., "A Tutorial on Onset Detection in Music Signals", 2005, section
III-A2) finds an attack to within its window; the same with a quarter of the window then places it to about 1 ms.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import fft
from scipy.ndimage import median_filter
from scipy.signal import find_peaks

from engine.tape.mel import Floats, hann

WINDOW = 512  # samples, 12 ms: shorter than the closest two strokes
HOP = 64  # samples, 1.5 ms
CHUNK = 4096  # frames at a time, so that five minutes do not fill the memory
LEAST = 10.0  # flux: a steady tone wavers by 2, white noise by 15, a stroke makes 50 to 300
WEAKEST = 0.2  # of the flux that one frame in a hundred reaches
APART = 0.03  # s; a 32nd note at 200 BPM lasts 37 ms
FINE = 128  # samples, 3 ms: the window that places an attack once it is found
FINE_HOP = 16  # samples, 0.4 ms
EARLIER, LATER = 0.014, 0.008  # s around a flux peak in which the attack itself is looked for


class Onsets(NamedTuple):
    """Where and how strongly a loop is struck."""

    samples: NDArray[np.int64]
    strengths: Floats


def flux(audio: Floats) -> Floats:
    """Rise of the compressed spectrum (n // HOP,), circular: entry k belongs to the frame centred on sample k * HOP."""
    frames = max(len(audio) // HOP, 1)
    # full scale is the loop's own: 60 dB below it, a bin counts half of what it counts on a linear scale
    gain = np.float32(1000 / (max(float(np.abs(audio).max()), 1e-9) * WINDOW / 4))
    rise = np.empty(frames, np.float32)
    for first in range(0, frames, CHUNK):
        centres = np.arange(first - 1, min(first + CHUNK, frames)) * HOP
        index = (centres[:, None] + np.arange(WINDOW) - WINDOW // 2) % len(audio)
        loud = np.log1p(np.abs(fft.rfft(audio[index] * hann(WINDOW))) * gain)
        rise[first : first + CHUNK] = np.maximum(np.diff(loud, axis=0), 0).sum(axis=1)
    return rise


def find(audio: Floats, rate: int) -> Onsets:
    """Onsets of one cycle of a loop; none in silence or in a steady tone."""
    rise = flux(audio)
    around = median_filter(rise, size=max(int(0.15 * rate / HOP), 3), mode="wrap")
    salient = np.maximum(rise - around, 0)
    apart = max(int(APART * rate / HOP), 1)
    margin = min(2 * apart, len(salient))
    wrapped = np.concatenate([salient[-margin:], salient, salient[:margin]])
    peaks, _ = find_peaks(wrapped, distance=apart, height=max(LEAST, WEAKEST * float(np.percentile(salient, 99))))
    peaks = peaks[(peaks >= margin) & (peaks < margin + len(salient))] - margin
    samples = np.array([_attack(audio, int(peak) * HOP, rate) for peak in peaks], np.int64)
    samples, first = np.unique(samples, return_index=True)
    return Onsets(samples, salient[peaks][first])


def _attack(audio: Floats, near: int, rate: int) -> int:
    """First sample of the attack whose flux peaks near a sample, to about a millisecond."""
    centres = np.arange(near - int(EARLIER * rate), near + int(LATER * rate), FINE_HOP)
    index = (centres[:, None] + np.arange(FINE) - FINE // 2) % len(audio)
    spectrum = np.abs(fft.rfft(audio[index] * hann(FINE)))
    loud = np.log1p(spectrum * (1000 / max(float(spectrum.max()), 1e-9)))
    lag = FINE // FINE_HOP
    climb = np.maximum(loud[lag:] - loud[:-lag], 0).sum(axis=1)
    first = int(np.argmax(climb >= 0.7 * climb.max()))
    peak = first + int(np.argmax(climb[first : first + lag]))
    # the climb is steepest when the later of its two windows has just taken the attack in
    return int(centres[peak] + FINE * 5 // 8) % len(audio)


def on_grid(onsets: Onsets, length: float, steps: int, tolerance: float) -> tuple[float, float]:
    """Share of onsets (by strength) within `tolerance` samples of one of `steps` equal steps, and their mean deviation.

    Args:
        onsets: of a loop that lasts `length` samples.
        length: samples of the whole loop.
        steps: steps of the grid in the loop.
        tolerance: samples to either side.

    Returns:
        Share 0..1, and mean deviation in samples of those within (positive: late); (0, 0) without onsets.
    """
    if not len(onsets.samples):
        return 0.0, 0.0
    step = length / steps
    late = onsets.samples - np.round(onsets.samples / step) * step
    near = np.abs(late) <= tolerance
    share = float(onsets.strengths[near].sum() / onsets.strengths.sum())
    return share, float(late[near].mean()) if near.any() else 0.0
