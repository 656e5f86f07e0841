"""CUDA's libraries are only looked for where a driver is, and what is missing is named."""

import sys

import onnxruntime
import pytest

from engine.model import cuda

SAID = """Failed to load libcublas.so.13: libcublas.so.13: cannot open shared object file: No such file or directory
Failed to load /site/nvidia/cudnn/lib/libcudnn.so.9: broken
Failed to load C:\\site\\nvidia\\cudart64_13.dll: Could not find module
Failed to load libcublas.so.13: again
Please follow https://onnxruntime.ai/docs/install/#cuda-and-cudnn to install CUDA.
"""


def talking() -> None:
    print(SAID, end="")


def test_what_onnxruntime_says_becomes_names() -> None:
    assert cuda.refused(SAID.splitlines()) == ("libcublas.so.13", "libcudnn.so.9", "cudart64_13.dll")
    assert cuda.refused(["Skip loading CUDA and cuDNN DLLs since torch is imported."]) == ()


@pytest.mark.parametrize("driver", [True, False], ids=["a driver", "no driver"])
def test_libraries_are_loaded_in_silence_and_only_beside_a_driver(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], driver: bool
) -> None:
    monkeypatch.setattr(cuda, "has_driver", lambda: driver)
    monkeypatch.setattr(onnxruntime, "preload_dlls", talking, raising=False)
    assert bool(cuda.preload()) is driver
    assert capfd.readouterr() == ("", "")


def test_a_build_for_cpus_has_nothing_to_load(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(onnxruntime, "preload_dlls", raising=False)
    assert cuda.preload() == ()


def test_a_driver_is_one_that_can_be_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cuda, "DRIVERS", {sys.platform: "libnothing-like-this.so.99"})
    assert not cuda.has_driver()
    monkeypatch.setattr(cuda, "DRIVERS", {})
    assert not cuda.has_driver()
