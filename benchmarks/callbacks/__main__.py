"""How the audio callback fares under load: glitches at several buffer sizes, beside a counter that does nothing else.

python -m benchmarks.callbacks --seconds 60 --blocks 128 64 32 16     (Linux, with jackd2)
pip install JACK-Client numba

in    a private `jackd -d dummy` in its asynchronous mode, which waits for nobody
out   a table in Markdown on standard output, each row on standard error as it comes; with --json all figures

In each cell the real instrument plays the bundled model in a player process of which the interpreter lock is held for
200 of every 250 ms. Beside it a control process takes 1000 OSC messages a second (900 knobs, 96 latents, 4 slices),
paints, and holds its own lock 30 ms twice a second. A compiled client of JACK hears every sample (see ears, verdict).
The floor is a compiled counter that plays beside all this: what the machine and JACK can do.
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

from engine.realtime.launch import end, start
from engine.spec import SPEC
from tests.jack import serve

from .control import RATE, Cell, control, packets
from .verdict import Verdict, judge

BLOCKS = (128, 64, 32)
HELD = 0.8  # of the time, the player's interpreter lock
NEEDED = ("jack", "numba")  # modules
SETTLE = 1.0  # seconds under load before anybody judges
PATIENCE = 30.0  # seconds for a set to play
WORDS = {"player": "the engine's player", "floor": "nothing but a counter"}


@dataclass(frozen=True, slots=True)
class Row:
    """A cell of the table and what came of it."""

    cell: Cell
    verdict: Verdict
    control: dict[str, Any]  # what the control process says of its end


def measure(server: str, cell: Cell, seconds: float, sent: Sequence[bytes], rate: int) -> Row:
    """One cell.

    Raises:
        RuntimeError: the set does not play.
    """
    from .ears import Ears  # it needs libraries that may be missing

    pipe, other = Pipe()
    process = start(control, other, cell)
    other.close()
    try:
        with Ears(server, SETTLE + seconds + PATIENCE) as ears:
            port = said(pipe, cell)
            ears.connect("floor:numbers" if cell.what == "floor" else "PortAudio:out_1")
            flood(port, SETTLE, sent, rate)
            ears.listen()
            flood(port, seconds, sent, rate)
            recording = ears.recording()
            pipe.send("enough")
            return Row(cell, judge(recording), said(pipe, cell))
    finally:
        pipe.close()
        end(process)


def said(pipe: Connection, cell: Cell) -> Any:
    """What the control process says next; RuntimeError when it does not."""
    try:
        if pipe.poll(PATIENCE):
            return pipe.recv()
        fate = f"says nothing for {PATIENCE:g} s"
    except EOFError:
        fate = "ended"
    raise RuntimeError(f"the control process of {cell} {fate}; see what it left on standard error")


def flood(port: int, seconds: float, sent: Sequence[bytes], rate: int) -> None:
    """`rate` messages a second to a local port, those of each millisecond at its begin; as many, whoever is late."""
    began, burst = time.perf_counter(), max(rate // 1000, 1)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        out.connect(("127.0.0.1", port))
        for number in range(round(seconds * rate)):
            ahead = began + number / rate - time.perf_counter()
            if ahead > 0 and number % burst == 0:
                time.sleep(ahead)
            out.send(sent[number % len(sent)])


def table(found: Iterable[Row]) -> Iterator[str]:
    """Markdown."""
    yield "| buffer | what plays | seconds | glitches | lost | beside stalls of the host | stalls, xruns | load, late |"
    yield "|---" * 8 + "|"
    yield from map(line, found)


def line(row: Row) -> str:
    """A row of the table."""
    cell, verdict = row.cell, row.verdict
    words = [
        str(cell.block),
        WORDS[cell.what],
        f"{verdict.seconds:.0f}",
        str(verdict.glitches),
        f"{verdict.lost:.1f} ms",
    ]
    words += [str(verdict.host), f"{verdict.stalls}, {verdict.xruns}"]
    words += [f"{row.control['load']:.0%}, {row.control['late']}"]
    return f"| {' | '.join(words)} |"


def tell(found: Sequence[Row], path: Path | None) -> None:
    """The table, and all figures into a file."""
    if path:
        path.write_text(json.dumps([asdict(row) for row in found], indent=1), "utf-8")
    print("\n".join(table(found)))


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the audio callback under load.")
    parser.add_argument("--seconds", type=float, default=60.0, help="per cell; up to 3600")
    parser.add_argument("--blocks", type=int, nargs="+", default=BLOCKS, help="samples")
    parser.add_argument("--what", nargs="+", choices=WORDS, default=list(WORDS))
    parser.add_argument("--held", type=float, default=HELD, help="of the time, the player's interpreter lock")
    parser.add_argument("--rate", type=int, default=RATE, help="OSC messages a second")
    parser.add_argument("--latents", action="store_true", help="nothing but latents is sent, no knobs and slices")
    parser.add_argument("--json", type=Path, help="a file for all figures")
    asked = parser.parse_args()
    if not 1 <= asked.seconds <= 3600:
        parser.error(f"--seconds {asked.seconds:g} cannot be measured; give 1 to 3600")
    if missing := [name for name in NEEDED if not find_spec(name)]:
        parser.error(f"{' and '.join(missing)} missing; pip install JACK-Client numba")
    sys.setswitchinterval(1e-4)
    found: list[Row] = []
    sent = packets(10 * RATE, only_latents=asked.latents)
    try:
        for block in asked.blocks:
            with serve(block, SPEC.rate, patient=False) as server:
                os.environ.update(server.env)
                for what in asked.what:
                    row = measure(server.name, Cell(what, block, asked.held), asked.seconds, sent, asked.rate)
                    found.append(row)
                    print(line(row), row.control["note"], file=sys.stderr, flush=True)
    except pytest.skip.Exception as refusal:  # jackd is not there
        parser.error(str(refusal))
    finally:
        tell(found, asked.json)  # what was measured before something went wrong, too


if __name__ == "__main__":
    main()
