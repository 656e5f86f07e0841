"""Blocks that are made long before they are played, and made again when something comes that they should have known.

number   blocks are counted: those below `asked` were handed over, those below `made` are ready, the others are to come
news     what the performer hears changes the future from some sample on; blocks that begin before it stay

Everything that is ready can be played, whatever happens: a machine that stands still for less than what is ready is not
heard. What comes meanwhile does not wait for that: the performer is put back to where it belongs, and what follows is
made again. The old blocks stay ready until the first of the new ones is, so whoever is late for one plays the old one,
and the news come with the next.

Two threads: one takes steps, the other only takes blocks and counts them. Of what both touch, `ready` is popped by
either, a single operation of the interpreter: what one of them has, the other finds gone.
"""

import time
from collections.abc import Callable, Sequence
from math import ceil
from typing import Any, NamedTuple, Protocol, runtime_checkable

from .mel import Floats
from .news import SOON
from .resampling import Render
from .rewind import Moment, Rewindable
from .spec import SPEC

SIZE = 256  # blocks of which the time is kept at which they were asked for
READY = 6 * SPEC.hop  # samples that are ready when nothing new comes, 35 ms: longer than most machines stand still
ROW = 3 * SPEC.hop  # samples that are made in a row, while the caches are warm
HASTE = 3  # blocks that are made for each that was taken, at most: others want to compute as well
ROOM = 0.5  # of a block: with less left, no block is begun that is not needed soon
SHORT = 0.4  # of a block: with less left until the next one is asked for, that one is not made again
REST = 2 * SPEC.hop  # samples from one time that is made again to the next, unless it is for a sample: 12 ms
NOTHING = -1  # no block


class Kept(Protocol):
    """What can be put back (see rewind)."""

    def save(self) -> Moment:
        """How things are now."""

    def restore(self, moment: Moment) -> None:
        """How things were then."""


@runtime_checkable
class Performer(Kept, Protocol):
    """What makes the sound, as `voice` does."""

    expected: float  # seconds at which the block that is made next will be handed over

    @property
    def made(self) -> int:
        """The first sample that can still change."""

    def listen(self) -> list[int]:
        """Hear what is new: the samples from which on that holds, or SOON."""

    def make(self, frames: int) -> Floats:
        """The next block (frames, channels), with all that was heard of so far."""

    def take_parts(self) -> list[Any]:
        """What was made since the last call, as hand_over wants it."""

    def hand_over(self, parts: Sequence[Any], at: float) -> None:
        """These were handed to the card at `at` seconds."""


class Deaf(Rewindable):
    """Makes a performer of a render function: nothing new ever comes, so it is never put back."""

    def __init__(self, render: Render) -> None:
        self.make, self.expected, self.made = render, 0.0, 0

    def listen(self) -> list[int]:
        """Nothing."""
        return []

    def take_parts(self) -> list[Any]:
        """Nothing that anybody wants to know."""
        return []

    def hand_over(self, parts: Sequence[Any], at: float) -> None:
        """Nobody wants to know."""


class Mark(NamedTuple):
    """Where a block begins."""

    made: int  # first sample that could still change then
    moments: tuple[Moment, ...]


class Reel:
    """Blocks of `block` samples, `guard` of them as good as handed over for whatever comes without a sample."""

    def __init__(
        self,
        performer: Performer,
        render: Render,
        block: int,
        lasts: float,
        guard: int,
        *,
        between: Sequence[Kept] = (),
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        """`render` makes the performer's next block through what lies `between`; it `lasts` so many seconds."""
        self.asked = self.made = 0
        self.again = NOTHING  # the block that is made again, where somebody should wait for it
        self.ready: dict[int, Floats] = {}
        self.times = [0.0] * SIZE  # seconds at which blocks were asked for
        self._performer, self._render, self._clock = performer, render, clock
        self._kept: tuple[Kept, ...] = (performer, *between)
        self._block, self._lasts, self._guard = block, lasts, guard
        self._depth = max(ceil(READY / block), guard + 1)
        self._row = min(ceil(ROW / block), self._depth - guard)
        self._handed = 0  # blocks that the performer knows were handed over
        self._parts: dict[int, list[Any]] = {}
        self._marks = {0: self._mark()}
        self._filling, self._spent, self._turned = True, 0, -SIZE
        self._rest, self._put_off = ceil(REST / block), False

    def take(self) -> Floats | None:
        """The card: the block that is asked for, if it is there."""
        return self.ready.pop(self.asked, None)

    def count(self, at: float) -> None:
        """The card: that block was handed over, or given up; it was asked for at `at` seconds."""
        self.times[self.asked % SIZE] = at
        self.asked += 1

    def step(self) -> bool:
        """Do what is most urgent; False when there is nothing to do until the card has asked."""
        news = self._performer.listen()
        if self._put_off and self.asked - self._turned >= self._rest:
            news = [*news, SOON]
        if news and (number := min(map(self._begin, news))) < self.made:
            self._make_again(number, awaited=max(news) != SOON)
            return True
        if self._settle():
            self._spent = 0
        if not self._wanted():
            return False
        self._publish(self.made, *self._play(self.made))
        return True

    def _settle(self) -> bool:
        """Tell the performer what was handed over; whether something was."""
        before, upto = self._handed, min(self.asked, self.made)
        for number in range(before, upto):
            self.ready.pop(number, None)  # one that came too late
            self._performer.hand_over(self._parts.pop(number), self.times[number % SIZE])
            del self._marks[number]
        self._handed = upto
        return upto > before

    def _begin(self, sample: int) -> int:
        """The block with which that begins which holds from a sample on."""
        number = self.asked
        if sample == SOON:
            if number - self._turned < self._rest:
                self._put_off = True  # in a flood, what is ready would always be too little
                return self.made
            short = self._due(number) - self._clock() < SHORT * self._lasts
            return number + max(self._guard - 1, short)
        while number < self.made and self._marks[number + 1].made <= sample:
            number += 1
        return number

    def _due(self, number: int) -> float:
        """Seconds at which a block will be asked for."""
        asked = self.asked
        return self.times[(asked - 1) % SIZE] + (number - asked + 1) * self._lasts if asked else self._clock()

    def _wanted(self) -> bool:
        """More blocks should be made now: a few in a row, and not more than it takes."""
        left = self.made - self.asked
        if left >= self._depth:
            self._filling = False
        elif left <= self._depth - self._row:
            self._filling = True
        # news must not find that a block is being made for which there was no hurry
        calm = not self.asked or self._due(self.asked) - self._clock() > ROOM * self._lasts
        return self._filling and (left <= self._guard or (calm and self._spent < HASTE))

    def _make_again(self, number: int, *, awaited: bool) -> None:
        """Put the performer back and make this block otherwise, or the first one after it that is not taken yet."""
        if not awaited:
            self._turned, self._put_off = self.asked, False
        while number < self.made:
            self.again = number if awaited else NOTHING
            self._restore(number)
            block, parts = self._play(number)
            if self.ready.pop(number, None) is not None:
                for old in range(number + 1, self.made):
                    self.ready.pop(old, None)
                self._publish(number, block, parts)
                break
            number = self.asked + 1  # the card was faster, and would be again: what it took is what was heard
        else:
            self._restore(self.made)
        self.again = NOTHING

    def _play(self, number: int) -> tuple[Floats, list[Any]]:
        """A block that is not there yet."""
        self._performer.expected = self._due(number)
        block = self._render(self._block)
        self._spent += 1
        return block, self._performer.take_parts()

    def _publish(self, number: int, block: Floats, parts: list[Any]) -> None:
        self._parts[number] = parts
        self.ready[number] = block  # from here on the card may have it
        self.made = number + 1
        self._marks[self.made] = self._mark()

    def _mark(self) -> Mark:
        return Mark(self._performer.made, tuple([one.save() for one in self._kept]))

    def _restore(self, number: int) -> None:
        for one, moment in zip(self._kept, self._marks[number].moments, strict=True):
            one.restore(moment)
