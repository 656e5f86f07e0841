"""A fake sounddevice: the test gives the devices and calls the streams.

Library      stands in for the module sounddevice
player_for   shared state -> a factory of players for an output
"""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np

from engine.arrays import Floats
from engine.core import LivePlayer
from engine.core.library import ffi
from engine.realtime.outputs import Output
from engine.realtime.shared_memory import SharedState

UNDERFLOW = 4  # paOutputUnderflow


class PortAudioError(Exception):
    pass


class Library:
    """The fake module: outputs as (name, channels, default rate)."""

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

    def _StreamBase(self, kind: str, **options: Any) -> SimpleNamespace:
        """Open a stream whose `play(frames)` calls the compiled callback."""
        if self.busy:
            raise PortAudioError("Device unavailable")
        width = options["channels"]

        def play(frames: int, underflow: bool = False) -> Floats:
            out = np.full((frames, width), np.nan, np.float32)
            pointer, flags = ffi.cast("void *", out.ctypes.data), UNDERFLOW if underflow else 0
            assert options["callback"](ffi.NULL, pointer, frames, ffi.NULL, flags, options["userdata"]) == 0
            return out

        stream = SimpleNamespace(**options | {"play": play, "active": False, "latency": self.latency})
        first = options["blocksize"] or 128
        stream.start = lambda: stream.__dict__.update(active=True, first=None if self.mute else play(first))
        stream.close = lambda ignore_errors: setattr(stream, "active", False)
        self.streams.append(stream)
        return stream


def player_for(shared: SharedState) -> Callable[[Output], LivePlayer]:
    """Return a function that makes the player of an output."""
    return lambda output: LivePlayer(shared.record, output.rate, output.channels, parts=output.parts)
