"""Shared memory for tests, and both ends of it.

shared_with    tape -> a segment, which is removed afterwards
ManualPlayer   segment -> blocks of samples, at times given by the test
SegmentReader  the player's reading end in Python, for tests of the writing end
write_meters   writes meters as a player does
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np

from engine.arrays import Floats, Tape
from engine.controls import UNSCHEDULED, Action, Event
from engine.core import LivePlayer
from engine.realtime.meters import Meters
from engine.realtime.shared_memory import EVENT_SLOTS, SharedState
from engine.spec import SPEC


@contextmanager
def shared_with(tape: Tape) -> Iterator[SharedState]:
    """Create a segment with a tape; remove it afterwards."""
    segment = SharedState.create()
    segment.tapes.write(tape)
    yield segment
    gc.collect()  # deletes arrays that point into it; else it cannot be closed
    segment.close()
    segment.unlink()


class ManualPlayer(LivePlayer):
    """A player called by the test; without a clock, time advances with the samples."""

    def __init__(
        self,
        shared: SharedState,
        clock: Callable[[], float] | None = None,
        rate: int = SPEC.rate,
        channels: int = 2,
        parts: int = 0,
    ) -> None:
        super().__init__(shared.record, rate, channels, parts=parts)
        self._clock, self._played = clock, 0

    def __call__(self, frames: int, lead: float = -1.0, underrun: bool = False) -> Floats:
        """Return the next block."""
        now = self._clock() if self._clock else 1000 + self._played / self.rate
        self._played += frames
        return self.play(frames, now, lead, underrun)

    def render(self, samples: int, block: int = 128) -> Floats:
        """Return the next samples, in whole blocks."""
        return np.concatenate([self(block) for _ in range(samples // block)])


class SegmentReader:
    """Reads events and tapes as the player does."""

    def __init__(self, shared: SharedState) -> None:
        self._ring, self._tapes = shared.record["ring"], shared.record["tapes"]

    def pop(self) -> tuple[Event, int | None] | None:
        """Return the oldest event and its sample."""
        tail = int(self._ring["tail"])
        if tail == int(self._ring["head"]):
            return None
        action, index, value, at = self._ring["slots"][tail % EVENT_SLOTS].item()
        self._ring["tail"][...] = tail + 1
        return Event(Action(action), index, value), None if at == UNSCHEDULED else at

    def has_new(self) -> bool:
        """Return whether there is a newer tape than the one being read."""
        return int(self._tapes["newest"]) != int(self._tapes["reading"])

    def take(self) -> Tape:
        """Return the newest tape, without copying."""
        while True:
            slot = int(self._tapes["newest"])
            self._tapes["reading"][...] = slot
            if int(self._tapes["newest"]) == slot:
                slot_record = self._tapes["slots"][slot]
                onsets = slot_record["onsets"][: int(slot_record["count"])]
                return Tape(slot_record["magnitudes"], onsets, float(slot_record["gain"]), slot_record["parts"])


def write_meters(shared: SharedState, **values: float) -> None:
    """Write meters as a player does."""
    shared.record["meters"]["values"][:] = Meters(**values)
