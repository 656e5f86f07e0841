"""Sound at the engine's rate in, sound at the device's rate out, for cards that do not run at 44 100 Hz.

render(frames) -> float32 (frames, channels) at `source` Hz, called for exactly what is needed
Resampler(frames) -> float32 (frames, channels) at `target` Hz

A bank of windowed-sinc filters, one for every place that an output sample can have between two input samples; the
ratio of the rates is exact. Ready-made streaming resamplers of this quality hand out their samples in lumps of 20 ms:
in a callback that is either 20 ms of delay or seven blocks of work in one. This one asks TAPS / 2 samples ahead.
After Smith and Gossett: "A flexible sampling-rate conversion method" (1984).
"""

from collections.abc import Callable
from math import ceil, gcd

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from .mel import Floats
from .rewind import Rewindable

Render = Callable[[int], Floats]

TAPS = 64  # input samples that an output sample is made of, when the rate goes up
BETA = 8.0  # of the Kaiser window: images and aliases 80 dB down, flat to 20 kHz


def filters(source: int, target: int) -> Floats:
    """Filters (phases, taps): row p makes a sample p / phases of the way from one input sample to the next."""
    phases = target // gcd(source, target)
    squeeze = min(1.0, target / source)  # the lower rate sets the band
    taps = 2 * ceil(TAPS / 2 / squeeze)
    distance = np.arange(taps) - taps / 2 + 1 - (np.arange(phases) / phases)[:, None]
    window = np.i0(BETA * np.sqrt(np.clip(1 - (2 * distance / taps) ** 2, 0, 1)))
    bank = np.sinc(squeeze * distance) * window
    return (bank / bank.sum(axis=1, keepdims=True)).astype(np.float32)


class Resampler(Rewindable):
    """A stream at `target` Hz made of a stream at `source` Hz; any division into blocks gives the same samples."""

    WHOLE = ("_input", "_phase")
    FIXED = ("_render", "_filters", "_step", "latency")

    def __init__(self, render: Render, source: int, target: int, channels: int = 2) -> None:
        self._render = render
        self._filters = filters(source, target)
        self._step = source // gcd(source, target)  # phases from one output sample to the next
        taps = self._filters.shape[1]
        self.latency = taps // 2 / source  # seconds by which it asks ahead
        self._input: Floats = np.zeros((taps // 2 - 1, channels), np.float32)
        self._phase = 0  # of the next output sample, counted from the oldest input that it needs

    def __call__(self, frames: int) -> Floats:
        """The next block (frames, channels)."""
        phases, taps = self._filters.shape
        at = self._phase + np.arange(frames) * self._step
        first, phase = at // phases, at % phases
        missing = int(first[-1]) + taps - len(self._input)
        if missing > 0:
            self._input = np.concatenate((self._input, self._render(missing)))
        spans = sliding_window_view(self._input, taps, axis=0)[first]
        block: Floats = np.einsum("fct,ft->fc", spans, self._filters[phase])
        following = self._phase + frames * self._step
        self._input = self._input[following // phases :]
        self._phase = following % phases
        return block
