"""Commands for tap tempo, nudge, half and double time and the clock source in, tempo and beat of the instrument out.

with TempoControl(session, {1: midi, 2: link}, output_delay=lambda: output_delay(session.meters), lock=lock) as tempo:
    tempo.add_to(commands)

command  value
tap      1: a tap on the beat; 0 (a pad released): ignored. The second tap sets the tempo, the third the beat as well
nudge    milliseconds by which what is heard moves ahead, or back if negative, -MAX_NUDGE_MS..MAX_NUDGE_MS
half     1: half the tempo; 0: ignored      double   1: twice the tempo; 0: ignored
clock    0 internal, 1 MIDI clock, 2 Link

Half and double begin with the next beat of the internal clock; with another clock at once, on its beats. On Link, taps,
half, double and the tempo parameter set the tempo of the session (see SharedTempo); a nudge moves only the instrument.
"""

import math
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Self

from engine.controls import Controls
from engine.errors import BadParameter
from engine.sync.clock_follower import TEMPO, ClockFollower
from engine.sync.clocks import Clock, Internal, Pulse, SharedClock, TapTempo, doubled_into_range
from engine.sync.transport_follower import OutputDelay
from osc_bridge.osc.actions import MAX_NUDGE_MS
from osc_bridge.osc.command_registry import CommandRegistry

from .link import SharedTempo

CLOCK_POLL_INTERVAL = 0.02  # seconds
MAX_BEAT_WAIT = 0.9  # seconds; if the next beat is further away, half and double begin at once
CLOCK_NAMES = ("internal", "MIDI clock", "Link")


class TempoControl:
    """Executes the commands and follows the clock in a thread. Callers of commands hold `lock`."""

    def __init__(
        self,
        controls: Controls,
        clocks: Mapping[int, Clock] | None = None,
        *,
        output_delay: Callable[[], OutputDelay] = OutputDelay,
        lock: AbstractContextManager[bool] | None = None,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        """Follow the internal clock until another one is chosen.

        Args:
            controls: the instrument.
            clocks: other clocks that can be chosen, by number; 0 is always the internal one.
            output_delay: delay from a command to the sound, called at every poll (see engine.sync.clock_follower).
            lock: held while the controls are used; None for one of its own.
            clock: the present time in seconds.
        """
        self._controls, self._output_delay, self._clock = controls, output_delay, clock
        self._lock: AbstractContextManager[bool] = lock or threading.Lock()
        self._internal, self._taps = Internal(), TapTempo()
        self._clocks: dict[int, Clock] = {0: self._internal}
        for number, source in (clocks or {}).items():
            self._clocks[number] = (
                SharedTempo(source, self._internal, controls) if isinstance(source, SharedClock) else source
            )
        self._follower = ClockFollower(controls, self._internal, output_delay=output_delay)
        self._scheduled = (0.0, float("-inf"))  # tempo that half or double set, and the seconds at which it begins
        self._wake, self._closing = threading.Event(), False
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        """Start the thread that follows the clock."""
        self._thread = threading.Thread(target=self._run, name="tempo", daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the thread; the tempo stays."""
        self._closing = True
        self._wake.set()
        if self._thread is not None:
            self._thread.join()

    @property
    def followed(self) -> str:
        """Name of the clock that is followed; empty if none is."""
        return "" if self._follower.clock is None else self._follower.clock.name

    @property
    def clock_runs(self) -> bool:
        """Whether a clock, not the instrument's own, is followed and plays."""
        return self._follower.playing and not self._is_internal

    def all_sound_off(self, at: float) -> None:
        """Let sound begin again with the next beat of a running clock; call this before a panic at `at`, seconds."""
        if self.clock_runs:
            self._follower.silence(at)

    def add_to(self, commands: CommandRegistry) -> None:
        """Register all commands."""
        commands.add("tap", self.tap)
        commands.add("nudge", self.nudge)
        commands.add("half", lambda value, at: self.scale(0.5, at) if value > 0 else None)
        commands.add("double", lambda value, at: self.scale(2.0, at) if value > 0 else None)
        commands.add("clock", self.choose)

    def wake(self) -> None:
        """Follow the clock now instead of at the next poll, as when it starts or stops; thread-safe."""
        self._wake.set()

    def tap(self, value: float, at: float) -> None:
        """Take a tap on the beat at `at`, seconds.

        Raises:
            BadParameter: the tempo comes from a clock that cannot be set.
        """
        if value <= 0:
            return
        if not self._is_internal and self._shared is None:
            raise BadParameter(f"the tempo comes from {self.followed} and cannot be tapped; send clock 0 first")
        self._taps(at)
        tempo, beat = self._taps.tempo, self._taps.beat
        if tempo is None:
            return
        tempo = doubled_into_range(tempo, TEMPO.low, TEMPO.high)
        if not self._is_internal:
            self._set_session_tempo(tempo)
            return
        here = None if beat is None else self._controls.beat(beat - self._output_delay().heard)
        self._stop_correction()
        if beat is None or here is None:
            self._controls.write({"tempo": tempo})
        else:
            self._aim(Pulse(beat, float(round(here)), tempo))

    def nudge(self, value: float, at: float) -> None:
        """Move what is heard by `value` milliseconds, ahead if positive.

        Raises:
            BadParameter: the nudge is out of range.
        """
        if not abs(value) <= MAX_NUDGE_MS:
            raise BadParameter(f"a nudge cannot be {value:g} ms; send -{MAX_NUDGE_MS:g} to {MAX_NUDGE_MS:g}")
        if not self._is_internal:
            self._follower.nudge += value / 1e3
            return
        beat, pulse = self._controls.beat(at - self._output_delay().heard), self._internal.pulse(at)
        if pulse is None and beat is not None:
            pulse = Pulse(at, beat, self._controls.read("tempo"))
        if pulse is not None:
            self._aim(pulse._replace(beat=pulse.beat + value / 1e3 * pulse.tempo / 60))

    def scale(self, factor: float, at: float) -> None:
        """Multiply the tempo by `factor`; the command came at `at`, seconds.

        Raises:
            BadParameter: the new tempo would be out of range.
        """
        follower, own, shared = self._follower, self._is_internal, self._shared
        pulse = None if own or follower.clock is None else follower.clock.pulse(at)
        before = pulse.tempo * follower.ratio if pulse else self._controls.read("tempo")
        if own and at < self._scheduled[1]:
            before = self._scheduled[0]
        tempo, low, high = before * factor, TEMPO.low, TEMPO.high
        if not low <= tempo <= high:
            raise BadParameter(f"the tempo cannot be {tempo:g} BPM; its range is {low:g} to {high:g}")
        if own:
            self._stop_correction()
            self._set_at_next_beat(before, tempo, at)
        elif shared:
            self._set_session_tempo(tempo)
        else:
            follower.scale(factor, at)

    def choose(self, value: float, at: float) -> None:
        """Follow the clock with number `value`.

        Raises:
            BadParameter: there is no such clock.
        """
        if value not in self._clocks:
            choices = ", ".join(f"{number:g} {CLOCK_NAMES[number]}" for number in sorted(self._clocks))
            known = value in range(len(CLOCK_NAMES))
            found = f"{CLOCK_NAMES[int(value)]} is not available" if known else f"there is no clock {value:g}"
            raise BadParameter(f"{found}; choose from {choices}")
        chosen = self._clocks[int(value)]
        if chosen is not self._follower.clock:
            self._stop_correction()
            self._follower.follow(chosen)
            if self._shared:
                self._shared.polled()
            self.wake()

    def poll(self) -> None:
        """Adjust the instrument to the followed clock once; the caller holds the lock."""
        follower = self._follower
        correcting = self._is_internal and follower.written is not None
        if correcting and self._controls.read("tempo") != follower.written:
            self._stop_correction()  # the tempo was set by another command
        if self._shared:
            self._shared.publish(follower, self._clock())
        follower.poll(self._clock())
        if self._shared:
            self._shared.polled()

    def _run(self) -> None:
        while not self._closing:
            with self._lock:
                self.poll()
                idle = self._follower.clock is self._internal and self._internal.pulse(self._clock()) is None
            self._wake.wait(None if idle else CLOCK_POLL_INTERVAL)
            self._wake.clear()

    @property
    def _shared(self) -> SharedTempo | None:
        """The followed clock if it is shared, as Link is; else None."""
        clock = self._follower.clock
        return clock if isinstance(clock, SharedTempo) else None

    @property
    def _is_internal(self) -> bool:
        """Whether the tempo is the instrument's own: it follows the internal clock, or a Link session without peers."""
        return self._follower.clock is self._internal or (self._shared is not None and not self._shared.peers)

    def _set_session_tempo(self, tempo: float) -> None:
        """Set the tempo of the instrument, which `poll` publishes to the Link session."""
        self._controls.write({"tempo": tempo})
        self.poll()

    def _aim(self, pulse: Pulse) -> None:
        self._internal.aim(pulse)
        self.wake()

    def _stop_correction(self) -> None:
        self._internal.aim(None)
        self._follower.poll(self._clock())

    def _set_at_next_beat(self, before: float, tempo: float, at: float) -> None:
        """Change the tempo `before` to `tempo` at the first beat after `at`, seconds, so that no beat moves."""
        due = self._scheduled[1]
        if at >= due:
            beat = self._controls.beat(at)
            wait = 0.0 if beat is None else (math.ceil(beat) - beat) * 60 / before
            due = at + wait if wait < MAX_BEAT_WAIT else at
        self._controls.write({"tempo": tempo}, due=due if due > at else None)
        self._scheduled = (tempo, due)
