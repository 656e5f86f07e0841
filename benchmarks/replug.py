"""A MIDI port unplugged and plugged again and again while a set plays: glitches, how soon it is back, what is left.

python -m benchmarks.replug [--plugs 50] [--block 128]
(Linux, with jackd2; pip install JACK-Client numba)

In each row the real instrument plays the bundled model in a player process, on a private `jackd -d dummy` that waits
for nobody. Beside it a control process watches for MIDI ports, as `vamen play` does; another program unplugs its port
and plugs it again, and turns a knob until that is heard of. The right channel numbers the samples, and a client of JACK
that nothing of this can hold up reads them (see benchmarks/callbacks). The other rows say what is not the set's fault:
one whose port stays, for about as long, and one in which nothing but a compiled counter plays.
"""

import argparse
import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from functools import partial
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import engine.session.live_session
from benchmarks.callbacks.verdict import Verdict, judge
from engine.realtime.launch import end, start
from engine.realtime.outputs import OutputChoice
from engine.realtime.watchdog import PlayerWatchdog
from engine.session.live_session import Session
from engine.spec import SPEC
from osc_bridge.commands.lazy_model import LazyModel
from osc_bridge.midi.midi_system import MidiSystem
from osc_bridge.osc.command_registry import CommandRegistry
from tests.jack import serve
from tests.osc_bridge.midi.ports.test_jack import FLOOD, PEER, held

EVERY = 0.5  # seconds from the port's being back to its next unplugging, at least
GONE = 0.2  # seconds that it takes to come back, usually
KNOB = 20  # control change that moves latent 0
ASK = 0.01  # seconds between two turns of the knob
PATIENCE = 30.0  # seconds
RATE, FLOODED = 5000, 10  # messages a second, and seconds
SETTLE = 2.0  # seconds of playing before anybody judges
ROWS = {
    "replugged": "port unplugged and plugged again",
    "stays": "port stays",
    "flood": "port stays, another sends 5000 messages a second for 10 s",
    "floor": "nothing but a counter, port unplugged and plugged again",
}


@dataclass(frozen=True, slots=True)
class Report:
    """What the control process has seen."""

    back: list[float]  # seconds from each plugging to the knob's being heard of
    before: tuple[int, int]  # file descriptors and threads
    after: tuple[int, int]
    errors: int
    note: str


class Pad:
    """Another program with one port."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", PEER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __call__(self, word: str) -> None:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(f"{word}\n")
        self._process.stdin.flush()
        self._process.stdout.readline()

    def end(self) -> None:
        self._process.communicate()


def control(pipe: Connection, row: str, plugs: int, block: int) -> None:
    """Body of the process: play, and on a word plug; answers with a Report."""
    from benchmarks.callbacks.designs import launch

    sys.setswitchinterval(1e-4)  # as `vamen play` does
    engine.session.live_session.Keeper = partial(PlayerWatchdog, launch=partial(launch, "python", 0))  # type: ignore[attr-defined]
    silent = row == "floor"
    choice = OutputChoice(host_api=None if silent else "JACK", block=block, null=silent)
    later, lock, pad = LazyModel(None), threading.Lock(), Pad()
    session = Session(lambda: later.model, output=choice, values={"level": -12.0})
    with (
        TemporaryDirectory() as folder,
        session,
        MidiSystem(session, CommandRegistry(), lock=lock, folder=Path(folder), backend="jack"),
    ):
        pad("in")
        turned(session, pad, 0)
        pipe.send("plays")
        pipe.recv()
        before, back = held(), list[float]()
        if row == "flood":
            flooded(back)
        for number in range(plugs if row != "flood" else 0):
            if row != "stays":
                pad("out")
                pad("in")
            back.append(turned(session, pad, number + 1))
            time.sleep(EVERY if row != "stays" else EVERY + GONE)
        pipe.send(Report(back, before, held(), session.status().errors, session.note))
        pipe.recv()
    pad.end()


def flooded(back: list[float]) -> None:
    """Send RATE messages a second for FLOODED seconds from another program."""
    command = [sys.executable, "-c", FLOOD, "flood", str(RATE * FLOODED), str(RATE)]
    flood = subprocess.Popen(command, stdin=subprocess.PIPE)
    assert flood.stdin
    time.sleep(SETTLE)  # it is found, and connected
    flood.stdin.write(b"\n")
    flood.stdin.flush()
    time.sleep(FLOODED + 0.5)
    flood.communicate(b"\n")
    back.append(0.0)


def turned(session: Session, pad: Pad, number: int) -> float:
    """Turn the knob to somewhere else until the set has heard of it; seconds that it took.

    Raises:
        TimeoutError: it does not hear of it.
    """
    before, began = session.read("latent/0"), time.perf_counter()
    while session.read("latent/0") == before:
        if time.perf_counter() > began + PATIENCE:
            raise TimeoutError(f"the port is not back within {PATIENCE:g} s")
        pad(f"b0{KNOB:02x}{(32, 96)[number % 2]:02x}")
        time.sleep(ASK)
    return time.perf_counter() - began


def measure(server: str, row: str, plugs: int, block: int) -> tuple[Verdict, Report]:
    """One row.

    Raises:
        RuntimeError: the set does not play.
    """
    from benchmarks.callbacks.ears import Ears  # it needs libraries that may be missing

    pipe, other = Pipe()
    process = start(control, other, row, plugs, block)
    other.close()
    try:
        with Ears(server, 2 * PATIENCE + plugs * (EVERY + 2.0)) as ears:
            said(pipe, PATIENCE)
            ears.connect("floor:numbers" if row == "floor" else "PortAudio:out_1")
            time.sleep(SETTLE)
            ears.listen()
            pipe.send("go")
            report = said(pipe, PATIENCE + plugs * (EVERY + 2.0))
            recording = ears.recording()
            pipe.send("enough")
            return judge(recording, OutputChoice(block=block).blocks_ahead), report
    finally:
        pipe.close()
        end(process)


def said(pipe: Connection, seconds: float) -> Any:
    """What the control process says next; RuntimeError when it does not."""
    try:
        if pipe.poll(seconds):
            return pipe.recv()
        fate = f"says nothing for {seconds:g} s"
    except EOFError:
        fate = "ended"
    raise RuntimeError(f"the control process {fate}; see what it left on standard error")


def line(row: str, verdict: Verdict, report: Report) -> str:
    """A row of the table."""
    left = [after - before for before, after in zip(report.before, report.after, strict=True)]
    back = "" if row in ("stays", "flood") else f"{max(report.back):.2f} s"
    words = [ROWS[row], f"{verdict.seconds:.0f} s", str(verdict.glitches), f"{verdict.lost:.1f} ms", str(verdict.host)]
    words += [f"{verdict.stalls}, {verdict.xruns}", back, f"{left[0]}, {left[1]}"]
    return f"| {' | '.join(words)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--plugs", type=int, default=50)
    parser.add_argument("--block", type=int, default=128, help="samples")
    parser.add_argument("--rows", nargs="+", choices=ROWS, default=list(ROWS))
    asked = parser.parse_args()
    sys.setswitchinterval(1e-4)
    print("| what | for | glitches | lost | beside stalls of the host | stalls, xruns | back within | files, threads |")
    print("|---" * 8 + "|", flush=True)
    with serve(asked.block, SPEC.rate, patient=False) as server:
        os.environ.update(server.env)
        for row in asked.rows:
            verdict, report = measure(server.name, row, asked.plugs, asked.block)
            print(line(row, verdict, report), flush=True)
            if report.note:
                print(report.note, file=sys.stderr)


if __name__ == "__main__":
    from . import replug  # by its own name, by which the other process finds what it runs

    replug.main()
