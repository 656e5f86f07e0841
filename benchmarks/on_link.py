"""Errors of beats that are heard while a Link session is followed: each beat's attack against a peer's beat.

python benchmarks/on_link.py [--seconds 60] [--tempi 120 174 ...] [--period 128]
(Linux, as root or with user namespaces; jackd2, iproute2, JACK-Client, LinkPython-extern)

session   a session and a player on a private JACK server that follow Link; a hit on every quarter note
peer      a process that sets the tempi through Link's library, and reports its beats
recorder  a JACK client in its own process: records the session and the time at which each cycle begins

They have a network of their own. The time of a hit is where half of the energy of its attack has been heard, less the
same in an offline render, plus the latency of the device. The beats of the peer are polled often, and just before and
after each change, between which the time is linear.
"""

import argparse
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from engine.arrays import Floats
from engine.realtime.outputs import OutputChoice
from engine.session.live_session import Session
from engine.sync.clocks import Pulse
from engine.tape.noise_texture import DecodedImage
from osc_bridge.midi.midi_system import MidiSystem
from osc_bridge.osc.command_registry import CommandRegistry
from tests.engine.decoding import decoder_of
from tests.jack import serve
from tests.osc_bridge.sync.test_link import ALONE, cut_off
from tests.sound import image_of

from .in_time import WINDOW, Frames, attack_in, bias, card_latency, loop, said, show

ROOT = Path(__file__).parents[1]
TEMPI = (120.0, 174.0, 133.0, 90.0, 160.0, 171.5)
PEER_POLL_INTERVAL = 0.05  # seconds
WARM_UP_S = 4.0  # seconds after the peer is found that are not measured
NEIGHBOURS = 32  # cycles on either side; the earliest gives the time of the device
CHANGE_S = 0.1  # seconds until a change of tempo takes effect
SLIP_S = 0.001  # seconds; the server loses more at once if it or the machine stalls
SLIP_RECOVERY_S = 2.0  # seconds around a slip that are left out
LINK_TIMEOUT = 20.0  # seconds
INSIDE_VARIABLE = "VAMEN_ON_LINK"  # set in the network namespace


class Peer:
    """A Link peer in its own process."""

    def __init__(self, tempo: float) -> None:
        command = [sys.executable, "-m", "tests.osc_bridge.sync.link_peer", str(tempo)]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, request: str) -> Any:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(f"{request}\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def pulse(self, at: float) -> Pulse | None:
        answer = self.ask(f"pulse {at!r}")
        return Pulse(*answer) if answer else None

    def end(self) -> None:
        self._process.communicate(timeout=LINK_TIMEOUT)


def recorder(pipe: Connection, name: str) -> None:
    """Record until a message comes; reply with blocks, and the frames and seconds of their cycles."""
    import jack

    client = jack.Client("ear", servername=name, no_start_server=True)
    port = client.inports.register("in")
    heard: list[Floats] = []
    began: list[tuple[int, float]] = []

    def process(frames: int) -> None:
        began.append((client.last_frame_time, time.perf_counter()))
        heard.append(port.get_array().copy())

    client.set_process_callback(process)
    with client:
        pipe.send("ready")
        while not client.get_ports("PortAudio:out_1"):
            time.sleep(0.02)
        client.connect("PortAudio:out_1", "ear:in")
        pipe.recv()
        blocks = list(heard)
        pipe.send((np.array(blocks), np.array(began[: len(blocks)]), client.samplerate, card_latency(client)))


@dataclass(frozen=True, slots=True)
class Recording:
    """The recording in JACK frames, and its time."""

    audio: Floats  # (n,)
    rate: int
    began: Frames  # seconds at which the cycles (m,) began
    origin: Frames  # seconds of the first frame, by the earliest cycle around each
    card: float  # output latency of the device, seconds, as the server reports it

    @classmethod
    def of(cls, blocks: Floats, cycles: Frames, rate: int, card: float) -> "Recording":
        frames = (cycles[:, 0] - cycles[0, 0]).astype(int)
        audio = np.zeros(frames[-1] + blocks.shape[1], np.float32)
        for frame, block in zip(frames.tolist(), blocks, strict=True):
            audio[frame : frame + len(block)] = block
        origin = cycles[:, 1] - frames / rate
        near = [origin[max(k - NEIGHBOURS, 0) : k + NEIGHBOURS].min() for k in range(len(origin))]
        return cls(audio, rate, cycles[:, 1], np.array(near), card)

    def sample(self, at: float) -> float:
        """Return the sample that was handed to the device at that moment."""
        cycle = min(int(np.searchsorted(self.began, at)), len(self.began) - 1)
        return float(at - self.origin[cycle]) * self.rate

    @property
    def slips(self) -> Frames:
        """Seconds at which the server lost time, which sound cards do not."""
        slipped = np.abs(self.origin[2 * NEIGHBOURS :] - self.origin[: -2 * NEIGHBOURS]) > SLIP_S
        return self.began[2 * NEIGHBOURS :][slipped]


def perform(peer: Peer, tempi: Sequence[float], seconds: float) -> tuple[list[Pulse], list[float]]:
    """Set the tempi, all equally long; return the pulses of the peer, and the seconds of the changes."""
    said, changes = list[Pulse](), list[float]()
    begin = time.perf_counter()

    def hear() -> None:
        if pulse := peer.pulse(time.perf_counter()):
            said.append(pulse)

    for number, tempo in enumerate(tempi):
        hear()
        peer.ask(f"tempo {tempo}")
        hear()
        changes.append(said[-1].at)
        while time.perf_counter() < begin + seconds * (number + 1) / len(tempi):
            time.sleep(PEER_POLL_INTERVAL)
            hear()
    return said, changes


def beats_of(said: Sequence[Pulse]) -> tuple[Frames, Frames]:
    """Return the seconds and tempo of every beat while the peer was polled."""
    times, tempi = [], []
    for here, there in pairwise(said):
        first = int(np.ceil(here.beat))
        for beat in range(first, int(np.ceil(here.beat_at(there.at)))):
            times.append(here.at + (beat - here.beat) * 60 / here.tempo)
            tempi.append(here.tempo)
    return np.array(times), np.array(tempi)


class Measured(NamedTuple):
    """The results; seconds except for `late`."""

    times: Frames  # of each beat
    late: Frames  # ms by which it was heard late; nan if it was not heard
    changes: Frames  # of tempo
    slips: Frames  # see Recording
    reported: float  # ms of output latency, as the session reports it
    card: float  # the same, as the server says


def measure(tempi: Sequence[float], seconds: float, period: int) -> Measured:
    """Run session and peer through all tempi."""
    picture = DecodedImage.smooth(image_of(loop()))
    pipe, other = get_context("spawn").Pipe()
    lock, peer = threading.Lock(), Peer(tempi[-1])
    with serve(period, synchronous=False) as server, TemporaryDirectory() as folder:
        os.environ.update(server.env)
        process = get_context("spawn").Process(target=recorder, args=(other, server.name), daemon=True)
        process.start()
        said(pipe, LINK_TIMEOUT)
        with (
            Session(decoder_of(lambda *_: picture), output=OutputChoice(host_api="JACK")) as session,
            MidiSystem(session, CommandRegistry(), lock=lock, folder=Path(folder), backend="jack", follow="link"),
        ):
            deadline = time.monotonic() + LINK_TIMEOUT
            while not peer.ask("peers"):
                if time.monotonic() > deadline:
                    raise RuntimeError("the peer does not find the session; see whether multicast works here")
                time.sleep(PEER_POLL_INTERVAL)
            time.sleep(WARM_UP_S)
            pulses, changes = perform(peer, tempi, seconds)
            reported = session.meters.latency
            pipe.send("enough")
            heard = Recording.of(*said(pipe, LINK_TIMEOUT))
        process.join()
        peer.end()
    times, at_tempo = beats_of(pulses)
    offsets = {tempo: bias(tempo) for tempo in tempi}
    late = []
    for beat, tempo in zip(times.tolist(), at_tempo.tolist(), strict=True):
        at = heard.sample(beat - heard.card)
        piece = heard.audio[round(at) - WINDOW : round(at) + WINDOW]
        nominal = min(offsets, key=lambda one: abs(one - tempo))
        late.append((attack_in(piece) - WINDOW - offsets[nominal] + round(at) - at) * 1e3 / heard.rate)
    return Measured(times, np.array(late), np.array(changes), heard.slips, 1e3 * reported, 1e3 * heard.card)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--tempi", type=float, nargs="+", default=TEMPI, help="that the peer sets, one after the other")
    parser.add_argument("--period", type=int, default=128, help="samples, of the server")
    asked = parser.parse_args()
    if INSIDE_VARIABLE not in os.environ:  # Link uses every network of the machine
        words = cut_off()
        if words is None:
            parser.error("a network namespace cannot be created; on Linux: apt-get install iproute2, run as root")
        os.environ[INSIDE_VARIABLE] = "1"
        command = " ".join([sys.executable, *sys.argv])
        os.execvp(words[0], [*words, ALONE + command])
    sys.setswitchinterval(1e-4)
    times, late, changes, slips, reported, card = measure(asked.tempi, asked.seconds, asked.period)
    print(f"period {asked.period}: the card adds {card:.2f} ms as the server says, {reported:.2f} as the set reports")
    since = times - changes[np.maximum(np.searchsorted(changes, times) - 1, 0)]
    for number, tempo in enumerate(asked.tempi):
        part = np.searchsorted(changes, times) == number + 1
        print(f"{tempo:g} BPM, the first beats: {' '.join(f'{value:+.1f}' for value in late[part][:8])} ms")
    slipped = np.array([bool(((slips > at - SLIP_RECOVERY_S) & (slips < at + SLIP_RECOVERY_S)).any()) for at in times])
    show("all beats", times, late)
    show(f"but for {CHANGE_S * 1e3:g} ms after a change", times[since > CHANGE_S], late[since > CHANGE_S])
    show(f"but for {SLIP_RECOVERY_S:g} s around a slip of the server", times[~slipped], late[~slipped])


if __name__ == "__main__":
    main()
