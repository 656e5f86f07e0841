"""The two filters of who follows a clock: its pulses in, the time it means out; what is away in, a correction out.

away  seconds, above 0: behind      correction  share of the tempo, -BOUND..BOUND      now  seconds

Both are slow where the clock is steady, so its jitter is not heard, and fast where something has changed.
"""

import math

from .clocks import Pulse

STEP = 0.02  # share of the tempo; more is a step, which is heard
BREAK = 0.005  # share of the tempo; less is jitter, which is smoothed
OFF = 0.0025  # seconds that a beat is off the smoothed one; likewise
YOUNG, OLD = 0.8, 8.0  # seconds: as long after a break a clock is believed as it is; over which is smoothed at most
BOUND = 0.02  # share of the tempo by which it is pulled at most: not heard as such
FAR, NEAR = 0.0025, 0.0005  # seconds; beyond the one it is pulled firmly, until it is within the other
FIRM, SOFT = 0.4, 8.0  # seconds in which what is away falls to 37 %; softly, 2.5 ms are 0.03 % of the tempo


class TempoSmoother:
    """A clock's time as a straight line through its pulses, from its last break on and over OLD seconds at most.

    Tempo and beat are corrected by the gains that a least-squares line over such a span has at its end; see Brookner:
    "Tracking and Kalman Filtering Made Easy" (1998), on growing-memory g-h filters.
    """

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Believe the next pulse."""
        self._pulse: Pulse | None = None
        self.since = 0.0  # seconds at which the last break was

    @property
    def tempo(self) -> float | None:
        """BPM, of the last pulse as it was smoothed; None before the first."""
        return self._pulse.tempo if self._pulse else None

    def __call__(self, pulse: Pulse) -> Pulse:
        """One more; what it means."""
        before, self._pulse = self._pulse, pulse
        if before is None:
            self.since = pulse.at
            return pulse
        ahead = pulse.beat - before.beat_at(pulse.at)  # beats
        span = min(pulse.at - self.since, OLD)
        # one look after a stall does not overturn everything
        share = min((pulse.at - before.at) / span, 0.25) if span > YOUNG else 0.0
        tempo = before.tempo + 60 * 6 * share / span * ahead if share else pulse.tempo
        near = before.tempo if span <= YOUNG else tempo
        if abs(ahead) * 60 > OFF * near or abs(pulse.tempo - near) > BREAK * near:
            self.since = pulse.at
        elif share:
            self._pulse = pulse._replace(beat=before.beat_at(pulse.at) + 4 * share * ahead, tempo=tempo)
        return self._pulse


class PhaseCorrector:
    """What is away, pulled in without a wobble."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Nothing is known."""
        self._firm = False

    def __call__(self, away: float, *, exact: bool = False) -> float:
        """What to add to the tempo until the next look. Where the clock is `exact`, whatever is away is ours."""
        distance = abs(away)
        self._firm = distance > (NEAR if self._firm else FAR)
        if self._firm or exact:
            return max(-BOUND, min(away / FIRM, BOUND))
        return math.copysign(max(distance - NEAR, 0.0) / SOFT, away)
