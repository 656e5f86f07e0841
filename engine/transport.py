"""Musical time: where the playhead stands at a sample of the instrument's clock.

clock     int      samples since the instrument began
beat      float    quarter notes since play
position  float    column of the tape that is centred on that sample; runs on past the end, the tape is a loop
tempo     float    BPM: beats, and the playhead's pace
speed     float    the playhead's pace relative to the tempo; 0 stands, below 0 runs backwards; beats do not care
rate      float    columns per hop of samples; 1 at the tape's native tempo
bend      Bend     what keeps the playhead from running with the break

Position and beat are functions of the clock between two changes, never sums over hops, so they cannot drift and do not
depend on how the clock is cut into blocks.

A bend is laid over the break, which runs on unheard: freeze over stutter over reverse over the break itself. Whatever
is taken away, the playhead is where it would have been without it.
"""

import math
from dataclasses import dataclass, replace
from typing import NamedTuple

from .spec import SPEC, Spec

SHORTEST = 0.25  # sixteenths that repeat, at least
LEAST = 512  # samples between two repeats, at least: each is a restart, the dearest moment there is
SOON = 0.125  # share of a cell: this near to the next one, that is the one meant; half of all presses come early
SAME = 0.01  # columns that nobody hears; repeats fall on whole samples, which is less
STANDS = 1e-9  # columns per sample: less is a column in six hours
NEVER = 2**62  # a sample of the clock that does not come


class Bend(NamedTuple):
    """What is laid over the break."""

    freeze: bool = False
    reverse: bool = False
    stutter: float = 0.0  # sixteenths that repeat; 0 is off


@dataclass(frozen=True, slots=True)
class Cell:
    """A passage of the tape that repeats, begin .. begin + length, read at `pace` columns per sample of either sign.

    The first pass comes from `column` at `clock`, wherever that is; all others run through the whole cell.
    """

    begin: float
    length: float
    pace: float
    clock: float
    column: float
    passes: int = 0  # finished

    @property
    def entry(self) -> float:
        """Column at which a pass begins."""
        return self.begin if self.pace >= 0 else self.begin + self.length

    def starts(self, number: int) -> float:
        """Sample at which a pass begins, exactly: from the first end on, one length each."""
        if number == 0:
            return self.clock
        way = self.begin + (self.length if self.pace > 0 else 0) - self.column
        return self.clock + (way + (number - 1) * math.copysign(self.length, self.pace)) / self.pace

    @property
    def due(self) -> int:
        """Sample at which the present pass ends and the next one begins."""
        return round(self.starts(self.passes + 1)) if abs(self.pace) > STANDS else NEVER

    def position(self, clock: int, *, exact: bool = False) -> float:
        """Column under the playhead. Passes begin on whole samples, so that all are alike, unless `exact`."""
        since = self.starts(self.passes)
        column = self.entry if self.passes else self.column
        return column + (clock - (since if exact else round(since))) * self.pace

    def steered(self, clock: int, pace: float) -> "Cell":
        """The same passage, going on from here at another pace."""
        return Cell(self.begin, self.length, pace, clock, self.position(clock, exact=True))

    def again(self, length: float) -> "Cell":
        """The next pass, of this length."""
        if length == self.length:
            return replace(self, passes=self.passes + 1)
        cell = Cell(self.begin, length, self.pace, self.starts(self.passes + 1), 0.0)
        return replace(cell, column=cell.entry)


class Transport:
    """A playhead that moves with the tempo, can be put anywhere, and held back."""

    def __init__(self, tempo: float, speed: float = 1.0, spec: Spec = SPEC) -> None:
        self.spec = spec
        self.tempo, self.speed, self.bend = tempo, speed, Bend()
        self._clock, self._beat, self._position = 0, 0.0, 0.0  # where the present motion of the break began
        self._turned = (0, 0.0)  # clock and column where the present motion backwards began
        self._cell: Cell | None = None  # what stutters
        self._held = 0.0  # column that is frozen

    def copy(self) -> "Transport":
        """The same place and motion; what moves one of both does not move the other."""
        other = Transport.__new__(Transport)
        other.__dict__.update(self.__dict__)  # all of it is immutable
        return other

    @property
    def own_rate(self) -> float:
        """Columns per hop of what is beneath a freeze."""
        return (-1 if self.bend.reverse else 1) * self.speed * self.tempo / self.spec.native_tempo

    @property
    def rate(self) -> float:
        """Columns per hop of the playhead."""
        return 0.0 if self.bend.freeze else self.own_rate

    @property
    def due(self) -> int:
        """Sample at which a repeat is heard to begin; NEVER when there is none."""
        return self._cell.due if self._cell else NEVER

    def beat(self, clock: int) -> float:
        """Quarter notes since play."""
        return self._beat + (clock - self._clock) * self.tempo / (60.0 * self.spec.rate)

    def straight(self, clock: int) -> float:
        """Column where the playhead would be without any bend."""
        rate = self.speed * self.tempo / self.spec.native_tempo
        return self._position + (clock - self._clock) * rate / self.spec.hop

    def position(self, clock: int) -> float:
        """Column under the playhead."""
        return self._held if self.bend.freeze else self._moving(clock)

    def begin(self, clock: int, beat: float = 0.0, position: float = 0.0) -> None:
        """Play from a beat and a column; by default from the downbeat."""
        self._clock, self._beat, self._position = clock, beat, position
        self._turned, self._held = (clock, position), position
        if self._cell:
            self._cell = self._cell_at(clock, position)

    def locate(self, clock: int, beat: float, *, holding: bool) -> None:
        """Go on from a beat, with the break where it is if it ran there from beat 0 at the present speed.

        It moves what is laid over the break, as a slice does; but a freeze that is `holding` a moment goes on with it.
        """
        held = self._held
        self.begin(clock, beat, beat * self.speed * (self.spec.frames / self.spec.beats) % self.spec.frames)
        if holding and self.bend.freeze:
            self._held = held

    def jump(self, clock: int, step: int) -> None:
        """Put the playhead on a sixteenth of the tape; the beat count goes on, a stutter repeats what is there."""
        self.begin(clock, self.beat(clock), float(step % self.spec.steps * self.spec.step_frames))
        if self._cell:
            cell = Cell(self._position, self._length(), self._pace(), clock, 0.0)
            self._cell = replace(cell, column=cell.entry)

    def set_pace(self, clock: int, tempo: float, speed: float) -> None:
        """Move otherwise from this sample on."""
        if (tempo, speed) != (self.tempo, self.speed):
            self._beat, self._position, self._turned, self._clock = (
                self.beat(clock),
                self.straight(clock),
                (clock, self._backwards(clock)),
                clock,
            )
            self.tempo, self.speed = tempo, speed
            if self._cell:
                self._cell = self._cell.steered(clock, self._pace())

    def set_bend(self, clock: int, bend: Bend) -> bool:
        """Lay something else over the break from this sample on; whether the playhead is elsewhere at once."""
        if bend == self.bend:
            return False
        heard, moving, before = self.position(clock), self._moving(clock), self.bend
        self.bend = bend
        if bend.reverse != before.reverse:
            self._turned = (clock, moving)
            if self._cell:
                self._cell = self._cell.steered(clock, self._pace())
        if not bend.stutter:
            self._cell = None
        elif not self._cell:
            self._cell = self._cell_at(clock, self._moving(clock))
        if bend.freeze and not before.freeze:
            self._held = moving
        away = (self.position(clock) - heard) % self.spec.frames
        return SAME < away < self.spec.frames - SAME

    def turn(self, clock: int) -> bool:
        """Go back to the beginning of what stutters if it ends by this sample; whether that is heard."""
        turned = False
        while self._cell and self._cell.due <= clock:
            self._cell = self._cell.again(self._length())
            turned = True
        return turned and not self.bend.freeze

    def _pace(self) -> float:
        """Columns per sample of what is beneath a freeze."""
        return self.own_rate / self.spec.hop

    def _backwards(self, clock: int) -> float:
        since, column = self._turned
        return column + (clock - since) * self._pace()

    def _moving(self, clock: int) -> float:
        """Column beneath a freeze."""
        if self._cell:
            return self._cell.position(clock)
        return self._backwards(clock) if self.bend.reverse else self.straight(clock)

    def _length(self) -> float:
        """Columns that repeat: as many as are wanted, doubled until repeats are LEAST apart."""
        length = max(self.bend.stutter, SHORTEST) * self.spec.step_frames
        return length * 2 ** max(0, math.ceil(math.log2(max(LEAST * abs(self._pace()) / length, 1e-9))))

    def _cell_at(self, clock: int, position: float) -> Cell:
        """What repeats from here on: it begins with the sixteenth that is played, or with a part of it."""
        sixteenth, length, pace = self.spec.step_frames, self._length(), self._pace()
        grid = min(length, sixteenth)
        near = position + (math.copysign(SOON * grid, pace) if pace else 0.0)
        step = near // sixteenth * sixteenth
        return Cell(step + (near - step) // grid * grid, length, pace, clock, position)
