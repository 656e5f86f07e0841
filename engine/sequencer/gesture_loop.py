"""A gesture loop: movements of parameters and slices with their beats in, the same again, bar after bar, out.

record -> the next bar begins it; after so many bars it is played in a loop; overdub -> what is moved replaces what is
in the loop there; a parameter that is moved while the loop is played is left to the hand until the loop begins again.
Beats are quarter notes, so a loop follows the tempo. A parameter is named by its id, a slice "slice/5"; its value is
the velocity, 0 when it is released. A slice that is held when the recording ends is released there, one that the loop
holds when that ends, then. Where the beat jumps, the loop keeps its place in the bars of the tape.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from itertools import islice
from operator import attrgetter
from typing import Any

from engine.errors import BadInput, BadParameter, VamenError
from engine.spec import BAR_BEATS

from .looped_values import LoopedValue, is_slice, legal_movement

MAX_BARS = 16
MAX_LENGTH, MIN_LENGTH = 4 * MAX_BARS * BAR_BEATS, 0.25 * BAR_BEATS  # beats of a loop that has been stretched
RESOLUTION = 1 / 64  # of a beat: values of a parameter that are nearer are one movement
MAX_MOVEMENTS = 8192
PUNCH = 0.5  # beats that an overdubbed value replaces behind the one before it, at most
NOTICED = 0.1  # beats within which a jump is noticed
ROUNDED = 1e-6  # beats that come from rounding


class GestureLoop:
    """Records movements and returns those that are due."""

    def __init__(self) -> None:
        self.movements: list[LoopedValue] = []  # by beat
        self.length = 0.0  # beats; 0 is an empty loop
        self.start = 0.0  # beat since play at which the loop begins
        self.playing = False
        self.overdub = False
        self._recording: tuple[float, float] | None = None  # its first beat and the one behind it
        self._end = -math.inf  # beat at which the last recording ends; before that, the loop that plays is recorded
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
        self._recording, self._end = None, -math.inf
        self._hands.clear()
        self._last.clear()

    def move_to(self, beat: float) -> None:
        """Go on from a beat to which the instrument has jumped, as at a start: a recording that it leaves ends."""
        if self._recording and not self._recording[0] - BAR_BEATS <= beat < self._recording[1]:
            start, end = self._recording
            if self.movements:
                self._finish(start, end)
            else:
                self.record((end - start) / BAR_BEATS, beat - NOTICED)
        if self.length and self.start > beat:
            self.start -= math.ceil((self.start - beat) / self.length) * self.length
        self._end = -math.inf
        self._hands = {target: end for target, end in self._hands.items() if end - beat <= self.length}
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
        self.length, self._end = length, -math.inf
        self.movements = [one._replace(beat=one.beat * factor) for one in self.movements]

    def add(self, values: Mapping[str, float], beat: float) -> None:
        """Take what the performer has moved at a beat."""
        if self._recording and self._recording[0] <= beat < self._recording[1]:
            self._insert(values, beat - self._recording[0])
        elif self.start <= beat < self._end:
            self.playing = self.playing or not self.movements
            self._insert(values, beat - self.start)
            self._release_held()
        elif self.playing and self.overdub:
            self._overdub(values, beat)
        elif self.playing:
            end = self._begin_of_pass(beat) + self.length
            self._hands |= dict.fromkeys(values, end)

    def due(self, after: float, upto: float) -> list[LoopedValue]:
        """Return the movements in the beats after..upto, with their beats since play.

        `upto` is ahead of what is heard: a loop is played from there on while its recording has not ended.
        """
        if self._recording and self._recording[1] <= upto:
            self._finish(*self._recording)
            self._end = self.start + self.length
        if not self.playing or not self.movements:
            held, self._held = self._held, None
            return [LoopedValue(upto, held, 0.0)] if held else []
        found = []
        begin = self._begin_of_pass(after)
        while begin <= upto:
            first = bisect_left(self.movements, (after - begin - RESOLUTION,))  # not all of thousands, at each tick
            for movement in islice(self.movements, first, None):
                beat = begin + movement.beat
                if beat > upto:
                    break
                if beat > after and beat >= max(self._end, self._hands.get(movement.target, -math.inf)):
                    found.append(movement._replace(beat=beat))
                    if is_slice(movement.target):
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
        movements = [[round(beat, 6), target, round(value, 6)] for beat, target, value in self.movements]
        loop = {"beats": end - start, "playing": self.playing, "start": start, "movements": movements}
        return {**loop, "recording": True} if self._recording else loop

    def from_dict(self, found: Mapping[str, Any], beat: float | None = None) -> None:
        """Take a loop from a file, as `to_dict` returns it; a recording goes on if `beat`, the present one, lies in it.

        Raises:
            BadInput: it is not valid; then nothing changes.
        """
        try:
            length, start = float(found.get("beats", 0.0)), float(found.get("start", 0.0))
            movements = [legal_movement(length, *movement) for movement in found.get("movements", [])]
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
        if beat is not None:
            self.move_to(beat)

    def _begin_of_pass(self, beat: float) -> float:
        return self.start + math.floor((beat - self.start) / self.length + 1e-9) * self.length

    def _overdub(self, values: Mapping[str, float], beat: float) -> None:
        place, replaced = beat - self._begin_of_pass(beat), dict[str, float]()
        for target in values:
            gap = beat - self._last.get(target, -math.inf)
            replaced[target] = place - gap + ROUNDED if gap < PUNCH else place - RESOLUTION
            self._last[target] = beat
            self._hands[target] = beat + PUNCH
        self.movements = [
            one for one in self.movements if not replaced.get(one.target, math.inf) < one.beat <= place + RESOLUTION
        ]
        self._insert(values, place)

    def _finish(self, start: float, end: float) -> None:
        """End a recording, and play it if something was moved."""
        self.start, self.length = start, end - start
        self._recording, self.playing = None, bool(self.movements)
        self._release_held()

    def _release_held(self) -> None:
        """Release the slice that is held at the end of the loop there."""
        self.movements = [one for one in self.movements if not (is_slice(one.target) and one.beat >= self.length)]
        held = next((one for one in reversed(self.movements) if is_slice(one.target)), None)
        if held and held.value > 0:
            self.movements.append(LoopedValue(self.length, held.target, 0.0))

    def _insert(self, values: Mapping[str, float], place: float) -> None:
        """Add values at a place in the loop; one that follows another of its target within RESOLUTION replaces it.

        Raises:
            BadParameter: the loop is full.
        """
        for target, value in values.items():
            end = bisect_right(self.movements, place, key=attrgetter("beat"))
            near = bisect_left(self.movements, (place - RESOLUTION + ROUNDED,))
            same = [at for at in range(near, end) if self.movements[at].target == target]
            if same and not is_slice(target):
                # at the beat of the other: a fast sweep would replace itself to its end
                self.movements[same[-1]] = self.movements[same[-1]]._replace(value=value)
            elif len(self.movements) >= MAX_MOVEMENTS:
                raise BadParameter(f"a gesture has {MAX_MOVEMENTS} movements at most; it keeps those it has")
            else:
                self.movements.insert(end, LoopedValue(place, target, value))


def _bars(beats: float) -> str:
    bars = beats / BAR_BEATS
    return f"{bars:g} bar{'s' * (bars != 1)}"
