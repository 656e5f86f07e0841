"""The scripts of docs/train.md run in miniature: a training set in shares, joined, and a model by two processes."""

import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.training import drum_loops
from training.dataset.dataset_folder import open_dataset
from training.loop.run_folder import RunFolder

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "train.md").read_text("utf-8")
SCRIPTS = re.findall(r"^```sh\n(#!/bin/sh\n.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
# every Python of the test trains tiny nets without previews
TINY_NETS = """
import sys
if "train" in sys.argv:
    from tests.training.tiny_run import NO_PREVIEW, TINY
    from training.loop import train
    train.TrainingConfig, train.write_preview = lambda: TINY, lambda *_: NO_PREVIEW
"""


def script_with(*words: str) -> str:
    """Return the one script of the page that has all of these words."""
    [found] = [script for script in SCRIPTS if all(word in script for word in words)]
    return found


@pytest.fixture
def cluster(tmp_path: Path) -> Path:
    """A folder for PATH with the commands of the scripts; those of SLURM run what they are given here."""
    folder = tmp_path / "bin"
    folder.mkdir()
    commands = {
        "srun": 'shift; exec "$@"',  # behind its option
        "scontrol": "echo 127.0.0.1",
        "torchrun": f'exec {sys.executable} -m torch.distributed.run "$@"',
        "vamen": f'exec {sys.executable} -m engine "$@"',
    }
    for name, line in commands.items():
        (folder / name).write_text(f"#!/bin/sh\n{line}\n")
        (folder / name).chmod(stat.S_IRWXU)
    (folder / "sitecustomize.py").write_text(TINY_NETS)
    return folder


def run(script: str, cluster: Path, **variables: str) -> None:
    environment = os.environ | {
        "PATH": f"{cluster}:{os.environ['PATH']}",
        "PYTHONPATH": f"{cluster}:{ROOT}",
        "OMP_NUM_THREADS": "1",
        "GLOO_SOCKET_IFNAME": "lo",
    }
    done = subprocess.run(
        ["sh", "-eu"], input=script, env=environment | variables, capture_output=True, text=True, timeout=250
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_the_scripts_for_a_cluster_make_a_training_set_and_train_a_model(tmp_path: Path, cluster: Path) -> None:
    drum_loops.write_folder(tmp_path / "breaks", 2, np.random.default_rng(0))
    data, out = tmp_path / "data", tmp_path / "run"
    variables = {"BREAKS": str(tmp_path / "breaks"), "DATA": str(data), "COUNT": "16"}
    for task in ("1", "2"):
        array = {"SLURM_ARRAY_TASK_ID": task, "SLURM_ARRAY_TASK_COUNT": "2"}
        run(script_with("--array", "--shard"), cluster, **variables, **array)
    assert not data.exists()
    run(script_with("--join"), cluster, **variables)
    assert len(open_dataset(data).images) == 16
    job = {"SLURM_JOB_NODELIST": "here", "SLURM_NNODES": "1", "SLURM_JOB_ID": "7", "SLURM_CPUS_PER_TASK": "1"}
    sizes = {"DATA": str(data), "RUN": str(out), "PROCESSES": "2", "BATCH": "4", "STEPS": "4"}
    run(script_with("torchrun", "srun"), cluster, **job, **sizes)
    assert RunFolder(out).config().hparams.step_batch == 4
    assert (out / "run.html").is_file()


@pytest.mark.slow
def test_the_commands_of_the_notebook_run(tmp_path: Path, cluster: Path) -> None:
    """In miniature: few loops and steps instead of thousands and minutes; what a notebook installs is there already."""
    drum_loops.write_folder(tmp_path / "breaks", 2, np.random.default_rng(0))
    cells = json.loads((ROOT / "docs" / "train.ipynb").read_text("utf-8"))["cells"]
    lines = [line.strip() for cell in cells if cell["cell_type"] == "code" for line in cell["source"]]
    commands = [line.removeprefix("!") for line in lines if line.startswith("!vamen")]
    assert [command.split()[1] for command in commands] == ["dataset", "train", "export", "check"]
    for command in commands:
        small = re.sub(r"--count \d+", "--count 40", re.sub(r"--minutes \d+", "--steps 2 --device cpu", command))
        run(f"cd {tmp_path}\n{small}\n", cluster)
    for line in lines:
        if not line.startswith("!"):
            compile(line, "cell", "exec")


def test_every_script_is_one_of_those_that_are_run() -> None:
    assert len(SCRIPTS) == 3
