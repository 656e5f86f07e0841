"""Steps and minutes become a plan of all stages."""

from pathlib import Path

import pytest
import torch

from engine.spec import SPEC
from tests.training.tiny_run import TINY, tiny_dataset
from training.config import STAGES
from training.dataset.builder import open_dataset
from training.loop import plan
from training.nets.bundle import Nets


def test_the_other_stages_follow_the_first() -> None:
    assert plan.by_steps(1000) == {"step": 1000, "loop": 250, "flow": 500}
    assert plan.by_steps(1) == {"step": 1, "loop": 1, "flow": 1}
    assert sum(plan.SHARES.values()) == pytest.approx(1)


def test_minutes_are_filled_at_the_speed_that_was_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    torch.manual_seed(0)
    nets, data = Nets(TINY, SPEC), open_dataset(tiny_dataset(tmp_path / "data"))
    before = {name: tensor.clone() for name, tensor in nets.state_dict().items()}
    ticks = iter(range(100))
    monkeypatch.setattr("training.loop.plan.time.perf_counter", lambda: float(next(ticks)))  # a second a look
    found = plan.by_time(10, nets, data, TINY, SPEC, torch.device("cpu"))
    budget = 600 * plan.AT_WORK
    expected = {stage: round(budget * plan.SHARES[stage] * plan.TRIALS) for stage in STAGES}
    assert found == expected
    assert all(torch.equal(before[name], tensor) for name, tensor in nets.state_dict().items())
