"""A training can be stopped anywhere, and ends with the same bits."""

import csv
import json
import signal
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from engine.errors import BadInput, BadParameter, NoDevice, VamenError
from tests.training.tiny_run import NO_PREVIEW, STEPS, TINY, go, tiny_dataset
from training.dataset import batches
from training.dataset.descriptors import DESCRIPTOR_NAMES
from training.loop import checkpoint
from training.loop import train as training
from training.loop.run_folder import RunFolder
from training.loop.step_stage import StepStage
from training.loop.train import MAX_NONFINITE_STEPS, learning_rate
from training.loop.training_state import TrainingState
from training.nets.bundle import Nets

pytestmark = pytest.mark.usefixtures("no_previews")


@pytest.fixture(scope="module")
def straight(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run without a stop."""
    out = tmp_path_factory.mktemp("straight") / "run"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(training, "write_preview", lambda *_: NO_PREVIEW)
        assert go(data, out).finished
    return out


def final(out: Path) -> tuple[dict[str, torch.Tensor], dict[str, object]]:
    newest = RunFolder(out).newest()
    assert newest is not None
    return checkpoint.load_checkpoint(newest)


def stop_after(monkeypatch: pytest.MonkeyPatch, steps: int) -> None:
    """Send this process SIGINT in the middle of a step."""
    draw = batches.rng_for_step
    count = iter(range(10_000))

    def record(seed: int, stage: str, step: int) -> np.random.Generator:
        if next(count) == steps:
            signal.raise_signal(signal.SIGINT)
        return draw(seed, stage, step)

    monkeypatch.setattr(batches, "rng_for_step", record)


@pytest.mark.parametrize("steps", [0, 4, 9, 11, 13, 18])
def test_a_resumed_run_ends_with_the_same_bits(
    straight: Path, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    with monkeypatch.context() as patch:
        stop_after(patch, steps)
        summary = go(data, tmp_path / "run")
        assert not summary.finished
    assert go(data, tmp_path / "run").finished
    (expected, state), (found, resumed_state) = final(straight), final(tmp_path / "run")
    assert expected.keys() == found.keys()
    assert {name.partition(".")[0] for name in found} == {"nets", "average", "moments"}
    different = [name for name, tensor in expected.items() if not torch.equal(tensor, found[name])]
    assert different == []
    assert {**state, "seconds": 0} == {**resumed_state, "seconds": 0}


def test_a_run_killed_before_the_first_checkpoint_of_the_sampler_ends_with_the_same_bits(
    straight: Path, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = TrainingState.next_stage

    def killed(state: TrainingState) -> None:
        begin(state)
        if state.stage == "sampler":
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(TrainingState, "next_stage", killed)
        with pytest.raises(KeyboardInterrupt):
            go(data, tmp_path / "run")
    assert go(data, tmp_path / "run").finished
    expected, found = final(straight)[0], final(tmp_path / "run")[0]
    assert [name for name, tensor in expected.items() if not torch.equal(tensor, found[name])] == []


def test_a_stage_that_gets_no_better_ends_with_its_best_weights(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    errors, weights = iter((3.0, 2.0, 2.5, 2.2, 1.0)), list[torch.Tensor]()

    def figures(self: StepStage, average: Nets) -> dict[str, float]:
        weights.append(torch.cat([weight.flatten() for weight in average.step.parameters()]))
        return {"error_db": next(errors)}

    monkeypatch.setattr(StepStage, "figures", figures)
    state = go(data, tmp_path / "run", evaluate_every=2, patience=2)
    found = torch.cat([weight.flatten() for weight in state.average.step.parameters()])
    assert state.finished and len(weights) == 4, "ended by the second evaluation after the best one"
    assert torch.equal(found, weights[1]) and not torch.equal(found, weights[3])
    assert state.figures["error_db"] == 2.0
    assert "stage step got no better in 2 evaluations: it ends as it was at step 4" in capsys.readouterr().err


def test_a_run_without_a_checkpoint_logs_no_evaluation_twice(
    straight: Path, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise BadInput("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(training, "write_preview", full)
        with pytest.raises(BadInput, match="the disk is full"):
            go(data, tmp_path / "run")
    assert go(data, tmp_path / "run").finished
    expected, found = (
        [(row["stage"], row["step"]) for row in RunFolder(out).rows()] for out in (straight, tmp_path / "run")
    )
    assert found == expected


def test_another_seed_is_another_model(straight: Path, data: Path, tmp_path: Path) -> None:
    go(data, tmp_path / "run", seed=4)
    name = "average.step.decoder.slow.0.weight"
    assert not torch.equal(final(straight)[0][name], final(tmp_path / "run")[0][name])


def test_the_loss_falls(data: Path, tmp_path: Path) -> None:
    hparams = replace(TINY, channels=24, step_batch=4, beta=0.0, rate=5e-3)
    summary = go(data, tmp_path / "run", steps=150, evaluate_every=30, hparams=hparams)
    with (tmp_path / "run" / "log.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["stage"] == "step"]
    losses = [float(row["loss"]) for row in rows]
    assert losses[-1] < 0.6 * losses[0]
    assert summary.figures["error_db"] < float(rows[0]["error_db"])
    assert summary.figures["onset_correlation"] > 0.5
    assert len(summary.explained) == TINY.loop_latents


def test_a_run_holds_its_plan_its_log_and_two_checkpoints(straight: Path, data: Path) -> None:
    config = json.loads((straight / "config.json").read_text())
    assert config["plan"] == {"step": STEPS, "loop": 3, "flow": 6, "sampler": 1}
    assert config["seed"] == 3
    assert config["licence"] == "CC0-1.0"
    with (straight / "log.csv").open(newline="") as file:
        judged = [(row["stage"], int(row["step"])) for row in csv.DictReader(file)]
    assert judged == [("step", 5), ("step", 10), ("step", 12), ("loop", 3), ("flow", 5), ("flow", 6), ("sampler", 1)]
    assert len(list((straight / "checkpoints").iterdir())) == 2


def test_training_a_finished_run_changes_nothing_and_says_again_what_its_knobs_do(straight: Path, data: Path) -> None:
    before = final(straight)[0]
    again = go(data, straight, steps=500)
    assert again.finished
    assert tuple(again.effects) == DESCRIPTOR_NAMES
    assert all(torch.equal(before[name], tensor) for name, tensor in final(straight)[0].items())


def test_minutes_become_steps_of_every_stage(data: Path, tmp_path: Path) -> None:
    assert go(data, tmp_path / "run", steps=None, minutes=0.02).finished
    plan = RunFolder(tmp_path / "run").config().plan
    assert all(count >= 1 for count in plan.values())


def test_frozen_stages_stay_frozen(straight: Path) -> None:
    tensors, _ = final(straight)
    for name, tensor in checkpoint.with_prefix(tensors, "nets.").items():
        same = torch.equal(tensor, tensors[f"average.{name}"])
        assert same or name.startswith("sampler."), name


def test_invalid_arguments_and_folders_are_refused(straight: Path, data: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="trained on 48 images"):
        go(tiny_dataset(tmp_path / "other", count=47), straight)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "diary.txt").write_text("mine")
    with pytest.raises(BadInput, match="not empty and not a run"):
        go(data, tmp_path / "full")
    with pytest.raises(BadInput):
        go(tmp_path / "nothing", tmp_path / "run")
    with pytest.raises(BadParameter, match="minutes"):
        go(data, tmp_path / "run", minutes=-1.0)
    for seed in (-1, 2**32):
        with pytest.raises(BadParameter, match=f"--seed is {seed}; give a whole number from 0 to 4294967295"):
            go(data, tmp_path / "run", seed=seed)
    with pytest.raises(NoDevice, match="abacus"):
        go(data, tmp_path / "run", device="abacus")
    assert not (tmp_path / "run").exists()


def test_nonfinite_gradients_are_skipped_and_many_in_a_row_fail(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loss = StepStage.loss

    def broken(first: int, last: int) -> object:
        def sometimes(stage: StepStage, nets: Nets, step: int, part: slice) -> torch.Tensor:
            return loss(stage, nets, step, part) * (torch.nan if first <= step < last else 1)

        return sometimes

    monkeypatch.setattr(StepStage, "loss", broken(3, 3 + MAX_NONFINITE_STEPS - 1))
    assert go(data, tmp_path / "a", steps=30).finished
    assert all(tensor.isfinite().all() for tensor in final(tmp_path / "a")[0].values())
    monkeypatch.setattr(StepStage, "loss", broken(7, 1000))
    with pytest.raises(VamenError, match="last good checkpoint"):
        go(data, tmp_path / "b", steps=60)
    tensors, state = final(tmp_path / "b")
    assert state["step"] == 25
    assert all(tensor.isfinite().all() for tensor in tensors.values())


def test_the_learning_rate_warms_up_and_decays() -> None:
    rates = [learning_rate(step, 1000, TINY) for step in range(1000)]
    assert rates[0] < rates[1] == TINY.rate
    assert rates[1:] == sorted(rates[1:], reverse=True)
    assert rates[-1] == pytest.approx(0.02 * TINY.rate, rel=0.01)
