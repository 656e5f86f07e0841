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


class LoudnessMeter:
    """Loudness and true peak of audio that comes in blocks of any length, as a recording of hours does."""

    def __init__(self, rate: float, channels: int) -> None:
        """Measure audio (n, `channels`) at `rate` Hz."""
        self._hop, self._sections = round(HOP_S * rate), k_weighting(rate)
        self._part = round(PART_S / HOP_S) * self._hop
        self._state = np.zeros((len(self._sections), 2, channels))
        self._blocks: list[Samples] = [np.zeros((0, channels))]  # that are kept: the guard, then what is not measured
        self._held = 0  # samples of the blocks
        self._guard = 0  # samples of it that are measured already
        self._powers: list[NDArray[np.float64]] = []  # K-weighted, of each hop
        self._start = np.zeros(0)  # K-weighted power of the samples of a first block
        self._peak = 0.0

    def add(self, audio: Samples) -> None:
        """Measure a block (n, channels)."""
        self._blocks.append(audio)
        self._held += len(audio)
        if self._held - self._guard >= self._part + GUARD:
            kept: Samples = np.concatenate(self._blocks)
            while len(kept) - self._guard >= self._part + GUARD:
                kept = self._measured(kept, self._part)
            self._blocks, self._held = [kept], len(kept)

    def finish(self) -> tuple[float, float]:
        """Return the loudness in LUFS and the true peak in dBTP of all audio; no block may follow.

        The loudness is that of the blocks of 400 ms within the gates; shorter audio is one block. Audio after the last
        whole hop of 100 ms is not measured.
        """
        kept = np.concatenate(self._blocks)
        self._measured(kept, len(kept) - self._guard)
        powers = np.concatenate(self._powers)
        if len(powers) < HOPS_PER_BLOCK:
            blocks = self._start.mean(keepdims=True) if len(self._start) else np.zeros(1)
        else:
            blocks = np.convolve(powers, np.full(HOPS_PER_BLOCK, 1 / HOPS_PER_BLOCK), "valid")
        with np.errstate(divide="ignore"):
            return gated_loudness(blocks), float(20 * np.log10(self._peak))

    def _measured(self, kept: Samples, size: int) -> Samples:
        """Measure `size` samples after the guard; return what is still needed of `kept`."""
        here = slice(self._guard, self._guard + size)
        if size:
            weighted, self._state = sosfilt(self._sections, kept[here], axis=0, zi=self._state)
            whole = weighted[: size // self._hop * self._hop].reshape(-1, self._hop, weighted.shape[1])
            if not self._powers:
                self._start = (weighted[: HOPS_PER_BLOCK * self._hop] ** 2).sum(1)
            self._powers.append(np.mean(whole**2, axis=1).sum(1))
            dense = resample_poly(kept[: here.stop + GUARD].astype(np.float64), OVERSAMPLING, 1, axis=0)
            own = dense[OVERSAMPLING * here.start : OVERSAMPLING * here.stop]
            self._peak = max(self._peak, float(np.abs(own).max()))
        elif not self._powers:
            self._powers.append(np.zeros(0))
        first = max(here.stop - GUARD, 0)
        self._guard = here.stop - first
        return kept[first:]


def loudness_and_peak(audio: Samples, rate: float) -> tuple[float, float]:
    """Return the loudness in LUFS and the true peak in dBTP of audio (n,) or (n, channels)."""
    channels = audio[:, None] if audio.ndim == 1 else audio
    meter = LoudnessMeter(rate, channels.shape[1])
    meter.add(channels)
    return meter.finish()


def integrated_loudness(audio: Samples, rate: float) -> float:
    """Return the loudness of audio (n,) or (n, channels) in LUFS."""
    return loudness_and_peak(audio, rate)[0]


def loudness_note(loudness: float, peak: float) -> str:
    """Return integrated loudness and true peak for the user, as in "-16.0 LUFS, true peak -1.0 dBTP"."""
    return f"{loudness:.1f} LUFS, true peak {peak:.1f} dBTP"
