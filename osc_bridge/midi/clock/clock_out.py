"""MIDI clock, going out: the beat that is heard -> bytes, each sent when it is due.

`Ticker` is told the beat again and again and says what is to be sent now, and when to come back. Ticks go out all the
time, 24 a quarter note: while something plays they lie on its beat, else they tell the tempo. Play from the downbeat
is start; from elsewhere, and after a jump, a song position and continue on its sixteenth. `ClockOut` is the thread
that asks and sends, with real-time priority where its user may have it: it sleeps until a fifth of a millisecond
before a tick and only then watches the clock.
"""

import logging
import math
import threading
import time
from collections.abc import Callable

from engine.controls import Controls
from engine.realtime.realtime_priority import PRIORITY, set_realtime_priority
from osc_bridge.error_log import RateLimitedLog
from osc_bridge.lifecycle import Service

TICK, START, CONTINUE, STOP, POSITION = b"\xf8", b"\xfa", b"\xfb", b"\xfc", 0xF2
TICKS = 24  # a quarter note
SIXTEENTH = TICKS // 4
POSITIONS = 1 << 14  # sixteenths that a song position can count; then it begins again
EARLY = 0.0001  # seconds before its time at which a tick may leave
JUMP = 1.0  # ticks that the beat may move by itself; more is told as a jump, as is a sixteenth that we overslept
LOOK = 0.005  # seconds between two looks at what plays
WATCH = 0.0002  # seconds before a tick from which on the clock is watched
URGENCY = PRIORITY - 10  # below the sound
PATIENCE = 2.0  # seconds that stop() waits

_logger = logging.getLogger(__name__)

Send = Callable[[bytes], None]


class ClockGenerator:
    """Which messages are due. No thread, no clock."""

    def __init__(self) -> None:
        self._next: int | None = None  # the tick that comes next, counted from beat 0; None while nothing plays
        self._begin: int | None = None  # the tick before which to send continue
        self._told = False  # the others have been told to play
        self._position, self._asked = 0.0, 0.0  # where it was, in ticks, when last asked, in seconds
        self._idle = -math.inf  # when the last tick was sent that lies on no beat

    def step(self, now: float, beat: float | None, tempo: float) -> tuple[list[bytes], float]:
        """What to send now, and when the next tick will be due.

        Args:
            now: seconds that never jump.
            beat: quarter notes since play of what is heard now; below 0 when it begins soon, None when nothing plays.
            tempo: BPM.
        """
        tick = 60 / tempo / TICKS
        if beat is None:
            return self._stopped(now, tick)
        position = beat * TICKS
        jumped = abs(position - self._position - (now - self._asked) / tick) > JUMP
        self._position, self._asked = position, now
        out = self._placed(position, jumped)
        assert self._next is not None
        while position >= self._next - EARLY / tick:
            if self._next == self._begin:
                out.append(CONTINUE)
                self._begin, self._told = None, True
            out.append(TICK)
            self._idle = now
            self._next += 1
        return out, now + (self._next - position) * tick

    def stop(self) -> list[bytes]:
        """What to send when nothing plays any more."""
        out = [STOP] if self._told else []
        self._next, self._begin, self._told = None, None, False
        return out

    def _stopped(self, now: float, tick: float) -> tuple[list[bytes], float]:
        """Ticks that only tell the tempo."""
        out = self.stop()
        if now >= self._idle + tick - EARLY:
            # on the old grid, unless that is long past
            self._idle = self._idle + tick if now < self._idle + 2 * tick else now
            out.append(TICK)
        return out, self._idle + tick

    def _placed(self, position: float, jumped: bool) -> list[bytes]:
        """What tells where in the music we are, when that is not where we were going."""
        out = []
        if self._next is not None:
            if not jumped and position <= self._next + SIXTEENTH:
                return []
            out = self.stop()
        if position < 1:
            self._next, self._told = 0, True
            return [*out, START]
        self._next = math.ceil(position)
        steps = math.ceil(position / SIXTEENTH)
        self._begin = steps * SIXTEENTH
        steps %= POSITIONS
        return [*out, bytes((POSITION, steps & 0x7F, steps >> 7))]


class ClockOut(Service):
    """Sends MIDI clock for what plays, as a context manager or by start() and stop()."""

    def __init__(
        self,
        controls: Controls,
        send: Send,
        *,
        latency: Callable[[], float] = lambda: 0.0,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        """Prepare; nothing is sent before start().

        Args:
            controls: what plays.
            send: takes the bytes of one message; called in a thread of its own. What it raises is counted.
            latency: seconds from when something is handed to the card until it is heard, so that the tick comes then.
            clock: seconds that never jump, the controls' own.
        """
        self._controls = controls
        self._send = send
        self._latency = latency
        self._clock = clock
        self._refusals = RateLimitedLog(_logger, clock)
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def refused(self) -> int:
        """Messages that could not be sent."""
        return self._refusals.count

    def start(self) -> None:
        """Begin to tick."""
        self._stopping.clear()
        self._thread = threading.Thread(target=self._run, name="midi clock", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Tell the others to stop, if they play, and end. Does nothing when it was not started."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(PATIENCE)
            self._thread = None

    def _run(self) -> None:
        set_realtime_priority(URGENCY)
        ticker = ClockGenerator()
        while not self._stopping.is_set():
            now = self._clock()
            try:
                beat, tempo = self._controls.beat(now - self._latency()), self._controls.read("tempo")
            except Exception as defect:  # the thread must outlive a defect behind the controls
                self._refusals.add(f"the controls failed: {defect}", defect)
                self._stopping.wait(LOOK)
                continue
            messages, due = ticker.step(now, beat, tempo)
            self._deliver(messages)
            self._wait(due)
        self._deliver(ticker.stop())

    def _deliver(self, messages: list[bytes]) -> None:
        for message in messages:
            try:
                self._send(message)
            except Exception as defect:  # a port may go at any time, and come back
                self._refusals.add(f"the clock could not be sent: {defect}", defect)

    def _wait(self, due: float) -> None:
        """Until `due`, or for a while when that is far."""
        left = due - self._clock()
        if left > LOOK + WATCH:
            time.sleep(LOOK)
            return
        if left > WATCH:
            time.sleep(left - WATCH)
        while self._clock() < due:
            pass
