"""The last minute of the output, from which whole bars are cut as loops.

in   output samples and meters of a session, read five times a second by a thread
out  the last 1, 2, 4 or 8 whole bars as samples (n, 2), from downbeat to downbeat, or the bytes of a 24-bit WAV file

The samples are kept as 16-bit integers, 9.7 MB. A downbeat lies between two readings of the meters: at a constant
tempo, interpolation finds it to the sample.
"""

import threading
from collections import deque
from typing import NamedTuple, Protocol

import numpy as np

from engine.arrays import Floats
from engine.errors import BadParameter
from engine.parameters import parameter
from engine.realtime.meters import Meters
from engine.spec import BAR_BEATS, SPEC

from .loop_chunks import loop_wav

LOOP_BARS = (1, 2, 4, 8)
LOOP_READ_INTERVAL_S = 0.2
KEPT_SAMPLES = 55 * SPEC.rate  # 8 bars at 40 BPM, the lowest tempo, and a bar that has begun
PACE_RANGE = (0.75, 1.5)  # of the lowest and highest tempo: beats that go on at another pace were moved
FULL_SCALE = 32767


class Played(Protocol):
    """What is read of a session."""

    @property
    def meters(self) -> Meters:
        """Meters of the last block; `beat` is that of the sample handed out at `clock`."""

    def sound_since(self, clock: int) -> tuple[int, Floats | None]:
        """Return the number of the sample to come, and samples (n, 2), as a session does."""


class LoopAudio(NamedTuple):
    """Whole bars, from a downbeat to a downbeat."""

    samples: Floats  # (n, 2), at Spec.rate
    bars: int
    tempo: float  # BPM, the mean

    def wav(self) -> bytes:
        """Return the contents of a 24-bit WAV file, with tempo, beats and slices."""
        return loop_wav(self.samples, self.tempo, self.bars * BAR_BEATS)


class LastBars:
    """Keeps what a session has played last, between `start` and `stop`."""

    def __init__(self, session: Played) -> None:
        self._session = session
        self._ring = np.zeros((KEPT_SAMPLES, 2), np.int16)
        self._begin = self._end = 0  # samples of the player that are in the ring, by its clock
        self._beats: deque[tuple[float, float]] = deque()  # clock and beat, since it plays without interruption
        self._silent_until = 0.0  # clock at which it did not play yet
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="last bars", daemon=True)

    def start(self) -> None:
        """Start the thread that reads."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread."""
        self._closing.set()
        if self._thread.is_alive():
            self._thread.join()

    def read(self) -> None:
        """Read what was played since the last call, which must be less than a second ago."""
        with self._lock:
            self._keep(*self._session.sound_since(self._end))
            self._add_beat(self._session.meters)

    def loop(self, bars: int) -> LoopAudio:
        """Return the last whole bars.

        Raises:
            BadParameter: another number of bars than 1, 2, 4 or 8, or so many were not played without interruption.
        """
        if bars not in LOOP_BARS:
            raise BadParameter(f"a loop of {bars} bars cannot be cut; ask for 1, 2, 4 or 8")
        with self._lock:
            first, last = self._downbeats(bars)
            samples = self._ring[np.arange(first, last) % KEPT_SAMPLES]
        tempo = bars * BAR_BEATS * 60 * SPEC.rate / len(samples)
        return LoopAudio(samples.astype(np.float32) / np.float32(FULL_SCALE), bars, tempo)

    def _run(self) -> None:
        while not self._closing.wait(LOOP_READ_INTERVAL_S):
            self.read()

    def _keep(self, end: int, samples: Floats | None) -> None:
        """Put samples that were read from self._end on into the ring."""
        if end < self._end or samples is None:  # a restarted player, or the thread was too late
            self._beats.clear()
            self._begin = end - (0 if samples is None else len(samples))
        if samples is not None:
            places = np.arange(end - len(samples), end) % KEPT_SAMPLES
            self._ring[places] = np.round(np.clip(samples, -1, 1) * FULL_SCALE)
        self._end = end
        self._begin = max(self._begin, end - KEPT_SAMPLES)

    def _add_beat(self, meters: Meters) -> None:
        now = (meters.clock, meters.beat)
        if not meters.playing:
            self._beats.clear()
            self._silent_until = meters.clock
            return
        if self._beats:
            if meters.clock == self._beats[-1][0]:  # no block since
                return
            if not _goes_on(self._beats[-1], now):
                self._beats.clear()
        self._beats.append(now)
        if len(self._beats) == 2:
            self._add_first_downbeat()
        while len(self._beats) > 2 and self._beats[1][0] < self._begin:
            self._beats.popleft()

    def _add_first_downbeat(self) -> None:
        """Add beat 0, from which it began to play, if that was since the reading before the first beat."""
        (first, beat), (second, later) = self._beats
        start = first - beat * (second - first) / (later - beat)
        if self._silent_until <= start < first:
            self._beats.appendleft((start, 0.0))

    def _downbeats(self, bars: int) -> tuple[int, int]:
        """Return the samples at which the last whole bars begin and end; BadParameter as `loop`."""
        whole, clocks, beats = 0, np.zeros(0), np.zeros(0)
        last_bar = 0.0
        if self._beats:
            clocks, beats = np.array(self._beats).T
            newest = np.interp(min(clocks[-1], self._end), clocks, beats)
            oldest = np.interp(max(clocks[0], self._begin), clocks, beats)
            last_bar = np.floor(newest / BAR_BEATS)
            whole = max(int(last_bar - np.ceil(oldest / BAR_BEATS)), 0)
        if whole < bars:
            found = {0: "no whole bar was", 1: "one whole bar was"}.get(whole, f"{whole} whole bars were")
            raise BadParameter(f"{found} played without interruption, expected {bars}; play on and ask again")
        first, last = np.interp((np.array([last_bar - bars, last_bar])) * BAR_BEATS, beats, clocks)
        return round(first), round(last)


def _goes_on(before: tuple[float, float], now: tuple[float, float]) -> bool:
    """Return whether the beat went on between two readings, at any tempo."""
    tempo, samples = parameter("tempo"), now[0] - before[0]
    pace = (now[1] - before[1]) * 60 * SPEC.rate / samples if samples > 0 else 0.0
    return PACE_RANGE[0] * tempo.low <= pace <= PACE_RANGE[1] * tempo.high
