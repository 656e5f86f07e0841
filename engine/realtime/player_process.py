"""The instrument under a sound card, in a process of its own.

in   Shared: parameters, events, tapes          out  blocks of samples to an Output; meters into Shared

audio callback   compiled: LivePlayer (see core)
main thread      watches: the supervisor or else the control process, the word to stop, the output; 20 looks a second

Nothing else lives here: no model, network or MIDI.
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

from engine.arrays import Tape
from engine.controls import Action, Event
from engine.core import Instrument, LivePlayer
from engine.errors import NoDevice

from .outputs import SILENT, Output, OutputChoice, open_output
from .realtime_priority import PRIORITY, hold_cpu_awake
from .shared_memory import DEVICE_GONE, DONE, FAILED, LOST, NO_DEVICE, PLAYING, SharedState

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

    try:
        shared = SharedState.attach(segment, lasting=lifeline is not None)
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
    shared: SharedState,
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
    _warm_up(shared)

    def make(output: Output) -> LivePlayer:
        return LivePlayer(shared.record, output.rate, output.channels, priority=PRIORITY if urgent else 0)

    try:
        output, player, note = open_output(choice, make, lenient=shared.meters.due > 0)
    except NoDevice as refusal:
        shared.note, shared.state = str(refusal), FAILED
        return NO_DEVICE
    shared.name, shared.note = output.name, note or _about_period(choice, output, shared)
    shared.state = PLAYING
    with hold_cpu_awake(urgent and choice.awake and output.name != SILENT):
        code = _wait_until_stopped(player, output, shared, orphaned, clock)
        if code == DONE:
            _fade_out(player, output)
    return code


def _about_period(choice: OutputChoice, output: Output, shared: SharedState) -> str:
    """What to say where a block was chosen and the output asks for another one, as a JACK server does."""
    period = int(shared.meters.block)
    if choice.block in (OutputChoice().block, period):
        return ""
    return f"{output.name} asks for {period} samples at once and not for {choice.block}; its period is set there"


def _warm_up(shared: SharedState) -> None:
    """Run the whole path once, so that the first audible block costs what the others do."""
    instrument = Instrument(Tape(shared.record["tapes"]["slots"][0]["magnitudes"], np.zeros(0)))
    instrument.schedule(Event(Action.PLAY))
    instrument.schedule(Event(Action.SLICE, 4), WARM_UP // 2)
    instrument.process(WARM_UP)


def _wait_until_stopped(
    player: LivePlayer, output: Output, shared: SharedState, orphaned: Callable[[float], bool], clock: Clock
) -> int:
    calls, called = player.calls, clock()
    while not shared.stopping and not orphaned(LOOK):
        if player.calls != calls:
            calls, called = player.calls, clock()
        if not output.alive or clock() - called > STALE:
            return DEVICE_GONE
    return DONE


def _fade_out(player: LivePlayer, output: Output) -> None:
    player.fade_out()
    deadline = time.perf_counter() + 0.3
    while not player.silent and time.perf_counter() < deadline:
        time.sleep(LOOK / 10)
    time.sleep(min(output.buffered, LOOK))  # what the card still holds
    output.stop()
