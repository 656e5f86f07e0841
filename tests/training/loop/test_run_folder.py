"""A run folder keeps config, checkpoints and log."""

import csv
import json
from dataclasses import asdict
from pathlib import Path

import pytest
import torch

from engine.errors import BadInput
from engine.spec import SPEC
from tests.training.tiny_run import TINY
from training.config import TrainingConfig
from training.loop.run_folder import RunConfig, RunFolder

CONFIG = RunConfig(
    TINY, SPEC, {"step": 4, "loop": 2, "flow": 1, "sampler": 1}, 7, 40, 8, [{"file": "a.wav"}], "CC0-1.0"
)


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    run = RunFolder(tmp_path / "run")
    run.begin(CONFIG)
    return run


def test_the_config_round_trips(run: RunFolder) -> None:
    assert run.exists()
    assert RunFolder(run.folder).config() == CONFIG
    assert run.newest() is None


@pytest.mark.parametrize(
    "change",
    [{"format": 9}, {"plan": {}}, {"spec": {}}, {"recipe": {"channels": 1}}, {"seed": "x"}, {"sources": 3}],
    ids=lambda change: next(iter(change)),
)
def test_an_invalid_config_is_refused(run: RunFolder, change: dict[str, object]) -> None:
    path = run.folder / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(BadInput) as refusal:
        run.config()
    assert "\n" not in str(refusal.value)


def test_only_the_newest_two_checkpoints_stay_in_the_order_of_training(run: RunFolder) -> None:
    for stage, step in [("step", 5), ("step", 100), ("loop", 2), ("flow", 1)]:
        newest = run.save(stage, step, {"a": torch.zeros(1)}, {"stage": stage})
        assert run.newest() == newest
    kept = sorted(path.name for path in (run.folder / "checkpoints").iterdir())
    assert kept == ["1-loop-00000002.safetensors", "2-flow-00000001.safetensors"]


def test_the_best_checkpoint_of_a_stage_stays_until_the_next_stage(run: RunFolder) -> None:
    for step, error in enumerate((3.0, 2.0, 2.5, 2.0, 2.2, 2.1)):
        run.log({"stage": "step", "step": step, "error_db": error})
        run.save("step", step, {"a": torch.zeros(1)}, {})
    best = run.best("step")
    assert best and best.name == "0-step-00000001.safetensors" and best.exists()
    assert len(list(best.parent.iterdir())) == 3 and run.without_progress("step") == 4
    assert run.best("loop") is None and run.without_progress("loop") == 0
    run.save("loop", 0, {"a": torch.zeros(1)}, {})
    assert not best.exists()


def test_rewinding_the_log_drops_rows_after_the_checkpoint(run: RunFolder) -> None:
    run.rewind_log("step", 5)  # there is no log yet
    for stage, step in [("step", 5), ("step", 10), ("loop", 5)]:
        run.log({"stage": stage, "step": step, "loss": 0.5})
    run.rewind_log("step", 7)
    run.log({"stage": "step", "step": 10, "loss": 0.4})
    with (run.folder / "log.csv").open(newline="") as file:
        rows = [(row["stage"], row["step"], row["loss"]) for row in csv.DictReader(file)]
    assert rows == [("step", "5", "0.5"), ("step", "10", "0.4")]


def test_a_folder_with_other_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(BadInput, match="not a run"):
        RunFolder(tmp_path).begin(CONFIG)
    with pytest.raises(BadInput, match="not a run"):
        RunFolder(tmp_path / "notes.txt").begin(CONFIG)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_hyperparameters_round_trip_and_invalid_ones_are_refused() -> None:
    values = asdict(TrainingConfig())
    assert TrainingConfig.from_dict(values) == TrainingConfig()
    for odd in (values | {"depth": 3}, {**values, "channels": 192.5}, dict(list(values.items())[1:])):
        with pytest.raises(BadInput, match="missing or invalid fields"):
            TrainingConfig.from_dict(odd)
