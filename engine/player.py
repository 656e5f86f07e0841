"""The instrument under a sound card, in a process of its own.

in   Shared: parameters, events, tapes          out  blocks of samples to an Output; meters into Shared

audio callback   Voice: takes what is new, lets the instrument make a block, says how it went. No lock, log or file.
main thread      watches: the supervisor or else the control process, the word to stop, the output; 20 looks a second

Nothing else lives here, above all no model, network or MIDI: a stall of theirs would be heard.
"""

import gc
import multiprocessing
import multiprocessing.connection
import os
import signal
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import Connection

import numpy as np

from .controls import Action, Event
from .errors import NoDevice
from .instrument import Instrument
from .mel import Floats
from .outputs import Output, OutputChoice, open_output
from .parameters import TABLE
from .shared import DEVICE_GONE, DONE, FAILED, LOST, NO_DEVICE, PLAYING, Meters, Shared
from .spec import SPEC
from .tape import Tape
from .timeline import Timeline

Clock = Callable[[], float]

FADE = 441  # samples from sound to silence and back
BURST = 64  # events that one block takes; the rest waits for the next
AHEAD = SPEC.rate  # samples; who asks for a later one means the clock of a player that is no more
LOOK = 0.05  # seconds between two looks of the main thread
STALE = 2.0  # seconds without a block after which a device counts as gone
WARM_UP = 4096  # samples


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
        self.latency = 0.0  # seconds, of the output
        self.rate = self.block = 0  # of the output
        self.closing = False  # fade out and stay silent
        self._instrument, self._shared, self._clock = instrument, shared, clock
        self._values = np.zeros(len(TABLE))
        shared.parameters.read(self._values)
        self._sequence = -1  # hand them to the instrument in the first block
        self._gain = 1.0
        self._faults = 0
        self._peak, self._load = Hold(0.1), Hold(1.0)
        self._past = shared.meters  # of the player before this one: counts go on, and so does the beat
        self._resuming = self._past.playing > 0
        self._silence = np.zeros((8192, 2), np.float32)
        self.due = clock()  # seconds, when the next block is expected
        self._timeline = Timeline()

    @property
    def delay(self) -> float:
        """Seconds from an event to its sound, as far as the instrument goes."""
        return self._instrument.latency / SPEC.rate

    @property
    def silent(self) -> bool:
        """The fade-out is over."""
        return self.closing and self._gain == 0.0

    def __call__(self, frames: int) -> Floats:
        """The next block (frames, 2)."""
        began = self._clock()
        try:
            self._take(began)
            block = self._faded(self._instrument.process(frames))
        except Exception as fault:
            # a fault costs a block, never the concert
            if not self._faults:
                self._shared.note = f"the instrument failed in a block and goes on ({type(fault).__name__}: {fault})"
            self._faults += 1
            block = self._silence[:frames] if frames <= len(self._silence) else np.zeros((frames, 2), np.float32)
        self._report(frames, began)
        self._shared.tap.write(block, self._instrument.clock - frames, began)
        return block

    def _take(self, now: float) -> None:
        shared, instrument = self._shared, self._instrument
        sequence = shared.parameters.sequence
        if sequence != self._sequence and shared.parameters.read(self._values):
            self._sequence = sequence
            instrument.set(self._values)
        if shared.tapes.fresh():
            instrument.load(shared.tapes.take())
        if self._resuming:
            self._resuming, self._gain = False, 0.0
            ago = round(max(now - self._past.due, 0.0) * SPEC.rate)
            instrument.resume(self._past.beat, self._past.frame, ago)
        for _ in range(BURST):
            item = shared.events.pop()
            if item is None:
                return
            event, at = item
            instrument.schedule(event, at if at is None or at < instrument.clock + AHEAD else instrument.clock)

    def _faded(self, block: Floats) -> Floats:
        """The block as it is, or on its way to silence or back."""
        goal = 0.0 if self.closing else 1.0
        if self._gain == goal:
            return block if goal else self._silence[: len(block)]
        step = 1 / FADE if goal else -1 / FADE
        gains = np.clip(self._gain + step * np.arange(1, len(block) + 1), 0, 1)
        self._gain = float(gains[-1])
        return block * gains[:, None].astype(np.float32)

    def _report(self, frames: int, began: float) -> None:
        instrument, past = self._instrument, self._past
        lasts = frames / SPEC.rate
        self.due = self._timeline(instrument.clock - frames, began) + instrument.clock / SPEC.rate
        self._shared.publish(
            Meters(
                due=self.due,
                clock=instrument.clock,
                beat=instrument.beat,
                frame=instrument.frame,
                playing=instrument.playing,
                peak=self._peak(instrument.take_peak(), began),
                load=self._load((self._clock() - began) / lasts, began),
                underruns=past.underruns + self.underruns,
                errors=past.errors + instrument.errors + self._faults,
                latency=self.latency,
                rate=self.rate,
                block=self.block,
                late=past.late + instrument.late,
            )
        )


def main(segment: str, choice: OutputChoice, lifeline: Connection | None = None) -> None:
    """Body of the process: play until told to stop, or until the supervisor is gone, or else the control process."""
    # a Ctrl-C or a hang-up reaches every process of a terminal; this one ends when the control process says so
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is None:
        raise RuntimeError("the player is a child of a control process; start it with Session")
    sentinel = lifeline or parent.sentinel

    def orphaned(patience: float) -> bool:
        return bool(multiprocessing.connection.wait([sentinel], patience))

    sys.setswitchinterval(1e-4)
    shared = Shared.attach(segment, lasting=lifeline is not None)
    code = play(shared, choice, orphaned)
    if code == DEVICE_GONE:
        shared.state = LOST
        os._exit(code)  # the driver of a vanished device may hang when it is closed
    gc.collect()  # what still points into the segment
    if orphaned(0):
        shared.unlink()
    shared.close()
    sys.exit(code)


def play(
    shared: Shared, choice: OutputChoice, orphaned: Callable[[float], bool], clock: Clock = time.perf_counter
) -> int:
    """Play until `shared` says stop, `orphaned` (which waits for so many seconds) says so, or the device is gone.

    Returns an exit code. A player that follows another one goes on where that one would be by now.
    """
    tape = shared.tapes.take()
    _warm_up(tape)
    voice = Voice(Instrument(tape), shared, clock)
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        output = _open(voice, shared, choice)
        shared.state = PLAYING
        code = _watch(voice, output, shared, orphaned, clock)
        if code == DONE:
            _fade_out(voice, output)
    except NoDevice as refusal:
        shared.note, shared.state = str(refusal), FAILED
        return NO_DEVICE
    finally:
        gc.unfreeze()
        gc.enable()
    return code


def _warm_up(tape: Tape) -> None:
    """Fill the caches of the whole path, so that the first audible block costs what the others do."""
    instrument = Instrument(tape)
    instrument.schedule(Event(Action.PLAY))
    instrument.schedule(Event(Action.SLICE, 4), WARM_UP // 2)
    for _ in range(0, WARM_UP, SPEC.hop):
        instrument.process(SPEC.hop)


def _open(voice: Voice, shared: Shared, choice: OutputChoice) -> Output:
    output, note = open_output(choice, voice, lenient=shared.meters.due > 0)
    voice.latency = output.latency + output.block / output.rate + voice.delay
    voice.rate, voice.block = output.rate, output.block
    shared.name = output.name
    shared.note = note
    return output


def _watch(voice: Voice, output: Output, shared: Shared, orphaned: Callable[[float], bool], clock: Clock) -> int:
    while not shared.stopping and not orphaned(LOOK):
        voice.underruns = output.underruns
        if not output.alive or clock() - voice.due > STALE:
            return DEVICE_GONE
    return DONE


def _fade_out(voice: Voice, output: Output) -> None:
    voice.closing = True
    deadline = time.perf_counter() + 0.3
    while not voice.silent and time.perf_counter() < deadline:
        time.sleep(LOOK / 10)
    time.sleep(min(output.latency, LOOK))  # what the card still holds
    output.stop()
