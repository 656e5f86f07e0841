"""Adopting a player of another control process, and starting one without the compiled core."""

import gc
import os
import subprocess
import sys
from types import ModuleType

import pytest

import engine.realtime.launch
from engine.errors import VamenError
from engine.realtime.launch import AdoptedProcess, adopt_player
from engine.realtime.outputs import OutputChoice
from engine.realtime.shared_memory import FAILED, SharedState

pytestmark = pytest.mark.skipif(os.name != "posix", reason="players are adopted on POSIX only")


@pytest.mark.parametrize("method", ["pidfd", "polling"])
def test_an_adopted_player_can_be_polled_joined_and_killed(method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if method == "polling":
        monkeypatch.delattr(os, "pidfd_open", raising=False)
    other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    player = adopt_player(other.pid)
    assert isinstance(player, AdoptedProcess)
    player.join(0.05)
    assert (player.pid, player.exitcode) == (other.pid, None)
    player.kill()
    if method == "polling":
        other.wait()  # polling is used where the system reaps orphans
    player.join()
    assert player.exitcode is not None
    player.kill()
    player.close()
    other.wait()
    assert adopt_player(other.pid) is None


def test_a_zombie_is_not_adopted() -> None:
    if not hasattr(os, "pidfd_open"):
        pytest.skip("needs pidfd_open")
    with subprocess.Popen([sys.executable, "-c", ""]) as other:
        os.waitid(os.P_PID, other.pid, os.WEXITED | os.WNOWAIT)
        assert adopt_player(other.pid) is None


def test_a_player_without_the_compiled_core_reports_it_through_the_segment(monkeypatch: pytest.MonkeyPatch) -> None:
    class Missing(ModuleType):
        def __getattr__(self, name: str) -> None:
            raise VamenError("the compiled core is missing")

    monkeypatch.setitem(sys.modules, "engine.realtime.player_process", Missing("engine.realtime.player_process"))
    shared = SharedState.create()
    try:
        engine.realtime.launch._play(shared.segment, OutputChoice(null=True), None)
        assert (shared.state, shared.note) == (FAILED, "the compiled core is missing")
    finally:
        gc.collect()
        shared.close()
        shared.unlink()
