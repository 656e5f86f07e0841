"""Error metrics of a resynthesis against its target.

audio       float32 (n,)            mono at Spec.rate, both signals of equal length
magnitudes  float32 (frames, bins)  of both signals, on the same frames
"""

import numpy as np
from scipy import fft

from engine.spec import SPEC, Spec
from engine.tape.mel import Floats, hann, magnitudes

FFT_SIZES = (256, 512, 1024, 2048, 4096)  # FFT sizes of the multi-resolution distance
AUDIBLE_RATIO = 1e-4  # of the loudest bin; 80 dB below it, differences are ignored
ONSET_CONTRAST_DB = 6.5  # minimal rise at an onset
ONSET_GAP_S = 0.05  # minimal distance of two onsets, seconds


def frames_of(audio: Floats, spec: Spec = SPEC) -> Floats:
    """Return magnitudes (frames, bins) of every frame on the hop grid that overlaps a signal (n,)."""
    overhang = spec.fft // 2 // spec.hop
    return magnitudes(audio, np.arange(-overhang, -(-len(audio) // spec.hop) + overhang) * spec.hop, spec)


def spectral_convergence(found: Floats, target: Floats) -> float:
    """Return the energy of the magnitude error relative to the target, in dB; lower is better."""
    return float(20 * np.log10(np.linalg.norm(found - target) / np.linalg.norm(target)))


def log_distance(found: Floats, target: Floats) -> float:
    """Return the log-spectral distance: mean over audible frames of the rms difference in dB."""
    floor = target.max() * AUDIBLE_RATIO
    difference = 20 * np.log10(np.maximum(found, floor) / np.maximum(target, floor))
    audible = target.max(-1) > 3 * floor
    return float(np.sqrt((difference**2).mean(-1))[audible].mean())


def filtered(audio: Floats, low: float, high: float) -> Floats:
    """Return a periodic signal band-passed between two frequencies in Hz."""
    spectrum = fft.rfft(audio.astype(np.float64))
    hertz = np.arange(len(spectrum)) * SPEC.rate / len(audio)
    gain = 1 / (1 + (low / np.maximum(hertz, 1e-3)) ** 16) / (1 + (hertz / high) ** 16)
    return fft.irfft(spectrum * gain, len(audio)).astype(np.float32)


def short_spectra(audio: Floats, size: int, hop: int) -> Floats:
    """Return magnitudes (frames, size / 2 + 1) for any window size, zero-padded at both ends."""
    padded = np.pad(audio, (size - hop, size)).astype(np.float32)
    framed = np.lib.stride_tricks.sliding_window_view(padded, size)[::hop]
    return np.abs(np.fft.rfft(framed * hann(size))).astype(np.float32)


def multi_resolution(audio: Floats, target: Floats, sizes: tuple[int, ...] = FFT_SIZES) -> float:
    """Return the multi-resolution distance, 0 for equal signals: mean over FFT sizes of two errors added.

    They are the spectral convergence, linear, and the mean absolute difference of log magnitudes, in nepers.
    """
    total = 0.0
    for size in sizes:
        found, wanted = (short_spectra(sound, size, size // 4) for sound in (audio, target))
        floor = wanted.max() * AUDIBLE_RATIO
        total += float(np.linalg.norm(found - wanted) / np.linalg.norm(wanted))
        total += float(np.abs(np.log(np.maximum(found, floor) / np.maximum(wanted, floor))).mean())
    return total / len(sizes)


def onset_envelope(audio: Floats) -> Floats:
    """Return one value every 64 samples: the rise of the log spectrum since the last, 0 for a fall, mean over bins."""
    spectra = short_spectra(audio, 256, 64)
    rise = np.diff(np.log1p(spectra / (spectra.max() * 1e-3)), axis=0)
    return np.maximum(rise, 0).mean(-1)


def onset_correlation(audio: Floats, target: Floats) -> float:
    """Return the correlation of the onset envelopes: 1 if all onsets have the same time and steepness."""
    return float(np.corrcoef(onset_envelope(audio), onset_envelope(target))[0, 1])


def onset_samples(audio: Floats, rate: int = SPEC.rate) -> list[int]:
    """Return the samples at which the next 3 ms are ONSET_CONTRAST_DB above the last 10 ms, ascending.

    Onsets within ONSET_GAP_S of a stronger one are dropped.
    """
    after, before, gap = int(0.003 * rate), int(0.010 * rate), int(ONSET_GAP_S * rate)
    energy = np.cumsum(np.pad(audio.astype(np.float64) ** 2, (before + 1, after + 1)))
    at = np.arange(len(audio)) + before
    rise = (energy[at + after] - energy[at]) / after
    contrast = 10 * np.log10((rise + 1e-6) / ((energy[at] - energy[at - before]) / before + 1e-6))
    contrast[rise < rise.max() * 0.003] = 0
    found: list[int] = []
    while contrast.max() >= ONSET_CONTRAST_DB:
        peak = int(contrast.argmax())
        contrast[max(0, peak - gap) : peak + gap] = 0
        found.append(peak)
    return sorted(found)
