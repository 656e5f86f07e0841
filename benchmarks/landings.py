"""Measure where moves that wait for the next sixteenth land, live: a set that plays in, distances from the grid out.

python -m benchmarks.landings --moves 200     (Linux, with jackd2)

in    `vamen play` on a private `jackd -d dummy`, at 174 BPM with all grids at 1/16; OSC messages at random times
out   a Markdown table on standard output: p50, p95 and largest distance from the nearest sixteenth, in ms

The grid comes from the beat and the clock that the player publishes. Slices and effects are placed at a sample, which
the event log in shared memory tells; a tape, for latents and presets, at the block in which the player begins to read
it. Slices are judged by the sound, too: one sounds while the others are silent, and the sample counts at which the
output reaches a tenth of its peak. Run it on a quiet machine, in a network of its own:
unshare -n -m sh -c "ip link set lo up; mount -t tmpfs tmpfs /dev/shm; python -m benchmarks.landings"
"""

import argparse
import os
import random
import time
from collections.abc import Callable, Sequence

import numpy as np

from engine.controls import Action
from engine.parameters import INDEX, QUANTISED
from engine.realtime.event_log import LogEntry, LogKind
from engine.realtime.shared_memory import SharedState
from engine.spec import SPEC
from tests.jack import serve
from tests.live import ask, send, started

TEMPO = 174.0
SIXTEENTH = 2  # value of quantise/...
STEP_BEATS = 0.25
SETTLE_S = 2.0
REST_S = 0.25  # after a move, until the tape rests
LAND_TIMEOUT_S = 1.0
HELD_SLICE = 0  # a kick, as most breaks begin with
ATTACK_S, BEFORE_S = 0.03, 0.01  # in which a slice reaches its peak; before it, in which its sound may begin
BAR_MS = 3.0


class Grid:
    """The beat of each sample of a player whose tempo stays."""

    def __init__(self, shared: SharedState) -> None:
        self._shared = shared

    def distance(self, sample: float) -> float:
        """Return how far an output sample is from the nearest sixteenth, ms; below 0 before it."""
        meters = self._shared.meters
        steps = (meters.beat + (sample - meters.clock) / SPEC.rate * TEMPO / 60) / STEP_BEATS
        return float((steps - round(steps)) * STEP_BEATS * 60 / TEMPO * 1e3)


def moved(
    shared: SharedState, act: Callable[[int], object], wanted: Callable[[LogEntry], bool], number: int
) -> LogEntry:
    """Make a move, and return the entry of the log with which it lands; TimeoutError if it does not."""
    first = shared.event_log.count
    act(number)
    deadline = time.monotonic() + LAND_TIMEOUT_S
    while time.monotonic() < deadline:
        found = [entry for entry in shared.event_log.read(first) or [] if wanted(entry)]
        if found:
            return found[0]
        time.sleep(0.005)
    raise TimeoutError(f"move {number} did not land within {LAND_TIMEOUT_S:g} s")


def attack(shared: SharedState, sample: int) -> int:
    """Return the sample at which the sound of a slice begins that was placed at a sample, out of silence."""
    end = sample + round(ATTACK_S * SPEC.rate)
    while shared.monitor.end <= end:
        time.sleep(0.005)
    begin = sample - round(BEFORE_S * SPEC.rate)
    _, heard = shared.monitor.since(begin)
    if heard is None:
        raise RuntimeError("this machine is too busy to measure")
    levels = np.abs(heard[: end - begin, 0])
    return begin + int(np.argmax(levels > levels.max() / 10))


def row(name: str, found: Sequence[float]) -> str:
    """Return a row of the table."""
    p50, p95, most = np.percentile(np.abs(found), (50, 95, 100))
    return f"| {name} | {len(found)} | {p50:.2f}, {p95:.2f}, {most:.2f} | {np.median(found):+.2f} | {BAR_MS:g} |"


def measure(port: int, shared: SharedState, moves: int) -> None:
    """Print a row for each kind of move."""
    draw, grid = random.Random(0), Grid(shared)
    delay = shared.meters.delay

    def rest() -> None:
        time.sleep(REST_S + draw.uniform(0, 60 / TEMPO * STEP_BEATS))

    def landed(kind: int, name: str, act: Callable[[int], object], index: int | None = None) -> None:
        found = []
        for number in range(moves):
            entry = moved(shared, act, lambda entry: entry.kind == kind and index in (None, entry.number), number)
            found.append(grid.distance((entry.clock if entry.at < 0 else entry.at) + delay))
            rest()
        print(row(name, found), flush=True)

    events = int(LogKind.EVENT)
    effect = lambda number: send(port, "/vamen/reverse", 1 - number % 2)  # noqa: E731
    landed(events + Action.SET, "effects: reverse", effect, INDEX["reverse"])
    send(port, "/vamen/reverse", 0)
    rest()
    latent = lambda number: send(port, "/vamen/latent/0", 1.5 if number % 2 else -1.5)  # noqa: E731
    landed(LogKind.TAPE, "latents: tape", latent)
    landed(LogKind.TAPE, "presets: tape", lambda number: send(port, "/vamen/preset", number % 2))
    send(port, "/vamen/slices/mode", 2)  # a slice sounds while it is held; behind the first one it is silent
    for velocity in (1.0, 0.0):
        send(port, "/vamen/slice", HELD_SLICE, velocity)
        rest()
    placed, heard = [], []
    for number in range(moves):
        entry = moved(
            shared,
            lambda _: send(port, "/vamen/slice", HELD_SLICE),
            lambda entry: entry.kind == events + Action.SLICE,
            number,
        )
        placed.append(grid.distance(entry.at + delay))
        heard.append(grid.distance(attack(shared, round(entry.at + delay))))
        send(port, "/vamen/slice", HELD_SLICE, 0.0)
        rest()
    print(row("slices: sample", placed))
    print(row("slices: sound", heard))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--moves", type=int, default=200, help="of each kind")
    parser.add_argument("--period", type=int, default=64, help="samples")
    asked = parser.parse_args()
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; {asked.period} frames")
    print("| what | moves | p50, p95, most; ms | median | bar |\n" + "|---" * 5 + "|")
    with serve(asked.period, SPEC.rate, synchronous=False) as server:
        options = ("--host-api", "JACK", "--midi", "none", "--panel-port", "0", "--tempo", f"{TEMPO:g}")
        with started(*options, env=server.env) as live, live.shared() as shared:
            for kind in QUANTISED:
                send(live.port, f"/vamen/quantise/{kind}", SIXTEENTH)
            time.sleep(SETTLE_S)
            ask(live.port, "/vamen/ping", 1)
            measure(live.port, shared, asked.moves)
    print(f"load of the machine: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
