"""How three designs of the audio callback fare under load: glitches and latency of each, at three buffer sizes.

python -m benchmarks.callbacks --seconds 14 --json callbacks.json     (Linux, with jackd2; 24 cells and a few more)
pip install JACK-Client numba rtmixer==0.1.7

in    a private `jackd -d dummy` in its asynchronous mode, which waits for nobody
out   a table in Markdown on standard output, each row on standard error as it comes; with --json all figures

In each cell the real instrument plays the bundled model in a player process; beside it a control process takes 1000 OSC
messages a second, paints, and holds its interpreter 30 ms twice a second. A client of JACK that nothing of this can
hold up hears every sample (see ears, verdict). A ring is tried 1, 2 and 4 blocks ahead, then further until no glitch is
heard. The floor is nothing but a counter that plays beside all this: what the machine and JACK can do. The same that
computes for as long as a block does: what they leave to anybody who does.
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

from engine.launch import end, start
from engine.spec import SPEC
from tests.jack import serve

from .control import RATE, Cell, control, packets
from .verdict import Verdict, judge

BLOCKS = (128, 256, 64)
LEADS = (1, 2, 4)
FARTHEST = 2048  # samples that a ring may hold at most
NEEDED = ("jack", "numba", "rtmixer")  # modules
SETTLE = 1.0  # seconds under load before anybody judges
WORK = 0.7e-3  # seconds: what half of the blocks of 128 take
PATIENCE = 30.0  # seconds for a set to play
WORDS = {
    "floor": "nothing but a counter, compiled",
    "work": "a counter, compiled, that computes for 0.7 ms",
    "python": "Python callback, alone in its process",
    "ahead": "Python callback that waits for a block begun earlier",
    "rtmixer": "C callback behind a ring (rtmixer)",
    "numba": "compiled callback behind a ring (numba)",
}


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
        with Ears(server, SETTLE + seconds + PATIENCE, WORK if cell.design == "work" else 0.0) as ears:
            port = said(pipe, cell)
            ears.connect("floor:numbers" if cell.design in ("floor", "work") else "PortAudio:out_1")
            flood(port, SETTLE, sent, rate)
            ears.listen()
            flood(port, seconds, sent, rate)
            recording = ears.recording()
            pipe.send("enough")
            return Row(cell, judge(recording, cell.lead), said(pipe, cell))
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


def rows(
    server: str,
    block: int,
    designs: Sequence[str],
    leads: Sequence[int],
    seconds: float,
    sent: Sequence[bytes],
    rate: int,
) -> Iterator[Row]:
    """All cells of a buffer size; without `leads`, LEADS and then further until no glitch is heard."""
    for design in designs:
        if design in ("floor", "work", "python"):
            yield measure(server, Cell(design, block, 0), seconds, sent, rate)
            continue
        for lead in leads or LEADS:
            row = measure(server, Cell(design, block, lead), seconds, sent, rate)
            yield row
        while not leads and row.verdict.glitches and 2 * lead * block <= FARTHEST:
            lead *= 2
            row = measure(server, Cell(design, block, lead), seconds, sent, rate)
            yield row


def table(found: Iterable[Row]) -> Iterator[str]:
    """Markdown."""
    yield "| buffer | design | ring | latency | glitches | lost | beside stalls of the host | stalls, xruns |"
    yield "|---" * 8 + "|"
    yield from map(line, found)


def line(row: Row) -> str:
    """A row of the table."""
    cell, verdict = row.cell, row.verdict
    ring = f"{cell.lead} block{'s' * (cell.lead > 1)}" if cell.lead else ""
    words = [str(cell.block), WORDS[cell.design], ring, f"{1e3 * cell.latency:.1f} ms", str(verdict.glitches)]
    words += [f"{verdict.lost:.1f} ms", str(verdict.host), f"{verdict.stalls}, {verdict.xruns}"]
    return f"| {' | '.join(words)} |"


def tell(found: Sequence[Row], path: Path | None) -> None:
    """The table, and all figures into a file."""
    if path:
        figures = [asdict(row) | {"latency_ms": 1e3 * row.cell.latency} for row in found]
        path.write_text(json.dumps(figures, indent=1), "utf-8")
    print("\n".join(table(found)))


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure designs of the audio callback under load.")
    parser.add_argument("--seconds", type=float, default=60.0, help="per cell; up to 3600")
    parser.add_argument("--blocks", type=int, nargs="+", default=BLOCKS, help="samples")
    parser.add_argument("--designs", nargs="+", choices=WORDS, default=list(WORDS))
    parser.add_argument("--leads", type=int, nargs="+", default=(), help="blocks that are made ahead")
    parser.add_argument("--rate", type=int, default=RATE, help="OSC messages a second")
    parser.add_argument("--latents", action="store_true", help="nothing but latents is sent, no knobs and slices")
    parser.add_argument("--priority", type=int, default=0, help="real-time priority of everything, as `chrt -r`")
    parser.add_argument("--json", type=Path, help="a file for all figures")
    asked = parser.parse_args()
    if not 1 <= asked.seconds <= 3600:
        parser.error(f"--seconds {asked.seconds:g} cannot be measured; give 1 to 3600")
    if missing := [name for name in NEEDED if not find_spec(name) and (name != "rtmixer" or name in asked.designs)]:
        parser.error(f"{' and '.join(missing)} missing; pip install JACK-Client numba rtmixer==0.1.7")
    if asked.priority:
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(asked.priority))
    sys.setswitchinterval(1e-4)
    found: list[Row] = []
    sent = packets(10 * RATE, only_latents=asked.latents)
    try:
        for block in asked.blocks:
            with serve(block, SPEC.rate, patient=False) as server:
                os.environ.update(server.env)
                for row in rows(server.name, block, asked.designs, asked.leads, asked.seconds, sent, asked.rate):
                    found.append(row)
                    print(line(row), row.control["note"], file=sys.stderr, flush=True)
    except pytest.skip.Exception as refusal:  # jackd is not there
        parser.error(str(refusal))
    finally:
        tell(found, asked.json)  # what was measured before something went wrong, too


if __name__ == "__main__":
    main()
