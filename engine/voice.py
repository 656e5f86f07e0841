"""What a sound card calls for samples: what is new is taken from shared memory, and the instrument makes a block.

in   Shared: parameters, events, tapes
out  blocks float32 (frames, 2), -1..1; meters, tap and journal into Shared

No lock, log, file or anything that grows: this runs in the audio callback. Whatever happens in here, samples come out.
"""

import time
from collections.abc import Callable

import numpy as np

from .fader import Fader
from .instrument import Instrument
from .journal import Kind
from .mel import Floats
from .meters import Meters
from .parameters import SOUNDING, TABLE
from .shared import Shared
from .spec import SPEC
from .timeline import Timeline

Clock = Callable[[], float]

BURST = 64  # events that one block takes; the rest waits for the next
AHEAD = SPEC.rate  # samples; who asks for a later one means the clock of a player that is no more


class Hold:
    """The largest value of the last `span` to 2 * `span` seconds."""

    def __init__(self, span: float) -> None:
        self._span, self._since = span, 0.0
        self._before = self._present = 0.0

    def __call__(self, value: float, now: float) -> float:
        """Take one more value."""
        if now - self._since >= self._span:
            self._before, self._present, self._since = self._present, 0.0, now
        self._present = max(self._present, value)
        return max(self._before, self._present)


class Voice:
    """What the output calls for samples. Whatever happens in here, samples come out."""

    def __init__(self, instrument: Instrument, shared: Shared, clock: Clock = time.perf_counter) -> None:
        self.underruns = 0  # of the output, as the main thread sees them
        self.latency = self.ahead = 0.0  # seconds, of the output
        self.rate = self.block = 0  # of the output
        self.closing = self._ending = False  # fade out and stay silent; the callback has heard of it
        self._instrument, self._shared, self._clock = instrument, shared, clock
        self._values = np.zeros(len(TABLE))
        self._sequence = -1  # hand them to the instrument in the first block
        self._heard = np.zeros(len(TABLE))  # the last values that the instrument was given
        self._fader = Fader()
        self._faults = 0
        self._peak, self._load = Hold(0.1), Hold(1.0)
        self._past = shared.meters  # of the player before this one: counts go on, and so does the beat
        self._resuming = self._past.playing > 0
        self.due = clock()  # seconds, when the next block is expected
        self._timeline = Timeline()

    @property
    def delay(self) -> float:
        """Seconds from an event to its sound, as far as the instrument goes."""
        return self._instrument.latency / SPEC.rate

    @property
    def silent(self) -> bool:
        """The fade-out is over."""
        return self.closing and self._fader.shut

    def __call__(self, frames: int) -> Floats:
        """The next block (frames, 2)."""
        if self._resuming and not self.rate:
            return self._fader.silence(frames)  # nobody knows yet when this block will be heard, and nothing is said
        began = self._clock()
        try:
            self._take(began)
            block = self._fader(self._instrument.process(frames), not self._ending)
        except Exception as fault:
            # a fault costs a block, never the concert
            if not self._faults:
                self._shared.note = f"the instrument failed in a block and goes on ({type(fault).__name__}: {fault})"
            self._faults += 1
            block = self._fader.silence(frames)
        self._report(frames, began)
        self._shared.tap.write(block, self._instrument.clock - frames, began + self.ahead)
        return block

    def _take(self, now: float) -> None:
        shared, instrument = self._shared, self._instrument
        clock, journal = instrument.clock, shared.journal
        self._hear(clock)
        if shared.tapes.fresh():
            instrument.load(shared.tapes.take())
            journal.write(clock, Kind.TAPE, shared.tapes.held)
        if self._resuming:
            self._resuming = False
            self._fader.shut_now()
            ago = round(max(now + self.ahead - self._past.due, 0.0) * SPEC.rate)
            instrument.resume(self._past.beat, self._past.straight, ago)
        for _ in range(BURST):
            item = shared.events.pop()
            if item is None:
                break
            event, at = item
            # whoever asks for a time too far ahead meant the clock of another player
            at = None if at is None else at if at < clock + AHEAD else clock
            instrument.schedule(event, at)
            journal.write(clock, Kind.EVENT + event.action, event.index, event.value, -1 if at is None else at)
        if self.closing and not self._ending:
            self._ending = True
            journal.write(clock, Kind.END)

    def _hear(self, clock: int) -> None:
        """Parameters that have another value in shared memory than there was, and no others: some come as events."""
        shared, instrument = self._shared, self._instrument
        sequence = shared.parameters.sequence
        if sequence == self._sequence or not shared.parameters.read(self._values):
            return
        if self._sequence < 0:
            shared.journal.write(clock, Kind.BEGIN, int(self._resuming))
            shared.journal.write(clock, Kind.TAPE, shared.tapes.held)
            instrument.set(self._values)
            changed = list(range(SOUNDING))
        else:
            changed = np.flatnonzero(self._values[:SOUNDING] != self._heard[:SOUNDING]).tolist()
        self._sequence = sequence
        for index in changed:
            value = float(self._values[index])
            instrument.change(index, value)
            shared.journal.write(clock, Kind.SET, index, value)
        self._heard[:] = self._values

    def _report(self, frames: int, began: float) -> None:
        instrument, past = self._instrument, self._past
        lasts = frames / SPEC.rate
        self.due = self._timeline(instrument.clock - frames, began + self.ahead) + instrument.clock / SPEC.rate
        self._shared.publish(
            Meters(
                due=self.due,
                clock=instrument.clock,
                beat=instrument.beat,
                frame=instrument.frame,
                straight=instrument.straight,
                playing=instrument.playing,
                peak=self._peak(instrument.take_peak(), began),
                load=self._load((self._clock() - began) / lasts, began),
                underruns=past.underruns + self.underruns,
                errors=past.errors + instrument.errors + self._faults,
                latency=self.latency,
                rate=self.rate,
                block=self.block,
                ahead=self.ahead,
                late=past.late + instrument.late,
                delay=instrument.latency,
            )
        )
