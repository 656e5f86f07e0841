"""Count the glitches of the audio callback under load, at several buffer sizes, beside a bare counter.

python -m benchmarks.callbacks --seconds 60 --blocks 128 64 32 16     (Linux, with jackd2)
pip install JACK-Client numba

in    a private `jackd -d dummy` in its asynchronous mode: late clients are not waited for
out   a Markdown table on standard output, each row also on standard error when it is measured; --json: all figures

In each cell the real instrument plays the bundled model in a player process whose interpreter lock is held for 200 of
every 250 ms. A control process receives 1000 OSC messages a second (900 knobs, 96 latents, 4 slices), decodes, and
holds its own lock for 30 ms twice a second. A compiled JACK client records every sample (see capture, glitches).
The floor is a compiled counter that plays under the same load: the best that the machine and JACK allow.
"""

import argparse
import json
import os
import socket
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from engine.realtime.launch import end_player, start_process
from engine.spec import SPEC
from tests.jack import serve

from .control import RATE, Cell, control, packets
from .glitches import Glitches, count_glitches

BLOCKS = (128, 64, 32)
HELD = 0.8  # share of the time for which the player's interpreter lock is held
NEEDED = ("jack", "numba")  # modules
WARM_UP_S = 1.0  # under load, before the recording begins
START_TIMEOUT_S = 30.0  # until a set plays
WORDS = {"player": "the engine's player", "floor": "nothing but a counter"}


@dataclass(frozen=True, slots=True)
class Row:
    """A measured cell of the table."""

    cell: Cell
    glitches: Glitches
    control: dict[str, Any]  # report of the control process


def measure(server: str, cell: Cell, seconds: float, sent: Sequence[bytes], rate: int) -> Row:
    """Measure one cell.

    Raises:
        RuntimeError: the control process does not report.
    """
    from .capture import Capture  # it needs libraries that may be missing

    pipe, other = Pipe()
    process = start_process(control, other, cell)
    other.close()
    try:
        with Capture(server, WARM_UP_S + seconds + START_TIMEOUT_S) as capture:
            port = receive(pipe, cell)
            capture.connect("floor:numbers" if cell.what == "floor" else "PortAudio:out_1")
            flood(port, WARM_UP_S, sent, rate)
            capture.begin()
            flood(port, seconds, sent, rate)
            recording = capture.recording()
            pipe.send("enough")
            return Row(cell, count_glitches(recording), receive(pipe, cell))
    finally:
        pipe.close()
        end_player(process)


def receive(pipe: Connection, cell: object, seconds: float = START_TIMEOUT_S) -> Any:
    """Return the next report of the control process; RuntimeError when none arrives in time."""
    try:
        if pipe.poll(seconds):
            return pipe.recv()
        fate = f"reports nothing for {seconds:g} s"
    except EOFError:
        fate = "ended"
    raise RuntimeError(f"the control process of {cell} {fate}; see what it left on standard error")


def flood(port: int, seconds: float, sent: Sequence[bytes], rate: int) -> None:
    """Send `rate` messages a second to a local port, those of each millisecond together; a late sender sends all."""
    began, burst = time.perf_counter(), max(rate // 1000, 1)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        out.connect(("127.0.0.1", port))
        for number in range(round(seconds * rate)):
            ahead = began + number / rate - time.perf_counter()
            if ahead > 0 and number % burst == 0:
                time.sleep(ahead)
            out.send(sent[number % len(sent)])


def table(found: Iterable[Row]) -> Iterator[str]:
    """Yield the lines of the Markdown table."""
    yield "| buffer | what plays | seconds | glitches | lost | beside stalls of the host | stalls, xruns | load, late |"
    yield "|---" * 8 + "|"
    yield from map(line, found)


def line(row: Row) -> str:
    """Return a row of the table."""
    cell, found = row.cell, row.glitches
    words = [
        str(cell.block),
        WORDS[cell.what],
        f"{found.seconds:.0f}",
        str(found.places),
        f"{found.lost:.1f} ms",
    ]
    words += [str(found.host), f"{found.stalls}, {found.xruns}"]
    words += [f"{row.control['load']:.0%}, {row.control['late']}"]
    return f"| {' | '.join(words)} |"


def report(found: Sequence[Row], path: Path | None) -> None:
    """Print the table, and write all figures to `path`."""
    if path:
        path.write_text(json.dumps([asdict(row) for row in found], indent=1), "utf-8")
    print("\n".join(table(found)))


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the audio callback under load.")
    parser.add_argument("--seconds", type=float, default=60.0, help="per cell; up to 3600")
    parser.add_argument("--blocks", type=int, nargs="+", default=BLOCKS, help="samples")
    parser.add_argument("--what", nargs="+", choices=WORDS, default=list(WORDS))
    parser.add_argument(
        "--held", type=float, default=HELD, help="share of the time for which the player's interpreter lock is held"
    )
    parser.add_argument("--rate", type=int, default=RATE, help="OSC messages a second")
    parser.add_argument("--latents", action="store_true", help="send latents only, no knobs and slices")
    parser.add_argument("--json", type=Path, help="a file for all figures")
    options = parser.parse_args()
    if not 1 <= options.seconds <= 3600:
        parser.error(f"--seconds {options.seconds:g} cannot be measured; give 1 to 3600")
    if missing := [name for name in NEEDED if not find_spec(name)]:
        parser.error(f"{' and '.join(missing)} missing; pip install JACK-Client numba")
    sys.setswitchinterval(1e-4)
    found: list[Row] = []
    sent = packets(10 * RATE, only_latents=options.latents)
    try:
        for block in options.blocks:
            with serve(block, SPEC.rate, synchronous=False) as server:
                os.environ.update(server.env)
                for what in options.what:
                    row = measure(server.name, Cell(what, block, options.held), options.seconds, sent, options.rate)
                    found.append(row)
                    print(line(row), row.control["note"], file=sys.stderr, flush=True)
    except pytest.skip.Exception as refusal:  # jackd is not there
        parser.error(str(refusal))
    finally:
        report(found, options.json)  # also what was measured before an error


if __name__ == "__main__":
    main()
