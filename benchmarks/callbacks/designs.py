"""Ways from the instrument to the card, and a player process that uses one of them.

play    segment, output, design, lead -> the engine's own player, whose output is exchanged for one of these

python  PortAudio calls Python, which makes the block there and then: the engine's own with --ahead 0
ahead   PortAudio calls Python, which waits for a block that another thread began earlier: the engine's own
rtmixer a C callback takes blocks out of a ring (rtmixer 0.1.7); a Python thread makes them ahead
numba   the same with a compiled callback of our own

Whatever the design, what it plays is stereo: left the instrument, right the number of each sample (see ears).
A ring is kept `lead` blocks full. Its thread looks four times per block: a C callback cannot wake a Python thread.
"""

import os
import sys
import threading
from abc import ABC, abstractmethod
from functools import partial
from multiprocessing.connection import Connection
from typing import Any

import numpy as np

from engine.devices import choose, hushed, listed, portaudio
from engine.launch import Player, start
from engine.mel import Floats
from engine.outputs import Output, OutputChoice, open_output
from engine.resampling import Render
from engine.spec import SPEC
from engine.voice import Voice

from .verdict import LAST, UNIT

LOOKS = 4  # per block
SIZE = 1 << 13  # samples of a ring, a power of two
URGENT = 60  # real-time priority of a thread that fills a ring: below JACK's 65 for callbacks, above all else


class Numbered(Voice):
    """The engine's voice, but that its right channel is replaced by the number of each sample."""

    def make(self, frames: int) -> Floats:
        """The next block (frames, 2)."""
        block = super().make(frames).copy()
        first = self._instrument.clock - frames
        block[:, 1] = (np.arange(first, first + frames) % LAST + 1) / UNIT
        return block


class Ahead(ABC):
    """An output whose callback only takes out of a ring; a thread of ours keeps `lead` blocks in it."""

    def __init__(self, block: int, lead: int) -> None:
        self.name, self.rate, self.block = "JACK, from a ring", SPEC.rate, block
        self.latency, self.underruns = lead * block / SPEC.rate, 0
        self._library, self._lead, self._stopping = portaudio(), lead * block, threading.Event()
        with hushed():
            device = choose(listed(self._library), "JACK").index
        self._format = {"samplerate": SPEC.rate, "blocksize": block, "device": device, "channels": 2, "latency": "low"}
        self._stream: Any = None
        self._thread: threading.Thread | None = None

    @property
    def alive(self) -> bool:
        """Blocks are made."""
        return self._thread is not None and self._thread.is_alive() and bool(self._stream.active)

    def start(self, render: Render) -> None:
        """Fill the ring, then open the device."""
        with hushed():
            self._stream = self.open()
        self._top_up(render)
        with hushed():
            self._stream.start()
        self._thread = threading.Thread(target=self._fill, args=(render,), name="ring", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread and close the device."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()
        with hushed():
            self._stream.close(ignore_errors=True)

    @abstractmethod
    def open(self) -> Any:
        """The stream, not yet started."""

    @abstractmethod
    def held(self) -> int:
        """Samples in the ring."""

    @abstractmethod
    def write(self, block: Floats) -> None:
        """Into the ring."""

    def _top_up(self, render: Render) -> None:
        while self.held() + self.block <= self._lead:
            self.write(render(self.block))

    def _fill(self, render: Render) -> None:
        try:
            os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(URGENT))
        except PermissionError:
            print("the thread that fills the ring is refused real-time priority; see ulimit -r", file=sys.stderr)
        pause = self.block / self.rate / LOOKS
        while not self._stopping.wait(pause):
            self._top_up(render)


class Rtmixer(Ahead):
    """The ring and the callback of rtmixer, which ends its play when the ring runs dry and is told to begin again."""

    def open(self) -> Any:
        """A Mixer that plays the ring."""
        import rtmixer

        self._ring = rtmixer.RingBuffer(8, SIZE)
        self._mixer = rtmixer.Mixer(**self._format)
        self._action = self._mixer.play_ringbuffer(self._ring)
        return self._mixer

    def held(self) -> int:
        """Samples in the ring."""
        return int(self._ring.read_available)

    def write(self, block: Floats) -> None:
        """Into the ring."""
        self._ring.write(block)

    def _top_up(self, render: Render) -> None:
        super()._top_up(render)
        if self._action not in self._mixer.actions:
            self.underruns += 1
            self._action = self._mixer.play_ringbuffer(self._ring)


def opened(design: str, lead: int, choice: OutputChoice, render: Render, *, lenient: bool) -> tuple[Output, str]:
    """In place of engine.outputs.open_output: the output of a design, started."""
    if design in ("python", "ahead", "floor", "work"):
        return open_output(choice, render, lenient=lenient)
    output: Ahead
    if design == "numba":
        from .compiled import Compiled  # a second, and only this design has a use for it

        output = Compiled(choice.block, lead)
    else:
        output = Rtmixer(choice.block, lead)
    output.start(render)
    return output, ""


def play(segment: str, choice: OutputChoice, design: str, lead: int) -> None:
    """Body of the process: the engine's player, but for its output."""
    import engine.ahead
    import engine.player  # only the child needs the instrument

    engine.ahead.FADE = 1e-9  # type: ignore[assignment]  # samples: numbers cannot fade
    engine.player.Voice = Numbered  # type: ignore[attr-defined]
    engine.player.open_output = partial(opened, design, lead)  # type: ignore[attr-defined]
    engine.player.main(segment, choice)


def launch(design: str, lead: int, segment: str, choice: OutputChoice, lifeline: Connection | None) -> Player:
    """In place of engine.launch.launch."""
    return start(play, segment, choice, design, lead)
