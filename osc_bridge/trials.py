"""Trials of `vamen latency`: OSC datagrams out, the seconds until each is heard.

picture   what is played: silence with one hit, or a steady tone, so that a change can be heard to the millisecond
note      a MIDI note over JACK to half of the attack's energy, where the player plays into JACK
trigger   /vamen/slice to half of the attack's energy: of the 5 ms with the most energy
morph     /vamen/latent/0 to 90 % of the change of the tone's amplitude

The judge that runs them is a process of its own; nothing that the player or the model computes can hold it up.
"""

import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, partial
from multiprocessing.connection import Connection

import numpy as np
from pythonosc.osc_message_builder import OscMessageBuilder

from engine.mel import Floats, magnitudes, to_bands, to_levels
from engine.spec import SPEC
from engine.tap import Heard

from .ears import Ear, JackEar, TapEar
from .midi.pads import FIRST_NOTE

STEP = 8  # sixteenth of the hit
TONE, LOUD, SOFT = 2000.0, 0.2, 0.05  # Hz, and amplitudes at latent 0 = +1 and -1
DECAY = 0.003  # seconds of the hit
ATTACK = 0.005  # seconds
ENVELOPE = 0.003  # seconds over which the tone's amplitude is taken: six of its periods
FAINT = 1e-4  # energy of a hit that was not heard, or of a change
WINDOW = 0.06  # seconds after a datagram in which its hit is looked for, device buffers aside
SETTLED = 0.3  # seconds after which a change is over
FOUND = 3.0  # seconds until somebody has found a new source of MIDI
PAUSE = (0.06, 0.1)  # seconds between two trials
NEVER, CUT = float("nan"), float("inf")  # no sound came; unknown: the card stalled, or the recording has a hole there

HELD_UP = 5e-4  # seconds; who takes longer to send was interrupted, and cannot say when it left

Send = Callable[[str, float], float]  # sends a number to an address; seconds at which it left, or CUT
Strike = Callable[[], float]  # does something that is heard; seconds at which it was done, or CUT


@dataclass(frozen=True, slots=True)
class Order:
    """What the judge needs to know."""

    port: int  # of OSC, on this machine
    segment: str  # of the player
    block: float  # seconds that a block of the device lasts
    seconds: float  # to spend on both


@dataclass(slots=True)
class Verdict:
    """What was heard: seconds, NEVER or CUT."""

    ear: str = ""
    trigger: list[float] = field(default_factory=list)  # seconds
    morph: list[float] = field(default_factory=list)
    note: list[float] = field(default_factory=list)
    stalls: int = 0  # of the card
    fault: str = ""


@cache
def _hit() -> Floats:
    """Levels (frames, mels) of a burst of noise on STEP, and silence."""
    audio = np.zeros(SPEC.frames * SPEC.hop, np.float32)
    size = round(8 * DECAY * SPEC.rate)
    begin = STEP * SPEC.step_frames * SPEC.hop
    burst = np.random.default_rng(0).uniform(-0.9, 0.9, size) * np.exp(-np.arange(size) / (DECAY * SPEC.rate))
    audio[begin : begin + size] = burst
    return _levels(audio)


@cache
def _tone() -> Floats:
    """Levels (frames, mels) of a full-scale tone."""
    return _levels(np.sin(2 * np.pi * TONE / SPEC.rate * np.arange(SPEC.frames * SPEC.hop)).astype(np.float32))


def _levels(audio: Floats) -> Floats:
    return to_levels(to_bands(magnitudes(audio, np.arange(SPEC.frames) * SPEC.hop, wrap=True)))


def levels_of(place: float, sounding: bool) -> Floats:
    """What is played: the hit, or, `sounding`, the tone at the amplitude of a place from -1 to 1 of latent 0."""
    if not sounding:
        return _hit()
    amplitude = SOFT + (LOUD - SOFT) * (np.clip(place, -1, 1) + 1) / 2
    return _tone() - np.float32(20 / SPEC.floor * np.log10(amplitude))


def attack_time(heard: Heard, rate: int) -> float:
    """When half of the energy of the loudest 5 ms has been heard; NEVER where nothing was; CUT if it is unknown."""
    size = round(ATTACK * rate)
    if len(heard.samples) <= size:
        return CUT
    energy = np.concatenate(([0.0], np.cumsum(heard.samples.astype(np.float64) ** 2)))
    attack = energy[size:] - energy[:-size]
    begin = int(attack.argmax())
    if attack[begin] < FAINT:
        return NEVER
    half = np.searchsorted(energy, energy[begin] + attack[begin] / 2)
    return heard.began + float(half) / rate


def change_time(before: float, heard: Heard, rate: int) -> float:
    """When a tone has made 90 % of its way from an amplitude `before` to that at its end; else NEVER or CUT.

    `heard` begins no later than the change and ends when it is over.
    """
    size = round(ENVELOPE * rate)
    if len(heard.samples) < 20 * size:
        return CUT
    envelope = amplitude(heard.samples, size)
    after = float(np.median(envelope[-10 * size :]))
    if abs(after - before) < FAINT:
        return NEVER
    done = (envelope - before) / (after - before) >= 0.9
    return heard.began + (float(done.argmax()) + size / 2) / rate if done.any() else NEVER


def amplitude(samples: Floats, size: int) -> Floats:
    """Root mean square of every `size` samples in a row."""
    energy = np.concatenate(([0.0], np.cumsum(samples.astype(np.float64) ** 2)))
    return np.sqrt(np.maximum(energy[size:] - energy[:-size], 0) / size).astype(np.float32)


def triggers(
    ear: Ear, send: Send, block: float, seconds: float, random: np.random.Generator, strike: Strike | None = None
) -> list[float]:
    """Latencies of slices that are struck at random moments, by OSC unless another way is given."""
    strike = strike or partial(send, "/vamen/slice", STEP)
    send("/vamen/latent/1", -1.0)
    send("/vamen/slice", STEP)
    time.sleep(SETTLED)
    found, window, end = [], WINDOW + 8 * block, time.monotonic() + seconds
    while time.monotonic() < end:
        stalls = ear.stalls
        time.sleep(random.uniform(*PAUSE))
        sent = strike()
        time.sleep(window)
        sure = ear.stalls == stalls and sent != CUT
        found.append(attack_time(_since(ear, sent), ear.rate) - sent if sure else CUT)
    return found


def notes(ear: JackEar, send: Send, block: float, seconds: float, random: np.random.Generator) -> list[float]:
    """Latencies of MIDI notes; none where nobody takes them."""
    deadline = time.monotonic() + FOUND
    while not ear.heard_by_midi:
        if time.monotonic() > deadline:
            return []
        time.sleep(0.02)
    return triggers(ear, send, block, seconds, random, lambda: ear.strike(FIRST_NOTE + STEP))


def morphs(ear: Ear, send: Send, block: float, seconds: float, random: np.random.Generator) -> list[float]:
    """Latencies of a latent that is moved there and back."""
    send("/vamen/latent/1", 1.0)
    send("/vamen/latent/0", -1.0)
    time.sleep(3 * SETTLED)
    found, place, end = [], -1.0, time.monotonic() + seconds
    size = round(ENVELOPE * ear.rate)
    while time.monotonic() < end:
        stalls = ear.stalls
        time.sleep(random.uniform(*PAUSE))
        past = ear.last(PAUSE[0]).samples
        place = -place
        sent = send("/vamen/latent/0", place)
        time.sleep(SETTLED + 4 * block)
        if ear.stalls != stalls or sent == CUT or len(past) < 2 * size:
            found.append(CUT)
            continue
        before = float(np.median(amplitude(past, size)))
        found.append(change_time(before, _since(ear, sent), ear.rate) - sent)
    return found


def _since(ear: Ear, sent: float) -> Heard:
    """What was heard from a moment on; nothing when a part of it was lost."""
    heard = ear.last(time.perf_counter() - sent + 0.05)
    skipped = round((sent - heard.began) * ear.rate)
    if skipped < 0:
        return Heard(heard.samples[:0], 0)
    return Heard(heard.samples[skipped:], heard.began + skipped / ear.rate)


def judge(pipe: Connection) -> None:
    """Body of the process. Says that it is ready, takes an Order, answers with a Verdict."""
    sys.setswitchinterval(1e-4)
    client = JackEar.open()
    pipe.send("ready")
    try:
        order, jack = pipe.recv()
    except EOFError:  # the session did not start
        return
    verdict = Verdict()
    try:
        ear = _ear(order, client if jack else None)
        verdict.ear, random = ear.name, np.random.default_rng(0)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
            out.connect(("127.0.0.1", order.port))

            def send(address: str, value: float) -> float:
                builder = OscMessageBuilder(address)
                builder.add_arg(value)
                datagram = builder.build().dgram
                before = time.perf_counter()
                out.send(datagram)
                return before if time.perf_counter() - before < HELD_UP else CUT

            verdict.trigger = triggers(ear, send, order.block, 0.4 * order.seconds, random)
            verdict.morph = morphs(ear, send, order.block, 0.3 * order.seconds, random)
            if isinstance(ear, JackEar):
                verdict.note = notes(ear, send, order.block, 0.3 * order.seconds, random)
        verdict.stalls = ear.stalls
        ear.close()
    except Exception as fault:  # whatever it is, the other side has to say it
        verdict.fault = f"{type(fault).__name__}: {fault}"
    pipe.send(verdict)


def _ear(order: Order, client: JackEar | None) -> Ear:
    if client is None:
        return TapEar(order.segment)
    client.connect()
    return client
