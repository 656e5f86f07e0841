"""Who says how fast it goes and where the beat is: the instrument itself, or a clock that it follows.

at      seconds of `time.perf_counter`     tempo   BPM, quarter notes     beat    quarter notes since the start
"""

from typing import NamedTuple, Protocol


class Pulse(NamedTuple):
    """Musical time, as a clock sees it."""

    at: float  # seconds
    beat: float  # at that moment
    tempo: float
    playing: bool = True

    def beat_at(self, at: float) -> float:
        """The beat at another moment nearby, if nothing changes."""
        return self.beat + (at - self.at) * self.tempo / 60


class Clock(Protocol):
    """Somebody else's time: MIDI clock, Link."""

    name: str

    def pulse(self, now: float) -> Pulse | None:
        """Musical time at `now`; None while nobody gives any, and then the tempo holds."""
