"""A player in, sound from a device of PortAudio out.

The device calls the compiled callback of the player; no Python runs in its thread. It may run at any rate and have one
channel, two, or many, of which the first two are used.
"""

import math
import time
from typing import TYPE_CHECKING, Any

from engine.errors import NoDevice
from engine.spec import SPEC

from .devices import choose, listed, muted_stderr, portaudio

if TYPE_CHECKING:
    from engine.core import LivePlayer

FIRST = 3.0  # seconds within which a device must ask for its first block
HOPELESS = 2.0  # seconds; a driver that reports more delay than this has miscounted
ITS_OWN = 0  # block of a stream that takes whatever its host asks for
USUAL = 1024  # samples that are guessed to be buffered where nothing believable is said


class SoundCard:
    """A device, chosen by names when it is made and opened by `start`."""

    def __init__(
        self, host_api: str | None = None, device: str | None = None, rate: int | None = None, block: int = 128
    ) -> None:
        """A JACK server's period stands in place of `block`: cut into smaller blocks it would not come sooner."""
        self._library = portaudio()
        with muted_stderr():
            self._device = choose(listed(self._library), host_api, device)
        self.name = self._device.title
        self._block = ITS_OWN if "jack" in self._device.host_api.casefold() else block
        self.channels, self.rate = self._format(rate)
        self.buffered = 0.0
        self._stream: Any = None
        self._player: LivePlayer | None = None

    @property
    def alive(self) -> bool:
        """The device still asks for samples."""
        return self._stream is not None and bool(self._stream.active)

    def start(self, player: "LivePlayer") -> None:
        """Open the device; it plays when this returns.

        Raises:
            NoDevice: somebody else holds it, it does not take our format, or it never asks for sound.
        """
        self._player = player  # kept as long as the device may call it
        library = self._library
        try:
            with muted_stderr():
                # sounddevice has no public way to a compiled callback; this is the one that rtmixer takes
                self._stream = library._StreamBase(
                    "output",
                    samplerate=self.rate,
                    blocksize=self._block,
                    device=self._device.index,
                    channels=self.channels,
                    dtype="float32",
                    latency="low",
                    callback=player.callback,
                    userdata=player.handle,
                )
                self.buffered = self._reported()
                player.expect(self.buffered)
                self._stream.start()
        except library.PortAudioError as error:
            self.stop()
            raise NoDevice(f"{self.name} does not open ({error}); close what else uses it or choose another") from error
        deadline = time.monotonic() + FIRST
        while not player.calls:
            if time.monotonic() > deadline:
                self.stop()
                raise NoDevice(f"{self.name} is open and asks for no sound; choose another device")
            time.sleep(0.001)

    def stop(self) -> None:
        """Close the device."""
        if self._stream is not None:
            with muted_stderr():
                self._stream.close(ignore_errors=True)
            self._stream = self._player = None

    def _reported(self) -> float:
        """Seconds that the driver says it adds, or a guess where that cannot be true."""
        told = float(self._stream.latency)
        return told if math.isfinite(told) and 0 <= told < HOPELESS else USUAL / self.rate

    def _format(self, rate: int | None) -> tuple[int, int]:
        """Channels and rate that the device takes: two where it can, the engine's rate where it can."""
        narrow = min(2, self._device.channels)
        for width in (narrow, self._device.channels):
            for candidate in (rate or SPEC.rate, self._device.rate):
                try:
                    with muted_stderr():
                        self._library.check_output_settings(self._device.index, width, "float32", samplerate=candidate)
                except self._library.PortAudioError:
                    continue  # the next pair may do
                return width, candidate
        return narrow, self._device.rate  # opening it will say why not
