"""Output of `vamen export` and `vamen check`."""

import json
import shutil
from pathlib import Path

import pytest

from engine.model.model_file import Model
from export.cli import check, export
from training.dataset.descriptors import DESCRIPTOR_NAMES
from training.loop import checkpoint
from training.loop.run_folder import RunFolder


def test_the_commands_print_the_next_command(run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "new" / "mine.onnx"
    export(run, path, name="My breaks")
    said = capsys.readouterr().out
    assert f"wrote {path}" in said and f"vamen check {path}" in said and "stopped" not in said
    check(path)
    said = capsys.readouterr().out
    assert "My breaks: made by vamen" in said
    assert f"digest {Model.load(path).digest[:12]}: nothing has changed since the export" in said
    assert f"knobs: {', '.join(DESCRIPTOR_NAMES)}, free 1" in said
    check(path, json=True)
    verdict = json.loads(capsys.readouterr().out)
    assert verdict["sources"] == 1
    assert len(verdict["digest"]) == 64
    assert len(verdict["knobs"]) == 16


def test_a_run_that_was_stopped_in_its_last_stage_is_exported_with_a_remark(
    run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(run, tmp_path / "run")
    stopped = RunFolder(tmp_path / "run")
    newest = stopped.newest()
    assert newest is not None
    tensors, state = checkpoint.load_checkpoint(newest)
    newest.unlink()
    stopped.save("sampler", 1, tensors, state | {"step": 1})
    export(stopped.folder, tmp_path / "model.onnx")
    planned = stopped.config().plan["sampler"]
    said = capsys.readouterr().out.splitlines()
    assert f"the run was stopped at step 1 of {planned} of stage sampler, its last one; for a better model" in said[-2]
