"""The supervisor restarts a killed control process, forwards signals, and leaves no process behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from engine.realtime.supervisor import LIFELINE_VARIABLE, MAX_RESTARTS, should_supervise, take_lifeline
from tests.engine.waiting import TEST_TIMEOUT_S, has_exited, wait_until

ROOT = Path(__file__).parents[3]
SUPERVISOR = "import sys; from engine.realtime.supervisor import supervise; sys.exit(supervise(sys.argv[1:]))"
CONTROL = """
import os, signal, sys, time
from engine.realtime.supervisor import take_lifeline
lifeline = take_lifeline()
print(os.getpid(), lifeline.segment, flush=True)
{body}
"""
WAITS = """
def on_signal(number, frame):
    print("terminated", flush=True)
    sys.exit(7)
signal.signal(signal.SIGTERM, on_signal)
lifeline.watch()
ready = [signal.getsignal(number) is signal.SIG_IGN for number in (signal.SIGINT, signal.SIGHUP)]
print(*ready, flush=True)
while True:
    time.sleep(0.05)  # short, because a signal just before it is handled after it
"""
pytestmark = pytest.mark.skipif(os.name != "posix", reason="supervision needs POSIX")


def supervising(body: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", SUPERVISOR, sys.executable, "-c", CONTROL.format(body=body)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def words(process: subprocess.Popen[str]) -> list[str]:
    """Return the next line of its control process."""
    assert process.stdout
    return process.stdout.readline().split()


@pytest.mark.parametrize("code", [0, 1, 8])
def test_the_supervisor_exits_with_the_code_of_its_control_process(code: int) -> None:
    with supervising(f"sys.exit({code})") as process:
        output, errors = process.communicate(timeout=TEST_TIMEOUT_S)
    assert process.returncode == code
    assert (len(output.splitlines()), errors) == (1, "")


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV])
def test_a_killed_control_process_is_restarted_on_the_same_segment(number: signal.Signals) -> None:
    with supervising(WAITS) as process:
        first, segment = words(process)
        assert words(process) == ["True", "True"]
        os.kill(int(first), number)
        second, same = words(process)
        assert (second != first, same) == (True, segment)
        assert words(process) == ["True", "True"]
        process.terminate()
        _, errors = process.communicate(timeout=TEST_TIMEOUT_S)
    assert process.returncode == 7
    assert errors == f"the control process was killed by {number.name} and is started again; what plays goes on\n"


def test_the_supervisor_gives_up_after_too_many_restarts() -> None:
    with supervising("os.kill(os.getpid(), signal.SIGKILL)") as process:
        output, errors = process.communicate(timeout=TEST_TIMEOUT_S)
    assert process.returncode == 1
    assert len(output.splitlines()) == MAX_RESTARTS
    assert errors.splitlines()[-1].startswith("vamen: the control process was killed by SIGKILL 5 times within")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("group", [True, False], ids=["to the process group", "to the supervisor"])
def test_a_signal_reaches_the_control_process_once_as_sigterm(number: signal.Signals, group: bool) -> None:
    with supervising(WAITS) as process:
        words(process)
        words(process)
        if group and number is not signal.SIGTERM:
            os.killpg(process.pid, number)
        else:
            os.kill(process.pid, number)
        output, errors = process.communicate(timeout=TEST_TIMEOUT_S)
    assert (process.returncode, output, errors) == (7, "terminated\n", "")


def test_a_hang_up_is_ignored_under_nohup() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        process = supervising(WAITS)
    finally:
        signal.signal(signal.SIGHUP, before)
    with process:
        words(process)
        words(process)
        os.kill(process.pid, signal.SIGHUP)
        os.kill(process.pid, signal.SIGTERM)
        assert process.wait(TEST_TIMEOUT_S) == 7


def test_the_control_process_is_terminated_when_the_supervisor_is_killed() -> None:
    with supervising(WAITS) as process:
        control = int(words(process)[0])
        words(process)
        process.kill()
        assert words(process) == ["terminated"]
        wait_until(lambda: has_exited(control))


def test_orphans_of_a_killed_control_process_are_ended() -> None:
    start_orphan = "import os, subprocess; print(subprocess.Popen(['sleep', '60'], stdout=2).pid, flush=True); "
    with supervising(start_orphan + "lifeline.watch(); time.sleep(60)") as process:
        control, orphan = words(process)[0], words(process)[0]
        os.kill(int(control), signal.SIGKILL)
        words(process)
        second = words(process)[0]
        process.terminate()
        process.communicate(timeout=TEST_TIMEOUT_S)
    assert process.returncode == 130
    for pid in (orphan, second):
        wait_until(lambda pid=pid: has_exited(int(pid)))


def test_only_play_is_supervised_and_not_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(LIFELINE_VARIABLE, raising=False)
    assert should_supervise(["play", "--null"])
    assert not should_supervise(["render", "play"])
    assert not should_supervise([])
    assert take_lifeline() is None
    monkeypatch.setenv(LIFELINE_VARIABLE, "0:vamen-1")
    assert not should_supervise(["play"])
    lifeline = take_lifeline()
    assert lifeline is not None
    assert (lifeline.descriptor, lifeline.segment, LIFELINE_VARIABLE in os.environ) == (0, "vamen-1", False)


def test_the_supervisor_imports_no_large_library() -> None:
    code = "import sys, engine.commands.cli; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not set(done.stdout.split()) & {"numpy", "multiprocessing", "cyclopts", "onnxruntime", "sounddevice"}
