"""Send hostile traffic to a set that plays, and judge it from outside: is it there, how soon, does the sound go on.

python benchmarks/hostile_network.py [--datagrams 300000] [--connections 10000] [--requests 10000] [--seed 1]
(Linux, with jackd2, JACK-Client and numba)

set      `vamen play` on a private JACK server, in a process of its own; its player numbers the samples
attack   this process; between hostile messages a good one, whose answer is waited for
out      a row for each attack: how long a good message waited; places where samples are missing, and those beside a
         stall of the host (see callbacks.glitches); memory, descriptors and threads of the control process before and
         after; then the bytes answered for each byte received from a host that has not confirmed that it receives
"""

import argparse
import contextlib
import http.client
import os
import socket
import struct
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.callbacks.glitches import Glitches, count_glitches
from benchmarks.callbacks.player import play_set
from benchmarks.mutations import datagrams, requests, streams
from engine.realtime.launch import start_process
from engine.spec import SPEC
from tests.jack import serve
from tests.tiny_client import bundle, pack

PER_PING = 4  # hostile datagrams before a good message
HELD = 100  # hostile connections that stay open, the newest ones
ANSWER_TIMEOUT_S = 5.0
START_TIMEOUT_S = 60.0
STOP_TIMEOUT_S = 10.0
PERIOD = 256  # samples of the JACK server
MAX_SECONDS = 900.0  # of the recording, which is kept in memory
COLUMNS = ("attack", "messages", "udp: median / 99 % / worst, ms", "tcp", "http", "after it, ms")
COLUMNS += ("places missing", "of the host", "MB", "descriptors", "threads")
Sizes = tuple[float, int, int]  # of a process: MB, descriptors, threads
FORGED = {
    "listen": pack("/vamen/listen", "/vamen/meter/*"),
    "listen to all": pack("/vamen/listen", "/vamen/*", "/vamen/*/*", "/vamen/*/*/*"),
    "presets": pack("/vamen/presets"),
    "wildcard": pack("/vamen/*/*/*"),
    "bundle": bundle(*[pack("/vamen/status")] * 500),
}


@dataclass
class Attack:
    """What an attack did: hostile messages, seconds, and the waits of good messages by protocol."""

    sent: int = 0
    seconds: float = 0.0
    waits: dict[str, list[float]] = field(default_factory=dict)  # seconds; inf without an answer

    def wait(self, name: str, ask: Callable[[], bool]) -> None:
        """Note how long a good message waits for its answer."""
        began = time.perf_counter()
        try:
            answered = ask()
        except OSError:
            answered = False
        self.waits.setdefault(name, []).append(time.perf_counter() - began if answered else float("inf"))


class GoodClients:
    """Clients that ask and expect an answer, as a context manager."""

    def __init__(self, osc: int, panel: int) -> None:
        """Open them. `osc`, `panel`: ports of the set."""
        self._osc, self._panel = osc, panel
        self._udp = socket.socket(type=socket.SOCK_DGRAM)
        self._udp.settimeout(ANSWER_TIMEOUT_S)
        self._udp.connect(("127.0.0.1", osc))
        self._tcp = socket.create_connection(("127.0.0.1", osc), ANSWER_TIMEOUT_S)
        self._count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *reason: object) -> None:
        self._udp.close()
        self._tcp.close()

    def ping_udp(self) -> bool:
        """Ping over UDP, and pass over what else comes."""
        self._count += 1
        self._udp.send(pack("/vamen/ping", self._count))
        while self._udp.recv(65_536) != pack("/vamen/pong", self._count):
            pass
        return True

    def ping_tcp(self) -> bool:
        """Ping over a connection that was open before the attack."""
        self._count += 1
        packet, answer = (pack(f"/vamen/{name}", self._count) for name in ("ping", "pong"))
        self._tcp.sendall(struct.pack(">I", len(packet)) + packet)
        with self._tcp.makefile("rb", 0) as file:
            while size := file.read(4):
                if file.read(struct.unpack(">I", size)[0]) == answer:
                    return True
        return False

    def get(self) -> bool:
        """Read a value over a new HTTP connection."""
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self._panel, timeout=ANSWER_TIMEOUT_S)) as one:
            one.request("GET", "/vamen/tempo?VALUE")
            return one.getresponse().status == 200

    def wait_for_all(self, attack: Attack) -> None:
        """Send a good message by each protocol."""
        for name, ask in (("udp", self.ping_udp), ("tcp", self.ping_tcp), ("http", self.get)):
            attack.wait(name, ask)


def send_datagrams(good: GoodClients, port: int, packets: Iterable[bytes]) -> Attack:
    """Send datagrams, with a ping after each few, and all good messages in the end."""
    attack = Attack()
    with socket.socket(type=socket.SOCK_DGRAM) as out:
        out.connect(("127.0.0.1", port))
        for attack.sent, packet in enumerate(packets, 1):
            with contextlib.suppress(OSError):
                out.send(packet)
            if attack.sent % PER_PING == 0:
                attack.wait("udp", good.ping_udp)
            if attack.sent % (100 * PER_PING) == 0:
                good.wait_for_all(attack)
    return attack


def open_connections(good: GoodClients, port: int, sent: Iterable[bytes]) -> Attack:
    """Open connections, send to each, and leave the newest ones open; with good messages in between."""
    attack, held = Attack(), deque[socket.socket]()
    with contextlib.ExitStack() as stack:
        for attack.sent, data in enumerate(sent, 1):
            with contextlib.suppress(OSError):
                one = stack.enter_context(socket.create_connection(("127.0.0.1", port), ANSWER_TIMEOUT_S))
                one.setblocking(False)
                held.append(one)
                one.send(data)
            if len(held) > HELD:
                oldest = held.popleft()
                if attack.sent % 2:  # end it by a reset
                    oldest.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                oldest.close()
            if attack.sent % PER_PING == 0:
                attack.wait("udp", good.ping_udp)
            if attack.sent % (10 * PER_PING) == 0:
                good.wait_for_all(attack)
    return attack


def amplification(port: int, host: str, rate: float = 10.0, seconds: float = 3.0) -> Iterator[tuple[str, float]]:
    """Yield names of messages and the bytes answered for each byte received from `host`, which has not confirmed."""
    for name, packet in FORGED.items():
        received = sent = 0
        with socket.socket(type=socket.SOCK_DGRAM) as out:
            out.bind((host, 0))
            out.connect((host, port))
            out.settimeout(1 / rate)
            deadline = time.perf_counter() + seconds
            while time.perf_counter() < deadline:
                sent += out.send(packet)
                with contextlib.suppress(TimeoutError):
                    while time.perf_counter() < deadline:
                        received += len(out.recv(65_536))
        yield name, received / sent


def free_port() -> int:
    """Return a number that neither UDP nor TCP uses."""
    with socket.socket(type=socket.SOCK_DGRAM) as udp, socket.socket() as tcp:
        udp.bind(("", 0))
        tcp.bind(("", udp.getsockname()[1]))
        return int(udp.getsockname()[1])


def memory(pid: int) -> Sizes:
    """Return the private memory of a process in MB, and the numbers of its descriptors and threads."""
    folder = Path(f"/proc/{pid}")
    rollup = dict(line.split(":", 1) for line in (folder / "smaps_rollup").read_text().splitlines()[1:])
    private = sum(int(rollup[name].split()[0]) for name in ("Private_Clean", "Private_Dirty"))
    return private / 1024, len(list((folder / "fd").iterdir())), len(list((folder / "task").iterdir()))


def row(name: str, attack: Attack, glitches: Glitches, before: Sizes, after: Sizes) -> str:
    """Return a row of the table."""
    cells = [name, f"{attack.sent} in {glitches.seconds:.0f} s"]
    for protocol in ("udp", "tcp", "http"):
        found = 1e3 * np.array(attack.waits[protocol])
        cells.append(f"{np.median(found):.1f} / {np.percentile(found, 99):.1f} / {found.max():.1f}")
    cells.append(f"{1e3 * max(found[-1] for found in attack.waits.values()):.1f}")
    cells += [f"{glitches.places} ({glitches.lost:.1f} ms)", str(glitches.host)]
    cells += [f"{one:.0f} -> {other:.0f}" for one, other in zip(before, after, strict=True)]
    return f"| {' | '.join(cells)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--datagrams", type=int, default=300_000)
    parser.add_argument("--connections", type=int, default=10_000)
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--address", help="of this machine on a network, to measure what is answered there")
    asked = parser.parse_args()
    osc, panel, host = free_port(), free_port(), "0.0.0.0" if asked.address else "127.0.0.1"
    attacks: dict[str, Callable[[GoodClients], Attack]] = {
        "nothing": lambda good: send_datagrams(good, osc, (pack("/vamen/tempo") for _ in range(10_000))),
        "datagrams": lambda good: send_datagrams(good, osc, datagrams(asked.seed, asked.datagrams)),
        "TCP": lambda good: open_connections(good, osc, streams(asked.seed, asked.connections)),
        "HTTP, WebSocket": lambda good: open_connections(good, panel, requests(asked.seed, asked.requests)),
    }
    with serve(PERIOD, SPEC.rate, synchronous=False) as server, TemporaryDirectory() as folder:
        os.environ.update(server.env)
        process = start_process(play_set, osc, panel, host, Path(folder))
        assert process.pid
        try:
            measure(server.name, attacks, osc, panel, process.pid)
            for name, factor in amplification(osc, asked.address) if asked.address else ():
                print(f"{name}: {factor:.2f} bytes answered for each byte received")
        finally:
            process.terminate()  # which ends its player, too
            process.join(STOP_TIMEOUT_S)


def measure(
    server: str, attacks: Mapping[str, Callable[[GoodClients], Attack]], osc: int, panel: int, pid: int
) -> None:
    """Run the attacks one after the other, and print a table."""
    from benchmarks.callbacks.capture import Capture  # it needs libraries that may be missing

    wait_for_start(osc, panel)
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(f"| {' | '.join(COLUMNS)} |\n{'|---' * len(COLUMNS)}|")
    with Capture(server, MAX_SECONDS) as capture, GoodClients(osc, panel) as good:
        capture.connect("PortAudio:out_1")
        for name, attack in attacks.items():
            before = memory(pid)
            capture.begin()
            done = attack(good)
            time.sleep(1)
            good.wait_for_all(done)
            print(row(name, done, count_glitches(capture.recording()), before, memory(pid)), flush=True)
    print(f"load of the machine: {os.getloadavg()[0]:.1f}")


def wait_for_start(osc: int, panel: int) -> None:
    """Wait until a set plays."""
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline:
        time.sleep(0.5)
        with contextlib.suppress(OSError), GoodClients(osc, panel) as good:
            if good.ping_udp() and good.get():
                return
    raise TimeoutError(f"the set does not play within {START_TIMEOUT_S:g} s; see its output")


if __name__ == "__main__":
    main()
