"""What is to be done at one sample, made of all the events there: events in, at most one jump out.

Only the last place of several is heard, so only that is gone to: each restart is the dearest moment there is.
"""

from typing import NamedTuple

from .controls import Action, Event

FARTHEST = 1e7  # beats; a month of playing. Who locates beyond it means nothing


class Jump(NamedTuple):
    """Where to: a sixteenth of the tape, the place that belongs to a beat, or the one with the other's count."""

    step: int | None = None
    velocity: float = 1.0
    beat: float | None = None  # None: the count goes on


def joined(jump: Jump | None, event: Event, playing: bool) -> Jump | None:
    """What an event makes of the jump that those before it have asked for; `playing`: without them."""
    going = playing or jump is not None
    if event.action is Action.PLAY and not going:
        return Jump(0, beat=0.0)
    if event.action is Action.SLICE and event.value > 0:
        return Jump(event.index, min(event.value, 1.0), jump.beat if jump else None if going else 0.0)
    if event.action is Action.LOCATE and abs(event.value) <= FARTHEST:
        return Jump(beat=event.value)
    return jump
