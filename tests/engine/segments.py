"""The shared memory of a player, for a test, and both ends of it.

shared_with   a tape -> a segment that is gone afterwards
Live          a segment -> what a card would hear of a player in it, at times that the test says
Reader        the player's end of a segment, in Python, for tests of the other end
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np

from engine.arrays import Floats, Tape
from engine.controls import Action, Event
from engine.core import LivePlayer
from engine.core.instrument import AT_ONCE
from engine.realtime.shared_memory import EVENTS, NOW, SharedState
from engine.spec import SPEC

assert NOW == AT_ONCE


@contextmanager
def shared_with(tape: Tape) -> Iterator[SharedState]:
    """A fresh segment with a tape in it."""
    segment = SharedState.create()
    segment.tapes.write(tape)
    yield segment
    gc.collect()  # arrays that look into it, or it cannot be closed
    segment.close()
    segment.unlink()


class Live(LivePlayer):
    """A player that is asked for blocks by hand; without a clock, its time goes on with its samples."""

    def __init__(
        self, shared: SharedState, clock: Callable[[], float] | None = None, rate: int = SPEC.rate, channels: int = 2
    ) -> None:
        super().__init__(shared.record, rate, channels)
        self._clock, self._played = clock, 0

    def __call__(self, frames: int, lead: float = -1.0, underrun: bool = False) -> Floats:
        """The next block."""
        now = self._clock() if self._clock else 1000 + self._played / self.rate
        self._played += frames
        return self.play(frames, now, lead, underrun)

    def heard(self, samples: int, block: int = 128) -> Floats:
        """The next samples, in whole blocks."""
        return np.concatenate([self(block) for _ in range(samples // block)])


class Reader:
    """Events and tapes as the player takes them."""

    def __init__(self, shared: SharedState) -> None:
        self._ring, self._tapes = shared.record["ring"], shared.record["tapes"]

    def pop(self) -> tuple[Event, int | None] | None:
        """The oldest event and its sample."""
        tail = int(self._ring["tail"])
        if tail == int(self._ring["head"]):
            return None
        action, index, value, at = self._ring["slots"][tail % EVENTS].item()
        self._ring["tail"][...] = tail + 1
        return Event(Action(action), index, value), None if at == NOW else at

    def has_new(self) -> bool:
        """There is a newer tape than the one that is held."""
        return int(self._tapes["newest"]) != int(self._tapes["reading"])

    def take(self) -> Tape:
        """The newest tape, in place."""
        while True:
            slot = int(self._tapes["newest"])
            self._tapes["reading"][...] = slot
            if int(self._tapes["newest"]) == slot:
                held = self._tapes["slots"][slot]
                return Tape(held["magnitudes"], held["attacks"][: int(held["count"])])


def write_meters(shared: SharedState, **values: float) -> None:
    """Leave these meters, as a player would."""
    from engine.realtime.meters import Meters

    shared.record["meters"]["values"][:] = Meters(**values)
