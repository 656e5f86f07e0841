"""Ableton Link: tempo, beat, start and stop, shared with other programs on the network (a session).

Link tells when a beat is heard. Peers agree on the tempo and on the position in a bar of `quantum` beats. Link is
licensed under the GPL and therefore an extra (LinkPython-extern), imported only here: with it installed, the
combination runs under the GPL. It uses threads of its own and multicast on every network of the machine.
"""

import math
import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING

from engine.controls import Controls
from engine.errors import NoDevice, install_command
from engine.spec import BAR_BEATS
from engine.sync.clock_follower import MIN_TEMPO_CHANGE, TEMPO, ClockFollower
from engine.sync.clocks import Internal, Pulse, SharedClock

if TYPE_CHECKING:
    from link import SessionState

CLOCK_READINGS = 3  # of both clocks; the quickest one counts
START_TOLERANCE = 1e-6  # beats by which a start may miss its bar


class LinkClock:
    """The musical time of a Link session, as a context manager or until close(); thread-safe."""

    name = "Link"

    def __init__(
        self,
        tempo: float = 120.0,
        *,
        quantum: float = BAR_BEATS,
        start_stop: bool = True,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        """Join the session on this network, or begin one.

        Args:
            tempo: BPM of the session as long as there are no peers.
            quantum: beats of a bar; bars of peers with the same quantum begin together.
            start_stop: start and stop with the peers that share it; otherwise the session always counts as playing.
            clock: monotonic seconds.

        Raises:
            NoDevice: the library is not installed or does not load.
        """
        try:
            from link import Link
        except ImportError as error:
            raise NoDevice(f"no Link: its library does not load ({error}); run {install_command('link')}") from error
        self._quantum = quantum
        self._start_stop = start_stop
        self._clock = clock
        self._link = Link(tempo)
        self._micros = self._link.clock().micros
        self._link.startStopSyncEnabled = start_stop
        self._link.enabled = True

    @property
    def peers(self) -> int:
        """Number of peers in the session."""
        return self._link.numPeers()

    @property
    def tempo(self) -> float:
        """BPM of the session, 20 to 999."""
        return self._link.captureAppSessionState().tempo()

    def pulse(self, now: float) -> Pulse | None:
        """Return the musical time heard at `now`; None without peers, or at a tempo out of 40..300 BPM.

        The beat counts from the first bar after a shared start, and is negative before it; without a shared start only
        its position in the bar is meaningful.
        """
        if not self.peers:
            return None
        state = self._link.captureAppSessionState()
        at = self._link_time(now)
        tempo = state.tempo()
        if not TEMPO.low <= tempo <= TEMPO.high:
            return None
        beat = state.beatAtTime(at, self._quantum)
        if not self._start_stop:
            return Pulse(now, beat, tempo, exact=True)
        playing = state.isPlaying() == (at >= state.timeForIsPlaying())
        return Pulse(now, beat - self._first(state), tempo, playing, exact=True)

    def publish(self, tempo: float, at: float | None = None) -> None:
        """Set the tempo of the session from `at` on, seconds; None is now. Link clamps it to 20 to 999 BPM."""
        state = self._link.captureAppSessionState()
        state.setTempo(tempo, self._link_time(self._clock() if at is None else at))
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
        """Return the first beat after the shared start, a multiple of the quantum."""
        if not state.isPlaying():
            return 0.0
        start = state.beatAtTime(state.timeForIsPlaying(), self._quantum)
        return self._quantum * math.ceil(start / self._quantum - START_TOLERANCE)

    def _link_time(self, at: float) -> int:
        """Convert seconds of our clock to microseconds of Link's. Both are read each time, as they drift on Linux."""
        readings = []
        for _ in range(CLOCK_READINGS):
            before, micros = self._clock(), self._micros()
            after = self._clock()
            readings.append((after - before, micros - (before + after) / 2 * 1e6))
        return round(at * 1e6 + min(readings)[1])


class SharedTempo:
    """A clock to follow: that of a Link session while it has peers, otherwise the instrument's own.

    With peers, a tempo that was set on the instrument is published once; a tempo that came from the session is not
    sent back. Without peers, the session's tempo is kept at the instrument's. The session's beat is never moved.
    """

    def __init__(self, shared: SharedClock, internal: Internal, controls: Controls) -> None:
        """`shared`: the session's clock. `internal`: the instrument's own, with pulses only after a tap or nudge."""
        self.name = shared.name
        self._shared, self._internal, self._controls = shared, internal, controls
        self._followed_tempo = controls.read("tempo")

    @property
    def peers(self) -> int:
        """Number of peers in the session."""
        return self._shared.peers

    def pulse(self, now: float) -> Pulse | None:
        """Return beat and tempo at `now`, seconds; None if there is nothing to follow."""
        return self._shared.pulse(now) if self.peers else self._internal.pulse(now)

    def polled(self) -> None:
        """Note the tempo that the ClockFollower has just set, so that `publish` does not send it back."""
        self._followed_tempo = self._controls.read("tempo")

    def publish(self, follower: ClockFollower, now: float) -> None:
        """Send a tempo that was set on the instrument to the session, at `now`, seconds, before `follower` polls."""
        tempo = self._controls.read("tempo")
        if self.peers:
            if tempo not in (self._followed_tempo, follower.written):
                self._shared.publish(tempo, now)
                follower.written = tempo  # the session's from now on
            return
        target = self._internal.pulse(now)
        if target:
            tempo = target.tempo
        elif tempo == follower.written:
            return  # the last peer has just left; this is still its tempo, with a correction
        if abs(tempo - self._shared.tempo) > MIN_TEMPO_CHANGE:
            self._shared.publish(tempo, now)
