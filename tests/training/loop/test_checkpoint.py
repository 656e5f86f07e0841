"""Checkpoints are written completely or not at all, and other files are refused."""

from pathlib import Path

import pytest
import torch

from engine.errors import BadInput
from training.loop import checkpoint


def test_a_checkpoint_round_trips_bit_for_bit(tmp_path: Path) -> None:
    path = tmp_path / "a.safetensors"
    tensors = {"nets.a": torch.randn(3, 4).T, "nets.b": torch.tensor(7.0), "moments.a": torch.randn(2)}
    state = {"step": 3, "seconds": 0.1, "figures": {"error_db": 3.25}}
    checkpoint.save_checkpoint(path, tensors, state)
    loaded, said = checkpoint.load_checkpoint(path)
    assert said == state
    assert loaded.keys() == tensors.keys()
    assert all(torch.equal(loaded[name], tensor) for name, tensor in tensors.items())
    assert checkpoint.with_prefix(loaded, "nets.").keys() == {"a", "b"}


def test_saving_leaves_no_other_file_and_replaces_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.safetensors"
    for step in (1, 2):
        checkpoint.save_checkpoint(path, {"a": torch.zeros(2)}, {"step": step})
    assert checkpoint.load_checkpoint(path)[1] == {"step": 2}
    assert [found.name for found in tmp_path.iterdir()] == ["a.safetensors"]


def test_a_failed_save_keeps_the_old_checkpoint(tmp_path: Path) -> None:
    path = tmp_path / "a.safetensors"
    checkpoint.save_checkpoint(path, {"a": torch.zeros(2)}, {"step": 1})
    with pytest.raises(TypeError):
        checkpoint.save_checkpoint(path, {"a": torch.zeros(2)}, {"step": object()})
    assert checkpoint.load_checkpoint(path)[1] == {"step": 1}


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"\x80\x04pickle", b"\xff" * 64], ids=["empty", "text", "pickle", "junk"]
)
def test_another_kind_of_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.safetensors"
    path.write_bytes(content)
    with pytest.raises(BadInput, match="not a complete checkpoint"):
        checkpoint.load_checkpoint(path)


def test_half_a_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.safetensors"
    checkpoint.save_checkpoint(path, {"a": torch.zeros(1000)}, {"step": 1})
    path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(BadInput, match="not a complete checkpoint"):
        checkpoint.load_checkpoint(path)


def test_tensors_without_a_training_state_are_refused(tmp_path: Path) -> None:
    from safetensors.torch import save_file

    save_file({"a": torch.zeros(2)}, tmp_path / "a.safetensors")
    with pytest.raises(BadInput, match="no training state"):
        checkpoint.load_checkpoint(tmp_path / "a.safetensors")
    with pytest.raises(BadInput, match="there is no checkpoint"):
        checkpoint.load_checkpoint(tmp_path / "b.safetensors")
