"""A gesture loop: movements of parameters and slices with their beats in, the same again, bar after bar, out.

record -> the next bar begins it; after so many bars it is played in a loop; overdub -> what is moved replaces what is
in the loop there; a parameter that is moved while the loop is played is left to the hand until the loop begins again.
Beats are quarter notes, so a loop follows the tempo. A parameter is named by its id, a slice "slice/5"; its value is
the velocity, 0 when it is released. A slice that is held when the recording ends is released there, one that the loop
holds when that ends, then.
"""

import math
from bisect import bisect_left
from collections.abc import Mapping
from itertools import islice
from operator import attrgetter
from typing import Any, NamedTuple

from engine.controls import clamped
from engine.errors import BadInput, BadParameter, VamenError, quoted
from engine.spec import BAR_BEATS, SPEC

MAX_BARS = 16
MAX_LENGTH, MIN_LENGTH = 4 * MAX_BARS * BAR_BEATS, 0.25 * BAR_BEATS  # beats of a loop that has been stretched
RESOLUTION = 1 / 64  # of a beat: values of a parameter that are nearer are one movement
MAX_MOVEMENTS = 8192
PUNCH = 0.5  # beats that an overdubbed value replaces behind the one before it, at most
ROUNDED = 1e-6  # beats that come from rounding
SLICE = "slice/"


class LoopedValue(NamedTuple):
    """A value, and when in the loop it is set."""

    beat: float
    target: str
    value: float


class GestureLoop:
    """Records movements and returns those that are due."""

    def __init__(self) -> None:
        self.movements: list[LoopedValue] = []  # by beat
        self.length = 0.0  # beats; 0 is an empty loop
        self.start = 0.0  # beat since play at which the loop begins
        self.playing = False
        self.overdub = False
        self._recording: tuple[float, float] | None = None  # its first beat and the one behind it
        self._hands: dict[str, float] = {}  # beat up to which a target is left to the hand
        self._last: dict[str, float] = {}  # beat at which a target was overdubbed last
        self._held: str | None = None  # slice that the loop has pressed last, until it is released

    def record(self, bars: float, beat: float) -> None:
        """Record so many bars from the next bar on, in place of what was recorded before.

        Raises:
            BadParameter: not a whole number of bars from 1 to MAX_BARS.
        """
        if bars not in range(1, MAX_BARS + 1):
            raise BadParameter(f"a gesture has 1 to {MAX_BARS} bars; {bars:g} came")
        self.clear()
        start = math.ceil(beat / BAR_BEATS - 1e-6) * BAR_BEATS
        self._recording = start, start + bars * BAR_BEATS

    def clear(self) -> None:
        """Forget everything."""
        self.movements, self.length, self.playing, self.overdub = [], 0.0, False, False
        self._recording = None
        self._hands.clear()
        self._last.clear()

    def play(self, on: bool) -> None:
        """Play the loop, or stop it.

        Raises:
            BadParameter: nothing is recorded.
        """
        if on:
            self._require_loop()
        self.playing = on

    def stretch(self, factor: float) -> None:
        """Make the loop longer or shorter by a factor, its movements with it.

        Raises:
            BadParameter: nothing is recorded, or it would be longer or shorter than a loop can be.
        """
        self._require_loop()
        length = self.length * factor if factor > 0 else 0.0
        if not MIN_LENGTH <= length <= MAX_LENGTH:
            raise BadParameter(f"the gesture would have {length:g} beats; it can have {MIN_LENGTH:g} to {MAX_LENGTH:g}")
        self.length = length
        self.movements = [one._replace(beat=one.beat * factor) for one in self.movements]

    def add(self, values: Mapping[str, float], beat: float) -> None:
        """Take what the performer has moved at a beat."""
        if self._recording and self._recording[0] <= beat < self._recording[1]:
            self._insert(values, beat - self._recording[0])
        elif self.playing and self.overdub:
            self._overdub(values, beat)
        elif self.playing:
            end = self._begin_of_pass(beat) + self.length
            self._hands |= dict.fromkeys(values, end)

    def due(self, after: float, upto: float) -> list[LoopedValue]:
        """Return the movements in the beats after..upto, with their beats since play."""
        if self._recording and self._recording[1] <= upto:
            self._finish(*self._recording)
        if not self.playing or not self.movements:
            held, self._held = self._held, None
            return [LoopedValue(upto, held, 0.0)] if held else []
        found = []
        begin = self._begin_of_pass(max(after, self.start))
        while begin <= upto:
            first = bisect_left(self.movements, (after - begin - RESOLUTION,))  # not all of thousands, at each tick
            for movement in islice(self.movements, first, None):
                beat = begin + movement.beat
                if beat > upto:
                    break
                if beat > after and beat >= self._hands.get(movement.target, -math.inf):
                    found.append(movement._replace(beat=beat))
                    if movement.target.startswith(SLICE):
                        self._held = movement.target if movement.value else None
            begin += self.length
        return found

    @property
    def state(self) -> str:
        """What it does, for the user; empty for an empty loop."""
        if self._recording:
            return f"records {_bars(self._recording[1] - self._recording[0])}"
        if not self.length:
            return ""
        doing = "overdubs" if self.playing and self.overdub else "plays" if self.playing else "holds"
        targets = len({movement.target for movement in self.movements})
        return f"{doing} {_bars(self.length)}, {targets} {'control' if targets == 1 else 'controls'}"

    def _require_loop(self) -> None:
        if not self.length:
            raise BadParameter("no gesture is recorded; send /vamen/gesture/record with a number of bars first")

    def to_dict(self) -> dict[str, Any]:
        """Return the loop for a JSON file, also one that is recorded; empty for an empty one."""
        start, end = self._recording or (self.start, self.start + self.length)
        if start == end:
            return {}
        movements = [[round(beat, 6), target, value] for beat, target, value in self.movements]
        loop = {"beats": end - start, "playing": self.playing, "start": start, "movements": movements}
        return {**loop, "recording": True} if self._recording else loop

    def from_dict(self, found: Mapping[str, Any], beat: float | None = None) -> None:
        """Take a loop from a file, as `to_dict` returns it; a recording goes on if `beat`, the present one, lies in it.

        Raises:
            BadInput: it is not valid; then nothing changes.
        """
        try:
            length, start = float(found.get("beats", 0.0)), float(found.get("start", 0.0))
            movements = [_legal(length, *movement) for movement in found.get("movements", [])]
            if (length and not MIN_LENGTH <= length <= MAX_LENGTH) or not math.isfinite(start):
                raise ValueError(f"{length} beats from {start}")
        except (TypeError, ValueError, AttributeError, VamenError) as error:
            raise BadInput(f"the gesture is not valid ({error}); record it again") from error
        self.clear()
        self.movements = sorted(movements, key=attrgetter("beat"))[:MAX_MOVEMENTS]
        self.length, self.start = length, start
        self.playing = bool(found.get("playing")) and bool(length)
        if found.get("recording"):
            if beat is not None and start - BAR_BEATS <= beat < start + length:
                self.length, self._recording = 0.0, (start, start + length)
            else:
                self._finish(start, start + length if self.movements else start)

    def _begin_of_pass(self, beat: float) -> float:
        return self.start + math.floor((beat - self.start) / self.length + 1e-9) * self.length

    def _overdub(self, values: Mapping[str, float], beat: float) -> None:
        place = beat - self._begin_of_pass(beat)
        for target in values:
            gap = beat - self._last.get(target, -math.inf)
            first = place - gap + ROUNDED if gap < PUNCH else place - RESOLUTION
            self.movements = [
                one for one in self.movements if one.target != target or not first < one.beat <= place + RESOLUTION
            ]
            self._last[target] = beat
            self._hands[target] = beat + PUNCH
        self._insert(values, place)

    def _finish(self, start: float, end: float) -> None:
        """End a recording, and play it if something was moved."""
        self.start, self.length = start, end - start
        self._recording, self.playing = None, bool(self.movements)
        slices = [one for one in self.movements if one.target.startswith(SLICE)]
        if slices and slices[-1].value > 0:
            self.movements.append(LoopedValue(self.length, slices[-1].target, 0.0))

    def _insert(self, values: Mapping[str, float], place: float) -> None:
        """Add values at a place in the loop; one that follows another of its target within RESOLUTION replaces it.

        Raises:
            BadParameter: the loop is full.
        """
        for target, value in values.items():
            near = [
                at
                for at, one in enumerate(self.movements)
                if one.target == target and 0 <= place - one.beat < RESOLUTION and not target.startswith(SLICE)
            ]
            if near:  # at the beat of the other: a fast sweep would replace itself to its end
                self.movements[near[-1]] = self.movements[near[-1]]._replace(value=value)
                continue
            if len(self.movements) >= MAX_MOVEMENTS:
                raise BadParameter(f"a gesture has {MAX_MOVEMENTS} movements at most; it keeps those it has")
            self.movements.append(LoopedValue(place, target, value))
        self.movements.sort(key=attrgetter("beat"))  # of one beat, in the order in which they came


def _legal(length: float, beat: float, target: str, value: float) -> LoopedValue:
    if not 0 <= beat <= length:
        raise ValueError(f"a movement at beat {quoted(beat)} of {length:g}")
    if target.startswith(SLICE):
        index = int(target.removeprefix(SLICE))
        if not (0 <= index < SPEC.steps and 0 <= value <= 1):
            raise ValueError(f"{quoted(target)} at {quoted(value)}")
        return LoopedValue(float(beat), f"{SLICE}{index}", float(value))
    return LoopedValue(float(beat), target, clamped({target: value})[target])


def _bars(beats: float) -> str:
    bars = beats / BAR_BEATS
    return f"{bars:g} bar{'s' * (bars != 1)}"
