"""What runs a model is what was asked for, and a file that cannot run is refused in a sentence."""

from pathlib import Path

import pytest

from engine.errors import BadInput, ModelMismatch, NoDevice
from engine.model import Model
from engine.runtime import open_session
from tests.tiny_model import tiny_model


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_model(tmp_path_factory.mktemp("model") / "tiny.onnx")


def test_what_runs_is_what_is_said(path: Path) -> None:
    session, running = open_session(path, "cpu", 1)
    assert running == "cpu"
    assert session.get_providers() == ["CPUExecutionProvider"]
    session, running = open_session(path, "auto", 1)
    assert session.get_providers()[0].lower().startswith(running)


def test_a_provider_that_was_asked_for_and_does_not_run_is_an_error(path: Path) -> None:
    with pytest.raises(NoDevice, match="there is no provider"):
        Model.load(path, provider="abacus")
    if Model.load(path).provider == "cuda":
        assert Model.load(path, provider="cuda").provider == "cuda"
    else:
        with pytest.raises(NoDevice, match="the cuda provider was asked for and does not run the whole model"):
            Model.load(path, provider="cuda")


def test_a_file_that_is_no_model_is_no_fault_of_cuda(tmp_path: Path) -> None:
    other = tmp_path / "other.onnx"
    other.write_bytes(b"hello")
    for provider in ("auto", "cuda"):
        with pytest.raises(ModelMismatch, match="not a playable ONNX file"):
            Model.load(other, provider=provider)


def test_the_cpu_is_always_there() -> None:
    import onnxruntime

    assert "CPUExecutionProvider" in onnxruntime.get_available_providers()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"none\.onnx"):
        Model.load(tmp_path / "none.onnx")
    with pytest.raises(BadInput):
        Model.load(tmp_path)


@pytest.mark.parametrize("content", [b"", b"hello", b"\x08\x09", b"\0" * 1000], ids=["empty", "text", "stub", "zeros"])
def test_a_file_that_is_no_onnx_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.onnx"
    path.write_bytes(content)
    with pytest.raises(ModelMismatch, match="not a playable ONNX file"):
        Model.load(path)


def test_a_damaged_model_is_refused(tmp_path: Path, path: Path) -> None:
    content = path.read_bytes()
    half = tmp_path / "half.onnx"
    half.write_bytes(content[: len(content) // 2])
    with pytest.raises(ModelMismatch):
        Model.load(half)


def test_a_huge_file_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.onnx"
    with path.open("wb") as file:
        file.truncate(65 * 2**20)  # sparse
    with pytest.raises(ModelMismatch, match="65 MB"):
        Model.load(path)
