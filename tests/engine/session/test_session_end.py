"""However a control process ends, its player exits too and the shared memory is removed."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.engine.waiting import TEST_TIMEOUT_S, has_exited, segment_is_gone, wait_until

ROOT = Path(__file__).parents[3]

SCRIPT = """
import os, signal, time
import numpy as np
from engine.realtime.outputs import OutputChoice
from engine.session.live_session import Session
from engine.tape.noise_texture import DecodedImage
from tests.engine.decoding import decoder_of

def decode(latents, seed):
    print(session._shared.segment, session._shared.player_pid, flush=True)
    {early}
    return DecodedImage.smooth(np.zeros((512, 512), np.float32))

session = Session(decoder_of(decode), output=OutputChoice(null=True))
try:
    with session:
        {late}
except KeyboardInterrupt:
    pass
"""


def started(folder: Path, early: str = "pass", late: str = "pass") -> tuple[subprocess.Popen[str], str, int]:
    """Run a script without `if __name__`; return its process, its segment and the process id of its player.

    It executes `early` while the player starts, and `late` when the player plays.
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


INTERRUPT = "os.killpg(0, signal.SIGINT); time.sleep(60)"  # to the whole process group, as a terminal does


@pytest.mark.parametrize(
    ("actions", "code"),
    [
        pytest.param({"late": INTERRUPT}, 0, id="Ctrl-C"),
        pytest.param({"early": f"time.sleep(0.3); {INTERRUPT}"}, 0, id="Ctrl-C while it starts"),
        pytest.param({"late": "os.kill(os.getpid(), signal.SIGKILL)"}, -signal.SIGKILL, id="killed"),
        pytest.param({"early": "os.kill(os.getpid(), signal.SIGTERM)"}, -signal.SIGTERM, id="ended while it starts"),
    ],
)
def test_the_end_of_the_control_process_ends_the_player_and_removes_the_segment(
    tmp_path: Path, actions: dict[str, str], code: int
) -> None:
    process, segment, pid = started(tmp_path, **actions)
    output, errors = process.communicate(timeout=TEST_TIMEOUT_S)
    assert process.returncode == code
    wait_until(lambda: has_exited(pid))
    wait_until(lambda: segment_is_gone(segment))
    assert (output, errors) == ("", "")


def test_a_crashing_control_process_prints_only_its_own_traceback(tmp_path: Path) -> None:
    process, segment, pid = started(tmp_path, late="raise ValueError('mine')")
    _, errors = process.communicate(timeout=TEST_TIMEOUT_S)
    assert process.returncode == 1
    assert errors.strip().endswith("ValueError: mine")
    assert errors.count("Traceback") == 1
    wait_until(lambda: has_exited(pid))
    assert segment_is_gone(segment)
