"""The supervisor keeps up a set that has begun, forwards signals, and leaves no process behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest

from engine.realtime.lifeline import BEAT_INTERVAL_S, LIFELINE_VARIABLE, keep_settings, kept_settings, take_lifeline
from engine.realtime.stall_detector import STALL_TIMEOUT_S
from engine.realtime.supervisor import MAX_STARTS, should_supervise
from tests.engine.waiting import TEST_TIMEOUT_S, has_exited, wait_until

ROOT = Path(__file__).parents[3]
SUPERVISOR = "import sys; from engine.realtime.supervisor import supervise; sys.exit(supervise(sys.argv[1:]))"
CONTROL = """
import os, signal, sys, time
from engine.realtime.lifeline import take_lifeline
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
lifeline.begin_beats()
ready = [signal.getsignal(number) is signal.SIG_IGN for number in (signal.SIGINT, signal.SIGHUP)]
print(*ready, flush=True)
while True:
    time.sleep(0.05)  # short, because a signal just before it is handled after it
"""
pytestmark = pytest.mark.skipif(os.name != "posix", reason="supervision needs POSIX")


@contextmanager
def supervising(body: str, supervisor: str = SUPERVISOR) -> Iterator[subprocess.Popen[str]]:
    """Run a supervisor within the context, which kills it and its processes when a test fails."""
    with subprocess.Popen(
        [sys.executable, "-c", supervisor, sys.executable, "-c", CONTROL.format(body=body)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            yield process
        except BaseException:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            raise


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


def test_the_supervisor_gives_up_when_the_set_does_not_begin() -> None:
    with supervising("os.kill(os.getpid(), signal.SIGKILL)") as process:
        output, errors = process.communicate(timeout=TEST_TIMEOUT_S)
    assert (process.returncode, len(output.splitlines())) == (1, MAX_STARTS)
    end = f"vamen: the control process was killed by SIGKILL in each of {MAX_STARTS} starts; try `vamen doctor`"
    assert errors.splitlines()[-1] == end


def test_a_control_process_that_cannot_be_started_is_said() -> None:
    words = [sys.executable, "-c", SUPERVISOR, "/no/such/program"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith("vamen: the control process could not be started (") and done.stderr.count("\n") == 1


def test_a_set_that_has_begun_goes_on_whatever_its_control_processes_do() -> None:
    with supervising("lifeline.begin_beats() if not lifeline.inherited else None; sys.exit(8)") as process:
        pids = [words(process)[0] for _ in range(5)]
        assert len(set(pids)) == 5
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=TEST_TIMEOUT_S)
    # at growing intervals: 0.1, 0.2, 0.4 and 0.8 s
    ended = "the control process ended with exit code 8 and is started again"
    assert errors.splitlines()[:4] == [f"{ended}; what plays goes on"] * 4


@pytest.mark.skipif(not hasattr(os, "waitid"), reason="this system has no waitid: run this on Linux")
def test_what_a_control_process_says_before_it_exits_is_read_after_it() -> None:
    late = f"""
import os, select
wait = select.select
def late(*arguments):
    found = wait(*arguments)
    if not found[0]:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)  # until a process has exited
    return found
select.select = late
{SUPERVISOR}
"""
    says = f"time.sleep({2 * BEAT_INTERVAL_S}); lifeline.begin_beats(); sys.exit(0 if lifeline.inherited else 8)"
    with supervising(says, late) as process:
        _, errors = process.communicate(timeout=TEST_TIMEOUT_S)
    assert process.returncode == 0
    assert errors == "the control process ended with exit code 8 and is started again; what plays goes on\n"


def test_a_control_process_that_is_stopped_is_replaced() -> None:
    with supervising(WAITS) as process:
        first = int(words(process)[0])
        words(process)
        began = time.monotonic()
        os.kill(first, signal.SIGSTOP)
        assert words(process)[0] != str(first)
        assert time.monotonic() - began > STALL_TIMEOUT_S / 2
        process.terminate()
        _, errors = process.communicate(timeout=TEST_TIMEOUT_S)
    assert errors == (
        f"the control process did not respond for {STALL_TIMEOUT_S:g} s and is started again; what plays goes on\n"
    )


def test_a_control_process_that_announces_its_end_may_take_longer() -> None:
    ends = f"lifeline.begin_beats(); lifeline.announce_end(); time.sleep({STALL_TIMEOUT_S * 2}); sys.exit(0)"
    with supervising(ends) as process:
        try:
            output, errors = process.communicate(timeout=TEST_TIMEOUT_S)
        finally:
            process.kill()
    assert (process.returncode, len(output.splitlines()), errors) == (0, 1, "")


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
    with ExitStack() as stack:
        before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
        try:
            process = stack.enter_context(supervising(WAITS))
        finally:
            signal.signal(signal.SIGHUP, before)
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
        wait_until(lambda: has_exited(control))


def test_orphans_of_a_killed_control_process_are_ended() -> None:
    start_orphan = "import os, subprocess; print(subprocess.Popen(['sleep', '60'], stdout=2).pid, flush=True); "
    with supervising("lifeline.begin_beats(); " + start_orphan + "lifeline.watch(); time.sleep(60)") as process:
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
    assert not should_supervise(["play", "--help"])
    monkeypatch.setenv(LIFELINE_VARIABLE, "0:1:vamen-1:")
    assert not should_supervise(["play"])
    lifeline = take_lifeline()
    assert lifeline is not None
    assert (lifeline.descriptor, lifeline.beats, lifeline.segment, lifeline.inherited) == (0, 1, "vamen-1", False)
    assert LIFELINE_VARIABLE not in os.environ


def test_the_settings_of_a_set_are_kept_for_its_later_control_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, beats = os.pipe()
    settings = [["vamen.toml", {"play": {"midi": ["a:b", "c"], "tempo": 174}}]]
    monkeypatch.setenv(LIFELINE_VARIABLE, f"0:{beats}:vamen-1:")
    assert kept_settings() is None
    keep_settings(settings)
    line = os.read(reading, 4096).decode()
    monkeypatch.setenv(LIFELINE_VARIABLE, f"0:{beats}:vamen-1:{line.strip()}")
    assert kept_settings() == settings
    for descriptor in (reading, beats):
        os.close(descriptor)


def test_the_supervisor_imports_no_large_library() -> None:
    code = "import sys, engine.commands.cli; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not set(done.stdout.split()) & {"numpy", "multiprocessing", "cyclopts", "onnxruntime", "sounddevice"}


def test_a_child_with_a_process_group_of_its_own_is_left_alone() -> None:
    start_browser = (
        "import subprocess, time; print(subprocess.Popen(['sleep', '60'], stdout=2, start_new_session=True).pid); "
    )
    with supervising(start_browser + "sys.exit(0)") as process:
        words(process)
        browser = int(words(process)[0])
        process.communicate(timeout=TEST_TIMEOUT_S)
    assert process.returncode == 0
    assert not has_exited(browser)
    os.kill(browser, signal.SIGKILL)
