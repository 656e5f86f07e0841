"""The tiny model as a file, another one beside it, and renders."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import soundfile

from engine.arrays import Floats
from osc_bridge.commands.render import render


@pytest.fixture
def model(tmp_path: Path) -> Path:
    tiny = pytest.importorskip("tests.tiny_model", reason="onnx is missing: make train-environment")
    path: Path = tiny.tiny_model(tmp_path / "tiny.onnx")
    return path


@pytest.fixture
def audio(tmp_path: Path, model: Path) -> Callable[..., Floats]:
    """Render, and return the samples (n, 2) of the file."""

    def rendered(**options: Any) -> Floats:
        render(tmp_path / "out.wav", model=model, quality="live", **options)
        samples: Floats = soundfile.read(tmp_path / "out.wav", dtype="float32")[0]
        return samples

    return rendered


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A model, and another one in a folder of models."""
    tiny = pytest.importorskip("tests.tiny_model", reason="onnx is missing: make train-environment")
    folder = tmp_path_factory.mktemp("models")
    given = tiny.tiny_model(tmp_path_factory.mktemp("given") / "tiny.onnx")
    return given, tiny.tiny_model(folder / "other.onnx", text=json.dumps(tiny.card(name="the other")))
