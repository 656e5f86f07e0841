"""Time by hand: orders in, the tempo and the beat of the instrument out, and the thread that keeps them to a clock.

with TempoControl(session, {1: midi, 2: link}, output_delay=lambda: output_delay(session.meters), lock=lock) as tempo:
    tempo.add_to(orders)

order    value
tap      1: a tap on the beat; 0, which is a pad let go, is none. The second gives the tempo, the third the beat as well
nudge    milliseconds by which what is heard moves ahead (below 0: back) of where it is, -NUDGE..NUDGE; pulled in
half     1: half as many beats a minute; 0 is none      double   1: twice as many
clock    0 the instrument's own, 1 MIDI clock, 2 Link

Half and double begin with the next beat of the instrument's own time; with a clock, at once, and on its beats. On Link,
taps, half, double and the tempo itself set the tempo of all (see shared_tempo); a nudge moves nobody but us.
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
from engine.parameters import parameter
from engine.sync.clock_follower import ClockFollower, OutputDelay
from engine.sync.clocks import Clock, Internal, Pulse, SharedClock, TapTempo
from osc_bridge.osc.addresses import NUDGE
from osc_bridge.osc.command_registry import CommandRegistry

from .shared_tempo import SharedTempo

LOOK = 0.02  # seconds between two looks at the clock
AHEAD = 0.9  # seconds to the next beat; who is slower does not wait for it
NAMES = ("internal", "MIDI clock", "Link")
_TEMPO = parameter("tempo")


class TempoControl:
    """The orders, and who follows. Orders are given by somebody who holds `lock`."""

    def __init__(
        self,
        controls: Controls,
        clocks: Mapping[int, Clock] | None = None,
        *,
        output_delay: Callable[[], OutputDelay] = OutputDelay,
        lock: AbstractContextManager[bool] | None = None,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        """The instrument's own time is followed until somebody chooses another.

        Args:
            controls: of the instrument.
            clocks: which can be followed, by their numbers; 0 is always there.
            output_delay: from an order to the ear, asked at every look (see engine.sync.clock_follower).
            lock: of all who use the controls.
            clock: seconds.
        """
        self._controls, self._output_delay, self._clock = controls, output_delay, clock
        self._lock: AbstractContextManager[bool] = lock or threading.Lock()
        self._internal, self._taps = Internal(), TapTempo()
        self._clocks: dict[int, Clock] = {0: self._internal}
        for number, one in (clocks or {}).items():
            self._clocks[number] = SharedTempo(one, self._internal, controls) if isinstance(one, SharedClock) else one
        self._follower = ClockFollower(controls, self._internal, output_delay=output_delay)
        self._coming = (0.0, float("-inf"))  # a tempo that was ordered, and when it begins
        self._wake, self._closing = threading.Event(), False
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        """Begin to look at the clock."""
        self._thread = threading.Thread(target=self._run, name="tempo", daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the thread; the tempo stays."""
        self._closing = True
        self._wake.set()
        if self._thread is not None:
            self._thread.join()

    @property
    def followed(self) -> str:
        """Name of the clock that is followed."""
        return "" if self._follower.clock is None else self._follower.clock.name

    def add_to(self, orders: CommandRegistry) -> None:
        """Offer all of them."""
        orders.add("tap", self.tap)
        orders.add("nudge", self.nudge)
        orders.add("half", lambda value, at: self.scale(0.5, at) if value > 0 else None)
        orders.add("double", lambda value, at: self.scale(2.0, at) if value > 0 else None)
        orders.add("clock", self.choose)

    def wake(self) -> None:
        """Look at once: for a clock that starts or stops. Any thread."""
        self._wake.set()

    def tap(self, value: float, at: float) -> None:
        """One tap.

        Raises:
            BadParameter: the tempo is another clock's.
        """
        if value <= 0:
            return
        if not self._own and self._shared is None:
            raise BadParameter(f"the tempo is that of {self.followed}, so it cannot be tapped; send clock 0 first")
        self._taps(at)
        tempo, beat = self._taps.tempo, self._taps.beat
        if tempo is None:
            return
        tempo = _within(tempo)
        if not self._own:
            self._turn(tempo)
            return
        here = None if beat is None else self._controls.beat(beat - self._output_delay().heard)
        self._let_go()
        if beat is None or here is None:
            self._controls.write({"tempo": tempo})
        else:
            self._aim(Pulse(beat, float(round(here)), tempo))

    def nudge(self, value: float, at: float) -> None:
        """Move ahead or back.

        Raises:
            BadParameter: that is too far.
        """
        if not abs(value) <= NUDGE:
            raise BadParameter(f"a nudge cannot be {value:g} ms; send -{NUDGE:g} to {NUDGE:g}")
        if not self._own:
            self._follower.nudge += value / 1e3
            return
        tempo, way = self._controls.read("tempo"), self._output_delay()
        beat, pulse = self._controls.beat(at - way.heard), self._internal.pulse(at)
        if pulse is None and beat is not None:
            pulse = Pulse(at, beat, tempo)
        if pulse is not None:
            self._aim(pulse._replace(beat=pulse.beat + value / 1e3 * pulse.tempo / 60))

    def scale(self, factor: float, at: float) -> None:
        """As many times as many beats.

        Raises:
            BadParameter: the tempo would leave its range.
        """
        follower, own, shared = self._follower, self._own, self._shared
        pulse = None if own or follower.clock is None else follower.clock.pulse(at)
        coming, due = self._coming
        before = pulse.tempo * follower.ratio if pulse else coming if own and at < due else self._controls.read("tempo")
        if not _TEMPO.low <= before * factor <= _TEMPO.high:
            raise BadParameter(
                f"{before * factor:g} BPM cannot be played; tempi are {_TEMPO.low:g} to {_TEMPO.high:g}, choose another"
            )
        if own:
            self._let_go()
            self._rescale(before, before * factor, at)
        elif shared:
            self._turn(before * factor)
        else:
            follower.scale(factor, at)

    def choose(self, value: float, at: float) -> None:
        """Follow another clock.

        Raises:
            BadParameter: it is not there.
        """
        if value not in self._clocks:
            there = ", ".join(f"{number:g} {NAMES[number]}" for number in sorted(self._clocks))
            known = value in range(len(NAMES))
            wanted = f"{NAMES[int(value)]} is not there" if known else f"there is no clock {value:g}"
            raise BadParameter(f"{wanted}; choose {there}")
        chosen = self._clocks[int(value)]
        if chosen is not self._follower.clock:
            self._let_go()
            self._follower.follow(chosen)
            if self._shared:
                self._shared.know()
            self.wake()

    def look(self) -> None:
        """Keep to the clock, once; whoever calls this holds the lock."""
        follower = self._follower
        mine = self._own and follower.written is not None
        if mine and self._controls.read("tempo") != follower.written:
            self._let_go()  # somebody turns the tempo: that is the instrument's own time now
        if self._shared:
            self._shared.share(follower, self._clock())
        follower.look(self._clock())
        if self._shared:
            self._shared.know()

    def _run(self) -> None:
        while not self._closing:
            with self._lock:
                self.look()
                rests = self._follower.clock is self._internal and self._internal.pulse(self._clock()) is None
            self._wake.wait(None if rests else LOOK)  # nobody looks while there is nothing to keep to
            self._wake.clear()

    @property
    def _shared(self) -> SharedTempo | None:
        """What is followed, if it is everybody's."""
        clock = self._follower.clock
        return clock if isinstance(clock, SharedTempo) else None

    @property
    def _own(self) -> bool:
        """Whether the time is the instrument's own: also while nobody shares it."""
        return self._follower.clock is self._internal or (self._shared is not None and not self._shared.peers)

    def _turn(self, tempo: float) -> None:
        """Set the tempo of all."""
        self._controls.write({"tempo": tempo})
        self.look()

    def _aim(self, pulse: Pulse) -> None:
        self._internal.aim(pulse)
        self.wake()

    def _let_go(self) -> None:
        self._internal.aim(None)
        self._follower.look(self._clock())

    def _rescale(self, before: float, tempo: float, at: float) -> None:
        """Another tempo from the next beat on, so that the old beats are among the new ones, or the new among them."""
        due = self._coming[1]
        if at >= due:
            beat = self._controls.beat(at)
            away = 0.0 if beat is None else (math.ceil(beat) - beat) * 60 / before
            due = at + away if away < AHEAD else at
        self._controls.write({"tempo": tempo}, due=due if due > at else None)
        self._coming = (tempo, due)


def _within(tempo: float) -> float:
    """A tempo of the parameter's range that has the same beats, or every second one."""
    while tempo < _TEMPO.low:
        tempo *= 2
    while tempo > _TEMPO.high:
        tempo /= 2
    return tempo
