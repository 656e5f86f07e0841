"""The benchmark of `vamen play` measures a real process; its figures have no limits here."""

import os
import sys
import time
from pathlib import Path

import pytest

from engine.commands.bench import bench
from engine.commands.bench.live_instrument import live, print_live, process_tree
from engine.errors import VamenError
from tests.tiny_model import tiny_model

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has /proc")


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start the command in the checkout, wherever the tests run."""
    monkeypatch.chdir(Path(__file__).parents[4])


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_model(tmp_path_factory.mktemp("model") / "tiny.onnx")


@LINUX
def test_start_memory_and_cpu_are_measured_and_all_processes_end(
    model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = live(model, starts=2, idle=0.5)
    assert 0 < report["cold_start_s"]["p50"] <= report["cold_start_s"]["worst"]
    assert report["processes"] >= 2
    assert 50 < report["own_mb"] <= report["memory_mb"] < 2000
    assert 0 < report["processor"] < 2
    print_live(report)
    assert "first sound after" in capsys.readouterr().out
    deadline = time.monotonic() + 5
    while len(process_tree(os.getpid())) > 2 and time.monotonic() < deadline:  # the resource tracker may remain
        time.sleep(0.05)
    assert len(process_tree(os.getpid())) <= 2


def test_a_play_that_fails_is_refused(tmp_path: Path) -> None:
    with pytest.raises(VamenError, match="ended with exit code"):
        bench("live", model=tmp_path / "missing.onnx")
