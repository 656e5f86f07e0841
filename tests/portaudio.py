"""A PortAudio without a machine: devices are given, streams are driven by hand. And a sound that shows every mistake.

Library   stands in for the module sounddevice
Counter   a render function whose every sample differs
"""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np

from engine.mel import Floats


class PortAudioError(Exception):
    pass


class Library:
    """A sounddevice whose devices are given; streams are driven by hand."""

    PortAudioError = PortAudioError

    def __init__(
        self, *outputs: tuple[str, int, float], rates: tuple[int, ...] = (44_100,), widths: Any = None
    ) -> None:
        self.outputs, self.rates, self.widths = outputs, rates, widths
        self.latency, self.busy, self.mute = 0.01, False, False
        self.streams: list[SimpleNamespace] = []

    def query_hostapis(self) -> list[dict[str, Any]]:
        return [{"name": "ALSA", "default_output_device": 0}]

    def query_devices(self) -> list[dict[str, Any]]:
        return [
            {"name": name, "hostapi": 0, "max_output_channels": width, "default_samplerate": rate}
            for name, width, rate in self.outputs
        ]

    def check_output_settings(self, device: int, width: int, dtype: str, samplerate: int) -> None:
        if samplerate not in self.rates or (self.widths and width not in self.widths):
            raise PortAudioError("Invalid sample rate")

    def OutputStream(
        self, rate: int, block: int, device: int, width: int, dtype: str, latency: str, callback: Callable[..., None]
    ) -> SimpleNamespace:
        if self.busy:
            raise PortAudioError("Device unavailable")

        def play(frames: int, underflow: bool = False) -> Floats:
            out = np.full((frames, width), np.nan, np.float32)
            callback(out, frames, None, SimpleNamespace(output_underflow=underflow))
            return out

        stream = SimpleNamespace(rate=rate, block=block, device=device, play=play, active=False, latency=self.latency)
        stream.start = lambda: stream.__dict__.update(active=True, first=None if self.mute else play(block))
        stream.close = lambda ignore_errors: setattr(stream, "active", False)
        self.streams.append(stream)
        return stream


class Counter:
    """A render function whose n-th sample is n on the left and -n on the right, over 2^20."""

    def __init__(self) -> None:
        self.position = 0

    def __call__(self, frames: int) -> Floats:
        ramp = np.arange(self.position, self.position + frames, dtype=np.float32) / 2**20
        self.position += frames
        return np.stack((ramp, -ramp), axis=1)
