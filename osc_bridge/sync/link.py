"""Ableton Link: the tempo, beat and start and stop that everyone on the network shares -> musical time, and back.

A beat of Link lies where it is heard. Peers agree on tempo and on where they are in a bar of `quantum` beats. Link is
GPL and therefore an extra, LinkPython-extern, imported only here: whoever installs it runs the combination under the
GPL. It listens and speaks in threads of its own, by multicast on every network that the machine is in.
"""

import math
import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING

from engine.errors import NoDevice
from engine.sync.clocks import Pulse

if TYPE_CHECKING:
    from link import SessionState

SLOWEST, FASTEST = 40.0, 300.0  # BPM that we follow; Link allows 20 to 999
QUANTUM = 4.0  # beats; a bar, as most others have it
TRIES = 3  # readings of both clocks, of which the quickest counts
EDGE = 1e-6  # beats by which a start may miss the bar that it is on


class LinkClock:
    """Musical time of a Link session, as a context manager or until close(). Any thread may call."""

    name = "Link"

    def __init__(
        self,
        tempo: float = 120.0,
        *,
        quantum: float = QUANTUM,
        together: bool = True,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        """Join the session on this network, or begin one.

        Args:
            tempo: BPM, ours as long as there is nobody else.
            quantum: beats of a bar; bars of peers with the same quantum begin together.
            together: start and stop with those peers that want that too; else everything counts as playing.
            clock: seconds that never jump; only their difference from Link's own clock must stay the same for a moment.

        Raises:
            NoDevice: the library is not there or does not load.
        """
        try:
            from link import Link
        except ImportError as error:
            raise NoDevice(f"no Link: its library does not load ({error}); pip install 'vamen[link]'") from error
        self._quantum = quantum
        self._together = together
        self._clock = clock
        self._link = Link(tempo)
        self._micros = self._link.clock().micros
        self._link.startStopSyncEnabled = together
        self._link.enabled = True

    @property
    def peers(self) -> int:
        """How many others are in the session."""
        return self._link.numPeers()

    @property
    def tempo(self) -> float:
        """BPM of the session, 20 to 999."""
        return self._link.captureAppSessionState().tempo()

    def pulse(self, now: float) -> Pulse | None:
        """Musical time that is heard at `now`; None without peers, or at a tempo beyond 40 to 300 BPM.

        The beat counts from the first bar after a start that was given together, and is below 0 before it; without
        one, only its place in the bar means something.
        """
        if not self.peers:
            return None
        state = self._link.captureAppSessionState()
        at = self._link_time(now)
        tempo = state.tempo()
        if not SLOWEST <= tempo <= FASTEST:
            return None
        beat = state.beatAtTime(at, self._quantum)
        if not self._together:
            return Pulse(now, beat, tempo, exact=True)
        playing = state.isPlaying() == (at >= state.timeForIsPlaying())
        return Pulse(now, beat - self._first(state), tempo, playing, exact=True)

    def publish(self, tempo: float, at: float | None = None) -> None:
        """Set the tempo of the session from `at` on, seconds; None is now. Link clamps it to 20 to 999 BPM."""
        state = self._link.captureAppSessionState()
        state.setTempo(tempo, self._link_time(self._clock() if at is None else at))
        self._link.commitAppSessionState(state)

    def play(self, playing: bool, at: float | None = None) -> None:
        """Start or stop all who start and stop together, at `at` seconds; None is now. They begin with a bar."""
        state = self._link.captureAppSessionState()
        if state.isPlaying() != playing:
            state.setIsPlaying(playing, self._link_time(self._clock() if at is None else at))
            self._link.commitAppSessionState(state)

    def close(self) -> None:
        """Leave the session."""
        self._link.enabled = False

    def __enter__(self) -> "LinkClock":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _first(self, state: "SessionState") -> float:
        """The beat that was the first, or will be, of what was started together; a multiple of the quantum."""
        if not state.isPlaying():
            return 0.0
        start = state.beatAtTime(state.timeForIsPlaying(), self._quantum)
        return self._quantum * math.ceil(start / self._quantum - EDGE)

    def _link_time(self, at: float) -> int:
        """Microseconds of Link's clock, which on Linux is not the one of Python and drifts from it."""
        readings = []
        for _ in range(TRIES):
            before, micros = self._clock(), self._micros()
            after = self._clock()
            readings.append((after - before, micros - (before + after) / 2 * 1e6))
        return round(at * 1e6 + min(readings)[1])
