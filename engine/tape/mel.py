"""Conversions between samples, magnitudes, mel bands and levels.

samples     float32 (n,)             mono, -1..1
magnitudes  float32 (frames, bins)   amplitude of a Hann-windowed frame, full-scale sine = Spec.reference
bands       float32 (frames, mels)   linear amplitude of the mel bank
levels      float32 (frames, mels)   0..1, dB from Spec.floor to 0 dB

The bank is spaced as HTK's, with `Spec.corner`, and has triangles of peak 1; no half of a triangle is narrower than one
bin: in the textbook bank of this size, 127 bands contain no bin.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from engine.arrays import MIN_MAGNITUDE
from engine.arrays import Floats as Floats
from engine.spec import SPEC, Spec


@cache
def hann(size: int) -> Floats:
    """Return the periodic Hann window (size,)."""
    return (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(size) / size)).astype(np.float32)


def band_centres(spec: Spec = SPEC) -> NDArray[np.float64]:
    """Return the centre of each band in Hz."""
    return _edges(spec)[1:-1]


def _edges(spec: Spec) -> NDArray[np.float64]:
    edges: NDArray[np.float64] = spec.corner * np.expm1(
        np.linspace(0, np.log1p(spec.rate / 2 / spec.corner), spec.mels + 2)
    )
    return edges


@cache
def bank(spec: Spec = SPEC) -> Floats:
    """Return the mel triangles (mels, bins), peak 1."""
    bin_hz = spec.rate / spec.fft
    points = _edges(spec)
    centre = points[1:-1, None]
    low = np.minimum(points[:-2, None], centre - bin_hz)
    high = np.maximum(points[2:, None], centre + bin_hz)
    bins = np.arange(spec.bins) * bin_hz
    rising, falling = (bins - low) / (centre - low), (high - bins) / (high - centre)
    return np.maximum(np.minimum(rising, falling), 0).astype(np.float32)


@cache
def bank_inverse(spec: Spec = SPEC) -> Floats:
    """Return the regularised pseudo-inverse (mels, bins) of the bank.

    Singular values below a tenth of the largest are dropped, because they amplify the decoder's errors to noise. The
    eigenvalues of bank @ bank.T take half the time of a singular value decomposition.
    """
    rows = bank(spec).astype(np.float64)
    values, vectors = np.linalg.eigh(rows @ rows.T)
    kept = values > 0.1**2 * values[-1]
    inverse = (vectors[:, kept] / values[kept]) @ vectors[:, kept].T @ rows
    return np.ascontiguousarray(inverse, np.float32)


def magnitudes(audio: Floats, centres: NDArray[np.integer], spec: Spec = SPEC, *, wrap: bool = False) -> Floats:
    """Return magnitudes (len(centres), bins) of frames centred on the given samples of `audio` (n,).

    Beyond its ends `audio` is silent, or repeats with `wrap`.
    """
    from scipy import fft  # here, because it would delay the first sound, which does not need it

    index = centres[:, None] + (np.arange(spec.fft) - spec.fft // 2)
    if wrap:
        frames = audio[index % len(audio)]
    else:
        frames = np.where((index >= 0) & (index < len(audio)), audio[np.clip(index, 0, len(audio) - 1)], 0)
    return np.abs(fft.rfft(frames.astype(np.float32) * hann(spec.fft))).astype(np.float32)


def to_bands(magnitude: Floats, spec: Spec = SPEC) -> Floats:
    """Convert magnitudes (frames, bins) to linear mel bands (frames, mels)."""
    return magnitude @ bank(spec).T


def to_magnitudes(bands: Floats, spec: Spec = SPEC) -> Floats:
    """Convert linear mel bands (frames, mels) to magnitudes (frames, bins) of at least MIN_MAGNITUDE."""
    return np.maximum(bands @ bank_inverse(spec), MIN_MAGNITUDE)


def to_levels(bands: Floats, spec: Spec = SPEC) -> Floats:
    """Convert linear mel bands to levels, clipped to 0..1."""
    decibels = 20 * np.log10(np.maximum(bands / np.float32(spec.reference), MIN_MAGNITUDE))
    return np.clip(1 - decibels / np.float32(spec.floor), 0, 1).astype(np.float32)


def from_levels(levels: Floats, spec: Spec = SPEC) -> Floats:
    """Convert levels to linear mel bands; level 0 becomes 0, so that silence does not hiss."""
    decibels = (1 - levels) * np.float32(spec.floor)
    bands = np.float32(spec.reference) * np.float32(10) ** (decibels / np.float32(20))
    return np.where(levels > 0, bands, np.float32(0)).astype(np.float32)
