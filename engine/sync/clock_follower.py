"""The musical time of a clock in, tempo and position of the instrument out: what is heard stays on the clock's beats.

The tempo is set to the clock's. A remaining phase error is corrected by a tempo that differs by up to MAX_CORRECTION.
Errors above MAX_SLEW, and starts, are corrected by a jump to the right position.

The beat of a sample is compared with the clock at the time it is heard, `OutputDelay.heard` after it is handed to the
device. If the driver does not know its delay, the user sets `nudge` until both are heard together.

error   seconds by which what is heard is behind the clock      correction   share of the tempo
"""

import math
from collections.abc import Callable

from engine.controls import Controls
from engine.parameters import parameter
from engine.realtime.meters import Meters
from engine.spec import SPEC

from .clocks import Clock, Pulse
from .transport_follower import OutputDelay, TransportFollower

MAX_SLEW = 0.04  # seconds; a larger error is corrected by a jump
MAX_SLEW_AFTER_STEP = 0.005  # seconds; likewise just after a step in tempo, which is audible anyway
TEMPO_STEP = 0.02  # share of the tempo; a larger change between two polls is a step
TEMPO_CHANGE, BEAT_CHANGE_S = 0.005, 0.0025  # share of the tempo, seconds; larger changes mean that the clock moves
SETTLE_TIME = 0.1  # seconds without such a change after which the error is corrected
SETTLE_TIME_AFTER_STEP = 0.25  # seconds; likewise after a step, while MIDI clocks still find their tempo
STALL = 0.001  # seconds by which playback falls behind at once if the device stalled; blocks alone cause 0.4 ms
STALL_HOLD = 0.5  # seconds after a stall without correction; the clock's ticks may have stalled with the device
MAX_UNSETTLED_TIME = 1.0  # seconds after which a jump is made although the clock does not settle
MIN_TEMPO_CHANGE = 0.01  # BPM; smaller changes are not written
SCHEDULE_MARGIN = 0.005  # seconds from a command to the shared memory in which the player finds it
MAX_CORRECTION = 0.02  # share of the tempo; not heard as a change of tempo
FAST_ABOVE, SLOW_BELOW = 0.0025, 0.0005  # seconds of error from and to which the correction is fast
FAST_TIME, SLOW_TIME = 0.4, 8.0  # seconds in which an error falls to 37 %; slowly, 2.5 ms take 0.03 % of the tempo
TEMPO = parameter("tempo")


def output_delay(meters: Meters) -> OutputDelay:
    """Return the delays from a command to its sound, from the block size and latency of the player's last block."""
    block = meters.block / meters.rate if meters.rate else 0.0
    delay = meters.delay / SPEC.rate
    return OutputDelay(meters.latency, 2 * block + meters.ahead + delay + SCHEDULE_MARGIN)


class PhaseCorrector:
    """Turns a phase error into a change of tempo: fast for large errors, slow for small ones, with hysteresis."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Correct slowly again, after a jump has removed the error, until another error is above FAST_ABOVE."""
        self._fast = False

    def __call__(self, error: float, *, exact: bool = False) -> float:
        """Return the share to add to the tempo for an error in seconds; fast for any error from an `exact` clock."""
        size = abs(error)
        self._fast = size > (SLOW_BELOW if self._fast else FAST_ABOVE)
        if self._fast or exact:
            return max(-MAX_CORRECTION, min(error / FAST_TIME, MAX_CORRECTION))
        return math.copysign(max(size - SLOW_BELOW, 0.0) / SLOW_TIME, error)


class ClockFollower:
    """Keeps an instrument on the beats of a clock; not thread-safe."""

    def __init__(
        self, controls: Controls, clock: Clock | None = None, *, output_delay: Callable[[], OutputDelay] = OutputDelay
    ) -> None:
        """`output_delay` returns the delays of the device in use; called at every poll, because devices change."""
        self.written: float | None = None  # BPM written last; None while no clock is followed
        self.nudge = 0.0  # seconds by which what is heard is to be ahead of the clock
        self._controls, self._output_delay = controls, output_delay
        self._corrector = PhaseCorrector()
        self._transport = TransportFollower(controls, output_delay, self._located)
        self._last: Pulse | None = None  # the clock's own, at the last poll
        self.ratio = 1.0  # beats of the instrument per beat of the clock
        self.follow(clock)

    def follow(self, clock: Clock | None) -> None:
        """Follow another clock, or none; the tempo holds until the new clock has one."""
        self._release()
        self.clock, self.ratio, self._shift, self.nudge = clock, 1.0, 0, 0.0
        self._transport.follow(clock)
        self._exact = False
        self._stepped = self._changed = self._stalled = float("-inf")
        self._played: tuple[float, float] | None = None  # at the last poll: seconds, and the beat that was heard
        self._settled: float | None = None  # seconds at which the clock was last settled

    @property
    def playing(self) -> bool:
        """Whether the clock played at the last poll."""
        return bool(self._transport.playing)

    def silence(self, at: float) -> None:
        """After an all sound off (MIDI) at `at`, seconds, start the sound again on the clock's next beat."""
        self._transport.silence(at)

    def scale(self, factor: float, now: float) -> None:
        """Multiply the tempo by `factor`, 2 for double time, and stay on the clock's beats; may jump by half a beat."""
        pulse = self.clock.pulse(now) if self.clock else None
        before, self.ratio = self.ratio, self.ratio * factor
        beat = pulse.beat_at(now) if pulse else 0.0
        # at ratio 1 the count is the clock's again
        self._shift = 0 if self.ratio == 1 else round(before * beat + self._shift - self.ratio * beat)

    def poll(self, now: float) -> None:
        """Compare with the clock, and correct tempo and position. `now`: seconds of `time.perf_counter`."""
        command = self._transport.take_command(now)
        pulse = self._pulse(now, restarted=command is not None and command.playing and command.placed)
        comparable = self._transport.poll(pulse, command, now, self.ratio)
        if pulse is None:
            self._release()
            return
        correction = self._correction(pulse, now) if comparable else 0.0
        target = pulse.tempo * (1 + correction)
        if self.written is None or abs(target - self._controls.read("tempo")) > MIN_TEMPO_CHANGE:
            self.written = self._controls.write({"tempo": round(target, 3)})["tempo"]

    def _pulse(self, now: float, *, restarted: bool) -> Pulse | None:
        """Return the musical time that should be heard; None if the clock has none, or its tempo is out of range.

        `restarted`: since the last poll the clock was started, or moved to a song position and continued.
        """
        pulse = self.clock.pulse(now) if self.clock else None
        if pulse is None or not TEMPO.low <= pulse.tempo * self.ratio <= TEMPO.high:
            return None
        started = pulse.playing and (restarted or self._transport.playing is False)
        if started:
            self._shift = 0
        before, self._last = self._last, pulse._replace(at=now, beat=pulse.beat_at(now))
        pulse, self._exact = self._last, pulse.exact
        if abs(pulse.tempo / (before.tempo if before else self._controls.read("tempo") / self.ratio) - 1) > TEMPO_STEP:
            self._stepped = now
        if before is None or started or _has_changed(before, pulse):
            self._changed = now
        tempo = pulse.tempo * self.ratio
        return Pulse(now, pulse.beat * self.ratio + self._shift + self.nudge * tempo / 60, tempo, pulse.playing)

    def _located(self) -> None:
        self._corrector.reset()
        self._played = None
        self._stepped = float("-inf")

    def _correction(self, pulse: Pulse, now: float) -> float:
        """Return the share to add to the tempo, so that the phase error shrinks; if it is large, jump and return 0."""
        delay = self._output_delay()
        beat = self._controls.beat(now - delay.heard)
        if beat is None:
            return 0.0
        error = (pulse.beat - beat) * 60 / pulse.tempo
        stepped = now - self._stepped < MAX_UNSETTLED_TIME
        if self._has_stalled(now, beat) and not stepped:  # in a step, playback is not yet as fast as it was set
            self._stalled = now
        steady = now - self._changed >= (SETTLE_TIME_AFTER_STEP if stepped else SETTLE_TIME)
        settled = self._exact or (steady and now - self._stalled >= STALL_HOLD)  # exact clocks do not stall
        self._settled = now if settled else self._settled or now
        limit = MAX_SLEW_AFTER_STEP if stepped else MAX_SLEW
        if abs(error) > limit and (settled or now - self._settled > MAX_UNSETTLED_TIME):
            self._settled = now
            due = now + delay.lead
            self._transport.locate(pulse.beat_at(due + delay.heard), due, delay)
            return 0.0
        return self._corrector(error, exact=self._exact) if settled else 0.0

    def _has_stalled(self, now: float, beat: float) -> bool:
        """Return whether the device has stalled since the last poll.

        A program that sends the clock and plays through the same sound server has stalled too, but its clock ticks show
        this only later. A correction made before would have to be undone, so after a stall none is made for a while.
        """
        before, self._played = self._played, (now, beat)
        if before is None:
            return False
        tempo, elapsed = self._controls.read("tempo") / 60, now - before[0]
        return before[1] + elapsed * tempo - beat > (STALL + 2 * MAX_CORRECTION * elapsed) * tempo

    def _release(self) -> None:
        """End the correction: set the tempo to the clock's own, unless another one was written in the meantime."""
        tempo = round((self._last.tempo if self._last else 0.0) * self.ratio, 3)
        if self._controls.read("tempo") == self.written != tempo:
            self._controls.write({"tempo": tempo})
        self.written = self._last = None
        self._corrector.reset()


def _has_changed(before: Pulse, pulse: Pulse) -> bool:
    """Return whether the clock's tempo, or its beat beyond what the tempo explains, changed between two polls."""
    off = (pulse.beat - before.beat_at(pulse.at)) * 60 / pulse.tempo
    return abs(off) > BEAT_CHANGE_S or abs(pulse.tempo / before.tempo - 1) > TEMPO_CHANGE
