"""Tempo map of a MIDI file: ticks to seconds and back."""

from bisect import bisect_right

DEFAULT_TEMPO_US = 500_000  # microseconds per quarter note until the first tempo event: 120 BPM
MINUTE_US = 60_000_000


class TempoMap:
    """Tempo changes in order, each from its tick on."""

    def __init__(self, ticks_per_beat: int) -> None:
        self.ticks_per_beat = ticks_per_beat
        self._ticks, self._seconds, self._tempos = [0], [0.0], [DEFAULT_TEMPO_US]

    def add(self, tick: int, microseconds: int) -> None:
        """Change the tempo from a tick on, in microseconds per quarter note; not before the last change."""
        self._seconds.append(self.seconds(tick))
        self._ticks.append(tick)
        self._tempos.append(microseconds)

    def seconds(self, tick: int) -> float:
        """Return the time of a tick in seconds."""
        last = bisect_right(self._ticks, tick) - 1
        return self._seconds[last] + (tick - self._ticks[last]) * self._tempos[last] * 1e-6 / self.ticks_per_beat

    def tick(self, seconds: float) -> int:
        """Return the tick nearest to a time."""
        last = bisect_right(self._seconds, seconds) - 1
        return self._ticks[last] + round(
            (seconds - self._seconds[last]) * 1e6 / self._tempos[last] * self.ticks_per_beat
        )


def beats_per_minute(microseconds: int) -> float:
    """Return the tempo at which a quarter note lasts `microseconds`."""
    return MINUTE_US / max(microseconds, 1)
