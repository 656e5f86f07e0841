"""Streaming Griffin-Lim in numpy: the reference for griffin_lim.hpp, hop by hop from the same state.

magnitudes  float32 (rows, bins)  consecutive frames of the tape as the playhead will read them
samples     float32 (hop,)        mono

The buffer holds, oldest first, `past` committed frames, the frame that the next hop commits, and `look_ahead`
provisional ones. Papers are named in griffin_lim.hpp.
"""

import numpy as np
from numpy.typing import NDArray
from scipy import fft

from engine.arrays import Floats
from engine.core import LIVE, PREROLL, Quality
from engine.spec import SPEC, Spec
from engine.tape.mel import hann

from .phase_gradient import PhaseGradientIntegrator

RESTART_PASSES = 2  # over the preroll frames of a restart


def synthesis_window(spec: Spec = SPEC) -> Floats:
    """Dual of the Hann window (fft,): the sum over frames of window * dual is exactly 1."""
    window = hann(spec.fft)
    energy = (window * window).reshape(-1, spec.hop).sum(0)
    return (window / np.tile(energy, spec.overlap)).astype(np.float32)


def analysis_windows(first: int, count: int, spec: Spec = SPEC) -> Floats:
    """Windows (count, fft) for frames 0..count-1 of a buffer that holds frames `first`..count-1, `first` <= 0.

    Where neighbours are missing the overlap sum is less than the sound; each window is divided by the existing share,
    so that the newest frame relies on known audio.
    """
    window = hann(spec.fft)
    share = (window * synthesis_window(spec)).reshape(spec.overlap, spec.hop)
    present = np.zeros((count - first + spec.overlap - 1, spec.hop), np.float64)
    for frame in range(count - first):
        present[frame : frame + spec.overlap] += share
    rows = np.stack([present[frame - first :][: spec.overlap].reshape(-1) for frame in range(count)])
    return (window / np.maximum(rows, 1e-3)).astype(np.float32)


class ReferenceGriffinLim:
    """Streaming phase retrieval. Call it once per hop; `restart` moves it elsewhere and clears its state."""

    def __init__(self, quality: Quality = LIVE, spec: Spec = SPEC) -> None:
        self.spec, self.quality = spec, quality
        self.past, self.active = spec.overlap - 1, quality.look_ahead + 1
        self._first_guess = PhaseGradientIntegrator(spec)
        self._sign = np.where(np.arange(spec.bins) % 2, -1, 1)  # phase at the frame's start <-> at its centre
        self._synthesis = synthesis_window(spec)
        self._windows = analysis_windows(-self.past, self.active, spec)
        falling = 0.5 + 0.5 * np.cos(np.pi * (np.arange(spec.hop) + 0.5) / spec.hop)
        self._falling = falling.astype(np.float32)
        self._restart_windows = analysis_windows(0, PREROLL + quality.look_ahead, spec)
        self.reset()

    @property
    def rows(self) -> int:
        """Number of magnitude frames of a hop: the active ones and the one after them."""
        return self.active + 1

    @property
    def retro_rows(self) -> int:
        """Number of magnitude frames of a retro hop: the committed ones that still sound come first."""
        return self.past + self.rows

    @property
    def restart_rows(self) -> int:
        """Number of magnitude frames of `restart`; the last of them is the last but one of the next hop."""
        return PREROLL + self.quality.look_ahead + 2

    def reset(self) -> None:
        """Clear the state: silence before the first hop."""
        count, spec = self.past + self.active, self.spec
        self._magnitude = np.zeros((count, spec.bins), np.float32)
        self._unit = np.ones((count, spec.bins), np.complex64) * self._sign.astype(np.float32)
        self._frames = np.zeros((count, spec.fft), np.float32)  # windowed, as they are summed
        self._analysed = np.zeros((self.active, spec.bins), np.complex64)  # of the last pass: momentum
        self._sound = np.zeros((self.active + self.past, spec.hop), np.float32)
        self._fresh = self.active  # newest frames that have no phase yet

    def change(self, magnitude: Floats) -> float:
        """Return how much a retro hop would change: 0 nothing, 1 frames (past, bins) unrelated to these."""
        held = self._magnitude[1 : 1 + self.past]
        scale = np.hypot(np.linalg.norm(held), np.linalg.norm(magnitude))
        return float(np.linalg.norm(magnitude - held) / max(scale, 1e-9))

    @property
    def state(self) -> Floats:
        """The whole state, in the order of StreamingGriffinLim.state."""
        rows = []
        for index in range(self.past + self.active):
            rows += [self._magnitude[index], self._unit[index].view(np.float32), self._frames[index]]
            if index >= self.past:
                rows.append(self._analysed[index - self.past].view(np.float32))
        return np.concatenate([*rows, self._sound.ravel(), [self._fresh]]).astype(np.float32)

    def restart(self, magnitude: Floats) -> None:
        """Begin in the middle of a tape, as if it had always played there.

        `magnitude` (restart_rows, bins): PREROLL + 1 frames before the one that the next call commits, then that one
        and its look-ahead. All get phases in one sweep, and the preroll converges with them.
        """
        self.reset()
        count = PREROLL + self.quality.look_ahead
        angles = self._first_guess(magnitude, np.zeros(self.spec.bins))
        target = magnitude[1:-1]
        unit = self._phasors(angles)
        frames = self._synthesise(target, unit)
        before = np.zeros_like(unit)
        for _ in range(RESTART_PASSES):
            sound = self._overlap(frames)
            spectra = self._analyse(sound, self._restart_windows)
            unit = self._momentum_phase(spectra, before)
            before = spectra
            frames = self._synthesise(target, unit)
        self._magnitude[-count:], self._unit[-count:], self._frames[-count:] = target, unit, frames
        self._analysed[1:] = before[PREROLL:]
        self._fresh = 1

    def __call__(self, magnitude: Floats) -> Floats:
        """Return the next hop (hop,) for `magnitude` (rows, bins), or (retro_rows, bins) to correct the past."""
        past, fresh = self.past, magnitude[-self.rows :]
        for state in (self._magnitude, self._unit, self._frames, self._analysed):
            state[:-1] = state[1:]
        self._analysed[-1] = 0
        self._magnitude[past:] = fresh[:-1]
        self._first_phases(fresh[-1:])
        left = tail = self._overlap(self._frames[:past])[past:]
        if len(magnitude) == self.retro_rows:
            self._magnitude[:past] = magnitude[:past]
            self._frames[:past] = self._synthesise(self._magnitude[:past], self._unit[:past])
            tail = self._overlap(self._frames[:past])[past:]
        target, unit = self._magnitude[past:], self._unit[past:]
        frames = self._synthesise(target, unit)
        for _ in range(self.quality.iterations):
            spectra = self._analyse(self._total(tail, frames), self._windows)
            unit[:] = self._momentum_phase(spectra, self._analysed)
            self._analysed = spectra
            frames = self._synthesise(target, unit)
        self._frames[past:] = frames
        self._sound = self._total(tail, frames)
        return self._sound[0] + self._falling * (left - tail)[0]

    def _first_phases(self, following: Floats) -> None:
        """Set the first phases of frames without one, given the frame (1, bins) after them."""
        first = self.past + self.active - self._fresh
        run = np.concatenate((self._magnitude[first - 1 :], following))
        angle = np.angle(self._unit[first - 1] * self._sign)
        self._unit[first:] = self._phasors(self._first_guess(run, angle))
        self._fresh = 1

    def _phasors(self, angles: NDArray[np.float64]) -> NDArray[np.complex64]:
        units = np.empty(angles.shape, np.complex64)
        units.real, units.imag = np.cos(angles) * self._sign, np.sin(angles) * self._sign
        return units

    def _synthesise(self, magnitude: Floats, unit: NDArray[np.complex64]) -> Floats:
        frames: Floats = fft.irfft(magnitude * unit, self.spec.fft)
        frames *= self._synthesis
        return frames

    def _analyse(self, sound: Floats, windows: Floats) -> NDArray[np.complex64]:
        hop = sound.strides[0]
        # a view of frames a hop apart; the sound is contiguous
        framed = np.ndarray((len(windows), self.spec.fft), np.float32, sound, 0, (hop, sound.itemsize))
        spectra: NDArray[np.complex64] = fft.rfft(framed * windows)
        return spectra

    def _momentum_phase(self, spectra: NDArray[np.complex64], before: NDArray[np.complex64]) -> NDArray[np.complex64]:
        """Return the unit phasors of a step beyond `spectra`, away from `before`."""
        ahead = np.float32(self.quality.momentum) * before
        np.subtract(spectra, ahead, out=ahead)
        size = np.abs(ahead)
        size += np.float32(1e-12)
        ahead *= np.divide(np.float32(1), size, out=size)  # a third of the time of a complex division
        return ahead

    def _overlap(self, frames: Floats) -> Floats:
        """Overlap-add frames (n, fft) a hop apart into blocks (n + past, hop)."""
        blocks = np.zeros((len(frames) + self.past, self.spec.hop), np.float32)
        parts = frames.reshape(len(frames), self.spec.overlap, self.spec.hop)
        for block in range(self.spec.overlap):
            blocks[block : block + len(frames)] += parts[:, block]
        return blocks

    def _total(self, tail: Floats, frames: Floats) -> Floats:
        total = self._overlap(frames)
        total[: len(tail)] += tail
        return total
