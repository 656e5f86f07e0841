"""What a sound card plays: what is new is taken from shared memory, and the instrument makes a block.

in   Shared: parameters, events, tapes
out  blocks float32 (frames, 2), -1..1; meters, tap and journal into Shared, once a block is handed to the card

Whoever hands blocks over as they are made calls the voice. Whoever makes them earlier (see reel) listens, makes, and
hands over by himself, and may put the voice back to the beginning of a block that nobody has heard yet: what was told
since is told again.

No lock, log, file or anything that grows: this runs in the audio path. Whatever happens in here, samples come out.
"""

import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import NamedTuple

from .fader import Fader
from .instrument import Instrument
from .journal import Kind
from .mel import Floats
from .meters import Meters
from .news import RESUME, SOON, News, Told
from .rewind import Rewindable
from .shared import Shared
from .spec import SPEC
from .timeline import Timeline

Clock = Callable[[], float]


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


class Part(NamedTuple):
    """What was made at once, and how things are after it."""

    samples: Floats  # (frames, 2)
    clock: int  # of the sample that follows
    told: tuple[Told, ...]  # of what it took account first
    total: int  # things told so far
    beat: float
    frame: float
    straight: float
    playing: bool
    peak: float  # 0..1, of this part
    load: float  # time to make it / time it lasts
    errors: int
    late: int
    silent: bool  # the fade-out is over


class Voice(Rewindable):
    """What the output plays. Whatever happens in here, samples come out."""

    WHOLE = ("_total", "_ending")
    PARTS = ("_instrument", "_fader")

    def __init__(self, instrument: Instrument, shared: Shared, clock: Clock = time.perf_counter) -> None:
        self.underruns = 0  # of the output, as the main thread sees them
        self.latency = self.ahead = 0.0  # seconds, of the output
        self.rate = self.block = 0  # of the output
        self.closing = False  # fade out and stay silent
        self.silent = False  # that has been heard
        self.expected = 0.0  # seconds at which the block that is made next will be handed over
        self._instrument, self._shared, self._clock = instrument, shared, clock
        self._news = News(shared)
        self._told: deque[Told] = deque()  # what parts that are not handed over yet were told, and the next one will be
        self._first = 0  # number of the first of them
        self._total = 0  # things that the instrument was told
        self._parts: list[Part] = []
        self._fader = Fader()
        self._ending = self._ended = False  # the instrument has been told of the end; so has anybody
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
    def made(self) -> int:
        """The first sample that an event can still change."""
        return self._instrument.made

    def __call__(self, frames: int) -> Floats:
        """The next block (frames, 2), handed over at once."""
        self.expected = now = self._clock()
        self.listen()
        block = self.make(frames)
        self.hand_over(self.take_parts(), now)
        return block

    def listen(self) -> list[int]:
        """Hear what is new: for each change the sample from which on it holds, SOON where that is not said."""
        if self._resuming and not self.rate:
            return []  # nobody knows yet when a block will be heard
        news = self._news
        found = news.parameters(resuming=self._resuming) + news.tape()
        if self._resuming:
            self._resuming = False
            found.append(Told(RESUME))
        found += news.events(self._instrument.clock)
        if self.closing and not self._ended:
            self._ended = True
            found.append(Told(Kind.END))
        self._told.extend(found)
        return [one.at for one in found]

    def make(self, frames: int) -> Floats:
        """The next block (frames, 2), with all that was heard of so far."""
        if self._resuming:
            return self._fader.silence(frames)  # and nothing is said
        began, before, instrument = self._clock(), self._total, self._instrument
        try:
            while self._total < self._first + len(self._told):
                self._total += 1  # first: what cannot be told is not told again
                self._tell(self._told[self._total - 1 - self._first])
            block = self._fader(instrument.process(frames), not self._ending)
        except Exception as fault:
            # a fault costs a block, never the concert
            if not self._faults:
                self._shared.note = f"the instrument failed in a block and goes on ({type(fault).__name__}: {fault})"
            self._faults += 1
            block = self._fader.silence(frames)
        told = tuple([self._told[number - self._first] for number in range(before, self._total)])
        self._parts.append(
            Part(
                block,
                instrument.clock,
                told,
                self._total,
                instrument.beat,
                instrument.frame,
                instrument.straight,
                instrument.playing,
                instrument.take_peak(),
                (self._clock() - began) * SPEC.rate / max(frames, 1),
                instrument.errors + self._faults,
                instrument.late,
                self._ending and self._fader.shut,
            )
        )
        return block

    def take_parts(self) -> list[Part]:
        """What was made since the last call."""
        parts, self._parts = self._parts, []
        return parts

    def hand_over(self, parts: Sequence[Part], at: float) -> None:
        """These were handed to the card, which asked for them at `at` seconds: the world may know."""
        for part in parts:
            clock = part.clock - len(part.samples)
            for kind, which, value, sample, _ in part.told:
                if kind != RESUME:
                    self._shared.journal.write(clock, kind, which, value, sample)
            while self._first < part.total:
                self._told.popleft()
                self._first += 1
            self.silent = part.silent
            self._report(part, clock, at)
            self._shared.tap.write(part.samples, clock, at)

    def _tell(self, told: Told) -> None:
        instrument = self._instrument
        if told.kind >= Kind.EVENT:
            instrument.schedule(told.thing, None if told.at == SOON else told.at)
        elif told.kind == Kind.SET:
            instrument.change(told.which, told.value)
        elif told.kind == Kind.TAPE and told.thing is not None:
            instrument.load(told.thing)
        elif told.kind == Kind.BEGIN:
            instrument.set(told.thing)
        elif told.kind == Kind.END:
            self._ending = True
        elif told.kind == RESUME:
            self._fader.shut_now()
            ago = round(max(self.expected - self._past.due, 0.0) * SPEC.rate)
            instrument.resume(self._past.beat, self._past.straight, ago)

    def _report(self, part: Part, clock: int, at: float) -> None:
        past = self._past
        self.due = self._timeline(clock, at) + part.clock / SPEC.rate
        self._shared.publish(
            Meters(
                due=self.due,
                clock=part.clock,
                beat=part.beat,
                frame=part.frame,
                straight=part.straight,
                playing=part.playing,
                peak=self._peak(part.peak, at),
                load=self._load(part.load, at),
                underruns=past.underruns + self.underruns,
                errors=past.errors + part.errors,
                latency=self.latency,
                rate=self.rate,
                block=self.block,
                ahead=self.ahead,
                late=past.late + part.late,
                delay=self._instrument.latency,
            )
        )
