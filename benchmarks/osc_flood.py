"""Load the OSC server with a flood, hostile packets and dated bundles (the sender is a process of its own).

python benchmarks/osc_flood.py [--rate 20000] [--seconds 3] [--packets 100000]
"""

import argparse
import logging
import multiprocessing
import random
import socket
import struct
import sys
import time
from collections.abc import Callable, Iterator, Mapping
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


class Lines(logging.Handler):
    """A log handler that records the time of each line."""

    def __init__(self) -> None:
        super().__init__()
        self.times: list[float] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.times.append(time.monotonic())


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


def hostile(seed: int, count: int) -> Iterator[bytes]:
    """Yield random, truncated, mutated and crafted packets."""
    rng = random.Random(seed)
    good = [
        pack("/vamen/tempo", 120.0),
        pack("/vamen/latent", *[0.1] * 16),
        pack("/vamen/listen", "/vamen/*"),
        bundle(pack("/vamen/play"), bundle(pack("/vamen/slice", 3, 0.5), tag=tag_at(time.time() + 1))),
    ]
    nested = pack("/vamen/tempo", 90.0)
    for _ in range(200):
        nested = bundle(nested)
    crafted = [
        nested,
        pack("/vamen/tempo", float("nan")),
        pack("/vamen/norm/tempo", float("inf")),
        b"/vamen/tempo\0\0\0\0,S\0\0abc\0",
        b"\0" * 60_000,
        pack("/vamen/*/*", "x" * 16_000),
        pack("/vamen/step/*/*"),
        pack("/vamen/" + "*a" * 60, 1.0),
        pack("/vamen/" + "{step,norm,}" * 10, 1.0),
        pack("/vamen/" + "[!x]*" * 24, 1.0),
        bundle(*[pack("/vamen/*/*/*", 0.5)] * 500),
        bundle(*[pack("/vamen/step/clear")] * 600),
        bundle(*[pack("/vamen/step/clear")] * 500),
        bundle(*[pack("/*")] * 500),
        bundle(*[pack("/a")] * 500),
        bundle(*[pack("/vamen/status")] * 500),
        bundle(*[pack(f"/vamen/{number:03d}" + "[!x]*" * 22, 1.0) for number in range(110)]),
        bundle(*[bundle(pack("/vamen/play"), tag=tag_at(time.time() + number / 100)) for number in range(300)]),
        pack("/vamen/listen", "/vamen/*", "/vamen/*/*", "/vamen/*/*/*"),
        b"/a\0\0," + b"[" * 8000 + b"]" * 8000 + b"\0\0\0",
        bundle(pack("/vamen/tempo", 100.0), tag=2**64 - 1),
    ]
    for _ in range(count):
        kind = rng.randrange(5)
        if kind == 0:
            yield rng.randbytes(rng.randrange(200))
        elif kind == 1:
            packet = rng.choice(good)
            yield packet[: rng.randrange(len(packet))]
        elif kind == 2:
            mutated = bytearray(rng.choice(good))
            for _ in range(rng.randrange(1, 6)):
                mutated[rng.randrange(len(mutated))] = rng.randrange(256)
            yield bytes(mutated)
        elif kind == 3:
            signs = "".join(rng.choices("*?{}[]!,/abcdeklmnopstv0123456789", k=rng.randrange(1, 60)))
            yield pack(f"/vamen/{signs}", rng.random())
        else:
            yield rng.choice(crafted)


def attack(port: int, count: int) -> list[float]:
    """Send hostile packets, each four followed by a ping; return the seconds until each pong."""
    waits = []
    # two senders: the error replies to one would bury the pongs to the other
    with socket.socket(type=socket.SOCK_DGRAM) as out, socket.socket(type=socket.SOCK_DGRAM) as good:
        for end in (out, good):
            end.connect(("127.0.0.1", port))
        good.settimeout(5)
        for number, packet in enumerate(hostile(1, count)):
            out.send(packet)
            if number % 4:
                continue
            asked = time.perf_counter()
            ping = pack("/vamen/ping", number)
            good.send(ping)
            good.recv(65_536)
            waits.append(time.perf_counter() - asked)
    return waits


def elsewhere(task: Callable[..., Any], *arguments: object) -> Any:
    """Return the result of a task that runs in a process of its own."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(task, *arguments).result()


def timed(server: OscServer) -> list[float]:
    """Return a growing list of the CPU seconds that the receiving thread spends on each packet from now on."""
    costs: list[float] = []
    handle = server.handler.handle

    def watched(datagram: bytes, reply: Callable[[bytes], None], at: float | None = None) -> None:
        began = time.thread_time()
        handle(datagram, reply, at)
        costs.append(time.thread_time() - began)

    server.handler.handle = watched  # type: ignore[method-assign]
    return costs


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


def measure_attack(count: int) -> None:
    lines = Lines()
    logging.getLogger("osc_bridge").addHandler(lines)
    logging.getLogger("osc_bridge").propagate = False
    freeze_gc_and_prioritise()  # also the modules loaded so far
    with OscServer(FakeControls(), port=0) as server:
        costs = timed(server)
        began = time.monotonic()
        waits = elsewhere(attack, server.port, count)
        took, refused = time.monotonic() - began, server.handler.refused
    busiest = max(sum(when <= other < when + 0.999 for other in lines.times) for when in lines.times)
    print(f"{count} hostile packets in {took:.0f} s: alive, {refused} refused, at most {busiest} line of log a second")
    show("until the next good message is answered", waits)
    show("of the processor for a packet", costs)


def measure_bundles(count: int = 20) -> None:
    controls, late, behind = TimedControls(), [], []
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
                    assert moment < due, "the controls learnt of it too late"
            controls.writes.clear()
    assert len(late) == len(behind) == count, "something was lost"
    print(f"{count} bundles dated 0.5 s ahead")
    show("due, off their time", late)
    show("plain messages behind them, until the controls", behind)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rate", type=int, default=20_000)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--packets", type=int, default=100_000)
    words = parser.parse_args()
    sys.setswitchinterval(1e-4)  # as `vamen play` does, and the next line too
    freeze_gc_and_prioritise()
    measure_flood(words.rate, words.seconds)
    measure_bundles()
    measure_attack(words.packets)
