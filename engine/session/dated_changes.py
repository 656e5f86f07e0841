"""Changes that are heard at a given time: values and events with a time in, events and calls at the right moments out.

The player applies events at their sample; what others read, and what a tape depends on, is written by a call. A tape
takes time to decode, so that call comes earlier.
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Protocol

from engine.controls import Action, Event, Seeds, Values
from engine.model.decode_request import DECODED
from engine.parameters import CORE_PARAMETERS, INDEX
from engine.sync.scheduler import Scheduler


class Write(Protocol):
    """Sets values at once."""

    def __call__(self, values: Values, *, seeds: Seeds | None = None) -> object:
        """Set values, with a mixture of seeds."""


class DatedChanges:
    """Hands changes over in time."""

    def __init__(self, scheduler: Scheduler, trigger: Callable[[Event, float], object]) -> None:
        """`trigger`: called with an event for the player and the time at which it is due."""
        self._scheduler, self._trigger = scheduler, trigger

    def add(self, due: float, events: Iterable[Event], write: Callable[[], object]) -> None:
        """Trigger events, and call `write` at `due`; at once if too many changes wait."""
        for event in events:
            self._trigger(event, due)
        if not self._scheduler.add(due, write):
            write()

    def add_values(self, values: Values, seeds: Seeds | None, due: float, early: float, write: Write) -> None:
        """Set legal values at `due`, and those that a tape depends on at the time `early`, when decoding begins."""
        decoded = {id: value for id, value in values.items() if id in DECODED}
        others = {id: value for id, value in values.items() if id not in DECODED}
        played = [Event(Action.SET, INDEX[id], value) for id, value in others.items() if INDEX[id] < CORE_PARAMETERS]
        if others:
            self.add(due, played, partial(write, others))
        if decoded:
            self.add(early, (), partial(write, decoded, seeds=seeds))
