"""Trials of `vamen latency`: messages out, the seconds until each is heard.

trigger   /vamen/slice until half of the attack's energy (see `attack_time`)
note      the same for a MIDI note over JACK, where the player plays into JACK
morph     /vamen/latent/0 until 90 % of the change of the tone's amplitude

A trial whose latency is unknown is discarded, counted by its cause, and repeated within bounds. The trials run in a
process of their own, so that the player and the model cannot delay them.
"""

import socket
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.connection import Connection

import numpy as np

from engine.realtime.output_monitor import Recording
from osc_bridge.midi.input.midi_messages import FIRST_NOTE

from .capture import Capture, JackCapture, MonitorCapture
from .send_timestamp import UNKNOWN_TIME, Send, timestamped_sender
from .stimulus import (
    ENVELOPE_WINDOW,
    HIT_STEP,
    NOT_HEARD,
    RECORDING_GAP,
    SEND_TIME,
    XRUN,
    TrialDiscarded,
    attack_time,
    change_time,
    moving_rms,
)

HIT_WINDOW = 0.06  # seconds after a message in which its hit is expected, device buffers aside
CHANGE_WINDOW = 0.3  # seconds after which a change is over
MAX_LATENCY = 3.0  # seconds; what is not heard by then is missed
MAX_RECORDING = 1.1  # seconds that are analysed at once; captures hold 1.4
SOUND_LENGTH = 0.06  # seconds after its begin until a sound is complete
MIDI_CONNECT_TIMEOUT = 3.0  # seconds until the bridge has found a new MIDI source
PAUSE = (0.06, 0.1)  # seconds between two trials, at random
MAX_OVERTIME = 2.0  # times the requested seconds, where trials are discarded

Trigger = Callable[[], float]  # starts a sound; returns when, in seconds, or UNKNOWN_TIME


@dataclass(slots=True)
class TrialSeries:
    """Outcome of the trials of one kind."""

    latencies: list[float] = field(default_factory=list)  # seconds, or NOT_HEARD
    discarded: Counter[str] = field(default_factory=Counter)  # by cause


@dataclass(frozen=True, slots=True)
class Job:
    """Settings of a measurement, which the main process sends to the process that runs the trials."""

    port: int  # of OSC, on this machine
    segment: str  # of the player
    block: float  # seconds of a block of the device
    seconds: float  # duration of all trials


@dataclass(slots=True)
class Result:
    """Results of the trials, sent to the main process; `fault` is the error that ended them, or empty."""

    capture: str = ""
    trigger: TrialSeries = field(default_factory=TrialSeries)
    morph: TrialSeries = field(default_factory=TrialSeries)
    note: TrialSeries = field(default_factory=TrialSeries)
    xruns: int = 0
    fault: str = ""


def repeat(
    capture: Capture, trial: Trigger, length: float, seconds: float, clock: Callable[[], float] = time.monotonic
) -> TrialSeries:
    """Repeat a trial, which takes about `length` seconds and returns a latency, for `seconds`.

    While less than half of the trials that fit into `seconds` have a result, go on, up to MAX_OVERTIME * `seconds`.
    """
    series, began, enough = TrialSeries(), clock(), seconds / length / 2
    while (spent := clock() - began) < seconds or (len(series.latencies) < enough and spent < MAX_OVERTIME * seconds):
        xruns = capture.xruns
        try:
            latency = trial()
            if capture.xruns != xruns:
                raise TrialDiscarded(XRUN)
            series.latencies.append(latency)
        except TrialDiscarded as reason:  # an xrun is the cause of any other failure beside it
            series.discarded[str(reason) if capture.xruns == xruns else XRUN] += 1
    return series


def measure_triggers(
    capture: Capture,
    send: Send,
    block: float,
    seconds: float,
    random: np.random.Generator,
    trigger: Trigger | None = None,
) -> TrialSeries:
    """Measure the latency of slices for `seconds`, in a series of trials.

    A trial sends /vamen/slice by `send`, or calls `trigger` if given; both return the time of sending. `random` varies
    the pauses between trials. `block`: seconds that a block of the sound card lasts.
    """
    trigger, window = trigger or partial(send, "/vamen/slice", HIT_STEP), min(HIT_WINDOW + 8 * block, MAX_RECORDING)

    def trial() -> float:
        time.sleep(random.uniform(*PAUSE))
        sent = trigger()
        return wait(lambda begin: attack_time(since(capture, begin, HIT_WINDOW), capture.rate), sent, window)

    send("/vamen/latent/1", -1.0)
    send("/vamen/slice", HIT_STEP)
    time.sleep(CHANGE_WINDOW)
    return repeat(capture, trial, sum(PAUSE) / 2 + window, seconds)


def measure_notes(
    capture: JackCapture, send: Send, block: float, seconds: float, random: np.random.Generator
) -> TrialSeries:
    """Measure the latency of MIDI notes as `measure_triggers`; no trials if nothing connects to our MIDI output."""
    deadline = time.monotonic() + MIDI_CONNECT_TIMEOUT
    while not capture.notes_connected:
        if time.monotonic() > deadline:
            return TrialSeries()
        time.sleep(0.02)
    return measure_triggers(capture, send, block, seconds, random, lambda: capture.send_note(FIRST_NOTE + HIT_STEP))


def measure_morphs(
    capture: Capture, send: Send, block: float, seconds: float, random: np.random.Generator
) -> TrialSeries:
    """Measure the latency of a latent that jumps to and fro; arguments as in `measure_triggers`."""
    latent, size = -1.0, round(ENVELOPE_WINDOW * capture.rate)
    window = min(CHANGE_WINDOW + 4 * block, MAX_RECORDING)

    def trial() -> float:
        nonlocal latent
        time.sleep(random.uniform(*PAUSE))
        past = capture.last(PAUSE[0]).samples
        latent = -latent
        sent = send("/vamen/latent/0", latent)
        if len(past) < 2 * size:
            time.sleep(window)
            raise TrialDiscarded(RECORDING_GAP)
        before = float(np.median(moving_rms(past, size)))
        return wait(lambda begin: change_time(before, since(capture, begin, CHANGE_WINDOW), capture.rate), sent, window)

    send("/vamen/latent/1", 1.0)
    send("/vamen/latent/0", latent)
    time.sleep(3 * CHANGE_WINDOW)
    with suppress(TrialDiscarded):
        trial()  # on a busy machine the tone may have just begun
    return repeat(capture, trial, sum(PAUSE) / 2 + window, seconds)


def wait(find: Callable[[float], float], sent: float, window: float) -> float:
    """Return the seconds from the time `sent` until the sound of a trial is heard; NOT_HEARD after MAX_LATENCY.

    `find` is called every `window` seconds with the time from which to search the recording; it returns the time of
    the sound, or NOT_HEARD. This returns when the sound is over, so that the next trial does not hear its end.
    """
    found = NOT_HEARD
    while not found < (now := time.perf_counter()) - SOUND_LENGTH and now - sent < MAX_LATENCY:
        time.sleep(window)
        found = find(max(sent, now + window - MAX_RECORDING))
    return found - sent


def since(capture: Capture, sent: float, window: float) -> Recording:
    """Return the recording from the time `sent` on, `window` seconds or more.

    Raises:
        TrialDiscarded: `sent` is unknown, or the recording begins too late or, after an xrun, ends too early.
    """
    if sent == UNKNOWN_TIME:
        raise TrialDiscarded(SEND_TIME)
    recording = capture.last(time.perf_counter() - sent + 0.05)
    skipped = round((sent - recording.start) * capture.rate)
    if skipped < 0:
        raise TrialDiscarded(RECORDING_GAP)
    if len(recording.samples) - skipped < window * capture.rate:
        raise TrialDiscarded(XRUN)
    return Recording(recording.samples[skipped:], recording.start + skipped / capture.rate)


def run_measurement(pipe: Connection) -> None:
    """Body of the process: sends "ready", takes a Job and whether the player uses JACK, and answers with a Result."""
    sys.setswitchinterval(1e-4)
    client = JackCapture.open()
    pipe.send("ready")
    try:
        job, jack = pipe.recv()
    except EOFError:  # the session did not start
        return
    result = Result()
    try:
        capture: Capture = client if client and jack else MonitorCapture(job.segment)
        if isinstance(capture, JackCapture):
            capture.connect()
        result.capture, random = capture.name, np.random.default_rng(0)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
            out.connect(("127.0.0.1", job.port))
            send = timestamped_sender(out)
            result.trigger = measure_triggers(capture, send, job.block, 0.4 * job.seconds, random)
            result.morph = measure_morphs(capture, send, job.block, 0.3 * job.seconds, random)
            if isinstance(capture, JackCapture):
                result.note = measure_notes(capture, send, job.block, 0.3 * job.seconds, random)
        result.xruns = capture.xruns
        capture.close()
    except Exception as fault:  # the main process reports it
        result.fault = f"{type(fault).__name__}: {fault}"
    pipe.send(result)
