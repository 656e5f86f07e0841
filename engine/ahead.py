"""Blocks made before the card asks for them: a render function in, the same sound out, later by so many blocks.

maker   a thread at the priority of its render function (see urgency): makes a block for each that was taken
card    takes the oldest one. Where that is not finished it waits for it, but not for ever

A block that is late by itself is missed at the end of its period; one that is made ahead may take until the end of the
next. Both threads are of one process that does nothing else, so whoever waits here waits for the sound alone. What is
late all the same is left out: the sound fades out, and fades in where it would be by now, so that the beat is kept.
"""

import threading
import time
from queue import Empty, SimpleQueue

import numpy as np

from .mel import Floats
from .resampling import Render

PATIENCE = 0.05  # seconds; a card with a buffer of its own, or a server that waits, has more time than a block
FADE = 32  # samples, of the sound that breaks off and of the sound that comes back
MOST_LATE = 32  # blocks that are made up for; who is later than that goes on where he was


class Ahead:
    """A render function of which `count` blocks of `block` samples are ready, at first silent ones."""

    def __init__(self, render: Render, block: int, count: int, channels: int = 2, patience: float = PATIENCE) -> None:
        """`patience`: seconds after which a block is given up."""
        self.missed = 0  # blocks that were not there in time
        self._render, self._block, self._patience = render, block, patience
        self._made: SimpleQueue[Floats] = SimpleQueue()
        self._wanted: SimpleQueue[bool] = SimpleQueue()
        for _ in range(count):
            self._made.put(np.zeros((block, channels), np.float32))
        falling = 0.5 + 0.5 * np.cos(np.pi * np.minimum((np.arange(block) + 0.5) / FADE, 1))
        self._falling = falling.astype(np.float32)[:, None]
        self._last = np.zeros(channels, np.float32)  # sample that was handed over last
        self._late = 0  # blocks whose time has passed, and that will be made all the same
        self._maker = threading.Thread(target=self._run, name="maker", daemon=True)
        self._maker.start()

    def __call__(self, frames: int) -> Floats:
        """The next block (block, channels); `frames` is how many were agreed."""
        until = time.perf_counter() + self._patience
        late = self._late
        asked = late < MOST_LATE
        if asked:
            self._wanted.put(True)
        try:
            while self._late:
                self._made.get(timeout=max(until - time.perf_counter(), 0))
                self._late -= 1
            block = self._made.get(timeout=max(until - time.perf_counter(), 0))
        except Empty:
            self.missed += 1
            self._late += asked
            block, self._last = self._falling * self._last, self._last * 0
            return block
        if not asked:
            self._wanted.put(True)
        if late:
            block = block * (1 - self._falling)
        self._last = block[-1]
        return block

    def stop(self) -> None:
        """End the thread; nobody calls any more."""
        self._wanted.put(False)
        self._maker.join()

    def _run(self) -> None:
        while self._wanted.get():
            self._made.put(self._render(self._block))
