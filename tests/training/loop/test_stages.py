"""Each stage trains its own part, on what the seed says, and judges on loops it never saw."""

import pytest
import torch

from engine.spec import SPEC
from tests.training.tiny_run import TINY, tiny_dataset
from training.dataset.builder import Dataset, open_dataset
from training.dataset.descriptors import NAMES
from training.loop.stages import FlowStage, Loops, LoopStage, Stage, StepStage, encoded
from training.nets.bundle import Nets

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return open_dataset(tiny_dataset(tmp_path_factory.mktemp("stages") / "data"))


@pytest.fixture
def nets() -> Nets:
    torch.manual_seed(0)
    return Nets(TINY, SPEC)


def build(name: str, data: Dataset, nets: Nets, seed: int = 0) -> Stage:
    if name == "step":
        return StepStage(data, TINY, SPEC, seed, CPU)
    kind = LoopStage if name == "loop" else FlowStage
    latents = encoded(nets, data, CPU)
    named = torch.randn(len(latents), len(NAMES), generator=torch.Generator().manual_seed(1))
    return kind(Loops(latents, named, data.held_out), TINY, SPEC, seed, CPU)


STAGES = pytest.mark.parametrize("name", ["step", "loop", "flow"])


@STAGES
def test_only_its_own_part_gets_gradients(name: str, data: Dataset, nets: Nets) -> None:
    build(name, data, nets).loss(nets, 0).backward()  # type: ignore[no-untyped-call]
    moved = {key.partition(".")[0] for key, weight in nets.named_parameters() if weight.grad is not None}
    assert moved == {name}


@STAGES
def test_a_loss_depends_on_seed_and_step_alone(name: str, data: Dataset, nets: Nets) -> None:
    keys = [(0, 3), (0, 3), (0, 4), (1, 3)]
    losses = [build(name, data, nets, seed).loss(nets, step).item() for seed, step in keys]
    assert losses[0] == losses[1]
    assert len(set(losses)) == 3


@STAGES
def test_figures_are_of_held_out_loops_and_repeat(name: str, data: Dataset, nets: Nets) -> None:
    stage = build(name, data, nets)
    figures = stage.figures(nets)
    assert figures and figures == stage.figures(nets)
    if isinstance(stage, StepStage):
        return
    for seen in stage.loops.train:  # type: ignore[attr-defined]
        seen += 100
    assert figures == stage.figures(nets)


def test_every_image_has_its_latents(data: Dataset, nets: Nets) -> None:
    latents = encoded(nets, data, CPU)
    assert latents.shape == (len(data.images), SPEC.steps, TINY.latents)
    assert not latents.requires_grad
