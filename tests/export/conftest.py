"""A trained run, exported by all tests of this package."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from tests.training.tiny_run import NO_PREVIEW, TINY, tiny_dataset
from training.loop import checkpoint
from training.loop import train as training
from training.loop.run_folder import RunFolder


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of tiny nets, trained for a second."""
    folder = tmp_path_factory.mktemp("export")
    data = tiny_dataset(folder / "data")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(training, "write_preview", lambda *_: NO_PREVIEW)
        hparams = replace(TINY, channels=16, step_batch=4)
        training.train(data, folder / "run", steps=40, hparams=hparams, device="cpu", threads=1)
    _shake_sampler(RunFolder(folder / "run"))
    return folder / "run"


def _shake_sampler(run: RunFolder) -> None:
    """Add noise to the weights of the sampler, which depends on w only after thousands of steps."""
    newest, generator = run.newest(), torch.Generator().manual_seed(0)
    assert newest is not None
    tensors, state = checkpoint.load_checkpoint(newest)
    for name, tensor in tensors.items():
        if name.startswith("average.sampler."):
            tensor += 0.5 * torch.randn(tensor.shape, generator=generator)
    checkpoint.save_checkpoint(newest, tensors, state)
