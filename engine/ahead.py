"""A card and a reel: blocks that are ready in, the next one out, in time.

maker   a thread: keeps the reel full (see reel), and is woken whenever the card has taken a block
card    takes the block that is due. One that is just being made again, for something that should be heard in it, it
        waits for a little; one that is not there at all, longer, but not for ever

Both threads are of one process that does nothing else, so whoever waits here waits for the sound alone. What is late
all the same is left out: the sound fades out, and fades in where it would be by now, so that the beat is kept.
"""

import threading
import time
from collections.abc import Callable
from queue import Empty, SimpleQueue

import numpy as np

from .mel import Floats
from .reel import Reel
from .urgency import hurry

PATIENCE = 0.05  # seconds; a card with a buffer of its own, or a server that waits, has more time than a block
GRACE = 0.9  # of a block: so long a new version of the one that is due is waited for
FADE = 32  # samples, of the sound that breaks off and of the sound that comes back
MOST_LATE = 32  # blocks that are made up for; who is later than that goes on where he was


class Bell:
    """Wakes one who waits. Whoever rings it never waits, and leaves nothing behind if nobody does."""

    def __init__(self) -> None:
        self._strokes: SimpleQueue[None] = SimpleQueue()
        self._listening = False

    def listen(self) -> None:
        """From here on a stroke is heard, also by a `wait` that begins later: look once more before that."""
        self._listening = True

    def wait(self, seconds: float | None = None) -> None:
        """Until it rings, or for so long."""
        try:
            if seconds is None or seconds > 0:
                self._strokes.get(timeout=seconds)
        except Empty:
            seconds = 0.0  # nobody rang
        self._listening = False

    def ring(self) -> None:
        """Wake who waits."""
        if self._listening:
            self._listening = False
            self._strokes.put(None)


class Ahead:
    """What a card calls for blocks of `block` samples."""

    def __init__(
        self,
        reel: Reel,
        block: int,
        lasts: float,
        *,
        channels: int = 2,
        urgent: bool = False,
        patience: float = PATIENCE,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        """The maker begins at once; an `urgent` one asks for real-time priority.

        A block `lasts` so many seconds, and is given up `patience` seconds after it was due.
        """
        self.missed = 0  # blocks that were not there in time
        self._reel, self._clock, self._patience, self._grace = reel, clock, patience, GRACE * lasts
        self._urgent, self._stopping = urgent, False
        self._due, self._done = Bell(), Bell()  # a block was taken; a block was made
        falling = 0.5 + 0.5 * np.cos(np.pi * np.minimum((np.arange(block) + 0.5) / FADE, 1))
        self._falling = falling.astype(np.float32)[:, None]
        self._last = np.zeros(channels, np.float32)  # sample that was handed over last
        self._broken = False  # the sound was
        self._maker = threading.Thread(target=self._run, name="maker", daemon=True)
        self._maker.start()

    def __call__(self, frames: int) -> Floats:
        """The next block (block, channels); `frames` is how many were agreed."""
        reel, now = self._reel, self._clock()
        block = self._fetch(now)
        if block is not None or reel.asked - reel.made < MOST_LATE:
            reel.count(now)
        self._due.ring()
        if block is None:
            self.missed += 1
            self._broken = True
            block, self._last = self._falling * self._last, self._last * 0
            return block
        if self._broken:
            self._broken = False
            block = block * (1 - self._falling)
        self._last = block[-1]
        return block

    def stop(self) -> None:
        """End the thread; nobody calls any more."""
        self._stopping = True
        self._due.ring()
        self._maker.join()

    def _fetch(self, now: float) -> Floats | None:
        """The block that is due, as soon as it is there; None when that takes too long."""
        reel = self._reel
        if reel.again != reel.asked and (block := reel.take()) is not None:
            return block
        grace, until = now + self._grace, now + self._patience
        while True:
            self._done.listen()
            now = self._clock()
            if (reel.again != reel.asked or now >= grace) and (block := reel.take()) is not None:
                return block
            if now >= until:
                return None
            self._done.wait((grace if now < grace else until) - now)

    def _run(self) -> None:
        if self._urgent:
            hurry()
        while True:
            self._due.listen()
            if self._stopping:
                return
            if self._reel.step():
                self._done.ring()
            else:
                self._due.wait()
