"""A supervisor starts its control process again when it is killed, says what it is told, and leaves nobody behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from engine.realtime.supervisor import MAX_RESTARTS, VARIABLE, lifeline, should_supervise
from tests.engine.waiting import PATIENCE, ended, until

ROOT = Path(__file__).parents[3]
SUPERVISOR = "import sys; from engine.realtime.supervisor import supervise; sys.exit(supervise(sys.argv[1:]))"
CONTROL = """
import os, signal, sys, time
from engine.supervisor import lifeline
thread = lifeline()
print(os.getpid(), thread.segment, flush=True)
{body}
"""
WAITS = """
def told(number, frame):
    print("told", flush=True)
    sys.exit(7)
signal.signal(signal.SIGTERM, told)
thread.watch()
ready = [signal.getsignal(number) is signal.SIG_IGN for number in (signal.SIGINT, signal.SIGHUP)]
print(*ready, flush=True)
while True:
    time.sleep(0.05)  # a signal between the check and a long sleep would wait for its end
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
    """The next line of its control process."""
    assert process.stdout
    return process.stdout.readline().split()


@pytest.mark.parametrize("code", [0, 1, 8])
def test_a_control_process_that_ends_by_itself_is_the_end(code: int) -> None:
    with supervising(f"sys.exit({code})") as process:
        output, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == code
    assert (len(output.splitlines()), errors) == (1, "")


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV])
def test_one_that_is_killed_is_started_again_on_the_same_memory(number: signal.Signals) -> None:
    with supervising(WAITS) as process:
        first, segment = words(process)
        assert words(process) == ["True", "True"]
        os.kill(int(first), number)
        second, same = words(process)
        assert (second != first, same) == (True, segment)
        assert words(process) == ["True", "True"]
        process.terminate()
        _, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 7
    assert errors == f"the control process was killed by {number.name} and is started again; what plays goes on\n"


def test_one_that_dies_at_once_again_and_again_is_given_up() -> None:
    with supervising("os.kill(os.getpid(), signal.SIGKILL)") as process:
        output, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert len(output.splitlines()) == MAX_RESTARTS
    assert errors.splitlines()[-1].startswith("vamen: the control process was killed by SIGKILL 5 times within")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("group", [True, False], ids=["to all of a terminal", "to it alone"])
def test_whoever_tells_it_to_end_the_control_process_is_told_once(number: signal.Signals, group: bool) -> None:
    with supervising(WAITS) as process:
        words(process)
        words(process)
        if group and number is not signal.SIGTERM:
            os.killpg(process.pid, number)
        else:
            os.kill(process.pid, number)
        output, errors = process.communicate(timeout=PATIENCE)
    assert (process.returncode, output, errors) == (7, "told\n", "")


def test_a_hang_up_is_ignored_where_it_was_ignored_before() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # nohup
    try:
        process = supervising(WAITS)
    finally:
        signal.signal(signal.SIGHUP, before)
    with process:
        words(process)
        words(process)
        os.kill(process.pid, signal.SIGHUP)
        os.kill(process.pid, signal.SIGTERM)
        assert process.wait(PATIENCE) == 7


def test_when_the_supervisor_is_killed_the_control_process_is_told() -> None:
    with supervising(WAITS) as process:
        control = int(words(process)[0])
        words(process)
        process.kill()
        assert words(process) == ["told"]
        until(lambda: ended(control))


def test_orphans_of_a_killed_control_process_do_not_outlive_the_end() -> None:
    lasting = (
        "import os, subprocess; print(subprocess.Popen(['sleep', '60'], stdout=2).pid, flush=True); thread.watch(); "
    )
    with supervising(lasting + "time.sleep(60)") as process:
        control, orphan = words(process)[0], words(process)[0]
        os.kill(int(control), signal.SIGKILL)
        words(process)
        second = words(process)[0]
        process.terminate()
        process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    for pid in (orphan, second):
        until(lambda pid=pid: ended(int(pid)))


def test_only_play_is_supervised_and_only_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    assert should_supervise(["play", "--null"])
    assert not should_supervise(["render", "play"])
    assert not should_supervise([])
    assert lifeline() is None
    monkeypatch.setenv(VARIABLE, "0:vamen-1")
    assert not should_supervise(["play"])
    thread = lifeline()
    assert thread is not None
    assert (thread.descriptor, thread.segment, VARIABLE in os.environ) == (0, "vamen-1", False)


def test_it_imports_next_to_nothing() -> None:
    code = "import sys, engine.cli; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not set(done.stdout.split()) & {"numpy", "multiprocessing", "cyclopts", "onnxruntime", "sounddevice"}
