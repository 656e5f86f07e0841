"""What the stages behind the first one learn from: all loops of a small set, and no more of a large one."""

from pathlib import Path

import pytest
import torch
from lightning_fabric import Fabric

from engine.spec import SPEC
from tests.training.tiny_run import TINY, tiny_dataset
from training.dataset.dataset_folder import Dataset, open_dataset
from training.dataset.descriptors import DESCRIPTOR_NAMES
from training.loop import loop_figures
from training.loop.loop_figures import LoopFigures
from training.loop.step_stage import encode_all
from training.nets.bundle import Nets

CPU = torch.device("cpu")


@pytest.fixture
def data(tmp_path: Path) -> Dataset:
    return open_dataset(tiny_dataset(tmp_path / "data"))


@pytest.fixture
def nets() -> Nets:
    torch.manual_seed(0)
    return Nets(TINY, SPEC)


def figures_of(data: Dataset) -> LoopFigures:
    return LoopFigures(data, Fabric(accelerator="cpu", devices=1), CPU)


def test_all_loops_of_a_small_set_are_measured(data: Dataset, nets: Nets) -> None:
    figures = figures_of(data)
    learned, held_out = figures.latents(nets)
    torch.testing.assert_close(torch.cat([learned, held_out]), encode_all(nets, data.images, CPU))
    named, of_held_out = figures.named()
    assert named.shape == (len(data.images) - data.held_out, len(DESCRIPTOR_NAMES))
    assert len(of_held_out) == data.held_out
    assert abs(float(named.mean())) < 0.2
    assert figures.features().shape == (len(named), SPEC.steps * 16)


def test_of_a_large_set_the_first_loops_are_measured(
    data: Dataset, nets: Nets, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop_figures, "MAX_LEARNED", 14)
    monkeypatch.setattr(loop_figures, "MAX_HELD_OUT", 4)
    figures, every = figures_of(data), encode_all(nets, data.images, CPU)
    learned, held_out = figures.latents(nets)
    torch.testing.assert_close(learned, every[:14])
    torch.testing.assert_close(held_out, every[40:44])
    assert [len(part) for part in figures.named()] == [14, 4]
    assert len(figures.features()) == len(figures.drum_levels()) == 14
