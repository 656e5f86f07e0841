"""What runs a model is what was asked for, and a file that cannot run is refused in a sentence."""

from pathlib import Path
from typing import Any

import onnxruntime
import pytest

from engine.errors import BadInput, ModelMismatch, NoDevice
from engine.model.model_file import Model
from engine.model.runtime import PROVIDERS, open_session
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


class Full:
    """A session on a GPU that has no room left when it is to work."""

    def __init__(self, session: onnxruntime.InferenceSession) -> None:
        self._session = session

    def __getattr__(self, name: str) -> Any:
        return getattr(self._session, name)

    def get_providers(self) -> list[str]:
        return list(PROVIDERS.values())[::-1]

    def io_binding(self) -> None:
        raise RuntimeError("CUDA failure 2: out of memory\nat line 1")


class Gpu:
    """onnxruntime where CUDA is said to be there."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error, self.create = error, onnxruntime.InferenceSession

    def __call__(self, content: bytes, options: object, providers: list[Any], **rest: Any) -> object:
        if providers[0][0] == PROVIDERS["cpu"]:
            return self.create(content, options, providers=providers, **rest)
        if self.error:
            raise self.error
        return Full(self.create(content, providers=[PROVIDERS["cpu"]]))


@pytest.mark.parametrize("fault", [None, RuntimeError("libcublas.so.12: no such file")], ids=["no room", "no library"])
def test_auto_plays_on_the_cpu_whenever_the_gpu_fails(
    path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], fault: Exception | None
) -> None:
    monkeypatch.setattr(onnxruntime, "get_available_providers", lambda: list(PROVIDERS.values()))
    monkeypatch.setattr(onnxruntime, "InferenceSession", Gpu(fault))
    model = Model.load(path)
    assert model.provider == "cpu"
    assert model.decode([0.0] * 16, 0).max() > 0.3
    with pytest.raises(
        NoDevice, match="cuda provider" if fault else r"cannot run on the GPU \(CUDA failure 2"
    ) as refusal:
        Model.load(path, provider="cuda")
    assert "\n" not in str(refusal.value)
    assert capfd.readouterr() == ("", "")


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
