import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from engine.parameters import INDEX, TABLE
from engine.realtime.segment import PersistentSegment, open_or_create
from engine.realtime.shared_memory import SharedState, layout
from tests.engine.waiting import PATIENCE, gone

NAME = f"vamen-test-{os.getpid()}"
ROOT = Path(__file__).parents[3]
WRITER = """
import os, signal, sys
import numpy as np
from engine.parameters import TABLE
from engine.shared import Shared
shared = Shared.inherit(sys.argv[1])
shared.parameters.write(np.full(len(TABLE), 7.0))
shared.legacy = '{"port": 7770}'
os.kill(os.getpid(), signal.SIGKILL)
"""
pytestmark = pytest.mark.skipif(os.name != "posix", reason="memory lasts on POSIX only")


def test_what_a_killed_process_left_is_found_by_the_next_one() -> None:
    command = [sys.executable, "-c", WRITER, NAME]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    killed = subprocess.run(command, env=environment, capture_output=True, timeout=PATIENCE, check=False)
    assert (killed.returncode, killed.stderr) == (-9, b"")  # nobody complains of memory that was left
    shared = SharedState.inherit(NAME)
    found = np.zeros(len(TABLE))
    try:
        assert shared.parameters.read(found)
        assert (found == 7.0).all()
        assert shared.legacy == '{"port": 7770}'
    finally:
        shared.close()
        shared.unlink()
    assert gone(NAME)


def test_memory_of_a_process_that_was_killed_before_it_could_use_it_is_made_ready() -> None:
    unready, new = open_or_create(NAME, layout().itemsize)
    assert new
    unready.close()
    shared = SharedState.inherit(NAME)
    values = np.zeros(len(TABLE))
    assert shared.parameters.read(values)
    assert values[INDEX["tempo"]] == TABLE[INDEX["tempo"]].default
    shared.close()
    shared.unlink()


def test_it_is_unlinked_as_often_as_anybody_likes() -> None:
    first, new = open_or_create(NAME, 64)
    second, again = open_or_create(NAME, 64)
    assert (new, again, isinstance(second, PersistentSegment)) == (True, False, True)
    for memory in (first, second):
        memory.close()
        memory.unlink()
    assert gone(NAME)
