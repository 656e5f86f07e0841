"""However a control process ends, its player ends with it and leaves no memory behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.engine.waiting import PATIENCE, ended, gone, until

ROOT = Path(__file__).parents[3]

SCRIPT = """
import os, signal, time
import numpy as np
from engine.outputs import OutputChoice
from engine.session import Session
from engine.texture import Picture
from tests.engine.decoding import decoding

def decode(latents, seed):
    print(session._shared.segment, session._process.pid, flush=True)
    {early}
    return Picture.smooth(np.zeros((512, 512), np.float32))

session = Session(decoding(decode), output=OutputChoice(null=True))
try:
    with session:
        {late}
except KeyboardInterrupt:
    pass
"""


def started(folder: Path, early: str = "pass", late: str = "pass") -> tuple[subprocess.Popen[str], str, int]:
    """A script, unguarded by `if __name__`, and the names of its memory and its player.

    It does `early` when its player is just on the way, and `late` when that plays.
    """
    script = folder / "script.py"
    script.write_text(SCRIPT.format(early=early, late=late))
    process = subprocess.Popen(
        [sys.executable, str(script)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout
    segment, pid = process.stdout.readline().split()
    return process, segment, int(pid)


INTERRUPT = "os.killpg(0, signal.SIGINT); time.sleep(60)"  # as a terminal does: everybody gets it


@pytest.mark.parametrize(
    ("moments", "code"),
    [
        pytest.param({"late": INTERRUPT}, 0, id="Ctrl-C"),
        pytest.param({"early": f"time.sleep(0.3); {INTERRUPT}"}, 0, id="Ctrl-C while it starts"),
        pytest.param({"late": "os.kill(os.getpid(), signal.SIGKILL)"}, -signal.SIGKILL, id="killed"),
        pytest.param({"early": "os.kill(os.getpid(), signal.SIGTERM)"}, -signal.SIGTERM, id="ended while it starts"),
    ],
)
def test_whatever_ends_the_control_process_ends_the_player_and_leaves_no_memory(
    tmp_path: Path, moments: dict[str, str], code: int
) -> None:
    process, segment, pid = started(tmp_path, **moments)
    output, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == code
    until(lambda: ended(pid))
    until(lambda: gone(segment))
    assert (output, errors) == ("", "")


def test_a_control_process_that_crashes_shows_its_own_error_and_nothing_else(tmp_path: Path) -> None:
    process, segment, pid = started(tmp_path, late="raise ValueError('mine')")
    _, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert errors.strip().endswith("ValueError: mine")
    assert errors.count("Traceback") == 1
    until(lambda: ended(pid))
    assert gone(segment)
