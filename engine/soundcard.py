"""A render function at the engine's rate in, sound from a device of PortAudio out.

render(frames) -> float32 (frames, 2), -1..1, at Spec.rate; called from PortAudio's real-time thread

The device may run at any rate (see resampling) and have one channel, two, or many, of which the first two are used.
"""

import math
import time
from typing import Any

import numpy as np

from .ahead import Ahead
from .devices import choose, hushed, listed, portaudio
from .errors import NoDevice
from .mel import Floats
from .reel import Deaf, Performer, Reel
from .resampling import Render, Resampler
from .spec import SPEC
from .urgency import Prompt

FIRST = 3.0  # seconds within which a device must ask for its first block
HOPELESS = 2.0  # seconds; a driver that reports more delay than this has miscounted


class SoundCard:
    """A device, chosen by names when it is made and opened by `start`."""

    def __init__(
        self,
        host_api: str | None = None,
        device: str | None = None,
        rate: int | None = None,
        block: int = 128,
        ahead: int = 0,
    ) -> None:
        """`ahead`: blocks that cannot be changed any more, of those that are made before they are asked for."""
        self._library = portaudio()
        with hushed():
            self._device = choose(listed(self._library), host_api, device)
        self.name = self._device.title
        self.block, self.latency, self._underruns = block, 0.0, 0
        self._width, self.rate = self._format(rate)
        self.ahead = ahead * block / self.rate
        self._count = ahead
        self._maker: Ahead | None = None
        self._stream: Any = None
        self._asked = False
        self._render: Render

    @property
    def alive(self) -> bool:
        """The device still asks for samples."""
        return self._stream is not None and bool(self._stream.active)

    @property
    def underruns(self) -> int:
        """Blocks that were late: by the device's word, and by ours where they are made ahead."""
        return self._underruns + (self._maker.missed if self._maker else 0)

    def start(self, render: Render) -> None:
        """Open the device; it plays when this returns.

        Raises:
            NoDevice: somebody else holds it, it does not take our format, or it never asks for sound.
        """
        asks = self._asks_ahead(render) if self._count else self._asks(render)
        try:
            with hushed():
                self._stream = self._library.OutputStream(
                    self.rate, self.block, self._device.index, self._width, "float32", "low", callback=self._callback
                )
                self._stream.start()
                reported = float(self._stream.latency)
        except self._library.PortAudioError as error:
            self.stop()
            raise NoDevice(f"{self.name} does not open ({error}); close what else uses it or choose another") from error
        deadline = time.monotonic() + FIRST
        while not self._asked:
            if time.monotonic() > deadline:
                self.stop()
                raise NoDevice(f"{self.name} is open and asks for no sound; choose another device")
            time.sleep(0.001)
        trusted = math.isfinite(reported) and 0 <= reported < HOPELESS
        buffered = reported if trusted else 2 * self.block / self.rate
        self.latency = buffered + asks

    def stop(self) -> None:
        """Close the device."""
        if self._stream is not None:
            with hushed():
                self._stream.close(ignore_errors=True)
            self._stream = None
        if self._maker is not None:
            self._maker.stop()
            self._maker = None

    def _asks(self, render: Render) -> float:
        """Make blocks when the card asks for them; seconds by which what lies between asks ahead."""
        resampler = None if self.rate == SPEC.rate else Resampler(render, SPEC.rate, self.rate)
        self._render = resampler or render
        return resampler.latency if resampler else 0.0

    def _asks_ahead(self, render: Render) -> float:
        """The same, but make them before it asks."""
        inner = render.render if isinstance(render, Prompt) else render
        performer = inner if isinstance(inner, Performer) else Deaf(inner)
        resampler = None if self.rate == SPEC.rate else Resampler(performer.make, SPEC.rate, self.rate)
        lasts = self.block / self.rate
        between = [resampler] if resampler else []
        reel = Reel(performer, resampler or performer.make, self.block, lasts, self._count, between=between)
        # two threads then: the maker, and the card's own, which waits for it
        urgent = isinstance(render, Prompt)
        self._maker = Ahead(reel, self.block, lasts, urgent=urgent)
        self._render = Prompt(self._maker) if urgent else self._maker
        return resampler.latency if resampler else 0.0

    def _format(self, rate: int | None) -> tuple[int, int]:
        """Channels and rate that the device takes: two where it can, the engine's rate where it can."""
        narrow = min(2, self._device.channels)
        for width in (narrow, self._device.channels):
            for candidate in (rate or SPEC.rate, self._device.rate):
                try:
                    with hushed():
                        self._library.check_output_settings(self._device.index, width, "float32", samplerate=candidate)
                except self._library.PortAudioError:
                    continue  # the next pair may do
                return width, candidate
        return narrow, self._device.rate  # opening it will say why not

    def _callback(self, out: Floats, frames: int, _time: object, status: Any) -> None:
        self._asked = True
        if status.output_underflow:
            self._underruns += 1
        block = self._render(frames)
        if self._width == 1:
            np.mean(block, axis=1, out=out[:, 0])
            return
        out[:, :2] = block
        out[:, 2:] = 0
