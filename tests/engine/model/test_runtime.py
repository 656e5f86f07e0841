"""The session runs on the named provider, and an unusable file or provider is refused in one sentence."""

import os
import sys
from pathlib import Path
from typing import Any

import onnxruntime
import pytest

from engine.errors import BadInput, BadParameter, ModelMismatch, NoDevice
from engine.model import runtime
from engine.model.digest import read_model
from engine.model.model_file import Model
from engine.model.runtime import PROVIDERS, open_session
from engine.model.signature import Task
from engine.model.task_graphs import TaskGraphs
from tests.tiny_model import tiny_model


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_model(tmp_path_factory.mktemp("model") / "tiny.onnx")


def test_the_returned_provider_is_the_one_in_use(path: Path) -> None:
    content = TaskGraphs(read_model(path)).model(Task.DECODE)
    opened = open_session(content, path, "cpu", 1)
    assert opened.provider == "cpu"
    assert opened.session.get_providers() == ["CPUExecutionProvider"]
    opened = open_session(content, path, "auto", 1)
    assert opened.session.get_providers()[0].lower().startswith(opened.provider)


@pytest.mark.parametrize("threads", [0, -1])
def test_a_number_of_threads_below_one_is_refused(path: Path, threads: int) -> None:
    with pytest.raises(BadParameter, match=f"a model cannot run on {threads} CPU threads; choose 1 or more"):
        Model.load(path, provider="cpu", threads=threads)


def test_a_named_provider_that_does_not_run_is_refused(path: Path) -> None:
    with pytest.raises(NoDevice, match="there is no provider"):
        Model.load(path, provider="abacus")
    if Model.load(path).provider == "cuda":
        assert Model.load(path, provider="cuda").provider == "cuda"
    else:
        with pytest.raises(NoDevice, match="the cuda provider does not run the whole model"):
            Model.load(path, provider="cuda")


class OutOfMemorySession:
    """A session on a GPU without free memory."""

    def __init__(self, session: onnxruntime.InferenceSession) -> None:
        self._session = session

    def __getattr__(self, name: str) -> Any:
        return getattr(self._session, name)

    def get_providers(self) -> list[str]:
        return list(PROVIDERS.values())[::-1]

    def io_binding(self) -> None:
        raise RuntimeError("CUDA failure 2: out of memory\nat line 1")


class FakeCuda:
    """Replaces onnxruntime.InferenceSession where CUDA claims to be available."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error, self.create = error, onnxruntime.InferenceSession

    def __call__(self, content: bytes, options: object, providers: list[Any], **rest: Any) -> object:
        if providers[0][0] == PROVIDERS["cpu"]:
            return self.create(content, options, providers=providers, **rest)
        if self.error:
            raise self.error
        return OutOfMemorySession(self.create(content, providers=[PROVIDERS["cpu"]]))


@pytest.mark.parametrize("fault", [None, RuntimeError("libcublas.so.12: no such file")], ids=["no room", "no library"])
def test_auto_falls_back_to_the_cpu_when_the_gpu_fails(
    path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], fault: Exception | None
) -> None:
    monkeypatch.setattr(onnxruntime, "get_available_providers", lambda: list(PROVIDERS.values()))
    monkeypatch.setattr(onnxruntime, "InferenceSession", FakeCuda(fault))
    model = Model.load(path)
    assert model.provider == "cpu"
    assert model.decode_loop([0.0] * 16, 0).levels.max() > 0.3
    with pytest.raises(
        NoDevice, match="cuda provider" if fault else r"cannot run on the GPU \(CUDA failure 2"
    ) as refusal:
        Model.load(path, provider="cuda")
    assert "\n" not in str(refusal.value)
    assert capfd.readouterr() == ("", "")


def test_an_invalid_file_is_not_reported_as_a_fault_of_cuda(tmp_path: Path) -> None:
    other = tmp_path / "other.onnx"
    other.write_bytes(b"hello")
    for provider in ("auto", "cuda"):
        with pytest.raises(ModelMismatch, match="not a playable ONNX file"):
            Model.load(other, provider=provider)


def test_the_cpu_provider_is_available() -> None:
    import onnxruntime

    assert "CPUExecutionProvider" in onnxruntime.get_available_providers()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"none\.onnx"):
        Model.load(tmp_path / "none.onnx")
    with pytest.raises(BadInput):
        Model.load(tmp_path)


@pytest.mark.parametrize("content", [b"", b"hello", b"\x08\x09", b"\0" * 1000], ids=["empty", "text", "stub", "zeros"])
def test_a_file_that_is_not_onnx_is_refused(tmp_path: Path, content: bytes) -> None:
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


def test_a_huge_file_is_refused_by_its_size(tmp_path: Path) -> None:
    path = tmp_path / "huge.onnx"
    with path.open("wb") as file:
        file.truncate(65 * 2**20)  # sparse
    with pytest.raises(ModelMismatch, match="more than the 64 MB"):
        Model.load(path)


OUTPUT = """Failed to load libcublas.so.13: libcublas.so.13: cannot open shared object file: No such file or directory
Failed to load /site/nvidia/cudnn/lib/libcudnn.so.9: broken
Failed to load C:\\site\\nvidia\\cudart64_13.dll: Could not find module
Failed to load libcublas.so.13: again
Please follow https://onnxruntime.ai/docs/install/#cuda-and-cudnn to install CUDA.
"""


def print_errors() -> None:
    print(OUTPUT, end="")


def test_missing_libraries_are_parsed_from_the_output() -> None:
    assert runtime.failed_libraries(OUTPUT.splitlines()) == ("libcublas.so.13", "libcudnn.so.9", "cudart64_13.dll")
    assert runtime.failed_libraries(["Skip loading CUDA and cuDNN DLLs since torch is imported."]) == ()


@pytest.mark.parametrize("driver", [True, False], ids=["a driver", "no driver"])
def test_libraries_are_loaded_silently_and_only_with_a_driver(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], driver: bool
) -> None:
    monkeypatch.setattr(runtime, "has_cuda_driver", lambda: driver)
    monkeypatch.setattr(onnxruntime, "preload_dlls", print_errors, raising=False)
    monkeypatch.setattr(os, "environ", {"HOME": "/home/me"})
    assert bool(runtime.preload_cuda()) is driver
    assert ("vamen" in os.environ.get("CUDA_CACHE_PATH", "")) is driver
    assert capfd.readouterr() == ("", "")


def test_a_cpu_build_loads_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(onnxruntime, "preload_dlls", raising=False)
    assert runtime.preload_cuda() == ()


def test_only_a_loadable_driver_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runtime, "CUDA_DRIVERS", {sys.platform: "libnothing-like-this.so.99"})
    assert not runtime.has_cuda_driver()
    monkeypatch.setattr(runtime, "CUDA_DRIVERS", {})
    assert not runtime.has_cuda_driver()
