"""Each stage trains its own part, depends on the seed only, and is evaluated on held-out loops."""

from dataclasses import replace

import pytest
import torch

from engine.spec import SPEC
from tests.training.tiny_run import TINY, tiny_dataset
from training.config import STAGES
from training.dataset.dataset_folder import Dataset, open_dataset
from training.dataset.descriptors import DESCRIPTOR_NAMES
from training.loop.stages import FlowStage, LoopData, LoopStage, SamplerStage, TrainingStage
from training.loop.step_stage import StepStage, encode_all
from training.nets.bundle import Nets

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return open_dataset(tiny_dataset(tmp_path_factory.mktemp("stages") / "data"))


@pytest.fixture
def nets() -> Nets:
    torch.manual_seed(0)
    return Nets(TINY, SPEC)


def build(name: str, data: Dataset, nets: Nets, seed: int = 0) -> TrainingStage:
    if name == "step":
        return StepStage(data, TINY, SPEC, seed, CPU)
    kind = {"loop": LoopStage, "flow": FlowStage, "sampler": SamplerStage}[name]
    latents = encode_all(nets, data.images, CPU)
    named = torch.randn(len(latents), len(DESCRIPTOR_NAMES), generator=torch.Generator().manual_seed(1))
    learned, held_out = slice(-data.held_out), slice(-data.held_out, None)
    loops = LoopData((latents[learned], named[learned]), (latents[held_out], named[held_out]))
    return kind(loops, TINY, SPEC, seed, CPU)


EACH_STAGE = pytest.mark.parametrize("name", STAGES)


@EACH_STAGE
def test_a_stage_computes_gradients_of_its_own_part_only(name: str, data: Dataset, nets: Nets) -> None:
    build(name, data, nets).loss(nets, 0).backward()  # type: ignore[no-untyped-call]
    moved = {key.partition(".")[0] for key, weight in nets.named_parameters() if weight.grad is not None}
    assert moved == {name}


@EACH_STAGE
def test_a_loss_depends_on_seed_and_step_only(name: str, data: Dataset, nets: Nets) -> None:
    keys = [(0, 3), (0, 3), (0, 4), (1, 3)]
    losses = [build(name, data, nets, seed).loss(nets, step).item() for seed, step in keys]
    assert losses[0] == losses[1]
    assert len(set(losses)) == 3


@EACH_STAGE
@pytest.mark.parametrize("cut", [1, 3])
def test_parts_of_a_batch_have_the_mean_loss_and_gradient_of_the_whole(
    name: str, data: Dataset, nets: Nets, cut: int
) -> None:
    hparams = replace(TINY, step_batch=4)
    stage = replace(build(name, data, nets), hparams=hparams)
    whole = stage.loss(nets, 5)
    whole.backward()  # type: ignore[no-untyped-call]
    weights = list(stage.trained(nets).parameters())
    gradient = [weight.grad.clone() for weight in weights if weight.grad is not None]
    nets.zero_grad()
    total = 0.0
    for first, end in ((0, cut), (cut, stage.batch)):
        loss = stage.loss(nets, 5, slice(first, end)) * ((end - first) / stage.batch)
        loss.backward()  # type: ignore[no-untyped-call]
        total += float(loss.detach())
    assert total == pytest.approx(float(whole.detach()), rel=1e-5)
    for weight, wanted in zip(weights, gradient, strict=True):
        torch.testing.assert_close(weight.grad, wanted, rtol=1e-3, atol=1e-6)


@EACH_STAGE
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
    latents = encode_all(nets, data.images, CPU)
    assert latents.shape == (len(data.images), SPEC.steps, TINY.latents)
    assert not latents.requires_grad


def test_the_sampler_learns_what_the_flow_makes_of_noise(data: Dataset, nets: Nets) -> None:
    stage = build("sampler", data, nets)
    optimiser = torch.optim.Adam(nets.sampler.parameters(), 1e-2)
    before = stage.figures(nets)["sampler_error"]
    for step in range(60):
        stage.loss(nets, step).backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        optimiser.zero_grad()
    assert stage.figures(nets)["sampler_error"] < 0.5 * before
