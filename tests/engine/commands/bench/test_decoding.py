"""Decoding is timed on each provider, and a provider that does not run is reported with its reason."""

import json
from pathlib import Path

import onnxruntime
import pytest

from engine.commands.bench import bench
from engine.commands.bench.decoding import decode, print_decode
from engine.errors import BadInput
from engine.model.runtime import PROVIDERS
from tests.tiny_model import tiny_model


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_model(tmp_path_factory.mktemp("model") / "tiny.onnx")


def test_every_provider_is_timed_or_reported_as_refused(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(onnxruntime, "get_available_providers", lambda: list(PROVIDERS.values()))
    report = decode(path, rounds=3)
    assert (report["model"], report["threads"], set(report["providers"])) == ("tiny", 1, {"cpu", "cuda"})
    cpu, cuda = report["providers"]["cpu"], report["providers"]["cuda"]
    assert cpu["provider"] == "cpu"
    for figures in (*(cpu[f"{row}_ms"] for row in ("loop", "window", "whole")), report["develop_ms"]):
        assert 0 < figures["p50"] <= figures["p99"]
    assert "refused" in cuda or cuda["provider"] == "cuda"
    print_decode(json.loads(json.dumps(report)))
    printed = capsys.readouterr().out
    for text in ("cpu: runs on cpu", "window of 4 sixteenths", "whole image", "cuda: "):
        assert text in printed


def test_the_command_prints_json(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bench("decode", model=path, json=True)
    assert json.loads(capsys.readouterr().out)["decode"]["providers"]["cpu"]["open_s"] > 0


def test_a_missing_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="missing"):
        decode(tmp_path / "missing.onnx")
