"""Where sound goes: a render function in, samples to a card, to a file or to nowhere out.

render(frames) -> float32 (frames, 2), -1..1, at Spec.rate; called from the output's own thread, never from two at once

SoundCard  a device of PortAudio, any rate and number of channels
Null       the pace of a card without one: the instrument stays playable where there is no sound
WavFile    as fast as it can, a given number of samples
"""

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from .devices import choose, hushed, listed, portaudio
from .errors import BadInput, NoDevice
from .mel import Floats
from .resampling import Resampler
from .spec import SPEC

Render = Callable[[int], Floats]

SILENT = "silent output"
HOPELESS = 2.0  # seconds; a driver that reports more delay than this has miscounted
LAG = 0.25  # seconds by which the silent output may be late before it gives up on catching up


class Output(Protocol):
    """Something that asks for samples until it is stopped."""

    name: str
    rate: int  # Hz, of the device
    block: int  # samples of the device that are asked for at once
    latency: float  # seconds from a sample asked for to its sound; known after start
    underruns: int

    @property
    def alive(self) -> bool:
        """It still asks for samples."""

    def start(self, render: Render) -> None:
        """Begin to ask."""

    def stop(self) -> None:
        """Ask no more; `render` is not running when this returns."""


@dataclass(frozen=True, slots=True)
class OutputChoice:
    """What a user says about the output; None leaves it open."""

    host_api: str | None = None
    device: str | None = None
    block: int = 128  # samples, 16 to 8192
    rate: int | None = None  # Hz; by default the engine's own where the device can
    null: bool = False  # the silent output

    def __post_init__(self) -> None:
        if not 16 <= self.block <= 8192:
            raise BadInput(f"a buffer of {self.block} samples cannot be played; choose 16 to 8192, usually 64 to 512")
        if self.rate is not None and not 8_000 <= self.rate <= 384_000:
            raise BadInput(f"a device rate of {self.rate} Hz cannot be played; choose 8000 to 384000, usually 48000")


def open_output(choice: OutputChoice, render: Render, *, lenient: bool = False) -> tuple[Output, str]:
    """A started output and a note, empty when it is the one that was chosen.

    Who named a device gets that one or a refusal, unless `lenient`: then the default one. Where there is none at all,
    the silent output.

    Raises:
        NoDevice: the host API or the device that was named is not there or cannot be opened.
    """
    named = bool(choice.host_api or choice.device)
    cards = [(choice.host_api, choice.device)] if not choice.null else []
    if named and lenient:
        cards.append((None, None))
    reason = ""
    for attempt, (host_api, device) in enumerate(cards):
        try:
            card = SoundCard(host_api, device, choice.rate, choice.block)
            card.start(render)
        except NoDevice as refusal:
            if named and not lenient:
                raise
            reason = reason or str(refusal)
        else:
            return card, f"{reason}; playing into {card.name}" if attempt else ""
    null = Null(block=choice.block)
    null.start(render)
    return null, f"{reason}; playing into the {SILENT}" if reason else ""


class SoundCard:
    """A device of PortAudio, chosen by names when it is made and opened by `start`."""

    def __init__(
        self, host_api: str | None = None, device: str | None = None, rate: int | None = None, block: int = 128
    ) -> None:
        self._library = portaudio()
        with hushed():
            self._device = choose(listed(self._library), host_api, device)
        self.name = f"{self._device.name} ({self._device.host_api})"
        self.block, self.latency, self.underruns = block, 0.0, 0
        self._width, self.rate = self._format(rate)
        self._stream: Any = None
        self._render: Render

    @property
    def alive(self) -> bool:
        """The device still asks for samples."""
        return self._stream is not None and bool(self._stream.active)

    def start(self, render: Render) -> None:
        """Open the device and play.

        Raises:
            NoDevice: somebody else holds it, or it does not take our format.
        """
        resampler = None if self.rate == SPEC.rate else Resampler(render, SPEC.rate, self.rate)
        self._render = resampler or render
        try:
            with hushed():
                self._stream = self._library.OutputStream(
                    self.rate, self.block, self._device.index, self._width, "float32", "low", callback=self._callback
                )
                self._stream.start()
                reported = float(self._stream.latency)
        except self._library.PortAudioError as error:
            raise NoDevice(f"{self.name} does not open ({error}); close what else uses it or choose another") from error
        trusted = math.isfinite(reported) and 0 <= reported < HOPELESS
        buffered = reported if trusted else 2 * self.block / self.rate
        self.latency = buffered + (resampler.latency if resampler else 0.0)

    def stop(self) -> None:
        """Close the device."""
        if self._stream is not None:
            with hushed():
                self._stream.close(ignore_errors=True)
            self._stream = None

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
        if status.output_underflow:
            self.underruns += 1
        block = self._render(frames)
        if self._width == 1:
            np.mean(block, axis=1, out=out[:, 0])
            return
        out[:, :2] = block
        out[:, 2:] = 0


class Null:
    """No device: asks for blocks at the pace of a clock, and forgets them."""

    def __init__(
        self,
        rate: int = SPEC.rate,
        block: int = 128,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.name, self.rate, self.block = SILENT, rate, block
        self.latency, self.underruns = 0.0, 0
        self._clock, self._sleep = clock, sleep
        self._thread: threading.Thread | None = None
        self._stopping = threading.Event()

    @property
    def alive(self) -> bool:
        """Blocks are asked for."""
        return self._thread is not None and self._thread.is_alive()

    def start(self, render: Render) -> None:
        """Begin in a thread."""
        self._stopping.clear()
        self._thread = threading.Thread(target=self._run, args=(render,), name="silent output", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self, render: Render) -> None:
        due = self._clock()
        while not self._stopping.is_set():
            render(self.block)
            due += self.block / self.rate
            ahead = due - self._clock()
            if ahead > 0:
                self._sleep(ahead)
            elif ahead < -LAG:
                due -= ahead
                self.underruns += 1


class WavFile:
    """A file (see audiofile); `start` returns when it is written."""

    def __init__(self, path: Path, frames: int, block: int = 1024) -> None:
        self.name, self.rate, self.block = str(path), SPEC.rate, block
        self.latency, self.underruns = 0.0, 0
        self._path, self._frames = path, frames

    @property
    def alive(self) -> bool:
        """Never: after `start` everything is written."""
        return False

    def start(self, render: Render) -> None:
        """Ask for all samples and write them.

        Raises:
            BadInput: the file cannot be written.
        """
        from .audiofile import check_writable, write  # its libraries cost the player's start, which has no use for them

        check_writable(self._path)
        audio = np.empty((self._frames, 2), np.float32)
        for begin in range(0, self._frames, self.block):
            part = audio[begin : begin + self.block]
            part[:] = render(len(part))
        write(self._path, audio)

    def stop(self) -> None:
        """Nothing is left to stop."""
