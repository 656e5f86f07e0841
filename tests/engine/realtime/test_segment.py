"""Shared memory that outlives its processes."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from engine.parameters import INDEX, TABLE
from engine.realtime.segment import open_or_create
from engine.realtime.shared_memory import SharedState, layout
from tests.engine.waiting import TEST_TIMEOUT_S, segment_is_gone

NAME = f"test-vamen-{os.getpid()}"  # not one that supervisors of other tests clear
ROOT = Path(__file__).parents[3]
WRITER = """
import os, signal, sys
import numpy as np
from engine.parameters import TABLE
from engine.realtime.shared_memory import SharedState
shared = SharedState.open_or_create(sys.argv[1])
shared.parameters.write(np.full(len(TABLE), 7.0))
shared.handover = '{"port": 7770}'
os.kill(os.getpid(), signal.SIGKILL)
"""
pytestmark = pytest.mark.skipif(os.name != "posix", reason="persistent segments need POSIX")


def test_a_segment_outlives_the_process_that_was_killed() -> None:
    command = [sys.executable, "-c", WRITER, NAME]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    killed = subprocess.run(command, env=environment, capture_output=True, timeout=TEST_TIMEOUT_S, check=False)
    assert (killed.returncode, killed.stderr) == (-9, b"")  # no warning about leaked memory
    shared = SharedState.open_or_create(NAME)
    found = np.zeros(len(TABLE))
    try:
        assert shared.parameters.read(found)
        assert (found == 7.0).all()
        assert shared.handover == '{"port": 7770}'
    finally:
        shared.close()
        shared.unlink()
    assert segment_is_gone(NAME)


def test_a_segment_left_uninitialised_is_initialised() -> None:
    open_or_create(NAME, layout().itemsize).close()
    shared = SharedState.open_or_create(NAME)
    values = np.zeros(len(TABLE))
    assert shared.parameters.read(values)
    assert values[INDEX["tempo"]] == TABLE[INDEX["tempo"]].default
    shared.close()
    shared.unlink()


def test_a_segment_may_be_unlinked_twice() -> None:
    first = open_or_create(NAME, 64)
    first.buf[0] = 7
    second = open_or_create(NAME, 64)
    assert second.buf[0] == 7
    for memory in (first, second):
        memory.close()
        memory.unlink()
    assert segment_is_gone(NAME)
