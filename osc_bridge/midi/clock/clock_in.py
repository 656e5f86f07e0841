"""MIDI clock, coming in: what machines tell -> musical time to follow.

start      the next tick is beat 0            continue   the next tick goes on where it stopped, or was positioned
position   the next tick is that beat         stop       the beat stands; ticks may go on, and their tempo is followed

Ticks that nobody has started give a tempo and play nothing: many machines send them all the time. After half a second
without ticks, or while they tell a tempo beyond 40 to 300 BPM, there is no musical time and everything stays as it is;
when they come back, it goes on from where it was. Of several ports that tick, the first is followed until it is
silent; the others are listened to, so that the next one is in time at once.
"""

from typing import NamedTuple

from engine.sync.clocks import Pulse
from osc_bridge.midi.input.midi_messages import SystemMessage

from .tempo_estimator import Line, TempoEstimator

TICKS = 24  # a quarter note
SILENCE = 0.5  # seconds without ticks after which a clock has gone
SLOWEST, FASTEST = 40.0, 300.0  # BPM
TOLERANCE = 0.025  # share by which an estimate may lie beyond these


class MidiClock:
    """Musical time of the MIDI ports; fed by one thread, read by any."""

    name = "MIDI clock"

    def __init__(self, tempo: float = 120.0, late: float = 0.0) -> None:
        """Wait for ticks.

        Args:
            tempo: BPM, what is assumed from the very first tick on until the next ones tell.
            late: seconds that ticks take to get here, so that the beat is that much further; may be negative.
        """
        self.late = late
        self._tempo = tempo
        self._ports: dict[str, _Port] = {}
        self._followed: str | None = None

    @property
    def port(self) -> str | None:
        """Which port is followed, or was last; None before the first tick."""
        return self._followed

    def hear(self, told: SystemMessage, port: str = "") -> None:
        """Take what came in on a port; words that do not concern time do nothing."""
        if port not in self._ports:
            self._ports[port] = _Port(self._tempo)
        if told.kind == "tick" and (self._followed is None or told.at - self._heard(self._followed) > SILENCE):
            self._followed = port
        self._ports[port].hear(told)

    def pulse(self, now: float) -> Pulse | None:
        """Musical time at `now`; None without ticks, or with ticks of an impossible tempo."""
        if self._followed is None:
            return None
        time = self._ports[self._followed].time
        if time.line is None or now - time.last > SILENCE:
            return None
        tempo = 60 / TICKS / time.line.period
        if not SLOWEST * (1 - TOLERANCE) <= tempo <= FASTEST * (1 + TOLERANCE):
            return None
        beat = (time.line.number_at(now + self.late) - time.zero) / TICKS if time.playing else time.beat
        return Pulse(now, beat, min(max(tempo, SLOWEST), FASTEST), time.playing)

    def _heard(self, port: str) -> float:
        return self._ports[port].time.last


class _Time(NamedTuple):
    """Musical time of one port; replaced as a whole, so that another thread can read it."""

    last: float  # when the last tick came, seconds
    line: Line | None
    zero: float  # number of the tick that is beat 0
    playing: bool
    beat: float  # while it does not play


class _Port:
    """One port: ticks, and where they stand in the music."""

    def __init__(self, tempo: float) -> None:
        self.time = _Time(float("-inf"), None, 0.0, False, 0.0)
        self._tempo = TempoEstimator(60 / TICKS / tempo)
        self._next: float | None = None  # the beat that the next tick is, when something was told about it

    def hear(self, told: SystemMessage) -> None:
        if told.kind == "tick":
            self._tick(max(told.at, self.time.last))
        elif told.kind == "start":
            self._next = 0.0
            if not self.time.playing:
                self._stop(0.0)
        elif told.kind == "continue" and not self.time.playing:
            self._next = self.time.beat
        elif told.kind == "position":
            if self.time.playing or self._next is not None:
                self._next = told.beat
            else:
                self._stop(told.beat)
        elif told.kind == "stop":
            coming = (self._tempo.counted + 1 - self.time.zero) / TICKS if self.time.playing else self.time.beat
            self._stop(coming if self._next is None else self._next)
            self._next = None

    def _stop(self, beat: float) -> None:
        self.time = self.time._replace(playing=False, beat=beat)

    def _tick(self, at: float) -> None:
        if at - self.time.last > SILENCE or (self._next is not None and not self._tempo.expects(at)):
            self._tempo.restart()
        self._tempo.tick(at)
        zero, playing = self.time.zero, self.time.playing
        if self._next is not None:
            zero, playing, self._next = self._tempo.number - self._next * TICKS, True, None
        self.time = _Time(at, self._tempo.line, zero, playing, self.time.beat)
