"""Somebody else's time in, the instrument's tempo and place out: what is heard keeps to a clock.

pulse   Pulse     what the clock says now                      look      about 50 times a second, by whoever owns this
away    seconds   by which what is heard is behind the clock; below 0 it is ahead

The tempo follows the clock's. What is then still away is pulled in by a little more or less of it, at most BOUND; what
is away by more than LEAP, and a start, is located, for the sample that is due. A clock that is steady is written once.

What is compensated: a sample is heard `Way.heard` after it was handed to the card, so it is compared with the clock,
and placed, for that later moment. Where the card's driver does not know its own delay, `nudge` makes up for it.
"""

from collections.abc import Callable
from typing import NamedTuple

from engine.controls import Action, Controls, Event
from engine.parameters import parameter
from engine.realtime.meters import Meters
from engine.spec import SPEC

from .clocks import Clock, Pulse
from .phase_correction import BOUND, STEP, PhaseCorrector, TempoSmoother

MAX_SLEW = 0.04  # seconds; what is away by more is not pulled in but located
MAX_SLEW_AFTER_STEP = 0.005  # seconds; likewise, right after a step in tempo, which is heard anyhow
QUIET = 0.1  # seconds without a break after which a clock's time is believed
SETTLED = 0.25  # seconds; likewise after a step, when clocks still find their tempo
STOOD = 0.001  # seconds by which what plays is suddenly later where the card stood still; blocks come to 0.4 late
HOLDS = 0.5  # seconds after that until a clock's ticks, which may have stood with it, are believed again
WAITS = 1.0  # seconds until a leap that a restless clock asks for is made all the same
SOONEST = 1.0  # seconds ahead that anything can be placed
FINEST = 0.01  # BPM; smaller changes are not written
MARGIN = 0.005  # seconds from an order to the memory in which the player finds it, nearly always
_TEMPO = parameter("tempo")


class OutputDelay(NamedTuple):
    """From an order to the ear."""

    heard: float = 0.0  # seconds from handing a sample to the card to hearing it
    lead: float = 0.02  # seconds by which an order must come before its sample is handed over


def output_delay(meters: Meters) -> OutputDelay:
    """The way as the player's last block knows it."""
    block = meters.block / meters.rate if meters.rate else 0.0
    delay = meters.delay / SPEC.rate
    return OutputDelay(meters.latency, 2 * block + meters.ahead + delay + MARGIN)


class ClockFollower:
    """Keeps an instrument to a clock. One thread at a time."""

    def __init__(
        self, controls: Controls, clock: Clock | None = None, *, output_delay: Callable[[], OutputDelay] = OutputDelay
    ) -> None:
        """`output_delay`: asked at every look, as devices change."""
        self.written: float | None = None  # BPM that was written last; None while nothing is followed
        self.nudge = 0.0  # seconds by which what is heard shall be ahead of the clock
        self._controls, self._output_delay = controls, output_delay
        self._steady, self._pull = TempoSmoother(), PhaseCorrector()
        self.ratio = 1.0  # beats of ours to one of the clock's
        self.follow(clock)

    def follow(self, clock: Clock | None) -> None:
        """Keep to another clock from now on, or to none; the tempo holds until that gives pulses."""
        self._let_go()
        self.clock, self.ratio, self._shift, self.nudge = clock, 1.0, 0, 0.0
        self._playing: bool | None = None  # what the clock did last; None: it was never heard
        self._starting = self._exact = False
        self._stepped = self._until = float("-inf")
        self._stood = float("-inf")  # seconds at which the card last had stood still
        self._played: tuple[float, float] | None = None  # at the last look: seconds, and the beat that was heard
        self._calm: float | None = None  # seconds at which the clock was last believed

    def scale(self, factor: float, now: float) -> None:
        """Play `factor` beats where there was one; the beats stay those of the clock, so it may leap by half of one."""
        pulse = self.clock.pulse(now) if self.clock else None
        before, self.ratio = self.ratio, self.ratio * factor
        beat = pulse.beat_at(now) if pulse else 0.0
        # with as many beats as the clock has, the count is the clock's again
        self._shift = 0 if self.ratio == 1 else round(before * beat + self._shift - self.ratio * beat)

    def look(self, now: float) -> None:
        """Do what is to be done at `now`, seconds of `time.perf_counter`."""
        pulse = self._pulse(now)
        if pulse is None:
            self._let_go()
            return
        correction = self._correction(pulse, now) if self._plays(pulse, now) else 0.0
        target = pulse.tempo * (1 + correction)
        if self.written is None or abs(target - self._controls.read("tempo")) > FINEST:
            self.written = self._controls.write({"tempo": round(target, 3)})["tempo"]

    def _pulse(self, now: float) -> Pulse | None:
        """What the clock means, as what should be heard; None when that cannot be followed."""
        pulse = self.clock.pulse(now) if self.clock else None
        if pulse is None or not _TEMPO.low <= pulse.tempo * self.ratio <= _TEMPO.high:
            return None
        if pulse.playing and self._playing is False:
            self._shift = 0
            self._steady.reset()
        self._exact = pulse.exact
        before = self._steady.tempo or self._controls.read("tempo") / self.ratio
        pulse = self._steady(pulse._replace(at=now, beat=pulse.beat_at(now)))
        if abs(pulse.tempo - before) > STEP * before:
            self._stepped = now
        tempo = pulse.tempo * self.ratio
        return Pulse(now, pulse.beat * self.ratio + self._shift + self.nudge * tempo / 60, tempo, pulse.playing)

    def _plays(self, pulse: Pulse, now: float) -> bool:
        """Start and stop as the clock does; whether what plays can be compared with it."""
        was, self._playing = self._playing, pulse.playing
        if not pulse.playing:
            self._starting = False
            if was:
                self._controls.trigger(Event(Action.STOP))
            return False
        if was is False or (was is None and self._controls.beat(now) is None):
            self._starting = True
        if self._starting:
            self._start(pulse, now)
            return False
        return now >= self._until

    def _start(self, pulse: Pulse, now: float) -> None:
        """Begin at the clock's beat, or with its beat 0 when that is still to come."""
        output_delay = self._output_delay()
        due = max(now + output_delay.lead, now - pulse.beat * 60 / pulse.tempo - output_delay.heard)
        if due <= now + SOONEST:
            self._starting = False
            self._locate(pulse, due, output_delay)

    def _locate(self, pulse: Pulse, due: float, output_delay: OutputDelay) -> None:
        self._controls.trigger(Event(Action.LOCATE, value=pulse.beat_at(due + output_delay.heard)), due=due)
        self._pull.reset()
        self._played = None
        self._until, self._stepped = due + output_delay.lead, float("-inf")

    def _correction(self, pulse: Pulse, now: float) -> float:
        """Share of the tempo that is added to it, to pull in what is away; or that is located."""
        output_delay = self._output_delay()
        beat = self._controls.beat(now - output_delay.heard)
        if beat is None:
            return 0.0
        away = (pulse.beat - beat) * 60 / pulse.tempo
        stepped = now - self._stepped < WAITS
        if self._stands(now, beat) and not stepped:  # in a step, what plays is not yet as fast as it was told
            self._stood = now
        steady = now - self._steady.since >= (SETTLED if stepped else QUIET) and now - self._stood >= HOLDS
        quiet = self._exact or steady  # an exact clock runs on while the card stands
        self._calm = now if quiet else self._calm or now
        if abs(away) > (MAX_SLEW_AFTER_STEP if stepped else MAX_SLEW) and (quiet or now - self._calm > WAITS):
            self._calm = now
            self._locate(pulse, now + output_delay.lead, output_delay)
            return 0.0
        return self._pull(away, exact=self._exact) if quiet else 0.0

    def _stands(self, now: float, beat: float) -> bool:
        """Whether the card has stood still since the last look.

        A master that plays through the same server has stood with it, and its line of ticks finds that only after
        some: what is away until then would be pulled in, and out again.
        """
        before, self._played = self._played, (now, beat)
        if before is None:
            return False
        tempo = self._controls.read("tempo") / 60
        return before[1] + (now - before[0]) * tempo - beat > (STOOD + 2 * BOUND * (now - before[0])) * tempo

    def _let_go(self) -> None:
        """The tempo stays what the clock meant, unless somebody else has set it."""
        tempo = round((self._steady.tempo or 0.0) * self.ratio, 3)
        if self._controls.read("tempo") == self.written != tempo:
            self._controls.write({"tempo": tempo})
        self.written = None
        self._steady.reset()
        self._pull.reset()
