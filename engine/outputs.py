"""Where sound goes: a render function in, samples to a card, to a file or to nowhere out.

render(frames) -> float32 (frames, 2), -1..1, at Spec.rate; called from the output's own thread, never from two at once

SoundCard  a device, any rate and number of channels (see soundcard)
Null       the pace of a card without one: the instrument stays playable where there is no sound
WavFile    as fast as it can, a given number of samples
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Protocol

import numpy as np

from .errors import BadInput, NoDevice
from .resampling import Render
from .soundcard import SoundCard
from .spec import SPEC

SILENT = "silent output"
SLACK = 256  # samples, 6 ms: what a block that is made again may take, if nothing else is said
MOST_AHEAD = 32  # blocks
LAG = 0.25  # seconds by which the silent output may be late before it gives up on catching up


class Output(Protocol):
    """Something that asks for samples until it is stopped."""

    name: str
    rate: int  # Hz, of the device
    block: int  # samples of the device that are asked for at once
    latency: float  # seconds from a sample asked for to its sound; known after start
    ahead: float  # seconds before samples are asked for, in which they can no longer be changed

    @property
    def underruns(self) -> int:
        """Blocks that were late."""

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
    ahead: int | None = None  # blocks that cannot be changed any more (see reel); by default what gives a new one SLACK
    awake: bool = True  # keep processors from dozing while a device plays, where that is permitted (see urgency)

    def __post_init__(self) -> None:
        if not 16 <= self.block <= 8192:
            raise BadInput(f"a buffer of {self.block} samples cannot be played; choose 16 to 8192, usually 64 to 512")
        if self.ahead is not None and not 0 <= self.ahead <= MOST_AHEAD:
            raise BadInput(f"{self.ahead} blocks cannot be made ahead; choose 0 to {MOST_AHEAD}, usually 1")
        if self.rate is not None and not 8_000 <= self.rate <= 384_000:
            raise BadInput(f"a device rate of {self.rate} Hz cannot be played; choose 8000 to 384000, usually 48000")

    @property
    def chosen(self) -> bool:
        """A certain output was asked for; another one would be wrong."""
        return self.null or self.host_api is not None or self.device is not None

    @property
    def blocks_ahead(self) -> int:
        """Blocks that cannot be changed any more when a card asks for the one before; 0: they are made when it asks."""
        return max(ceil(SLACK / self.block) - 1, 0) if self.ahead is None else self.ahead


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
    for host_api, device in cards:
        try:
            card = SoundCard(host_api, device, choice.rate, choice.block, choice.blocks_ahead)
            card.start(render)
        except NoDevice as refusal:
            if named and not lenient:
                raise
            reason = reason or str(refusal)
        else:
            if choice.rate not in (None, card.rate):
                reason = reason or f"{card.name} cannot run at {choice.rate} Hz"
            return card, f"{reason}; playing into {card.name} at {card.rate} Hz" if reason else ""
    null = Null(block=choice.block)
    null.start(render)
    return null, f"{reason}; playing into the {SILENT}" if reason else ""


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
        self.latency = self.ahead = 0.0
        self.underruns = 0
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
        self.latency = self.ahead = 0.0
        self.underruns = 0
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
