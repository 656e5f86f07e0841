"""Several processes train one model as a single one does, and any number goes on where another has stopped."""

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from tests.training.tiny_run import tiny_dataset
from training.loop.checkpoint import load_checkpoint
from training.loop.run_folder import RunFolder

ROOT = Path(__file__).parents[3]
STEPS = 50
TOLERANCE = 1e-4  # relative, of losses; sums are added in another order
# `vamen train` of a tiny model: dataset, run, minutes or steps, and optionally the step after which it is interrupted
SCRIPT = f"""
import signal, sys
from dataclasses import replace
from pathlib import Path
from tests.training.tiny_run import NO_PREVIEW, TINY
from training.loop import train as training
from training.loop.progress import ProgressLog

data, out, last = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
training.write_preview = lambda *_: NO_PREVIEW  # slow, and tested elsewhere
step = ProgressLog.step
def count(self, done, loss):
    step(self, done, loss)
    if done == last:
        signal.raise_signal(signal.SIGTERM)
ProgressLog.step = count
hparams = replace(TINY, step_batch=4, loop_batch=6, flow_batch=6)
state = training.train(data, out, steps={STEPS}, seed=3, hparams=hparams, evaluate_every=10, device="cpu", threads=1)
assert state.finished or last
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_dataset(tmp_path_factory.mktemp("processes") / "data", count=49, held_out=9)


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("script") / "train_tiny.py"
    path.write_text(SCRIPT)
    return path


def go(script: Path, data: Path, out: Path, processes: int, interrupt_after: int = 0) -> None:
    """Train on the CPU by so many processes."""
    command = [sys.executable]
    if processes > 1:
        command += ["-m", "torch.distributed.run", "--standalone", f"--nproc-per-node={processes}"]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "GLOO_SOCKET_IFNAME": "lo"}
    done = subprocess.run(
        [*command, script, data, out, str(interrupt_after)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=250,
    )
    assert done.returncode == 0, done.stderr


def logged(out: Path, loss: bool) -> dict[tuple[str, int, str], float]:
    """Return the mean loss of the steps before each evaluation, or its figures, by stage, step and name."""
    with (out / "log.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        (row["stage"], int(row["step"]), name): float(value)
        for row in rows
        for name, value in row.items()
        if name not in ("stage", "step", "seconds") and value and (name == "loss") is loss
    }


def weights(out: Path) -> dict[str, torch.Tensor]:
    newest = RunFolder(out).newest()
    assert newest is not None
    return load_checkpoint(newest)[0]


@pytest.fixture(scope="module")
def alone(script: Path, data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of one process."""
    out = tmp_path_factory.mktemp("alone") / "run"
    go(script, data, out, 1)
    return out


@pytest.mark.slow
def test_two_processes_have_the_losses_of_one(alone: Path, script: Path, data: Path, tmp_path: Path) -> None:
    go(script, data, tmp_path / "run", 2)
    expected, found = logged(alone, loss=True), logged(tmp_path / "run", loss=True)
    assert ("step", STEPS, "loss") in expected and ("sampler", 4, "loss") in expected
    assert found == pytest.approx(expected, rel=TOLERANCE)


@pytest.mark.slow
def test_a_run_of_two_processes_is_finished_by_one(alone: Path, script: Path, data: Path, tmp_path: Path) -> None:
    go(script, data, tmp_path / "run", 2, interrupt_after=24)
    assert [step for _, step, _ in logged(tmp_path / "run", loss=True)] == [10, 20]
    go(script, data, tmp_path / "run", 1)
    assert logged(tmp_path / "run", loss=False) == pytest.approx(
        logged(alone, loss=False), rel=TOLERANCE, abs=TOLERANCE
    )
    assert weights(tmp_path / "run").keys() == weights(alone).keys()
