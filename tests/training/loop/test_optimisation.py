"""A step in parts is a step as a whole; a batch that does not fit into memory is computed in smaller parts."""

import copy
import weakref
from contextlib import AbstractContextManager, nullcontext

import pytest
import torch
from lightning_fabric import Fabric

from engine.errors import VamenError
from engine.spec import SPEC
from tests.training.tiny_run import TINY, tiny_dataset
from training.dataset.dataset_folder import Dataset, open_dataset
from training.loop.optimisation import Optimisation
from training.loop.step_stage import StepStage
from training.nets.bundle import Nets

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return open_dataset(tiny_dataset(tmp_path_factory.mktemp("optimisation") / "data"))


class SmallMemory(StepStage):
    """A stage on a device that holds so many samples."""

    room = 2

    def loss(self, nets: Nets, step: int, part: slice = slice(None)) -> torch.Tensor:
        if len(range(self.batch)[part]) > self.room:
            raise torch.OutOfMemoryError
        return super().loss(nets, step, part)


def trained(stage: StepStage, nets: Nets, steps: int = 3) -> tuple[list[float], list[str], Nets]:
    """Return the losses of a few steps, what was said, and the nets after them."""
    nets = copy.deepcopy(nets)
    said: list[str] = []
    optimiser = torch.optim.AdamW(nets.step.parameters(), 1e-3)
    fabric = Fabric(accelerator="cpu", devices=1)
    training = Optimisation(fabric, stage, nets, optimiser, clip=1.0, say=said.append)
    return [training.step(step, 1e-3).loss for step in range(steps)], said, nets


@pytest.fixture
def nets() -> Nets:
    torch.manual_seed(0)
    return Nets(TINY, SPEC)


def test_a_full_memory_is_met_by_smaller_parts_and_a_line(data: Dataset, nets: Nets) -> None:
    hparams = TINY.with_batch(7)
    losses, silent, whole = trained(StepStage(data, hparams, SPEC, 0, CPU), nets)
    small = SmallMemory(data, hparams, SPEC, 0, CPU)
    parts, said, pieces = trained(small, nets)
    assert not silent
    assert said == [
        f"the memory of cpu is full; a batch is computed in {number} parts from now on" for number in (2, 4)
    ]
    assert parts == pytest.approx(losses, rel=1e-5)
    for mine, theirs in zip(pieces.step.parameters(), whole.step.parameters(), strict=True):
        torch.testing.assert_close(mine, theirs, rtol=1e-3, atol=1e-5)


def test_a_memory_without_room_for_one_sample_is_refused(
    data: Dataset, nets: Nets, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SmallMemory, "room", 0)
    with pytest.raises(VamenError, match="the memory of cpu is too small for a single sample"):
        trained(SmallMemory(data, TINY, SPEC, 0, CPU), nets)


class HeldMemory(StepStage):
    """A stage on a device that holds five samples, and those of failed attempts until nothing refers to them."""

    held: int = 0

    def loss(self, nets: Nets, step: int, part: slice = slice(None)) -> torch.Tensor:
        activations = []
        for _ in range(self.batch)[part]:
            if self.held == 5:
                raise torch.OutOfMemoryError
            activations.append(torch.zeros(1))
            self.held += 1
            weakref.finalize(activations[-1], self._free)
        return super().loss(nets, step, part)

    def _free(self) -> None:
        self.held -= 1


class OneOfTwo(Fabric):
    """A process whose partner always has memory left."""

    world_size, global_rank = 2, 0

    def all_reduce(self, data: torch.Tensor, *_: object, **__: object) -> torch.Tensor:  # type: ignore[override]
        return data

    def no_backward_sync(self, *_: object) -> AbstractContextManager[None]:  # type: ignore[override]
        return nullcontext()


def test_a_failed_attempt_of_several_processes_holds_no_memory_during_the_next_one(data: Dataset, nets: Nets) -> None:
    said: list[str] = []
    stage, optimiser = HeldMemory(data, TINY.with_batch(16), SPEC, 0, CPU), torch.optim.AdamW(nets.step.parameters())
    Optimisation(OneOfTwo(accelerator="cpu", devices=1), stage, nets, optimiser, clip=1.0, say=said.append)
    assert said == ["the memory of cpu is full; a batch is computed in 2 parts from now on"]


def test_weights_of_other_stages_stay_and_need_no_gradient(data: Dataset, nets: Nets) -> None:
    _, _, after = trained(StepStage(data, TINY, SPEC, 0, CPU), nets)
    for name in ("loop", "flow", "sampler"):
        for mine, theirs in zip(getattr(after, name).parameters(), getattr(nets, name).parameters(), strict=True):
            assert torch.equal(mine, theirs) and not mine.requires_grad
    assert not torch.equal(next(after.step.parameters()), next(nets.step.parameters()))
