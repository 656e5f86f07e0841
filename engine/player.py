"""The instrument under a sound card, in a process of its own.

in   Shared: parameters, events, tapes          out  blocks of samples to an Output; meters into Shared

audio callback   the voice (see voice)
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

from .controls import Action, Event
from .errors import NoDevice
from .instrument import Instrument
from .outputs import SILENT, Output, OutputChoice, open_output
from .shared import DEVICE_GONE, DONE, FAILED, LOST, NO_DEVICE, PLAYING, Shared
from .spec import SPEC
from .tape import Tape
from .urgency import Prompt, hurry, wakeful
from .voice import Voice

Clock = Callable[[], float]

LOOK = 0.05  # seconds between two looks of the main thread
STALE = 2.0  # seconds without a block after which a device counts as gone
WARM_UP = 4096  # samples


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
    try:
        shared = Shared.attach(segment, lasting=lifeline is not None)
    except FileNotFoundError:
        sys.exit(DONE)  # the set ended while this process started: there is nobody to play for, or to complain to
    code = play(shared, choice, orphaned, urgent=True)
    if code == DEVICE_GONE:
        shared.state = LOST
        os._exit(code)  # the driver of a vanished device may hang when it is closed
    gc.collect()  # what still points into the segment
    if orphaned(0):
        shared.unlink()
    shared.close()
    sys.exit(code)


def play(
    shared: Shared,
    choice: OutputChoice,
    orphaned: Callable[[float], bool],
    clock: Clock = time.perf_counter,
    *,
    urgent: bool = False,
) -> int:
    """Play until `shared` says stop, `orphaned` (which waits for so many seconds) says so, or the device is gone.

    Returns an exit code. A player that follows another one goes on where that one would be by now. An `urgent` one asks
    the system for real-time priority and for processors that do not doze.
    """
    tape = shared.tapes.take()
    _warm_up(tape)
    voice = Voice(Instrument(tape, spread=not choice.blocks_ahead), shared, clock)
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        output = _open(voice, shared, choice, urgent)
        shared.state = PLAYING
        if urgent:
            # whoever holds the interpreter must not be kept waiting for a processor: the callback waits with him
            hurry()
        with wakeful(urgent and choice.awake and output.name != SILENT):
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


def _open(voice: Voice, shared: Shared, choice: OutputChoice, urgent: bool) -> Output:
    output, note = open_output(choice, Prompt(voice) if urgent else voice, lenient=shared.meters.due > 0)
    voice.latency = output.latency + output.block / output.rate + voice.delay
    voice.ahead = output.ahead
    voice.block, voice.rate = output.block, output.rate  # the rate last: with it all of this counts
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
    # what is made and not yet asked for, and what the card still holds
    time.sleep(min(output.latency + output.ahead + output.block / output.rate, LOOK))
    output.stop()
