"""What a test waits for: something that happens soon, a process that ends, memory that goes."""

import os
import time
from collections.abc import Callable
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path

PATIENCE = 15.0  # seconds until something that should happen counts as missing


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"nothing happened within {PATIENCE:g} s"
        time.sleep(0.005)


def gone(segment: str) -> bool:
    try:
        SharedMemory(segment)
    except FileNotFoundError:
        return True
    return False


def ended(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    # without a parent to collect it, it may stay in the table
    state = Path(f"/proc/{pid}/stat")
    return state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z"
