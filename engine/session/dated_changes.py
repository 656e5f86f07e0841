"""Changes that are heard at a given time: values and events with a time in, events and calls at the right moments out.

The player applies events at their sample; what others read, and what a tape depends on, is written by a call. A tape
takes time to decode, so that call comes earlier.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Protocol

from engine.controls import Action, Cell, Event, Seeds, Values, step_events
from engine.model.decode_request import DECODED
from engine.parameters import CORE_PARAMETERS, INDEX
from engine.sync.scheduler import Scheduler


class Write(Protocol):
    """Sets values at once."""

    def __call__(self, values: Values, *, seeds: Seeds | None = None) -> object:
        """Set values, with a mixture of seeds."""


class Trigger(Protocol):
    """Hands an event to the player."""

    def __call__(self, event: Event, *, due: float) -> object:
        """Trigger an event whose attack is due at a time."""


class DatedChanges:
    """Hands changes over in time."""

    def __init__(self, scheduler: Scheduler, trigger: Trigger, tape_latency: Callable[[], float]) -> None:
        """Begin with nothing.

        Args:
            scheduler: of the session.
            trigger: called with events for the player.
            tape_latency: returns the seconds from a change of what a tape depends on to its sound.
        """
        self._scheduler, self._trigger, self.tape_latency = scheduler, trigger, tape_latency

    def add(self, due: float, events: Iterable[Event], write: Callable[[], object]) -> None:
        """Trigger events, and call `write` at `due`; at once if too many changes wait."""
        for event in events:
            self._trigger(event, due=due)
        if not self._scheduler.add(due, write):
            write()

    def add_cells(self, cells: Mapping[Cell, float], due: float, write: Callable[[], object]) -> None:
        """Set legal edits of sixteenths at `due`; their tape is decoded from then on."""
        self.add(due, step_events(cells), write)

    def add_values(self, values: Values, seeds: Seeds | None, due: float, write: Write) -> None:
        """Set legal values at `due`, and those that a tape depends on so early that it is heard then."""
        decoded = {id: value for id, value in values.items() if id in DECODED}
        others = {id: value for id, value in values.items() if id not in DECODED}
        played = [Event(Action.SET, INDEX[id], value) for id, value in others.items() if INDEX[id] < CORE_PARAMETERS]
        if others:
            self.add(due, played, partial(write, others))
        if decoded:
            self.add(due - self.tape_latency(), (), partial(write, decoded, seeds=seeds))
