"""The tiny model as a file, and renders of it."""

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
