"""Changes that are heard at a given time: values and events with a time in, events and calls at the right moments out.

The player applies events at their sample; what others read, and what a tape depends on, is set by a call. A tape takes
time to decode, so that call comes EARLY_S earlier than it must. All that is due at one time, such as the latents of a
preset and its edits, is decoded together, and its tape is published in time.
"""

import math
from collections.abc import Callable
from functools import partial
from typing import Protocol

from engine.controls import CORE_STEP_VALUES, Action, Cells, Event, Values, step_events
from engine.model.decode_request import DECODED
from engine.parameters import CORE_PARAMETERS, INDEX
from engine.sync.scheduler import Scheduler

AT_ONCE = -math.inf
EARLY_S = 0.015  # covers the time by which a decode takes longer than usual, nearly always
TOGETHER_S = 0.002  # from the first change for a time to decoding all that is due then


class Trigger(Protocol):
    """Hands an event to the player."""

    def __call__(self, event: Event, *, due: float) -> object:
        """Trigger an event whose attack is due at a time."""


class Retarget(Protocol):
    """Has a tape decoded of what is set."""

    def __call__(self, *, prompt: bool, at: float) -> object:
        """Decode, and publish at `at` seconds; `prompt`: see `Controls.write`."""


class DatedChanges:
    """Sets what is due now, and hands over in time what is due later."""

    def __init__(
        self,
        scheduler: Scheduler,
        trigger: Trigger,
        retarget: Retarget,
        *,
        decoding: Callable[[], float],
        publishing: Callable[[], float],
    ) -> None:
        """Begin with nothing.

        Args:
            scheduler: of the session.
            trigger: called with events for the player.
            retarget: called when something that a tape depends on has been set.
            decoding: returns the seconds that decoding a tape takes.
            publishing: returns the seconds from publishing a tape to its sound at the device.
        """
        self._scheduler, self._trigger, self._retarget = scheduler, trigger, retarget
        self._decoding, self._publishing = decoding, publishing
        self._planned: set[tuple[float, bool]] = set()  # times for which a tape is going to be decoded, prompt or not

    def tape_latency(self) -> float:
        """Return the seconds before its time at which a change of what a tape depends on must be known."""
        return EARLY_S + TOGETHER_S + self._decoding() + self._publishing()

    def write(self, values: Values, due: float | None, apply: Callable[[Values], object], *, prompt: bool) -> None:
        """Set legal values now or at `due`, those that a tape depends on so early that it is heard then."""
        decoded = {id: value for id, value in values.items() if id in DECODED}
        if due is None or due <= self._scheduler.clock():
            self._set(partial(apply, values), bool(decoded), prompt)
            return
        others = {id: value for id, value in values.items() if id not in DECODED}
        played = [Event(Action.SET, INDEX[id], value) for id, value in others.items() if INDEX[id] < CORE_PARAMETERS]
        if others:
            self._add(due, played, partial(apply, others))
        if decoded:
            self._add_decoded(due, partial(apply, decoded), prompt)

    def write_steps(
        self, cells: Cells, learned: str | None, due: float | None, apply: Callable[[Cells, str | None], object]
    ) -> None:
        """Set legal edits of sixteenths, and a learned break, now or at `due`, as `write` sets values."""
        decoded = {cell: value for cell, value in cells.items() if cell[1] not in CORE_STEP_VALUES}
        changes_tape = bool(decoded) or learned is not None
        if due is None or due <= self._scheduler.clock():
            self._set(partial(apply, cells, learned), changes_tape, True)
            return
        others = {cell: value for cell, value in cells.items() if cell[1] in CORE_STEP_VALUES}
        if others:
            self._add(due, step_events(others), partial(apply, others, None))
        if changes_tape:
            self._add_decoded(due, partial(apply, decoded, learned), True)

    def _set(self, apply: Callable[[], object], changes_tape: bool, prompt: bool) -> None:
        apply()
        if changes_tape:
            self._retarget(prompt=prompt, at=AT_ONCE)

    def _add(self, due: float, events: list[Event], apply: Callable[[], object]) -> None:
        """Trigger events and call `apply` at `due`; at once if too many changes wait."""
        for event in events:
            self._trigger(event, due=due)
        if not self._scheduler.add(due, apply):
            apply()

    def _add_decoded(self, due: float, apply: Callable[[], object], prompt: bool) -> None:
        """Call `apply`, and decode then, for a tape that is heard at `due`; at once if too many changes wait."""
        if not self._scheduler.add(due - self.tape_latency(), partial(self._set_early, due, apply, prompt)):
            self._set(apply, True, prompt)

    def _set_early(self, due: float, apply: Callable[[], object], prompt: bool) -> None:
        """Call `apply`, and have a tape decoded soon, once for each time; the scheduler's thread does this."""
        apply()
        if (due, prompt) not in self._planned:
            self._planned.add((due, prompt))
            if not self._scheduler.add(self._scheduler.clock() + TOGETHER_S, partial(self._decode, due, prompt)):
                self._decode(due, prompt)

    def _decode(self, due: float, prompt: bool) -> None:
        self._planned.discard((due, prompt))
        self._retarget(prompt=prompt, at=due - self._publishing())
