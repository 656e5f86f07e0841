"""Benchmark of `vamen play` as a process, through OSC and Linux's /proc.

cold start   seconds from the command to the first block above silence, by its meters, which are polled every 5 ms
memory       resident memory of all its processes, with shared pages counted per process (Rss) and once (Pss)
processor    share of one core while it plays without input

Memory and processor are omitted on other systems.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from engine.errors import VamenError

COLD_STARTS = 5
START_TIMEOUT = 30.0  # seconds for the first sound
STATUS_INTERVAL = 0.005  # seconds between two requests
IDLE_SECONDS = 10.0  # duration of the CPU measurement
AUDIBLE_DBFS = -60.0
STATUS_ADDRESS = "/vamen/status"
STATUS_REQUEST = STATUS_ADDRESS.encode() + b"\0\0\0,\0\0\0"


def live(model: Path | None, starts: int = COLD_STARTS, idle: float = IDLE_SECONDS) -> dict[str, Any]:
    """Start `vamen play` with the silent output `starts` times and return the figures.

    They are `cold_start_s` (p50 and worst), and on Linux, of the last start, `processes` (their number), `memory_mb`
    (Rss), `own_mb` (Pss) and `processor`, the mean share of a core over `idle` seconds.

    Raises:
        VamenError: it does not play.
    """
    spent, resources = [], {}
    for number in range(starts):
        port = _free_port()
        arguments = ["play", "--null", "--osc-port", str(port), *(["--model", str(model)] if model else [])]
        began = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "engine", *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        try:
            _wait_for_sound(process, port)
            spent.append(time.perf_counter() - began)
            if number == starts - 1:
                resources = _resources(process.pid, idle)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(START_TIMEOUT)
    return {"cold_start_s": {"p50": round(float(np.median(spent)), 2), "worst": round(max(spent), 2)}, **resources}


def print_live(report: Mapping[str, Any]) -> None:
    """Print the figures of `live`."""
    start = report["cold_start_s"]
    print(f"\nvamen play: first sound after {start['p50']:.2f} s, at worst {start['worst']:.2f} s")
    if "memory_mb" in report:
        print(f"{report['processes']} processes: {report['memory_mb']:.0f} MB resident, ", end="")
        print(f"{report['own_mb']:.0f} MB with shared pages counted once, {report['processor']:.0%} of a core")


def process_tree(pid: int) -> list[int]:
    """Return the ids of a process and all its descendants; Linux only."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += process_tree(int(child))
    return found


def _resources(pid: int, seconds: float) -> dict[str, Any]:
    if not Path(f"/proc/{pid}/smaps_rollup").exists():
        return {}
    time.sleep(1.0)  # let the start settle
    pids = process_tree(pid)
    before, began = sum(map(_ticks, pids)), time.perf_counter()
    time.sleep(seconds)
    share = (sum(map(_ticks, pids)) - before) / os.sysconf("SC_CLK_TCK") / (time.perf_counter() - began)
    return {
        "processes": len(pids),
        "memory_mb": round(sum(_memory(one, "Rss:") for one in pids), 1),
        "own_mb": round(sum(_memory(one, "Pss:") for one in pids), 1),
        "processor": round(share, 3),
    }


def _ticks(pid: int) -> int:
    """Return the CPU time of a process, in clock ticks."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def _memory(pid: int, key: str) -> float:
    """Return a figure of Linux's smaps_rollup for a process in MB; `key` is "Rss:" or "Pss:"."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith(key)) * 1024 / 1e6


def _wait_for_sound(process: "subprocess.Popen[bytes]", port: int) -> None:
    from pythonosc.osc_message import OscMessage

    deadline = time.monotonic() + START_TIMEOUT
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.settimeout(STATUS_INTERVAL)
        client.connect(("127.0.0.1", port))
        while time.monotonic() < deadline and process.poll() is None:
            try:
                client.send(STATUS_REQUEST)
                reply = OscMessage(_newest(client))
            except TimeoutError:
                continue  # the port is open, but there is no reply yet
            except ConnectionError:
                time.sleep(STATUS_INTERVAL)  # the port is closed
                continue
            if reply.address == STATUS_ADDRESS and reply.params[3] > AUDIBLE_DBFS:
                return
            time.sleep(STATUS_INTERVAL)
    result = "made no sound" if process.poll() is None else f"ended with exit code {process.returncode}"
    raise VamenError(f"vamen play {result}, so nothing can be measured; run it to see its message")


def _newest(client: socket.socket) -> bytes:
    """Return the newest reply at a socket, not older ones: requests sent during the start are answered all at once."""
    packet = client.recv(65_536)
    timeout = client.gettimeout()
    client.setblocking(False)
    try:
        while True:
            packet = client.recv(65_536)
    except BlockingIOError:
        return packet
    finally:
        client.settimeout(timeout)


def _free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
