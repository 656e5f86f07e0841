"""Sources of tempo and beat: the instrument's own time, taps, and the interface of clocks that can be followed.

at      seconds of `time.perf_counter`     tempo   BPM, quarter notes     beat    quarter notes since the start
"""

from collections import deque
from itertools import pairwise
from statistics import median
from typing import NamedTuple, Protocol, runtime_checkable

MAX_CORRECTION_SECONDS = 4.0  # after which a tap or nudge has been corrected
TAP_TIMEOUT = 2.0  # seconds after which a tap starts a new series
TAP_DEBOUNCE = 0.15  # seconds; sooner taps are ignored
MAX_TAPS = 9  # newest taps that count


class Pulse(NamedTuple):
    """The musical time of a clock at one moment: its beat and tempo."""

    at: float  # seconds
    beat: float  # at that moment
    tempo: float
    playing: bool = True
    exact: bool = False  # not estimated from messages with jitter; can be followed at once

    def beat_at(self, at: float) -> float:
        """Return the beat at another moment, at the same tempo."""
        return self.beat + (at - self.at) * self.tempo / 60


class Clock(Protocol):
    """A source of musical time: MIDI clock, Link."""

    name: str

    def pulse(self, now: float) -> Pulse | None:
        """Return the musical time at `now`; None if it is unknown, and then the tempo holds."""


class Transport(NamedTuple):
    """The last start or stop command of a clock; known even while the clock's tempo is unknown."""

    commands: int  # starts, stops and continues that have taken effect
    playing: bool
    beat: float  # of the last command
    placed: bool  # whether a start or song position set `beat`; otherwise a continue is from where the sound stopped


@runtime_checkable
class TransportClock(Clock, Protocol):
    """A clock with start and stop commands that do not depend on its tempo: MIDI clock."""

    def transport(self, now: float) -> Transport:
        """Return the commands that have taken effect by `now`."""


@runtime_checkable
class SharedClock(Clock, Protocol):
    """A clock of several peers, each of which may set its tempo: Link."""

    @property
    def peers(self) -> int:
        """Number of other peers."""

    @property
    def tempo(self) -> float:
        """BPM, also without peers."""

    def publish(self, tempo: float, at: float | None = None) -> None:
        """Set the tempo of all peers from `at` on, seconds; None is now."""


class Internal:
    """The instrument's own time; it gives a beat to follow only while playback is moved to match taps or a nudge."""

    name = "internal"

    def __init__(self) -> None:
        self._pulse: Pulse | None = None

    def aim(self, pulse: Pulse | None) -> None:
        """Correct the instrument's beat and tempo to those of `pulse`; None ends a correction."""
        self._pulse = pulse

    def pulse(self, now: float) -> Pulse | None:
        """Return the time set by `aim`, continued to `now`; None without one or after MAX_CORRECTION_SECONDS."""
        pulse = self._pulse
        if pulse is None or now > pulse.at + MAX_CORRECTION_SECONDS:
            return None
        return pulse._replace(at=now, beat=pulse.beat_at(now))


class TapTempo:
    """Estimates tempo and beat from taps on every quarter note."""

    def __init__(self) -> None:
        self._times: deque[float] = deque(maxlen=MAX_TAPS)

    def __call__(self, at: float) -> None:
        """Take a tap at `at`, seconds."""
        if self._times and at - self._times[-1] > TAP_TIMEOUT:
            self._times.clear()
        if not self._times or at - self._times[-1] > TAP_DEBOUNCE:
            self._times.append(at)

    @property
    def tempo(self) -> float | None:
        """BPM, from the median interval; None before the second tap."""
        times = list(self._times)
        if len(times) < 2:
            return None
        return 60 / median(after - before for before, after in pairwise(times))

    @property
    def beat(self) -> float | None:
        """Time of the last beat in seconds, estimated from all taps; None before the third tap."""
        tempo, times = self.tempo, list(self._times)
        if tempo is None or len(times) < 3:
            return None
        return median(time + back * 60 / tempo for back, time in enumerate(reversed(times)))


def doubled_into_range(tempo: float, low: float, high: float) -> float:
    """Double or halve a tempo, BPM, until it is within `low` and `high`."""
    while tempo < low:
        tempo *= 2
    while tempo > high:
        tempo /= 2
    return tempo
