"""Who says how fast it goes and where the beat is: the instrument itself, or a clock that it follows.

at      seconds of `time.perf_counter`     tempo   BPM, quarter notes     beat    quarter notes since the start
"""

from collections import deque
from itertools import pairwise
from statistics import median
from typing import NamedTuple, Protocol, runtime_checkable

MAX_CORRECTION_SECONDS = 4.0  # seconds; what can be pulled in at all is pulled in by then
FORGETS = 2.0  # seconds; a tap that comes later begins anew
BOUNCE = 0.15  # seconds; a tap that comes sooner is the same one
TAPS = 9  # that are remembered


class Pulse(NamedTuple):
    """Musical time, as a clock sees it."""

    at: float  # seconds
    beat: float  # at that moment
    tempo: float
    playing: bool = True
    exact: bool = False  # agreed, not estimated from what came late: it can be believed at once

    def beat_at(self, at: float) -> float:
        """The beat at another moment nearby, if nothing changes."""
        return self.beat + (at - self.at) * self.tempo / 60


class Clock(Protocol):
    """Somebody else's time: MIDI clock, Link."""

    name: str

    def pulse(self, now: float) -> Pulse | None:
        """Musical time at `now`; None while nobody gives any, and then the tempo holds."""


@runtime_checkable
class SharedClock(Clock, Protocol):
    """A clock of many, each of whom may change its tempo for all: Link."""

    @property
    def peers(self) -> int:
        """How many others keep to it."""

    @property
    def tempo(self) -> float:
        """BPM, also while nobody else is there."""

    def publish(self, tempo: float, at: float | None = None) -> None:
        """Change the tempo for all, from `at` on, seconds; None is now."""


class Internal:
    """The instrument's own time: gives pulses only while a hand has something to put right, and then lets go."""

    name = "internal"

    def __init__(self) -> None:
        self._pulse: Pulse | None = None

    def aim(self, pulse: Pulse | None) -> None:
        """Go on from there; None: let go at once."""
        self._pulse = pulse

    def pulse(self, now: float) -> Pulse | None:
        """Musical time at `now`, for LASTS seconds from where it was aimed."""
        pulse = self._pulse
        if pulse is None or now > pulse.at + MAX_CORRECTION_SECONDS:
            return None
        return pulse._replace(at=now, beat=pulse.beat_at(now))


class TapTempo:
    """Taps on the beat, one each quarter note, and the time that they mean."""

    def __init__(self) -> None:
        self._times: deque[float] = deque(maxlen=TAPS)

    def __call__(self, at: float) -> None:
        """One more."""
        if self._times and at - self._times[-1] > FORGETS:
            self._times.clear()
        if not self._times or at - self._times[-1] > BOUNCE:
            self._times.append(at)

    @property
    def tempo(self) -> float | None:
        """Of the median of the intervals, BPM; None before the second tap."""
        times = list(self._times)
        if len(times) < 2:
            return None
        return 60 / median(after - before for before, after in pairwise(times))

    @property
    def beat(self) -> float | None:
        """Seconds at which the last beat was, by all taps together; None before the third."""
        tempo, times = self.tempo, list(self._times)
        if tempo is None or len(times) < 3:
            return None
        return median(time + back * 60 / tempo for back, time in enumerate(reversed(times)))
