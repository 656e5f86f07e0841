"""Output through a device of PortAudio: a player in, sound out.

The device calls the player's compiled callback, so no Python runs in the audio thread. It may have any sample rate and
any number of channels, of which the first two are used, and those behind them if they were asked for.
"""

import math
import time
from typing import TYPE_CHECKING, Any

from engine.errors import NoDevice, muted_stderr
from engine.spec import SPEC

from .devices import choose_device, list_outputs, load_portaudio

if TYPE_CHECKING:
    from engine.core import LivePlayer

FIRST_BLOCK_TIMEOUT_S = 3.0
MAX_REPORTED_LATENCY_S = 2.0  # a driver that reports more has an error in its calculation
HOST_BLOCK_SIZE = 0  # PortAudio's value for blocks of the size that the host API uses
FALLBACK_BUFFERED_SAMPLES = 1024  # assumed to be buffered where the driver reports no plausible latency


class SoundCard:
    """A device, chosen by name when the object is created and opened by `start`."""

    def __init__(
        self,
        host_api: str | None = None,
        device: str | None = None,
        rate: int | None = None,
        block: int = 128,
        channels: int = 2,
    ) -> None:
        """Choose the device. A JACK server ignores `block`: cutting its period into smaller blocks saves no time."""
        self._library = load_portaudio()
        with muted_stderr():
            self._device = choose_device(list_outputs(self._library), host_api, device)
        self.name = self._device.title
        self._block = HOST_BLOCK_SIZE if "jack" in self._device.host_api.casefold() else block
        self.channels, self.rate = self._supported_format(rate, channels)  # per frame; Hz
        self.parts = channels // 2 - 1  # parts of the sound that are on channels of their own
        self.buffered = 0.0  # seconds that still sound after the last block; known after `start`
        self._stream: Any = None
        self._player: LivePlayer | None = None

    @property
    def alive(self) -> bool:
        """Whether the device still asks for samples."""
        return self._stream is not None and bool(self._stream.active)

    def start(self, player: "LivePlayer") -> None:
        """Open the device and wait until it has played the first block.

        Raises:
            NoDevice: another program uses it, it does not take the format, or it asks for no samples.
        """
        self._player = player  # kept alive as long as the device may call it
        library = self._library
        try:
            with muted_stderr():
                # sounddevice has no public way to pass a compiled callback; rtmixer uses this class too
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
                self.buffered = self._reported_latency()
                player.expect(self.buffered)
                self._stream.start()
        except library.PortAudioError as error:
            self.stop()
            raise NoDevice(f"{self.name} does not open ({error}); close what else uses it or choose another") from error
        deadline = time.monotonic() + FIRST_BLOCK_TIMEOUT_S
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

    def _reported_latency(self) -> float:
        """Return the latency that the driver reports, in seconds, or an estimate where that is not plausible."""
        latency = float(self._stream.latency)
        plausible = math.isfinite(latency) and 0 <= latency < MAX_REPORTED_LATENCY_S
        return latency if plausible else FALLBACK_BUFFERED_SAMPLES / self.rate

    def _supported_format(self, rate: int | None, wanted: int) -> tuple[int, int]:
        """Return channels and rate: those wanted, or else the engine's rate, where the device supports them."""
        fewest = min(wanted, self._device.channels)
        for channels in (fewest, self._device.channels):
            for candidate in (rate or SPEC.rate, self._device.rate):
                try:
                    with muted_stderr():
                        self._library.check_output_settings(
                            self._device.index, channels, "float32", samplerate=candidate
                        )
                except self._library.PortAudioError:
                    continue
                return channels, candidate
        return fewest, self._device.rate  # `start` will raise the reason
