"""MIDI clock messages of one or more ports in, tempo and beat (the musical time) for the instrument to follow out.

start      the next tick is beat 0             continue   the next tick continues from the last beat, or the position
position   the next tick is that beat          stop       the beat holds; ticks may go on and set the tempo

Ticks before a start set the tempo without playing: many devices send them all the time. After SILENCE_TIMEOUT without
ticks, or while their tempo is out of range, there is no musical time; it continues when ticks return. Start, continue
and stop need no musical time (`MidiClock.transport`): a stop takes effect at once, a start with its tick, or without it
after FIRST_TICK_TIMEOUT_S. Of several ports with ticks, the first is followed until it is silent, then the next one
that sends a tick, start, continue or stop. The tempo of each port is measured all the time, so that a change of port
needs no waiting.
"""

from collections.abc import Callable
from typing import NamedTuple

from engine.parameters import parameter
from engine.sync.clocks import Pulse, Transport
from osc_bridge.midi.input.midi_messages import SystemMessage

from .tempo_estimator import TICKS_PER_QUARTER, Line, TempoEstimator

SILENCE_TIMEOUT = 0.5  # seconds
FIRST_TICK_TIMEOUT_S = 0.02  # after a start; masters that tick only while they play send the tick within milliseconds
MIN_CLOCK_TEMPO, MAX_CLOCK_TEMPO = parameter("tempo").low, parameter("tempo").high  # BPM
TEMPO_TOLERANCE = 0.025  # share by which an estimate may exceed these


class MidiClock:
    """The musical time of the MIDI ports; written by one thread, read by any."""

    name = "MIDI clock"

    def __init__(self, tempo: float = 120.0, lead: Callable[[], float] = lambda: 0.0) -> None:
        """`tempo`: BPM, assumed after the first tick until enough ticks have come to measure it.

        `lead`: returns the seconds by which ticks are received early, on average.
        """
        self._tempo, self._lead = tempo, lead
        self._ports: dict[str, _PortClock] = {}
        self._followed: str | None = None
        self._other_commands = 0  # to add to the commands of the port that is followed: those of ports before it

    @property
    def port(self) -> str | None:
        """The port that is followed, or was followed last; None before the first tick, start, continue or stop."""
        return self._followed

    def feed(self, message: SystemMessage, port: str = "") -> None:
        """Take a message from a port; messages that are not about time are ignored."""
        if port not in self._ports:
            self._ports[port] = _PortClock(self._tempo)
        leads = message.kind in ("tick", "start", "continue", "stop")
        if leads and port != self._followed and self.is_silent(message.at):
            self._follow(port, message.at)
        self._ports[port].feed(message._replace(at=message.at + self._lead()))

    def is_silent(self, now: float) -> bool:
        """Return whether the last tick of the port that is followed is more than SILENCE_TIMEOUT old."""
        return self._followed is None or now - self._ports[self._followed].time.last > SILENCE_TIMEOUT

    def pulse(self, now: float) -> Pulse | None:
        """Return the musical time at `now`; None without ticks, or if their tempo is out of range."""
        if self._followed is None or self.is_silent(now):
            return None
        time = self._ports[self._followed].time
        if time.is_overdue(now):
            return None
        if not time.is_in_range:
            return None
        tempo = 60 / TICKS_PER_QUARTER / time.line.period
        beat = (time.line.number_at(now) - time.zero) / TICKS_PER_QUARTER if time.playing else time.beat
        return Pulse(now, beat, min(max(tempo, MIN_CLOCK_TEMPO), MAX_CLOCK_TEMPO), time.playing)

    @property
    def is_in_range(self) -> bool:
        """Whether the tempo of the last ticks can be followed."""
        return self._followed is not None and self._ports[self._followed].time.is_in_range

    def transport(self, now: float) -> Transport:
        """Return the last start, continue or stop that has taken effect by `now`."""
        if self._followed is None:
            return Transport(self._other_commands, False, 0.0, False)
        transport = self._ports[self._followed].time.transport_at(now)
        return transport._replace(commands=transport.commands + self._other_commands)

    def _follow(self, port: str, at: float) -> None:
        """Follow another port from its next message on; its starts and stops before that are not counted."""
        commands = self.transport(at).commands
        self._other_commands = commands - self._ports[port].time.transport_at(at).commands
        self._followed = port


class _PortTime(NamedTuple):
    """Musical time of a port; replaced as a whole, so that another thread can read it."""

    last: float  # seconds of the last tick
    line: Line
    zero: float  # number of the tick at beat 0
    playing: bool
    beat: float  # while it does not play
    transport: Transport = Transport(0, False, 0.0, False)
    next_beat: float | None = None  # of the next tick, after a start, continue or position
    placed: bool = False  # whether a start or a position has set the beat since the last stop
    overdue_at: float | None = None  # seconds at which a start without its tick takes effect; None if its tick has come

    @property
    def is_in_range(self) -> bool:
        """Whether the tempo of the ticks can be followed."""
        tempo = 60 / TICKS_PER_QUARTER / self.line.period
        return MIN_CLOCK_TEMPO * (1 - TEMPO_TOLERANCE) <= tempo <= MAX_CLOCK_TEMPO * (1 + TEMPO_TOLERANCE)

    def is_overdue(self, now: float) -> bool:
        """Return whether a start or continue has taken effect without its tick."""
        return self.overdue_at is not None and now > self.overdue_at

    def transport_at(self, now: float) -> Transport:
        """Return the last start, continue or stop that has taken effect by `now`."""
        if self.next_beat is None or self.transport.playing or not self.is_overdue(now):
            return self.transport
        return Transport(self.transport.commands + 1, True, self.next_beat, self.placed)


class _PortClock:
    """Turns the messages of one port into its musical time."""

    def __init__(self, tempo: float) -> None:
        self._tempo = TempoEstimator(60 / TICKS_PER_QUARTER / tempo)
        self.time = _PortTime(float("-inf"), self._tempo.line, 0.0, False, 0.0)

    def feed(self, message: SystemMessage) -> None:
        if message.kind == "tick":
            self._tick(max(message.at, self.time.last))
            return
        self.time = self.time._replace(transport=self.time.transport_at(message.at))
        time = self.time
        if message.kind == "start":
            beat = time.beat if time.playing else 0.0
            self.time = time._replace(beat=beat, placed=True)
            self._request(0.0, message.at)
        elif message.kind == "continue" and (time.playing or time.transport.playing):
            self._command(playing=True, placed=False)
        elif message.kind == "continue" and time.next_beat is None:
            self._request(time.beat, message.at)
        elif message.kind == "position" and (time.playing or time.next_beat is not None):
            self.time = time._replace(next_beat=message.beat, placed=True)
        elif message.kind == "position":
            self.time = time._replace(beat=message.beat, placed=True)
        elif message.kind == "stop":
            beat = (self._tempo.counted + 1 - time.zero) / TICKS_PER_QUARTER if time.playing else time.beat
            beat = beat if time.next_beat is None else time.next_beat
            waits = time.next_beat is not None and not time.transport.playing  # the start has had no effect
            self.time = time._replace(playing=False, beat=beat, placed=waits and time.placed, next_beat=None)
            self._command(playing=False, placed=False)

    def _request(self, beat: float, at: float) -> None:
        """Let a start or continue, received at `at`, begin at `beat`: with the next tick, or later without one."""
        time = self.time
        period = time.line.period if at - time.last <= SILENCE_TIMEOUT else 0.0
        transport = time.transport._replace(playing=False)
        self.time = time._replace(transport=transport, next_beat=beat, overdue_at=at + FIRST_TICK_TIMEOUT_S + period)

    def _command(self, *, playing: bool, placed: bool) -> None:
        """Count a stop or continue that takes effect at once; the arguments are the fields of `Transport`."""
        transport = Transport(self.time.transport.commands + 1, playing, self.time.beat, placed)
        self.time = self.time._replace(transport=transport, overdue_at=None if not playing else self.time.overdue_at)

    def _tick(self, at: float) -> None:
        time = self.time
        restarted = time.next_beat is not None and not self._tempo.expects(at)
        if restarted or at - time.last > SILENCE_TIMEOUT:
            self._tempo.restart()
        self._tempo.tick(at)
        zero, playing, transport = time.zero, time.playing, time.transport
        if time.next_beat is not None:
            zero, playing = self._tempo.number - time.next_beat * TICKS_PER_QUARTER, True
        if time.overdue_at is not None and not transport.playing:
            transport = Transport(transport.commands + 1, True, time.next_beat or 0.0, time.placed)
        self.time = time._replace(
            last=at,
            line=self._tempo.line,
            zero=zero,
            playing=playing,
            transport=transport,
            next_beat=None,
            overdue_at=None,
        )
