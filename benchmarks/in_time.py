"""Errors of beats that are heard while a MIDI clock is followed: each beat's attack against its tick.

python benchmarks/in_time.py [--seconds 300] [--jitter 2] [--tempi 120 174] [--period 128]
(Linux, with jackd2 and JACK-Client)

session  a session and a player on a private JACK server that follow MIDI clock; a hit on every quarter note
master   a JACK client in its own process: sends start and jittered ticks, and records the session

All times are JACK frames. The time of a hit is where half of the energy of its attack has been heard, less the same in
an offline render, plus the latency of the device; the time of a beat is that of its tick without jitter. A receiver
gets a tick at the start of its cycle, half a period early on average. Every hit is the same, as the times of different
noise hits vary by up to 2 ms.

Beats after a stall of the device are left out: the dummy device stalls whenever a client is not scheduled in time. A
stall shows in the times at which the master's cycles begin; stalls that the player caused by overload are not left out.
"""

import argparse
import ctypes
import sys
import threading
import time
from collections.abc import Sequence
from itertools import pairwise
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[1]))

from engine.arrays import Floats
from engine.controls import Action, Event
from engine.core import Instrument
from engine.parameters import INDEX
from engine.realtime.outputs import OutputChoice
from engine.session.live_session import Session
from engine.spec import SPEC
from engine.tape.noise_texture import DecodedImage
from osc_bridge.midi.midi_system import MidiSystem
from osc_bridge.osc.command_registry import CommandRegistry
from tests.engine.decoding import decoder_of
from tests.jack import serve
from tests.sound import LOOP, STEP, hit, image_of, tape_of

TICKS = 24
ATTACK = round(0.005 * SPEC.rate)  # samples
WINDOW = round(0.06 * SPEC.rate)  # samples on either side of a beat that are searched for its attack
REPLY_TIMEOUT = 20.0  # seconds
NEAR = 32  # cycles of which the earliest gives the time of the device
STALL_S = 0.001  # seconds by which the device falls behind in a stall
RECOVERY = 1.0  # seconds after a stall that are left out
QUARTERS = tuple(range(0, SPEC.steps, 4))
Frames = NDArray[np.float64]


def loop() -> Floats:
    """Return a loop with the same short hit on every quarter note."""
    audio = np.zeros(LOOP, np.float32)
    click = hit(np.random.default_rng(7), 900, 120.0)
    for step in QUARTERS:
        audio[step * STEP :][: len(click)] += 0.5 * click / np.abs(click).max()
    return audio


def beats_of(tempi: Sequence[float], seconds: float) -> tuple[Frames, Frames]:
    """Return times of ticks (n,) and beats (m,), seconds since the start; all tempi last equally long."""
    times, now = [], 0.0
    for number, tempo in enumerate(tempi):
        end = seconds * (number + 1) / len(tempi)
        while now < end or len(times) % TICKS:
            times.append(now)
            now += 60 / tempo / TICKS
    ticks = np.array(times)
    return ticks, ticks[::TICKS]


def master(pipe: Connection, name: str, ticks: Frames, seconds: float) -> None:
    """Connect, wait for a message, send ticks and record; reply with the audio and the times of the cycles."""
    import jack

    client = jack.Client("room", servername=name, no_start_server=True)
    out, ear = client.midi_outports.register("clock"), client.inports.register("ear")
    heard: list[Floats] = []
    woken: list[float] = []
    counted: list[int] = []
    due = np.round(ticks * client.samplerate).astype(int).tolist()
    state = {"begin": -1, "next": 0, "go": False}

    def process(frames: int) -> None:
        out.clear_buffer()
        at = len(heard) * frames
        woken.append(time.perf_counter())
        counted.append(client.last_frame_time)
        heard.append(ear.get_array().copy())
        if state["go"] and state["begin"] < 0:
            state["begin"] = at + client.samplerate // 10
            out.write_midi_event(0, (0xFA,))
        while state["begin"] >= 0 and state["next"] < len(due):
            offset = state["begin"] + due[state["next"]] - at
            if offset >= frames:
                break
            out.write_midi_event(max(offset, 0), (0xF8,))
            state["next"] += 1

    client.set_process_callback(process)
    with client:
        pipe.send("ready")
        pipe.recv()
        while not client.get_ports("PortAudio:out_1"):
            time.sleep(0.02)
        client.connect("PortAudio:out_1", "room:ear")
        while not out.number_of_connections:
            time.sleep(0.02)
        time.sleep(1.0)
        state["go"] = True
        while state["next"] < len(due):
            time.sleep(0.05)
        time.sleep(0.2)
        pipe.send(
            (
                state["begin"],
                np.concatenate(heard[:]),
                client.samplerate,
                woken[:],
                missed(counted, client.blocksize),
                card_latency(client),
            )
        )


def missed(counted: Sequence[int], period: int) -> int:
    """Return the number of cycles that the server ran without the master."""
    return sum((after - before) % 2**32 // period - 1 for before, after in pairwise(counted))


def card_latency(client: Any) -> float:
    """Return the output latency of the device, seconds, as the server reports it."""
    import jack

    library, both = ctypes.CDLL("libjack.so.0"), (ctypes.c_uint32 * 2)()
    port = client.get_port_by_name("system:playback_1")
    library.jack_port_get_latency_range(ctypes.c_void_p(int(jack._ffi.cast("uintptr_t", port._ptr))), 1, both)
    return float(both[1]) / float(client.samplerate)


def attack_in(audio: Floats) -> float:
    """Return the sample at which half of the energy of the loudest 5 ms has been heard; nan in silence."""
    energy = np.concatenate(([0.0], np.cumsum(audio.astype(np.float64) ** 2)))
    attack = energy[ATTACK:] - energy[:-ATTACK]
    begin = int(attack.argmax())
    if attack[begin] < 1e-5:
        return float("nan")
    return float(np.searchsorted(energy, energy[begin] + attack[begin] / 2))


def bias(tempo: float) -> float:
    """Return the samples from a beat to its attack in an offline render."""
    instrument = Instrument(tape_of(loop()))
    instrument.change(INDEX["tempo"], tempo)
    instrument.schedule(Event(Action.LOCATE, value=0.0), 0)
    audio = instrument.process(40 * SPEC.rate)[:, 0]
    beats = instrument.latency + np.arange(4, 40) * 60 / tempo * SPEC.rate
    return float(np.median([attack_in(audio[round(b) - WINDOW : round(b) + WINDOW]) - WINDOW for b in beats]))


def stalls(woken: Frames, rate: float, period: int, loads: Frames) -> Frames:
    """Return the frames at which the device had stalled although the player was in time.

    woken   (n,) seconds at which each cycle began     loads  (m, 2) seconds, worst load in the second before
    """
    off = woken - np.arange(len(woken)) * period / rate
    earliest = np.min(np.lib.stride_tricks.sliding_window_view(off, NEAR), axis=1)
    later = np.flatnonzero(earliest[NEAR:] - earliest[:-NEAR] > STALL_S) + NEAR
    full = loads[loads[:, 1] > 1, 0]
    ours = np.array(
        [bool(np.any((full > woken[k] - NEAR * period / rate) & (full < woken[k] + 1.2))) for k in later], bool
    )
    return later[~ours] * float(period)


def measure(
    tempi: Sequence[float], seconds: float, jitter: float, period: int
) -> tuple[Frames, Frames, NDArray[np.bool_]]:
    """Seconds since the start, how late each beat is heard, ms, nan where it is not, and which beats are cut."""
    random = np.random.default_rng(0)
    ticks, beats = beats_of(tempi, seconds)
    shaken = np.sort(ticks + random.uniform(-jitter, jitter, len(ticks)) / 1e3)
    pipe, other = get_context("spawn").Pipe()
    picture = DecodedImage.smooth(image_of(loop()))
    lock = threading.Lock()
    with serve(period) as server, TemporaryDirectory() as folder:
        import os

        os.environ.update(server.env)
        process = get_context("spawn").Process(target=master, args=(other, server.name, shaken, seconds), daemon=True)
        process.start()
        said(pipe, REPLY_TIMEOUT)
        choice = OutputChoice(host_api="JACK")
        with (
            Session(
                decoder_of(lambda *_: picture), output=choice, autoplay=False, values={"tempo": tempi[0]}
            ) as session,
            MidiSystem(session, CommandRegistry(), lock=lock, folder=Path(folder), backend="jack", follow="midi"),
        ):
            pipe.send("go")
            loads = []
            deadline = time.monotonic() + seconds + 3 * REPLY_TIMEOUT
            while not pipe.poll(0.1) and time.monotonic() < deadline:
                loads.append((time.perf_counter(), session.meters.load))
            begin, audio, rate, woken, lost, latency = said(pipe, 0)
            if lost:
                print(f"the server ran {lost} cycles without the master: the results may be off by a tick")
            card = latency * rate
            print(f"the card adds {1e3 * latency:.2f} ms, and {1e3 * session.meters.latency:.2f} as the set reports")
        process.join()
    tempo = np.repeat(tempi, -(-len(beats) // len(tempi)))[: len(beats)]
    offsets = {each: bias(each) for each in tempi}
    stood = stalls(np.array(woken), rate, period, np.array(loads))
    late, cut = [], []
    for beat, each in zip(beats, tempo.tolist(), strict=True):
        at = begin + beat * rate - card
        piece = audio[round(at) - WINDOW : round(at) + WINDOW]
        late.append((attack_in(piece) - WINDOW - offsets[each] + round(at) - at) * 1e3 / rate)
        since = (at + card - stood) / rate
        cut.append(bool(np.any((since > -0.1) & (since < RECOVERY))))
    return beats, np.array(late), np.array(cut)


def said(pipe: Connection, seconds: float) -> Any:
    """Return the next reply of the process; RuntimeError after a timeout."""
    if not pipe.poll(seconds):
        raise RuntimeError(f"no reply from the client process in {seconds:g} s; see its output on standard error")
    return pipe.recv()


def show(name: str, times: Frames, late: Frames) -> None:
    """Print mean, spread and drift of beats."""
    there = np.isfinite(late)
    drift = np.polyfit(times[there], late[there], 1)[0] * 60 if there.sum() > 2 else float("nan")
    off = np.abs(late[there] - np.median(late[there]))
    print(
        f"{name}: {there.sum()} of {len(late)} beats heard; late by {late[there].mean():+.2f} ms on average, "
        f"99 of 100 within {np.percentile(np.abs(late[there]), 99):.2f} ms of the clock and "
        f"{np.percentile(off, 99):.2f} ms of each other; drift {drift:+.3f} ms a minute"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seconds", type=float, default=300.0)
    parser.add_argument("--jitter", type=float, default=2.0, help="largest error of a tick, ms")
    parser.add_argument("--tempi", type=float, nargs="+", default=[174.0], help="one after the other")
    parser.add_argument("--period", type=int, default=128, help="samples, of the server")
    asked = parser.parse_args()
    sys.setswitchinterval(1e-4)
    beats, late, cut = measure(asked.tempi, asked.seconds, asked.jitter, asked.period)
    for number, tempo in enumerate(asked.tempi):
        begin = asked.seconds * number / len(asked.tempi)
        part = (beats >= begin) & (beats < asked.seconds * (number + 1) / len(asked.tempi))
        steady = part & (beats > begin + 8 * 60 / tempo)
        print(f"{tempo:g} BPM: {(steady & cut).sum()} of {steady.sum()} beats cut, as the card stood still")
        print(f"{tempo:g} BPM, the first beats: {' '.join(f'{value:+.1f}' for value in late[part][:8])} ms")
        steady &= ~cut
        show(f"{tempo:g} BPM, from the eighth beat on", beats[steady], late[steady])


if __name__ == "__main__":
    main()
