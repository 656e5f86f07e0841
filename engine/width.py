"""Stereo from mono: a side signal with another phase, which vanishes when left and right are summed.

spectrum  complex64 (bins,)    of each frame as it is committed
side      float32 (count,)     left = mid + width * side, right = mid - width * side

The side is the same sound through an all-pass: every bin is delayed by its own 0 to 4 ms, neighbours by nearly the
same, so attacks stay attacks and nothing sounds before they do. Below about 300 Hz there is none: a kick has no place.
"""

import numpy as np
from numpy.typing import NDArray
from scipy import fft

from .inversion import synthesis_window
from .mel import Floats
from .rewind import Rewindable
from .spec import SPEC, Spec

LOWEST = 300.0  # Hz; the side rises from silence in the octave around it
LONGEST = 0.004  # seconds of delay
BUMPS = 24  # turns of the delay over the spectrum; more would smear, fewer would comb


class Side(Rewindable):
    """Overlap-add of side frames. `add` a frame as each hop begins, then `take` samples as they are played."""

    WRITTEN = ("_pending",)
    FIXED = ("_turn", "_synthesis", "_size", "_hop")

    def __init__(self, spec: Spec = SPEC) -> None:
        rng = np.random.default_rng(0)
        bins = np.arange(spec.bins)
        knots = np.linspace(0, spec.bins - 1, BUMPS)
        delay = np.interp(bins, knots, rng.uniform(0, LONGEST * spec.rate, BUMPS))
        phase = -2 * np.pi / spec.fft * np.cumsum(delay) + rng.uniform(0, 2 * np.pi)
        octave = np.log2(np.maximum(bins, 1e-3) * spec.rate / spec.fft / LOWEST)
        rise = np.sin(np.pi / 2 * np.clip(octave + 0.5, 0, 1)) ** 2
        self._turn: NDArray[np.complex64] = (rise * np.exp(1j * phase)).astype(np.complex64)
        self._synthesis = synthesis_window(spec)
        self._pending = np.zeros(2 * spec.fft, np.float32)
        self._size, self._hop = spec.fft, spec.hop

    def reset(self) -> None:
        """Silence is on its way."""
        self._pending[:] = 0

    def add(self, spectrum: NDArray[np.complex64]) -> None:
        """A frame that begins with the next sample."""
        self._pending[: self._size] += self._voice(spectrum)

    def restart(self, behind: NDArray[np.complex64], fade: int) -> None:
        """Leave what sounds within `fade` samples, for frames (n, bins) that began 1 to n hops ago, oldest first."""
        falling = (0.5 + 0.5 * np.cos(np.pi * (np.arange(fade) + 0.5) / fade)).astype(np.float32)
        leaving = self._pending[:fade] * falling
        self._pending[:] = 0
        for hops, spectrum in zip(range(len(behind), 0, -1), behind, strict=True):
            age = hops * self._hop
            self._pending[: self._size - age] += self._voice(spectrum)[age:]
        self._pending[:fade] *= 1 - falling
        self._pending[:fade] += leaving

    def _voice(self, spectrum: NDArray[np.complex64]) -> Floats:
        frame: Floats = fft.irfft(spectrum * self._turn, self._size)
        frame *= self._synthesis
        return frame

    def take(self, count: int) -> Floats:
        """The next samples (count,), at most a frame."""
        taken = self._pending[:count].copy()
        self._pending[:-count] = self._pending[count:]
        self._pending[-count:] = 0
        return taken
