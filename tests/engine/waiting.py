"""Waiting in tests: for a condition, the exit of a process, the removal of shared memory."""

import os
import time
from collections.abc import Callable
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path

TEST_TIMEOUT_S = 15.0  # until a condition counts as failed


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + TEST_TIMEOUT_S
    while not condition():
        assert time.monotonic() < deadline, f"the condition did not hold within {TEST_TIMEOUT_S:g} s"
        time.sleep(0.005)


def segment_is_gone(segment: str) -> bool:
    try:
        SharedMemory(segment)
    except FileNotFoundError:
        return True
    return False


def has_exited(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    if not Path("/proc/self/stat").exists():
        return False
    try:
        state = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):  # it has exited meanwhile
        return True
    return state.rpartition(")")[2].split()[0] == "Z"  # it has exited, and no parent has reaped it
