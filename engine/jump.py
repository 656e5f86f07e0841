"""Where the playhead will be elsewhere at once: events and the transport in, a jump or the next leap out.

joined   all events of one sample -> at most one jump. Only the last place of several is heard, so only that is gone to:
         each restart is the dearest moment there is
leap     what comes next, a jump or a repeat of a stutter -> its sample, and the transport as it will be
cross    the sound that is left (CROSSFADE,) and a hop at the new place -> the hop, faded over to
"""

from typing import NamedTuple

import numpy as np

from .controls import Action, Event
from .mel import Floats
from .transport import Transport

EARLY = 32  # samples between the beginning of a jump and the attack that it aims at
CROSSFADE = 56  # samples from the old place to the new one
_PART = (np.arange(CROSSFADE) + 0.5) / CROSSFADE
# the integral of a Hann window: steeper than half a cosine, and far less of a click
_RISING = (_PART - np.sin(2 * np.pi * _PART) / (2 * np.pi)).astype(np.float32)
FARTHEST = 1e7  # beats; a month of playing. Who locates beyond it means nothing


class Jump(NamedTuple):
    """Where to: a sixteenth of the tape, the place that belongs to a beat, or the one with the other's count."""

    step: int | None = None
    velocity: float = 1.0
    beat: float | None = None  # None: the count goes on

    def move(self, transport: Transport, clock: int, *, holding: bool) -> None:
        """Make it: what is there is centred on this sample. `holding`: a freeze that lasts goes on with its moment."""
        if self.beat is not None:
            transport.locate(clock, self.beat, holding=holding)
        if self.step is not None:
            transport.jump(clock, self.step)


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


def leap(first: tuple[int, Event] | None, transport: Transport, end: int) -> tuple[int, Transport] | None:
    """The next leap before sample `end`, as far as the `first` event that waits tells, and a transport after it."""
    repeat = transport.due - EARLY
    if first and first[0] < min(end, repeat):
        jump = joined(None, first[1], playing=True)
        if not jump:
            return None
        then = transport.copy()
        jump.move(then, first[0] + EARLY, holding=True)
        return first[0], then
    if repeat >= end:
        return None
    then = transport.copy()
    then.turn(repeat + EARLY)
    return repeat, then


def cross(leaving: Floats, hop: Floats) -> None:
    """Begin a hop as what it leaves behind, fading."""
    hop[:CROSSFADE] = leaving + _RISING * (hop[:CROSSFADE] - leaving)
