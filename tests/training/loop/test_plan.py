"""The plan of a run has steps for every stage."""

from pathlib import Path

import pytest
import torch

from engine.spec import SPEC
from tests.training.tiny_run import TINY, tiny_dataset
from training.config import STAGES
from training.dataset.dataset_folder import open_dataset
from training.loop import plan
from training.loop.step_stage import StepStage
from training.nets.bundle import Nets

CPU = torch.device("cpu")


def test_a_number_of_steps_plans_all_stages() -> None:
    assert plan.plan_by_steps(1000) == {"step": 1000, "loop": 250, "flow": 500, "sampler": 80}
    assert plan.plan_by_steps(1) == {"step": 1, "loop": 1, "flow": 1, "sampler": 1}
    assert sum(plan.TIME_SHARES.values()) == pytest.approx(1)


def test_minutes_are_planned_by_the_measured_time_of_a_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    torch.manual_seed(0)
    nets, data = Nets(TINY, SPEC), open_dataset(tiny_dataset(tmp_path / "data"))
    before = {name: tensor.clone() for name, tensor in nets.state_dict().items()}
    ticks = iter(range(100))
    monkeypatch.setattr("training.loop.plan.time.perf_counter", lambda: float(next(ticks)))
    found = plan.plan_by_time(10, nets, data, TINY, SPEC, CPU)
    budget = 600 * plan.STEP_TIME_SHARE
    expected = {stage: round(budget * plan.TIME_SHARES[stage] * plan.TIMED_STEPS) for stage in STAGES}
    assert found == expected
    assert all(torch.equal(before[name], tensor) for name, tensor in nets.state_dict().items())


def test_minutes_are_planned_in_smaller_parts_where_the_memory_is_small(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, loss = open_dataset(tiny_dataset(tmp_path / "data")), StepStage.loss

    def small(stage: StepStage, nets: Nets, step: int, part: slice = slice(None)) -> torch.Tensor:
        if len(range(stage.batch)[part]) > 2:
            raise torch.OutOfMemoryError
        return loss(stage, nets, step, part)

    monkeypatch.setattr(StepStage, "loss", small)
    found = plan.plan_by_time(0.01, Nets(TINY, SPEC), data, TINY.with_batch(8), SPEC, CPU)
    assert found.keys() == set(STAGES)


def test_of_several_processes_each_is_timed_with_its_share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data, loss, sizes = open_dataset(tiny_dataset(tmp_path / "data")), StepStage.loss, set()

    def counted(stage: StepStage, nets: Nets, step: int, part: slice = slice(None)) -> torch.Tensor:
        sizes.add(len(range(stage.batch)[part]))
        return loss(stage, nets, step, part)

    monkeypatch.setattr(StepStage, "loss", counted)
    plan.plan_by_time(0.01, Nets(TINY, SPEC), data, TINY.with_batch(8), SPEC, CPU, processes=3)
    assert sizes == {3}
