"""One line for the user about the MIDI clock to follow: found, out of range, lost or missing."""

import time
from collections.abc import Callable

from .clock_in import MAX_CLOCK_TEMPO, MIN_CLOCK_TEMPO, MidiClock

CLOCK_WAIT_S = 1.5  # from the choice of the clock until its absence is said
OUT_OF_RANGE = f"is outside {MIN_CLOCK_TEMPO:g} to {MAX_CLOCK_TEMPO:g} BPM; the tempo holds"


class ClockNote:
    """Tells the user, in `note`, whether the MIDI clock to follow sends ticks that can be followed."""

    def __init__(
        self, clock: MidiClock, follows: Callable[[], bool], now: Callable[[], float] = time.perf_counter
    ) -> None:
        """`follows` returns whether the instrument follows `clock`; `now` returns the time in seconds."""
        self._clock, self._follows, self._now = clock, follows, now
        self._since: float | None = None  # seconds at which the clock was chosen
        self._found: str | None = None  # port of the last tick that was seen

    @property
    def note(self) -> str:
        """The text line for the user; empty while another clock is followed, or a first tick may still come."""
        if not self._follows():
            self._since = self._found = None
            return ""
        now = self._now()
        self._since = now if self._since is None else self._since
        if not self._clock.is_silent(now):
            self._found = self._clock.port
            if self._clock.is_in_range:
                return f"following the MIDI clock of {self._found}"
            return f"the MIDI clock of {self._found} {OUT_OF_RANGE}"
        if self._found is not None:
            return f"the MIDI clock of {self._found} has stopped ticking; the tempo holds until it ticks again"
        if now - self._since < CLOCK_WAIT_S:
            return ""
        return "no MIDI clock ticks on any input; the tempo holds, and start and stop still work"
