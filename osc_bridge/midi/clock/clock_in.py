"""MIDI clock messages of one or more ports in, the musical time to follow out.

start      the next tick is beat 0             continue   the next tick continues from the last beat, or the position
position   the next tick is that beat          stop       the beat holds; ticks may go on and set the tempo

Ticks before a start set the tempo without playing: many devices send them all the time. After SILENCE_TIMEOUT without
ticks, or while their tempo is out of range, there is no musical time; it continues when ticks return. Of several ports
with ticks, the first is followed until it is silent. The others are tracked, so that the next one is in time at once.
"""

from typing import NamedTuple

from engine.parameters import parameter
from engine.sync.clocks import Pulse
from osc_bridge.midi.input.midi_messages import SystemMessage

from .tempo_estimator import TICKS_PER_QUARTER, Line, TempoEstimator

SILENCE_TIMEOUT = 0.5  # seconds
MIN_CLOCK_TEMPO, MAX_CLOCK_TEMPO = parameter("tempo").low, parameter("tempo").high  # BPM
TEMPO_TOLERANCE = 0.025  # share by which an estimate may exceed these


class MidiClock:
    """The musical time of the MIDI ports; written by one thread, read by any."""

    name = "MIDI clock"

    def __init__(self, tempo: float = 120.0) -> None:
        """`tempo`: BPM, assumed from the first tick until the next ones tell it."""
        self._tempo = tempo
        self._ports: dict[str, _PortClock] = {}
        self._followed: str | None = None

    @property
    def port(self) -> str | None:
        """The port that is followed, or was followed last; None before the first tick."""
        return self._followed

    def feed(self, message: SystemMessage, port: str = "") -> None:
        """Take a message from a port; messages that are not about time are ignored."""
        if port not in self._ports:
            self._ports[port] = _PortClock(self._tempo)
        if message.kind == "tick" and (
            self._followed is None or message.at - self._ports[self._followed].time.last > SILENCE_TIMEOUT
        ):
            self._followed = port
        self._ports[port].feed(message)

    def pulse(self, now: float) -> Pulse | None:
        """Return the musical time at `now`; None without ticks, or if their tempo is out of range."""
        if self._followed is None:
            return None
        time = self._ports[self._followed].time
        if now - time.last > SILENCE_TIMEOUT:
            return None
        tempo = 60 / TICKS_PER_QUARTER / time.line.period
        if not MIN_CLOCK_TEMPO * (1 - TEMPO_TOLERANCE) <= tempo <= MAX_CLOCK_TEMPO * (1 + TEMPO_TOLERANCE):
            return None
        beat = (time.line.number_at(now) - time.zero) / TICKS_PER_QUARTER if time.playing else time.beat
        return Pulse(now, beat, min(max(tempo, MIN_CLOCK_TEMPO), MAX_CLOCK_TEMPO), time.playing)


class _PortTime(NamedTuple):
    """Musical time of a port; replaced as a whole, so that another thread can read it."""

    last: float  # seconds of the last tick
    line: Line
    zero: float  # number of the tick at beat 0
    playing: bool
    beat: float  # while it does not play


class _PortClock:
    """Turns the messages of one port into its musical time."""

    def __init__(self, tempo: float) -> None:
        self._tempo = TempoEstimator(60 / TICKS_PER_QUARTER / tempo)
        self.time = _PortTime(float("-inf"), self._tempo.line, 0.0, False, 0.0)
        self._next_beat: float | None = None  # of the next tick, after a start, continue or position

    def feed(self, message: SystemMessage) -> None:
        if message.kind == "tick":
            self._tick(max(message.at, self.time.last))
        elif message.kind == "start":
            self._next_beat = 0.0
            if not self.time.playing:
                self._hold(0.0)
        elif message.kind == "continue" and not self.time.playing:
            self._next_beat = self.time.beat
        elif message.kind == "position":
            if self.time.playing or self._next_beat is not None:
                self._next_beat = message.beat
            else:
                self._hold(message.beat)
        elif message.kind == "stop":
            beat = (self._tempo.counted + 1 - self.time.zero) / TICKS_PER_QUARTER
            beat = beat if self.time.playing else self.time.beat
            self._hold(beat if self._next_beat is None else self._next_beat)
            self._next_beat = None

    def _hold(self, beat: float) -> None:
        self.time = self.time._replace(playing=False, beat=beat)

    def _tick(self, at: float) -> None:
        restarted = self._next_beat is not None and not self._tempo.expects(at)
        if restarted or at - self.time.last > SILENCE_TIMEOUT:
            self._tempo.restart()
        self._tempo.tick(at)
        zero, playing = self.time.zero, self.time.playing
        if self._next_beat is not None:
            zero, playing = self._tempo.number - self._next_beat * TICKS_PER_QUARTER, True
            self._next_beat = None
        self.time = _PortTime(at, self._tempo.line, zero, playing, self.time.beat)
