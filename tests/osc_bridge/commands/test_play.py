"""What `vamen play` is told about the model reaches the model."""

import os
from pathlib import Path

import pytest

from engine.commands.cli import build
from engine.errors import BadInput, NoDevice
from osc_bridge.commands.lazy_model import LazyModel
from osc_bridge.commands.play import checked_threads
from tests.tiny_model import tiny_model


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_model(tmp_path_factory.mktemp("model") / "tiny.onnx")


def test_a_model_is_loaded_once_and_on_what_was_asked_for(path: Path) -> None:
    later = LazyModel(path, "cpu", 1)
    assert later.model.provider == "cpu"
    assert later.model is later.model


def test_a_provider_that_does_not_exist_is_refused_when_the_model_is_wanted(path: Path) -> None:
    with pytest.raises(NoDevice, match="there is no provider 'abacus'"):
        _ = LazyModel(path, "abacus").model


@pytest.mark.parametrize("threads", [0, -1, (os.cpu_count() or 1) + 1])
def test_threads_that_this_machine_has_not_got_are_refused(threads: int) -> None:
    with pytest.raises(BadInput, match=f"{threads} threads cannot paint here; choose 1 to"):
        checked_threads(threads)


def test_one_thread_is_always_there() -> None:
    assert checked_threads(1) == 1


@pytest.mark.parametrize("words", [["--provider", "cpu"], ["--provider", "cuda", "--threads", "2"]])
def test_the_flags_are_flags(words: list[str]) -> None:
    build().parse_args(["play", *words], exit_on_error=False, print_error=False)
    with pytest.raises(Exception, match="abacus"):
        build().parse_args(["play", "--provider", "abacus"], exit_on_error=False, print_error=False)
