"""When a tape is decoded: new targets and the durations of decodes in, the moments of the next ones out.

A prompt target, as of a hand, is decoded at once. Targets that move by themselves (LFOs, drift, gestures) are decoded
so seldom that decoding takes SPARE_SHARE of the time, until they rest.
"""

import threading
from collections.abc import Callable

import numpy as np

from engine.spec import SPEC

Clock = Callable[[], float]

HOP_SECONDS = SPEC.hop / SPEC.rate  # between two decodes at least
SPARE_SHARE = 0.04  # of the time, that decoding takes at most while only targets that are not prompt change
MAX_SPARE_WAIT = 0.25  # seconds between two of these decodes, at most
SETTLE_S = 0.5  # seconds without a new one, after which what they have left behind is decoded


class MovingAverage:
    """Exponential average of durations in seconds; 0 before the first `add`."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def add(self, seconds: float) -> None:
        """Add the duration of a call to the average."""
        self.seconds += (seconds - self.seconds) / (4 if self.seconds else 1)


class DecodeTimes:
    """Durations of computing the loop's latents, and of decoding a window and a whole image."""

    def __init__(self) -> None:
        self.loop, self.window, self.image = MovingAverage(), MovingAverage(), MovingAverage()

    @property
    def slow(self) -> bool:
        """Whether decoding the whole image takes longer than a hop."""
        return self.image.seconds > HOP_SECONDS

    @property
    def lead(self) -> float:
        """Seconds from a new target to its tape, as far as that is known."""
        return self.loop.seconds + (self.window if self.slow else self.image).seconds


class DecodePace:
    """Tells the thread that decodes when to do so. Attribute `owed`: whether something is left behind."""

    def __init__(self, clock: Clock, sleep: Callable[[float], object]) -> None:
        """Begin with a prompt target; `sleep` waits for some seconds of `clock`."""
        self._clock, self._sleep = clock, sleep
        self.wake, self._prompt = threading.Event(), threading.Event()
        self._prompt.set()
        self._moved = self.owed = False
        self._waited = 0.0  # seconds, since the last decode began
        self._spare_until = -np.inf  # seconds up to which targets that are not prompt wait

    def add(self, *, prompt: bool) -> None:
        """Note a new target."""
        self._moved = True
        if prompt:
            self._prompt.set()
        self.wake.set()

    def take(self, arrived: bool) -> bool:
        """Begin a decode, with which all targets are reached or not; returns whether only the others are new."""
        spare, self._moved = self._moved and not self._prompt.is_set(), False
        if arrived:
            self._prompt.clear()
        return spare

    def wait(self, arrived: bool, keepalive: float | None) -> bool:
        """Wait for a target, unless the last one is not reached; returns False after `keepalive` seconds without one.

        After SETTLE_S it returns True if something is left behind.
        """
        woken = not arrived or self.wake.wait(SETTLE_S if self.owed else keepalive)
        if woken or self.owed:
            self._prompt.wait(max(0.0, self._spare_until - self._clock()))
            self.wake.clear()
        return woken or self.owed

    def sleep(self, began: float) -> None:
        """Sleep after a decode that began at a time, until the next one may begin."""
        now, began = self._clock(), began + self._waited
        self._spare_until = began + min((now - began) / SPARE_SHARE, MAX_SPARE_WAIT)
        self._waited = 0.0
        self._sleep(max(0.0, began + HOP_SECONDS - now))

    def wait_until(self, at: float) -> float:
        """Wait until a time, which is no time of decoding; returns for how many seconds."""
        began = self._clock()
        if at <= began:
            return 0.0
        self._sleep(at - began)
        waited = self._clock() - began
        self._waited += waited
        return waited
