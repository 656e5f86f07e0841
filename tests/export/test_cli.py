"""Output of `vamen export` and `vamen check`."""

import json
from pathlib import Path

import pytest

from engine.model.model_file import Model
from export.cli import check, export
from training.dataset.descriptors import DESCRIPTOR_NAMES


def test_the_commands_print_the_next_command(run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "new" / "mine.onnx"
    export(run, path, name="My breaks")
    said = capsys.readouterr().out
    assert f"wrote {path}" in said and f"vamen check {path}" in said
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
