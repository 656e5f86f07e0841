import re
import shutil
import subprocess
from pathlib import Path

import pytest

from .drivers import CORE, built, linux, require

NO_FILTER = 77 << 8  # exit status if the kernel refuses to filter system calls
SUMMARY = re.compile(r"blocks (\d+) loud (\d+) status (\d+)")

pytestmark = linux


def calls_of(program: Path, *arguments: str) -> tuple[list[str], int, int]:
    """The calls made inside the callback, and the number of blocks played, and of those with sound."""
    done = subprocess.run([program, *arguments], capture_output=True, text=True, check=True, timeout=300)
    *calls, last = done.stdout.splitlines()
    summary = SUMMARY.fullmatch(last)
    assert summary, done.stdout
    blocks, loud, status = map(int, summary.groups())
    if status == NO_FILTER:
        pytest.skip(
            "this kernel has no seccomp filters to count system calls with; use one built with CONFIG_SECCOMP_FILTER"
        )
    assert status == 0, f"the player ended with status {status}"
    return calls, blocks, loud


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    require("g++")
    return built("calls", tmp_path_factory.mktemp("calls"), "g++", "-O3")


@pytest.mark.slow
def test_a_million_callbacks_make_no_allocation_lock_or_system_call(program: Path) -> None:
    calls, blocks, loud = calls_of(program, "1000000")
    assert calls == []
    assert blocks == 1_000_000
    assert loud > 0.9 * blocks, "the set was not busy"


def test_allocations_locks_futexes_sockets_and_files_in_the_callback_are_detected(program: Path) -> None:
    calls, blocks, _ = calls_of(program, "100", "all")
    assert blocks == 100
    assert {"malloc 100", "free 100", "pthread_mutex_lock 100"} < set(calls)
    assert sum(call.startswith("system call") for call in calls) == 3


def test_an_allocation_in_the_player_is_detected(tmp_path: Path) -> None:
    require("g++")
    core = shutil.copytree(CORE, tmp_path / "core")
    player = core / "player.cpp"
    honest = player.read_text("utf-8")
    broken = honest.replace(
        "const double began = seconds();",
        "const double began = seconds(); static int* volatile some; some = new int; delete some;",
    )
    assert broken != honest
    player.write_text(broken, "utf-8")
    calls, _, _ = calls_of(built("calls", tmp_path, "g++", "-O1", core=core), "100")
    assert calls == ["malloc 100", "free 100"]
