"""Unplug and plug a MIDI port while a set plays: count glitches, reconnection times and leaked resources.

python -m benchmarks.replug [--plugs 50] [--block 128]
(Linux, with jackd2; pip install JACK-Client numba)

In each row the real instrument plays the bundled model in a player process, on a private asynchronous `jackd -d dummy`.
A control process watches for MIDI ports, as `vamen play` does; another program unplugs its port and plugs it again, and
turns a knob until the value arrives. The right channel numbers the samples; a compiled JACK client records them (see
benchmarks/callbacks). The other rows are controls: a port that stays plugged in, a flood of messages, and a compiled
counter in place of the player.
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

import engine.session.live_session
from benchmarks.callbacks.__main__ import receive
from benchmarks.callbacks.glitches import Glitches, count_glitches
from engine.realtime.launch import end_player, start_process
from engine.realtime.outputs import OutputChoice
from engine.realtime.watchdog import PlayerWatchdog
from engine.session.live_session import Session
from engine.spec import SPEC
from osc_bridge.commands.lazy_model import LazyModel
from osc_bridge.midi.midi_system import MidiSystem
from osc_bridge.osc.command_registry import CommandRegistry
from tests.jack import serve
from tests.osc_bridge.midi.ports.test_jack import FLOOD, PEER, held

INTERVAL_S = 0.5  # from the port's return to its next unplugging, at least
RETURN_S = 0.2  # that a port usually takes to come back
KNOB = 20  # control change that moves latent 0
TURN_S = 0.01  # between two turns of the knob
TIMEOUT_S = 30.0
RATE, FLOODED = 5000, 10  # messages a second, and seconds
WARM_UP_S = 2.0  # of playing before the recording begins
ROWS = {
    "replugged": "port unplugged and plugged again",
    "stays": "port stays",
    "flood": "port stays, another sends 5000 messages a second for 10 s",
    "floor": "nothing but a counter, port unplugged and plugged again",
}


@dataclass(frozen=True, slots=True)
class Report:
    """The report of the control process."""

    back: list[float]  # seconds from each plugging until the knob's value arrives
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
    """Run the process: play, plug on a message, answer with a Report."""
    from benchmarks.callbacks.player import launch

    sys.setswitchinterval(1e-4)  # as `vamen play` does
    engine.session.live_session.PlayerWatchdog = partial(PlayerWatchdog, launch=partial(launch, 0.0))  # type: ignore[attr-defined]
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
            time.sleep(INTERVAL_S if row != "stays" else INTERVAL_S + RETURN_S)
        pipe.send(Report(back, before, held(), session.status().errors, session.note))
        pipe.recv()
    pad.end()


def flooded(back: list[float]) -> None:
    """Send RATE messages a second for FLOODED seconds from another program."""
    command = [sys.executable, "-c", FLOOD, "flood", str(RATE * FLOODED), str(RATE)]
    flood = subprocess.Popen(command, stdin=subprocess.PIPE)
    assert flood.stdin
    time.sleep(WARM_UP_S)  # it is found, and connected
    flood.stdin.write(b"\n")
    flood.stdin.flush()
    time.sleep(FLOODED + 0.5)
    flood.communicate(b"\n")
    back.append(0.0)


def turned(session: Session, pad: Pad, number: int) -> float:
    """Turn the knob to another place until the value arrives; return the seconds that it took.

    Raises:
        TimeoutError: the value does not arrive.
    """
    before, began = session.read("latent/0"), time.perf_counter()
    while session.read("latent/0") == before:
        if time.perf_counter() > began + TIMEOUT_S:
            raise TimeoutError(f"the port is not back within {TIMEOUT_S:g} s")
        pad(f"b0{KNOB:02x}{(32, 96)[number % 2]:02x}")
        time.sleep(TURN_S)
    return time.perf_counter() - began


def measure(server: str, row: str, plugs: int, block: int) -> tuple[Glitches, Report]:
    """Measure one row.

    Raises:
        RuntimeError: the set does not play.
    """
    from benchmarks.callbacks.capture import Capture  # it needs libraries that may be missing

    pipe, other = Pipe()
    process = start_process(control, other, row, plugs, block)
    other.close()
    try:
        with Capture(server, 2 * TIMEOUT_S + plugs * (INTERVAL_S + 2.0)) as capture:
            receive(pipe, row, TIMEOUT_S)
            capture.connect("floor:numbers" if row == "floor" else "PortAudio:out_1")
            time.sleep(WARM_UP_S)
            capture.begin()
            pipe.send("go")
            report = receive(pipe, row, TIMEOUT_S + plugs * (INTERVAL_S + 2.0))
            recording = capture.recording()
            pipe.send("enough")
            return count_glitches(recording), report
    finally:
        pipe.close()
        end_player(process)


def line(row: str, found: Glitches, report: Report) -> str:
    """Return a row of the table."""
    left = [after - before for before, after in zip(report.before, report.after, strict=True)]
    back = "" if row in ("stays", "flood") else f"{max(report.back):.2f} s"
    words = [ROWS[row], f"{found.seconds:.0f} s", str(found.places), f"{found.lost:.1f} ms", str(found.host)]
    words += [f"{found.stalls}, {found.xruns}", back, f"{left[0]}, {left[1]}"]
    return f"| {' | '.join(words)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--plugs", type=int, default=50)
    parser.add_argument("--block", type=int, default=128, help="samples")
    parser.add_argument("--rows", nargs="+", choices=ROWS, default=list(ROWS))
    options = parser.parse_args()
    sys.setswitchinterval(1e-4)
    print("| what | for | glitches | lost | beside stalls of the host | stalls, xruns | back within | files, threads |")
    print("|---" * 8 + "|", flush=True)
    with serve(options.block, SPEC.rate, synchronous=False) as server:
        os.environ.update(server.env)
        for row in options.rows:
            found, report = measure(server.name, row, options.plugs, options.block)
            print(line(row, found, report), flush=True)
            if report.note:
                print(report.note, file=sys.stderr)


if __name__ == "__main__":
    from . import replug  # under its own name, by which the other process imports it

    replug.main()
