"""The model options of `vamen play` reach the model."""

import os
from pathlib import Path

import pytest

from engine.commands.cli import build
from engine.errors import BadInput, NoDevice
from osc_bridge.commands.lazy_model import LazyModel
from tests.engine.waiting import wait_until
from tests.live import ask, started
from tests.tiny_model import tiny_model


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_model(tmp_path_factory.mktemp("model") / "tiny.onnx")


def test_a_model_is_loaded_once_by_the_named_provider(path: Path) -> None:
    lazy = LazyModel(path, "cpu", 1)
    assert lazy.model.provider == "cpu"
    assert lazy.model is lazy.model


def test_an_unknown_provider_is_refused_when_the_model_is_loaded(path: Path) -> None:
    with pytest.raises(NoDevice, match="there is no provider 'abacus'"):
        _ = LazyModel(path, "abacus").model


@pytest.mark.parametrize("threads", [0, -1, (os.cpu_count() or 1) + 1])
def test_more_threads_than_cores_or_less_than_one_are_refused(threads: int) -> None:
    with pytest.raises(BadInput, match=f"on {threads} threads here; choose 1 to"):
        LazyModel(None, threads=threads)


@pytest.mark.parametrize("words", [["--provider", "cpu"], ["--provider", "cuda", "--threads", "2"]])
def test_the_command_line_takes_provider_and_threads(words: list[str]) -> None:
    build().parse_args(["play", *words], exit_on_error=False, print_error=False)
    with pytest.raises(Exception, match="abacus"):
        build().parse_args(["play", "--provider", "abacus"], exit_on_error=False, print_error=False)


@pytest.mark.live
def test_the_token_is_printed_and_not_told_to_those_who_ask_over_osc(tmp_path: Path) -> None:
    words = ("--null", "--panel-port", "0", "--midi", "none", "--panel-host", "0.0.0.0", "--bank", str(tmp_path))
    with started(*words) as live:
        wait_until(lambda: any("?token=" in line for line in live.errors))
        assert "token" not in str(ask(live.port, "/vamen/report/note"))
