"""Whether what is heard lies on a Link session whose tempo somebody else changes: each beat's attack against a peer's.

python benchmarks/on_link.py [--seconds 60] [--tempi 120 174 ...] [--period 128]
(Linux, as root or with user namespaces; jackd2, iproute2, JACK-Client, LinkPython-extern)

set     a real session and a real player on a private JACK server, on Link; a hit on every quarter note
peer    a process with nothing but Link's library, which sets the tempi and says where its beats are
ear     a JACK client in a process of its own: hears the set, and notes the time at which each cycle began

All three are in a network of their own. A sound is where half of the energy of its attack is, less what that is in a
render, plus what the server says that the card adds. A beat is where the peer says it is: it is asked often, and right
before and after each change, for between two changes its time is a straight line.
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
from tests.engine.decoding import decoding
from tests.jack import serve
from tests.osc_bridge.sync.test_link import ALONE, cut_off
from tests.sound import image_of

from .in_time import WINDOW, Frames, attack_in, bias, card_latency, loop, said, show

ROOT = Path(__file__).parents[1]
TEMPI = (120.0, 174.0, 133.0, 90.0, 160.0, 171.5)
ASK = 0.05  # seconds between two questions to the peer
SETTLE = 4.0  # seconds from meeting the peer until anybody judges
NEAR = 32  # cycles among which the time of one is found
TRAVEL = 0.1  # seconds after a change in which it is still on its way
SLIP = 0.001  # seconds that the server loses at once: it, or the machine, stood still
AFTER = 2.0  # seconds after that in which the set finds its way back
PATIENCE = 20.0  # seconds
INSIDE = "VAMEN_ON_LINK"


class Peer:
    """Somebody else on Link."""

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
        self._process.communicate(timeout=PATIENCE)


def ear(pipe: Connection, name: str) -> None:
    """Body of the process: hear until a word comes; answers with blocks, and the frames and seconds of their cycles."""
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
class Heard:
    """What the ear has heard, laid out by JACK's frames, and when."""

    audio: Floats  # (n,)
    rate: int
    began: Frames  # seconds at which the cycles (m,) began
    origin: Frames  # seconds of the first frame, as the cycles around each say: a client is woken late, never early
    card: float  # seconds that the card adds, as the server says

    @classmethod
    def of(cls, blocks: Floats, cycles: Frames, rate: int, card: float) -> "Heard":
        frames = (cycles[:, 0] - cycles[0, 0]).astype(int)
        audio = np.zeros(frames[-1] + blocks.shape[1], np.float32)
        for frame, block in zip(frames.tolist(), blocks, strict=True):
            audio[frame : frame + len(block)] = block
        origin = cycles[:, 1] - frames / rate
        near = [origin[max(k - NEAR, 0) : k + NEAR].min() for k in range(len(origin))]
        return cls(audio, rate, cycles[:, 1], np.array(near), card)

    def sample(self, at: float) -> float:
        """Which one was handed over at that moment."""
        cycle = min(int(np.searchsorted(self.began, at)), len(self.began) - 1)
        return float(at - self.origin[cycle]) * self.rate

    @property
    def slips(self) -> Frames:
        """Seconds at which the server itself lost time, which no sound card does."""
        slipped = np.abs(self.origin[2 * NEAR :] - self.origin[: -2 * NEAR]) > SLIP
        return self.began[2 * NEAR :][slipped]


def perform(peer: Peer, tempi: Sequence[float], seconds: float) -> tuple[list[Pulse], list[float]]:
    """Set the tempi, each for as long as the others; what the peer says meanwhile, and when it changed them."""
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
            time.sleep(ASK)
            hear()
    return said, changes


def beats_of(said: Sequence[Pulse]) -> tuple[Frames, Frames]:
    """Seconds of every beat while the peer was asked, and the tempo there."""
    times, tempi = [], []
    for here, there in pairwise(said):
        first = int(np.ceil(here.beat))
        for beat in range(first, int(np.ceil(here.beat_at(there.at)))):
            times.append(here.at + (beat - here.beat) * 60 / here.tempo)
            tempi.append(here.tempo)
    return np.array(times), np.array(tempi)


class Measured(NamedTuple):
    """What came of it; everything in seconds but `late`."""

    times: Frames  # of each beat
    late: Frames  # ms by which it was heard late; nan where it was not heard
    changes: Frames  # of tempo
    slips: Frames  # see Heard
    reported: float  # ms that the card adds, as the set says
    card: float  # the same, as the server says


def measure(tempi: Sequence[float], seconds: float, period: int) -> Measured:
    """Set and peer through all the tempi."""
    picture = DecodedImage.smooth(image_of(loop()))
    pipe, other = get_context("spawn").Pipe()
    lock, peer = threading.Lock(), Peer(tempi[-1])
    with serve(period, patient=False) as server, TemporaryDirectory() as folder:
        os.environ.update(server.env)
        process = get_context("spawn").Process(target=ear, args=(other, server.name), daemon=True)
        process.start()
        said(pipe, PATIENCE)
        with (
            Session(decoding(lambda *_: picture), output=OutputChoice(host_api="JACK")) as session,
            MidiSystem(session, CommandRegistry(), lock=lock, folder=Path(folder), backend="jack", follow="link"),
        ):
            deadline = time.monotonic() + PATIENCE
            while not peer.ask("peers"):
                if time.monotonic() > deadline:
                    raise RuntimeError("the peer does not find the set; see whether multicast works here")
                time.sleep(ASK)
            time.sleep(SETTLE)
            pulses, changes = perform(peer, tempi, seconds)
            reported = session.meters.latency
            pipe.send("enough")
            heard = Heard.of(*said(pipe, PATIENCE))
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
    if INSIDE not in os.environ:  # Link speaks on every network that the machine is in
        words = cut_off()
        if words is None:
            parser.error("no network of our own to be had here; on Linux: apt-get install iproute2, run as root")
        os.environ[INSIDE] = "1"
        command = " ".join([sys.executable, *sys.argv])
        os.execvp(words[0], [*words, ALONE + command])
    sys.setswitchinterval(1e-4)
    times, late, changes, slips, reported, card = measure(asked.tempi, asked.seconds, asked.period)
    print(f"period {asked.period}: the card adds {card:.2f} ms as the server says, {reported:.2f} as the set reports")
    since = times - changes[np.maximum(np.searchsorted(changes, times) - 1, 0)]
    for number, tempo in enumerate(asked.tempi):
        part = np.searchsorted(changes, times) == number + 1
        print(f"{tempo:g} BPM, the first beats: {' '.join(f'{value:+.1f}' for value in late[part][:8])} ms")
    slipped = np.array([bool(((slips > at - AFTER) & (slips < at + AFTER)).any()) for at in times])
    show("all beats", times, late)
    show(f"but for {TRAVEL * 1e3:g} ms after a change", times[since > TRAVEL], late[since > TRAVEL])
    show(f"but for {AFTER:g} s around a slip of the server", times[~slipped], late[~slipped])


if __name__ == "__main__":
    main()
