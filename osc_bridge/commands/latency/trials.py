"""Trials of `vamen latency`: OSC datagrams out, the seconds until each is heard.

picture   what is played: silence with one hit, or a steady tone, so that a change can be heard to the millisecond
note      a MIDI note over JACK to half of the attack's energy, where the player plays into JACK
trigger   /vamen/slice to half of the attack's energy: of the 5 ms with the most energy
morph     /vamen/latent/0 to 90 % of the change of the tone's amplitude

A trial of which nobody can tell how long it took is cut: counted by its cause, and made up for within bounds. The judge
that runs them is a process of its own; nothing that the player or the model computes can hold it up.
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
from osc_bridge.midi.playing.pads import FIRST_NOTE

from .capture import Capture, JackCapture, MonitorCapture
from .send_timestamp import UNKNOWN, Send, sender
from .stimulus import ENVELOPE, HELD, HOLE, NEVER, STALL, STEP, TrialDiscarded, amplitude, attack_time, change_time

WINDOW = 0.06  # seconds after a datagram in which its hit is looked for, device buffers aside
SETTLED = 0.3  # seconds after which a change is over
SLOWEST = 3.0  # seconds after which nothing comes any more
KEPT = 1.1  # seconds that are listened to at once; the ears remember 1.4
OVER = 0.06  # seconds since a sound was found, after which it is whole
FOUND = 3.0  # seconds until somebody has found a new source of MIDI
PAUSE = (0.06, 0.1)  # seconds between two trials
LONGEST = 2.0  # times as long as was asked for, where trials are cut


Trigger = Callable[[], float]  # does something that is heard; seconds at which it was done, or UNKNOWN


@dataclass(slots=True)
class Row:
    """What became of the trials of one kind."""

    found: list[float] = field(default_factory=list)  # seconds, or NEVER
    cut: Counter[str] = field(default_factory=Counter)  # trials by cause


@dataclass(frozen=True, slots=True)
class Job:
    """What the judge needs to know."""

    port: int  # of OSC, on this machine
    segment: str  # of the player
    block: float  # seconds that a block of the device lasts
    seconds: float  # to spend on both


@dataclass(slots=True)
class Result:
    """What was heard."""

    ear: str = ""
    trigger: Row = field(default_factory=Row)
    morph: Row = field(default_factory=Row)
    note: Row = field(default_factory=Row)
    stalls: int = 0  # of the card
    fault: str = ""


def repeat(
    ear: Capture, trial: Trigger, length: float, seconds: float, clock: Callable[[], float] = time.monotonic
) -> Row:
    """What `trial`, of about `length` seconds, finds again and again for `seconds`.

    Where fewer tell something than half of those that fit in there, it goes on until so many do, or LONGEST is over.
    """
    row, began, enough = Row(), clock(), seconds / length / 2
    while (spent := clock() - began) < seconds or (len(row.found) < enough and spent < LONGEST * seconds):
        stalls = ear.stalls
        try:
            found = trial()
            if ear.stalls != stalls:
                raise TrialDiscarded(STALL)
            row.found.append(found)
        except TrialDiscarded as cut:  # beside a stall, what else went wrong is its doing
            row.cut[str(cut) if ear.stalls == stalls else STALL] += 1
    return row


def triggers(
    ear: Capture, send: Send, block: float, seconds: float, random: np.random.Generator, strike: Trigger | None = None
) -> Row:
    """Latencies of slices that are struck at random moments, by OSC unless another way is given."""
    strike, window = strike or partial(send, "/vamen/slice", STEP), min(WINDOW + 8 * block, KEPT)

    def trial() -> float:
        time.sleep(random.uniform(*PAUSE))
        sent = strike()
        return wait(lambda begin: attack_time(since(ear, begin, WINDOW), ear.rate), sent, window)

    send("/vamen/latent/1", -1.0)
    send("/vamen/slice", STEP)
    time.sleep(SETTLED)
    return repeat(ear, trial, sum(PAUSE) / 2 + window, seconds)


def notes(ear: JackCapture, send: Send, block: float, seconds: float, random: np.random.Generator) -> Row:
    """Latencies of MIDI notes; none where nobody takes them."""
    deadline = time.monotonic() + FOUND
    while not ear.heard_by_midi:
        if time.monotonic() > deadline:
            return Row()
        time.sleep(0.02)
    return triggers(ear, send, block, seconds, random, lambda: ear.strike(FIRST_NOTE + STEP))


def morphs(ear: Capture, send: Send, block: float, seconds: float, random: np.random.Generator) -> Row:
    """Latencies of a latent that is moved there and back."""
    place, size, window = -1.0, round(ENVELOPE * ear.rate), min(SETTLED + 4 * block, KEPT)

    def trial() -> float:
        nonlocal place
        time.sleep(random.uniform(*PAUSE))
        past = ear.last(PAUSE[0]).samples
        place = -place
        sent = send("/vamen/latent/0", place)
        if len(past) < 2 * size:
            time.sleep(window)
            raise TrialDiscarded(HOLE)
        before = float(np.median(amplitude(past, size)))
        return wait(lambda begin: change_time(before, since(ear, begin, SETTLED), ear.rate), sent, window)

    send("/vamen/latent/1", 1.0)
    send("/vamen/latent/0", place)
    time.sleep(3 * SETTLED)
    with suppress(TrialDiscarded):
        trial()  # on a busy machine the tone has hardly begun
    return repeat(ear, trial, sum(PAUSE) / 2 + window, seconds)


def wait(look: Callable[[float], float], sent: float, window: float) -> float:
    """Seconds from a moment to what `look` finds from there on. It looks every `window` seconds until all is there.

    Who is not waited for is heard in the next trial, and taken for its sound. NEVER where SLOWEST is not enough.
    """
    found = NEVER
    while not found < (now := time.perf_counter()) - OVER and now - sent < SLOWEST:
        time.sleep(window)
        found = look(max(sent, now + window - KEPT))
    return found - sent


def since(ear: Capture, sent: float, window: float) -> Recording:
    """What was heard from a moment on, `window` seconds or more.

    Raises:
        Cut: the moment is not known, a part of it was lost, or the card is not yet so far.
    """
    if sent == UNKNOWN:
        raise TrialDiscarded(HELD)
    heard = ear.last(time.perf_counter() - sent + 0.05)
    skipped = round((sent - heard.began) * ear.rate)
    if skipped < 0:
        raise TrialDiscarded(HOLE)
    if len(heard.samples) - skipped < window * ear.rate:
        raise TrialDiscarded(STALL)
    return Recording(heard.samples[skipped:], heard.began + skipped / ear.rate)


def run_measurement(pipe: Connection) -> None:
    """Body of the process. Says that it is ready, takes an Order, answers with a Verdict."""
    sys.setswitchinterval(1e-4)
    client = JackCapture.open()
    pipe.send("ready")
    try:
        order, jack = pipe.recv()
    except EOFError:  # the session did not start
        return
    verdict = Result()
    try:
        ear: Capture = client if client and jack else MonitorCapture(order.segment)
        if isinstance(ear, JackCapture):
            ear.connect()
        verdict.ear, random = ear.name, np.random.default_rng(0)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
            out.connect(("127.0.0.1", order.port))
            send = sender(out)
            verdict.trigger = triggers(ear, send, order.block, 0.4 * order.seconds, random)
            verdict.morph = morphs(ear, send, order.block, 0.3 * order.seconds, random)
            if isinstance(ear, JackCapture):
                verdict.note = notes(ear, send, order.block, 0.3 * order.seconds, random)
        verdict.stalls = ear.stalls
        ear.close()
    except Exception as fault:  # whatever it is, the other side has to say it
        verdict.fault = f"{type(fault).__name__}: {fault}"
    pipe.send(verdict)
