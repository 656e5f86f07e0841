"""Real-time priority and wakeful processors where they are permitted; without the permission, no error."""

import os
import struct
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from engine.commands import doctor
from engine.realtime.realtime_priority import (
    can_hold_cpu_awake,
    can_set_realtime_priority,
    hold_cpu_awake,
    set_realtime_priority,
)

WITHOUT_PERMISSION = """
import os, resource, sys
from engine.realtime.realtime_priority import can_set_realtime_priority, set_realtime_priority
resource.setrlimit(resource.RLIMIT_RTPRIO, (0, 0))
os.setuid(65534)
sys.exit(set_realtime_priority() or can_set_realtime_priority())
"""

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the permission exists on Linux only")


def test_the_wake_up_limit_of_processors_is_zero_inside_the_context(tmp_path: Path) -> None:
    device = tmp_path / "latency"
    device.touch()
    with hold_cpu_awake(device=device) as awake:
        assert awake
        assert struct.unpack("i", device.read_bytes()) == (0,)


@pytest.mark.parametrize("name", ["nowhere", "."])
def test_without_permission_the_context_does_nothing(tmp_path: Path, name: str) -> None:
    device = tmp_path / name  # a folder cannot be opened, even by root
    with hold_cpu_awake(device=device) as awake:
        assert not awake


def test_when_disabled_the_device_is_not_opened(tmp_path: Path) -> None:
    device = tmp_path / "latency"
    device.touch()
    with hold_cpu_awake(False, device) as awake:
        assert not awake
    assert device.read_bytes() == b""
    assert can_hold_cpu_awake(device)
    assert not can_hold_cpu_awake(tmp_path / "nowhere")


@linux
def test_only_the_calling_thread_gets_real_time_priority() -> None:
    if not can_set_realtime_priority():
        pytest.skip("this user may not have real-time priority: ulimit -r")
    policies = []

    def run() -> None:
        if set_realtime_priority():
            policies.append(os.sched_getscheduler(0))
            assert set_realtime_priority()  # already set

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert set(policies) <= {os.SCHED_FIFO}  # empty in a container without real-time priorities
    assert os.sched_getscheduler(0) == os.SCHED_OTHER


@linux
def test_a_user_without_permission_gets_no_priority() -> None:
    if os.geteuid() != 0:
        pytest.skip("needs root, which can become a user without permissions")
    assert subprocess.run([sys.executable, "-c", WITHOUT_PERMISSION], timeout=30).returncode == 0


@linux
def test_the_doctor_says_which_permission_is_missing_and_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(doctor, "can_set_realtime_priority", lambda: False)
    monkeypatch.setattr(doctor, "can_hold_cpu_awake", lambda: False)
    monkeypatch.setattr(doctor, "CPU_DMA_LATENCY", tmp_path)
    [finding] = doctor.realtime_rights()
    assert finding.state == "note"
    assert "rtprio" in finding.text and "udev" in finding.text
    monkeypatch.setattr(doctor, "can_set_realtime_priority", lambda: True)
    monkeypatch.setattr(doctor, "can_hold_cpu_awake", lambda: True)
    [finding] = doctor.realtime_rights()
    assert finding.state == "ok"


@linux
def test_setting_the_priority_of_an_ended_thread_is_no_error() -> None:
    assert not set_realtime_priority(thread=2**31 - 1)  # larger than any id that Linux assigns
