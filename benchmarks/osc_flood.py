"""Load the OSC server with a flood and dated bundles (the sender is a process of its own).

python benchmarks/osc_flood.py [--rate 20000] [--seconds 3]
"""

import argparse
import multiprocessing
import socket
import struct
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from engine.controls import Event
from osc_bridge.lifecycle import freeze_gc_and_prioritise
from osc_bridge.osc.server import OscServer
from tests.fake_controls import FakeControls
from tests.tiny_client import bundle, pack, tag_at

SCALE = 1 << 24  # of a number in the velocity of a slice


class TimedControls(FakeControls):
    """Controls that record each request, its receive time and the time at which it got here."""

    def __init__(self) -> None:
        super().__init__()
        self.slices: list[tuple[int, float]] = []  # number, seconds since it came
        self.writes: list[tuple[Mapping[str, float], float | None, float]] = []  # values, due, now

    def trigger(self, event: Event, at: float | None = None, due: float | None = None) -> None:
        self.slices.append((round(event.value * SCALE), time.perf_counter() - (at or 0)))

    def write(self, values: Mapping[str, float], due: float | None = None) -> dict[str, float]:
        self.writes.append((values, due, time.perf_counter()))
        return super().write(values, due)


def flood(port: int, rate: int, count: int) -> None:
    """Send numbered slices, those of each millisecond together: pacing each one would load a processor."""
    messages = [struct.pack(">16s4sid", b"/vamen/slice", b",id\0", 0, (number + 1) / SCALE) for number in range(count)]
    with socket.socket(type=socket.SOCK_DGRAM) as out:
        out.connect(("127.0.0.1", port))
        began = time.perf_counter()
        for number, message in enumerate(messages):
            if number % (rate // 1000) == 0:
                time.sleep(max(began + number / rate - time.perf_counter(), 0))
            out.send(message)


def elsewhere(task: Callable[..., Any], *arguments: object) -> Any:
    """Return the result of a task that runs in a process of its own."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(task, *arguments).result()


def show(name: str, seconds: list[float]) -> None:
    p50, p99, worst = (f"{value * 1e3:.2f}" for value in (*np.percentile(seconds, (50, 99)), max(seconds)))
    print(f"  {name}: median {p50} ms, 99 of 100 within {p99} ms, worst {worst} ms")


def measure_flood(rate: int, seconds: float) -> None:
    controls, count = TimedControls(), round(rate * seconds)
    with OscServer(controls, port=0) as server:
        used = time.process_time()
        elsewhere(flood, server.port, rate, count)
        time.sleep(0.5)
        used = (time.process_time() - used) / count
    numbers = [number for number, _ in controls.slices]
    disorder = sum(one > other for one, other in pairwise(numbers))
    print(f"{rate} messages a second for {seconds:g} s: {count - len(numbers)} lost, {disorder} out of order")
    print(f"  {used * 1e6:.1f} microseconds of the processor for each")
    show("from the network to the controls", [waited for _, waited in controls.slices])


def measure_bundles(count: int = 20) -> None:
    controls, late, behind, missed = TimedControls(), [], [], 0
    with OscServer(controls, port=0) as server, socket.socket(type=socket.SOCK_DGRAM) as out:
        out.connect(("127.0.0.1", server.port))
        for number in range(count):
            wall, now = time.time(), time.perf_counter()
            out.send(bundle(pack("/vamen/tempo", 100.0 + number), tag=tag_at(wall + 0.5)))
            out.send(pack("/vamen/level", -number / 10))
            time.sleep(0.6)
            for _, due, moment in controls.writes:
                if due is None:
                    behind.append(moment - now)
                else:
                    late.append(abs(due - now - 0.5))
                    missed += moment >= due
            controls.writes.clear()
    assert len(late) == len(behind) == count, "something was lost"
    print(f"{count} bundles dated 0.5 s ahead: {missed} passed to the controls after their time (a busy machine)")
    show("due, off their time", late)
    show("plain messages behind them, until the controls", behind)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rate", type=int, default=20_000)
    parser.add_argument("--seconds", type=float, default=3.0)
    words = parser.parse_args()
    sys.setswitchinterval(1e-4)  # as `vamen play` does, and the next line too
    freeze_gc_and_prioritise()
    measure_flood(words.rate, words.seconds)
    measure_bundles()
