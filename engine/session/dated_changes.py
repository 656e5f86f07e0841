"""Changes that are heard at a given time: values and events with a time in, events and calls at the right moments out.

The player applies events at their sample; what others read, and what a tape depends on, is written by a call. A tape
takes time to decode, so that call comes EARLY_S earlier than it must, with the time at which the tape is published.
"""

import math
from collections.abc import Callable
from functools import partial
from typing import Protocol

from engine.controls import CORE_STEP_VALUES, Action, Cells, Event, Seeds, Values, step_events
from engine.model.decode_request import DECODED
from engine.parameters import CORE_PARAMETERS, INDEX
from engine.sync.scheduler import Scheduler

AT_ONCE = -math.inf
EARLY_S = 0.015  # covers the time by which a decode takes longer than usual, nearly always


class WriteValues(Protocol):
    """Sets values at once; their tape is published at `at` seconds."""

    def __call__(self, values: Values, seeds: Seeds | None, /, *, at: float) -> object:
        """Set values, with a mixture of seeds."""


class WriteCells(Protocol):
    """Replaces edits of sixteenths at once; their tape is published at `at` seconds."""

    def __call__(self, cells: Cells, learned: str | None, /, *, at: float) -> object:
        """Replace edits, and the learned break."""


class Trigger(Protocol):
    """Hands an event to the player."""

    def __call__(self, event: Event, *, due: float) -> object:
        """Trigger an event whose attack is due at a time."""


class DatedChanges:
    """Hands changes over in time."""

    def __init__(
        self, scheduler: Scheduler, trigger: Trigger, decoding: Callable[[], float], output: Callable[[], float]
    ) -> None:
        """Begin with nothing.

        Args:
            scheduler: of the session.
            trigger: called with events for the player.
            decoding: returns the seconds that decoding a tape takes.
            output: returns the seconds from publishing a tape to its sound at the device.
        """
        self._scheduler, self._trigger, self._decoding, self._output = scheduler, trigger, decoding, output

    def tape_latency(self) -> float:
        """Return the seconds before its time at which a change of what a tape depends on must be known."""
        return EARLY_S + self._decoding() + self._output()

    def write(self, values: Values, seeds: Seeds | None, due: float | None, write: WriteValues) -> None:
        """Set legal values now or at `due`, those that a tape depends on so early that it is heard then."""
        if due is None or due <= self._scheduler.clock():
            write(values, seeds, at=AT_ONCE)
            return
        decoded = {id: value for id, value in values.items() if id in DECODED}
        others = {id: value for id, value in values.items() if id not in DECODED}
        played = [Event(Action.SET, INDEX[id], value) for id, value in others.items() if INDEX[id] < CORE_PARAMETERS]
        for event in played:
            self._trigger(event, due=due)
        if others:
            self._call(due, partial(write, others, None))
        if decoded:
            self._call(due - self.tape_latency(), partial(write, decoded, seeds), due - self._output())

    def write_steps(self, cells: Cells, learned: str | None, due: float | None, write: WriteCells) -> None:
        """Set legal edits of sixteenths, and a learned break, now or at `due`, as values."""
        if due is None or due <= self._scheduler.clock():
            write(cells, learned, at=AT_ONCE)
            return
        decoded = {cell: value for cell, value in cells.items() if cell[1] not in CORE_STEP_VALUES}
        others = {cell: value for cell, value in cells.items() if cell[1] in CORE_STEP_VALUES}
        for event in step_events(others):
            self._trigger(event, due=due)
        if others:
            self._call(due, partial(write, others, None))
        if decoded or learned is not None:
            self._call(due - self.tape_latency(), partial(write, decoded, learned), due - self._output())

    def _call(self, due: float, write: Callable[..., object], at: float = AT_ONCE) -> None:
        """Call `write` at `due`, for a tape that is published at `at`; at once, for both, if too many changes wait."""
        if not self._scheduler.add(due, partial(write, at=at)):
            write(at=AT_ONCE)
