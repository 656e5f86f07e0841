"""What is asked of the system is had where it is permitted, and its refusal is no error."""

import os
import struct
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from engine.commands import doctor
from engine.realtime.realtime_priority import can_set_realtime_priority, hold_cpu_awake, may_wake, set_realtime_priority

REFUSED = """
import os, resource, sys
from engine.urgency import hurry, may_hurry
resource.setrlimit(resource.RLIMIT_RTPRIO, (0, 0))
os.setuid(65534)
sys.exit(hurry() or may_hurry())
"""

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux has to be asked for priority")


def test_processors_are_told_to_wake_up_at_once_while_the_context_lasts(tmp_path: Path) -> None:
    device = tmp_path / "latency"
    device.touch()
    with hold_cpu_awake(device=device) as awake:
        assert awake
        assert struct.unpack("i", device.read_bytes()) == (0,)


@pytest.mark.parametrize("place", ["nowhere", "."])
def test_a_system_that_does_not_permit_it_goes_on_as_it_is(tmp_path: Path, place: str) -> None:
    device = tmp_path / place  # a folder opens for nobody, root included
    with hold_cpu_awake(device=device) as awake:
        assert not awake


def test_who_does_not_want_it_has_nothing_opened(tmp_path: Path) -> None:
    device = tmp_path / "latency"
    device.touch()
    with hold_cpu_awake(False, device) as awake:
        assert not awake
    assert device.read_bytes() == b""
    assert may_wake(device)
    assert not may_wake(tmp_path / "nowhere")


@linux
def test_a_thread_that_may_has_real_time_priority_and_no_other_thread_has() -> None:
    if not can_set_realtime_priority():
        pytest.skip("this user may not have real-time priority: ulimit -r")
    policies = []

    def run() -> None:
        if set_realtime_priority():
            policies.append(os.sched_getscheduler(0))
            assert set_realtime_priority()  # it has it already

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert set(policies) <= {os.SCHED_FIFO}  # none in a container that has none to give
    assert os.sched_getscheduler(0) == os.SCHED_OTHER


@linux
def test_a_user_without_the_right_plays_without_priority() -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can become a user without rights; run the tests as root to see this one")
    assert subprocess.run([sys.executable, "-c", REFUSED], timeout=30).returncode == 0


@linux
def test_the_doctor_says_what_is_lacking_and_how_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(doctor, "may_hurry", lambda: False)
    monkeypatch.setattr(doctor, "may_wake", lambda: False)
    monkeypatch.setattr(doctor, "DOZE", tmp_path)
    [finding] = doctor.realtime_rights()
    assert finding.state == "note"
    assert "rtprio" in finding.text and "udev" in finding.text
    monkeypatch.setattr(doctor, "may_hurry", lambda: True)
    monkeypatch.setattr(doctor, "may_wake", lambda: True)
    [finding] = doctor.realtime_rights()
    assert finding.state == "ok"


@linux
def test_a_thread_that_is_no_more_is_not_hurried_and_is_no_error() -> None:
    assert not set_realtime_priority(thread=2**31 - 1)  # beyond all numbers that Linux gives
