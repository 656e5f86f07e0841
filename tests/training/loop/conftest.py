"""A tiny dataset, and trainings without the previews that take longest."""

from pathlib import Path

import pytest

from tests.training.tiny_run import NO_PREVIEW, tiny_dataset
from training.loop import train as training


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_dataset(tmp_path_factory.mktemp("train") / "data")


@pytest.fixture
def no_previews(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "write_preview", lambda *_: NO_PREVIEW)  # slow, and tested in test_previews.py
