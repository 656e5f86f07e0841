"""The starts and stops of a clock in, events out: the instrument starts, stops and returns with the clock.

The instrument starts at the beat of the clock; if that is still unknown (see TransportClock), at once at the present
tempo. A continue without beat or song position goes on from where the sound stopped.

After all sound off, the sound returns with the first beat of the clock that is at least MIN_SILENCE_S away, as a synth
sounds again with the next note of its sequencer. A stop of the clock cancels the return.
"""

import math
from collections.abc import Callable
from typing import NamedTuple

from engine.controls import Action, Controls, Event
from engine.parameters import parameter

from .clocks import Clock, Pulse, Transport, TransportClock

MAX_LEAD = 1.0  # seconds ahead that a position can be scheduled
STOP_SETTLE_S = 0.1  # after a STOP, in which the break may still seem to play
MIN_SILENCE_S = 0.1  # after all sound off; sequencers send it on 16 channels in a row, which takes 15 ms by cable
MAX_RETURN_S = MIN_SILENCE_S + 60 / parameter("tempo").low  # after all sound off
RETURN_LEAD_S = 0.05  # before a return is scheduled, since a stop may come: more than two polls


class OutputDelay(NamedTuple):
    """Delays from a command to its sound: until its sample is handed to the device, and from then until it is heard."""

    heard: float = 0.0  # seconds from handing a sample to the device to hearing it
    lead: float = 0.02  # seconds by which a command must precede the moment its sample is handed over


class TransportFollower:
    """Starts and stops an instrument with a clock; not thread-safe."""

    def __init__(
        self, controls: Controls, output_delay: Callable[[], OutputDelay], located: Callable[[], None]
    ) -> None:
        """`located` is called after each jump, which makes a correction of the tempo obsolete."""
        self._controls, self._output_delay, self._located = controls, output_delay, located
        self.follow(None)

    def follow(self, clock: Clock | None) -> None:
        """Follow another clock, or none."""
        self._clock = clock if isinstance(clock, TransportClock) else None
        self._commands = self._clock.transport(float("-inf")).commands if self._clock else 0  # that were obeyed
        self.playing: bool | None = None  # what the clock did at the last poll; None before the first
        self._starting = False
        self._until = self._stopped = float("-inf")  # seconds of the effect of the last jump, and of the last stop
        self._jump: Pulse | None = None  # what is heard from the last jump on, until a stop
        self._stopped_beat: float | None = None  # of the instrument
        self._silenced: Pulse | None = None  # what was heard at the last all sound off, until the return

    def take_command(self, now: float) -> Transport | None:
        """Return the clock's commands if there are new ones since the last call."""
        transport = self._clock.transport(now) if self._clock else None
        if transport is None or transport.commands == self._commands:
            return None
        self._commands = transport.commands
        return transport

    def poll(self, pulse: Pulse | None, command: Transport | None, now: float, ratio: float) -> bool:
        """Start, stop or return with the clock. Return whether the beat that is heard can be compared with the clock's.

        Args:
            pulse: what should be heard, in beats of the instrument; None if the clock has no musical time.
            command: of `take_command`.
            now: seconds.
            ratio: beats of the instrument per beat of the clock.
        """
        if command and not command.playing:
            self.playing = False
            self._stop(now)
            return False
        if pulse is None:
            if command:
                self.playing = True
                self._start_without_pulse(command, now, ratio)
        else:
            was, self.playing = self.playing, pulse.playing
            if not pulse.playing:
                if was:
                    self._stop(now)
                self._starting = False
                return False
            if was is False or ((was is None or command) and self._controls.beat(now) is None):
                self._starting = True
            if self._starting or (command and command.placed):
                self._start(pulse, now)
                return False
        if self._silenced:
            self._return(pulse or self._silenced, self._silenced.at, now)
        return pulse is not None and now >= self._until

    def silence(self, at: float) -> None:
        """After an all sound off at `at`, seconds, return on a beat of the clock, if it sounds or is about to."""
        beat, tempo = self._controls.beat(at), self._controls.read("tempo")
        if self._silenced:
            self._silenced = self._silenced._replace(at=at, beat=self._silenced.beat_at(at))
        elif beat is not None:
            self._silenced = Pulse(at, beat - self._output_delay().heard * tempo / 60, tempo)
        elif self._jump and at < self._jump.at + STOP_SETTLE_S:  # it does not sound yet
            begin = max(at, self._jump.at - MIN_SILENCE_S)
            self._silenced = self._jump._replace(at=begin, beat=self._jump.beat_at(begin))

    def locate(self, beat: float, due: float, delay: OutputDelay) -> None:
        """Jump to a beat at `due`, seconds; `delay` is that of the device."""
        self._controls.trigger(Event(Action.LOCATE, value=beat), due=due)
        self._until = due + delay.lead
        self._jump = Pulse(due + delay.heard, beat, self._controls.read("tempo"))
        self._starting, self._silenced = False, None
        self._located()

    def _stop(self, now: float) -> None:
        beat = self._controls.beat(now)
        if beat is not None and now >= self._stopped + STOP_SETTLE_S:
            self._stopped_beat = beat
        self._controls.trigger(Event(Action.STOP))
        self._stopped, self._starting, self._silenced, self._jump = now, False, None, None

    def _start(self, pulse: Pulse, now: float) -> None:
        """Begin at the clock's beat, or at its beat 0 if that is still to come."""
        delay = self._output_delay()
        due = max(now + delay.lead, now - pulse.beat * 60 / pulse.tempo - delay.heard)
        self._starting = True
        if due <= now + MAX_LEAD:
            self.locate(pulse.beat_at(due + delay.heard), due, delay)

    def _start_without_pulse(self, command: Transport, now: float, ratio: float) -> None:
        """Begin at once, as the clock's beat is unknown; a continue does nothing if the instrument plays already."""
        if not command.placed and now >= self._stopped + STOP_SETTLE_S and self._controls.beat(now) is not None:
            return
        delay = self._output_delay()
        own = None if command.placed else self._stopped_beat
        self.locate(command.beat * ratio if own is None else own, now + delay.lead, delay)

    def _return(self, pulse: Pulse, silenced: float, now: float) -> None:
        """Schedule the first beat after the all sound off at `silenced`, seconds, as soon as that beat is near."""
        delay = self._output_delay()
        beat = math.ceil(pulse.beat_at(max(silenced + MIN_SILENCE_S, now + delay.lead + delay.heard)))
        due = pulse.at + (beat - pulse.beat) * 60 / pulse.tempo - delay.heard
        if due <= now + delay.lead + RETURN_LEAD_S:
            self.locate(beat, due, delay)
