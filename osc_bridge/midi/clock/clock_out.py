"""The beat of the sound that is heard -> MIDI clock messages, each sent when it is due.

`ClockGenerator` is given the beat at each poll and returns the messages to send now and the time of the next tick.
Ticks go out all the time, 24 per quarter note: on the beats while something plays, otherwise only to tell the tempo. A
start at beat 0 is sent as start. For a start elsewhere, or a jump, the song position of the next sixteenth is sent at
once, and continue when that sixteenth is reached.

`ClockOut` is the thread that polls and sends, with real-time priority if permitted. It sleeps until shortly before a
tick and busy-waits for the rest.
"""

import logging
import math
import threading
import time
from collections.abc import Callable

from engine.controls import Controls
from engine.realtime.realtime_priority import AUDIO_PRIORITY, set_realtime_priority
from osc_bridge.error_log import RateLimitedLog
from osc_bridge.lifecycle import Service

from .tempo_estimator import TICKS_PER_QUARTER

TICK, START, CONTINUE, STOP, SONG_POSITION = b"\xf8", b"\xfa", b"\xfb", b"\xfc", 0xF2
TICKS_PER_SIXTEENTH = TICKS_PER_QUARTER // 4
SONG_POSITIONS = 1 << 14  # sixteenths after which the song position wraps
MAX_TICK_LEAD = 0.0001  # seconds before its time at which a tick may be sent
MAX_BEAT_ERROR = 1.0  # ticks by which the beat may differ from the expected one; more is a jump
TRANSPORT_POLL_INTERVAL = 0.005  # seconds
BUSY_WAIT = 0.0002  # seconds before a tick
CLOCK_OUT_PRIORITY = AUDIO_PRIORITY - 10
CLOCK_OUT_JOIN_TIMEOUT = 2.0  # seconds

_logger = logging.getLogger(__name__)

Send = Callable[[bytes], None]


class ClockGenerator:
    """Determines which messages are due at a given time; it starts no thread and reads no clock."""

    def __init__(self) -> None:
        self._next: int | None = None  # number of the next tick, from beat 0; None while nothing plays
        self._continue_at: int | None = None  # the tick before which continue is sent
        self._started = False  # receivers have been told to play
        self._position, self._polled = 0.0, 0.0  # ticks and seconds at the last poll
        self._last_sent = -math.inf  # seconds of the last tick

    def step(self, now: float, beat: float | None, tempo: float) -> tuple[list[bytes], float]:
        """Return the messages to send now, and the seconds at which the next tick is due.

        Args:
            now: monotonic seconds.
            beat: quarter notes since the start of what is heard now; negative if it begins soon, None if nothing plays.
            tempo: BPM.
        """
        tick = 60 / tempo / TICKS_PER_QUARTER
        if beat is None:
            return self._stopped(now, tick)
        position = beat * TICKS_PER_QUARTER
        jumped = abs(position - self._position - (now - self._polled) / tick) > MAX_BEAT_ERROR
        self._position, self._polled = position, now
        out = self._relocate(position, jumped)
        assert self._next is not None
        while position >= self._next - MAX_TICK_LEAD / tick:
            if self._next == self._continue_at:
                out.append(CONTINUE)
                self._continue_at, self._started = None, True
            out.append(TICK)
            self._last_sent = now
            self._next += 1
        return out, now + (self._next - position) * tick

    def stop(self) -> list[bytes]:
        """Return the messages that end playing: stop, if receivers have been told to play."""
        out = [STOP] if self._started else []
        self._next, self._continue_at, self._started = None, None, False
        return out

    def _stopped(self, now: float, tick: float) -> tuple[list[bytes], float]:
        """Return the messages due while nothing plays, and when the next tick is due; `tick`: seconds between ticks."""
        out = self.stop()
        if now >= self._last_sent + tick - MAX_TICK_LEAD:
            # on the grid of the last tick, unless that is long past
            self._last_sent = self._last_sent + tick if now < self._last_sent + 2 * tick else now
            out.append(TICK)
        return out, self._last_sent + tick

    def _relocate(self, position: float, jumped: bool) -> list[bytes]:
        """Return the messages for a start at, or a jump to, `position` (ticks); none if playing just goes on."""
        out = []
        if self._next is not None:
            if not jumped and position <= self._next + TICKS_PER_SIXTEENTH:
                return []
            out = self.stop()
        if position < 1:
            self._next, self._started = 0, True
            return [*out, START]
        self._next = math.ceil(position)
        steps = math.ceil(position / TICKS_PER_SIXTEENTH)
        self._continue_at = steps * TICKS_PER_SIXTEENTH
        steps %= SONG_POSITIONS
        return [*out, bytes((SONG_POSITION, steps & 0x7F, steps >> 7))]


class ClockOut(Service):
    """Sends MIDI clock in a thread, as a context manager or by start() and stop()."""

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
            controls: the instrument.
            send: sends the bytes of one message; called in the thread. Exceptions are counted and logged.
            latency: returns the seconds from handing a sample to the device to hearing it; ticks are delayed by it.
            clock: monotonic seconds, the same as for the controls.
        """
        self._controls = controls
        self._send = send
        self._latency = latency
        self._clock = clock
        self._errors = RateLimitedLog(_logger, clock)
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Start the thread."""
        self._stopping.clear()
        self._thread = threading.Thread(target=self._run, name="midi clock", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Send stop if something plays, and end the thread; does nothing if it was not started."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(CLOCK_OUT_JOIN_TIMEOUT)
            self._thread = None

    def _run(self) -> None:
        set_realtime_priority(CLOCK_OUT_PRIORITY)
        generator = ClockGenerator()
        while not self._stopping.is_set():
            now = self._clock()
            try:
                beat, tempo = self._controls.beat(now - self._latency()), self._controls.read("tempo")
            except Exception as defect:  # a defect of the controls must not end the thread
                self._errors.add(f"the position could not be read: {defect}", defect)
                self._stopping.wait(TRANSPORT_POLL_INTERVAL)
                continue
            messages, due = generator.step(now, beat, tempo)
            self._send_all(messages)
            self._wait(due)
        self._send_all(generator.stop())

    def _send_all(self, messages: list[bytes]) -> None:
        for message in messages:
            try:
                self._send(message)
            except Exception as defect:  # a port may be unplugged at any time, and come back
                self._errors.add(f"a MIDI clock message could not be sent: {defect}", defect)

    def _wait(self, due: float) -> None:
        """Wait until `due`, or one poll interval if that is further away."""
        remaining = due - self._clock()
        if remaining > TRANSPORT_POLL_INTERVAL + BUSY_WAIT:
            time.sleep(TRANSPORT_POLL_INTERVAL)
            return
        if remaining > BUSY_WAIT:
            time.sleep(remaining - BUSY_WAIT)
        while self._clock() < due:
            pass
