"""The player process: the compiled instrument under an audio output.

in   SharedState: parameters, events, tapes          out  blocks of samples to an Output; meters to SharedState

audio callback   compiled: LivePlayer (see core)
main thread      20 times a second: a heartbeat; whether to stop, whether the supervisor or control process runs, the
                 output's state

No model, network or MIDI code is loaded here.
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

from .outputs import SILENT_OUTPUT, Output, OutputChoice, open_output
from .realtime_priority import AUDIO_PRIORITY, hold_cpu_awake
from .shared_memory import DEVICE_LOST, EXIT_DEVICE_LOST, EXIT_DONE, EXIT_NO_DEVICE, FAILED, PLAYING, SharedState

STOP_POLL_INTERVAL_S = 0.05
BLOCK_TIMEOUT_S = 2.0  # without a call of the device, after which it counts as lost
FADE_OUT_TIMEOUT_S = 0.3
WARM_UP_SAMPLES = 4096


def main(segment: str, choice: OutputChoice, lifeline: Connection | None = None) -> None:
    """Play until asked to stop, or until the supervisor or, without one, the control process has exited."""
    # a Ctrl-C or hang-up reaches every process of a terminal; the player stops when the control process says so
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is None:
        raise RuntimeError("the player must be started by a control process; use Session")
    sentinel = lifeline or parent.sentinel

    def parent_exited(timeout: float) -> bool:
        return bool(multiprocessing.connection.wait([sentinel], timeout))

    try:
        shared = SharedState.attach(segment, persistent=lifeline is not None)
    except FileNotFoundError:
        sys.exit(EXIT_DONE)  # the session ended while this process was starting
    code = play(shared, choice, parent_exited, realtime=True)
    if code == EXIT_DEVICE_LOST:
        shared.state = DEVICE_LOST
        os._exit(code)  # the driver of a lost device may hang when it is closed
    gc.collect()  # deletes the arrays that point into the segment
    if parent_exited(0):
        shared.unlink()
    shared.close()
    sys.exit(code)


def play(
    shared: SharedState, choice: OutputChoice, parent_exited: Callable[[float], bool], *, realtime: bool = False
) -> int:
    """Play until `shared.stopping`, the exit of the parent or the loss of the device; return the exit code.

    After another player it continues where that player would be now. `parent_exited` waits for up to so many seconds
    and returns whether the parent has exited. With `realtime`, the system is asked for real-time priority and for
    processors that stay awake.
    """
    _warm_up(shared)

    def make_player(output: Output) -> LivePlayer:
        priority = AUDIO_PRIORITY if realtime else 0
        return LivePlayer(shared.record, output.rate, output.channels, parts=output.parts, priority=priority)

    try:
        output, player, note = open_output(choice, make_player, fallback=shared.meters.output_time > 0)
    except NoDevice as refusal:
        shared.note, shared.state = str(refusal), FAILED
        return EXIT_NO_DEVICE
    shared.output_name, shared.note = output.name, note or _period_note(choice, output, shared)
    shared.state = PLAYING
    with hold_cpu_awake(realtime and choice.awake and output.name != SILENT_OUTPUT):
        code = _wait_until_stopped(player, output, shared, parent_exited)
        if code == EXIT_DONE:
            _fade_out(player, output)
    return code


def _period_note(choice: OutputChoice, output: Output, shared: SharedState) -> str:
    """Return a message for the user if the output has another block size than the chosen one, as at JACK, else ""."""
    period = int(shared.meters.block)
    if choice.block in (OutputChoice().block, period):
        return ""
    return f"{output.name} asks for {period} samples at once and not for {choice.block}; its period is set there"


def _warm_up(shared: SharedState) -> None:
    """Run all of the audio path once, so that the first audible block takes no longer than the others."""
    instrument = Instrument(Tape(shared.record["tapes"]["slots"][0]["magnitudes"], np.zeros(0)))
    instrument.schedule(Event(Action.PLAY))
    instrument.schedule(Event(Action.SLICE, 4), WARM_UP_SAMPLES // 2)
    instrument.process(WARM_UP_SAMPLES)


def _wait_until_stopped(
    player: LivePlayer, output: Output, shared: SharedState, parent_exited: Callable[[float], bool]
) -> int:
    calls, last_call = player.calls, time.perf_counter()
    while not shared.stopping and not parent_exited(STOP_POLL_INTERVAL_S):
        shared.heartbeat += 1
        if player.calls != calls:
            calls, last_call = player.calls, time.perf_counter()
        if not output.alive or time.perf_counter() - last_call > BLOCK_TIMEOUT_S:
            return EXIT_DEVICE_LOST
    return EXIT_DONE


def _fade_out(player: LivePlayer, output: Output) -> None:
    player.fade_out()
    deadline = time.perf_counter() + FADE_OUT_TIMEOUT_S
    while not player.silent and time.perf_counter() < deadline:
        time.sleep(STOP_POLL_INTERVAL_S / 10)
    time.sleep(min(output.buffered, STOP_POLL_INTERVAL_S))  # what the device has buffered
    output.stop()
