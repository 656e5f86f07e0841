import gc
import os
import subprocess
import sys
from types import ModuleType

import pytest

import engine.realtime.launch
from engine.errors import VamenError
from engine.realtime.launch import AdoptedProcess, adopt
from engine.realtime.outputs import OutputChoice
from engine.realtime.shared_memory import FAILED, SharedState

pytestmark = pytest.mark.skipif(os.name != "posix", reason="players are adopted on POSIX only")


@pytest.mark.parametrize("way", ["as Linux tells", "by asking"])
def test_a_player_of_somebody_else_is_watched_waited_for_and_ended(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if way == "by asking":
        monkeypatch.delattr(os, "pidfd_open", raising=False)
    other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    player = adopt(other.pid)
    assert isinstance(player, AdoptedProcess)
    player.join(0.05)
    assert (player.pid, player.exitcode) == (other.pid, None)
    player.kill()
    if way == "by asking":
        other.wait()  # where nothing can be waited for, orphans are collected by the system
    player.join()
    assert player.exitcode is not None
    player.kill()
    player.close()
    other.wait()
    assert adopt(other.pid) is None


def test_a_player_that_ended_and_was_not_collected_is_not_adopted() -> None:
    if not hasattr(os, "pidfd_open"):
        pytest.skip("only Linux can tell these apart")
    with subprocess.Popen([sys.executable, "-c", ""]) as other:
        os.waitid(os.P_PID, other.pid, os.WEXITED | os.WNOWAIT)
        assert adopt(other.pid) is None


def test_a_player_that_cannot_be_loaded_says_why_through_the_segment(monkeypatch: pytest.MonkeyPatch) -> None:
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
