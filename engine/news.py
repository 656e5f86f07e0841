"""What shared memory holds that the instrument has not been told of: parameters, a tape, events.

in   Shared, as control processes write it      out  Told, in the order in which they are to be told

Each change comes once. Whoever makes a block again has to keep what was told since, and tell it again.
"""

from typing import Any, NamedTuple

import numpy as np

from .journal import Kind
from .parameters import SOUNDING, TABLE
from .shared import Shared
from .spec import SPEC

BURST = 64  # events that are taken at once; the rest waits for the next look
AHEAD = SPEC.rate  # samples; who asks for a later one means the clock of a player that is no more
SOON = -1  # sample of what comes without one
RESUME = -1  # kind of what is told to who takes over; nobody could play that again, so the journal has no such kind


class Told(NamedTuple):
    """One change, as the journal has it."""

    kind: int  # Kind, an action added to Kind.EVENT, or RESUME
    which: int = 0
    value: float = 0.0
    at: int = SOON  # sample of the instrument's clock
    thing: Any = None  # a tape, an event, or all values at the beginning


class News:
    """Reads shared memory for one player."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._values, self._known = np.zeros(len(TABLE)), np.zeros(len(TABLE))
        self._sequence = -1  # all of them are new

    def parameters(self, *, resuming: bool) -> list[Told]:
        """Parameters that have another value in shared memory than there was, and no others: some come as events.

        At first all of them, and which tape lies there. `resuming`: this player follows another one.
        """
        board = self._shared.parameters
        sequence = board.sequence
        if sequence == self._sequence or not board.read(self._values):
            return []
        found: list[Told] = []
        if self._sequence < 0:
            found.append(Told(Kind.BEGIN, int(resuming), thing=self._values.copy()))
            found.append(Told(Kind.TAPE, self._shared.tapes.held))
            changed = list(range(SOUNDING))
        else:
            changed = np.flatnonzero(self._values[:SOUNDING] != self._known[:SOUNDING]).tolist()
        self._sequence = sequence
        found += [Told(Kind.SET, index, float(self._values[index])) for index in changed]
        self._known[:] = self._values
        return found

    def tape(self) -> list[Told]:
        """The newest one, if it has not been taken yet."""
        tapes = self._shared.tapes
        if not tapes.fresh():
            return []
        tape = tapes.take()
        return [Told(Kind.TAPE, tapes.held, thing=tape)]

    def events(self, clock: int) -> list[Told]:
        """Some of those that wait, oldest first; `clock`, in samples, tells who meant another player's."""
        found: list[Told] = []
        while len(found) < BURST and (item := self._shared.events.pop()):
            event, at = item
            sample = SOON if at is None or at >= clock + AHEAD else at
            found.append(Told(Kind.EVENT + event.action, event.index, event.value, sample, event))
        return found
