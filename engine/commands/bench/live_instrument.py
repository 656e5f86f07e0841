"""`vamen play` seen from outside: started as a user starts it, asked over OSC, and looked up in the process table.

cold start   seconds from the command to a block that is not silence, as its own meters say, asked every 5 ms
memory       resident bytes of all its processes, as the sum of what each has (and of its share of what they share)
processor    of one core, while it plays and nobody touches it

Memory and processor are read from Linux's /proc and left out elsewhere.
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
START_TIMEOUT = 30.0  # seconds until a start that makes no sound has failed
STATUS_INTERVAL = 0.005  # seconds between two questions
IDLE_SECONDS = 10.0  # seconds over which the processor is watched
AUDIBLE_DBFS = -60.0  # dBFS
STATUS_REQUEST = b"/vamen/status\0\0\0,\0\0\0"


def live(model: Path | None, starts: int = COLD_STARTS, idle: float = IDLE_SECONDS) -> dict[str, Any]:
    """All figures, playing into the silent output.

    Raises:
        VamenError: it does not play.
    """
    spent, rest = [], {}
    for number in range(starts):
        port = _free_port()
        words = ["play", "--null", "--osc-port", str(port), *(["--model", str(model)] if model else [])]
        began = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "engine", *words], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        try:
            _wait_for_sound(process, port)
            spent.append(time.perf_counter() - began)
            if number == starts - 1:
                rest = _idle(process.pid, idle)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(START_TIMEOUT)
    return {"cold_start_s": {"p50": round(float(np.median(spent)), 2), "worst": round(max(spent), 2)}, **rest}


def tell_live(report: Mapping[str, Any]) -> None:
    """The figures in plain words."""
    start = report["cold_start_s"]
    print(f"\nvamen play: first sound after {start['p50']:.2f} s, at worst {start['worst']:.2f} s")
    if "memory_mb" in report:
        print(
            f"{report['processes']} processes hold {report['memory_mb']:.0f} MB, {report['own_mb']:.0f} MB when", end=""
        )
        print(f" what they share counts once, and take {report['processor']:.0%} of a core while they play")


def family(pid: int) -> list[int]:
    """A process and all that it started, on Linux."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += family(int(child))
    return found


def _idle(pid: int, seconds: float) -> dict[str, Any]:
    if not Path(f"/proc/{pid}/smaps_rollup").exists():
        return {}
    time.sleep(1.0)  # let the start settle
    pids = family(pid)
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
    """Processor time of a process, in clock ticks."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def _memory(pid: int, key: str) -> float:
    """Megabytes of a process."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith(key)) * 1024 / 1e6


def _wait_for_sound(process: "subprocess.Popen[bytes]", port: int) -> None:
    from pythonosc.osc_message import OscMessage

    deadline = time.monotonic() + START_TIMEOUT
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as both:
        both.settimeout(STATUS_INTERVAL)
        both.connect(("127.0.0.1", port))
        while time.monotonic() < deadline and process.poll() is None:
            try:
                both.send(STATUS_REQUEST)
                peak = OscMessage(_newest(both)).params[3]
            except TimeoutError:
                continue  # it takes questions and has not begun to answer
            except ConnectionError:
                time.sleep(STATUS_INTERVAL)  # nobody listens yet
                continue
            if peak > AUDIBLE_DBFS:
                return
            time.sleep(STATUS_INTERVAL)
    fate = "made no sound" if process.poll() is None else f"ended with exit code {process.returncode}"
    raise VamenError(f"vamen play {fate}, so nothing can be measured; see what it says when you start it")


def _newest(port: socket.socket) -> bytes:
    """The last answer; those to questions that waited while it started come all at once."""
    packet = port.recv(65_536)
    patience = port.gettimeout()
    port.setblocking(False)
    try:
        while True:
            packet = port.recv(65_536)
    except BlockingIOError:
        return packet
    finally:
        port.settimeout(patience)


def _free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
