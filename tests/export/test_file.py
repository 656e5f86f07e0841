"""What is exported paints what was trained, and an old file is only replaced by a good one."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
import torch

from engine.errors import BadInput, VamenError
from engine.model import Model
from engine.parameters import LATENTS
from engine.spec import SPEC
from export import file
from export.file import CLOSE, Exported, export, trained_nets
from export.graph import example
from tests.training.tiny_run import TINY
from training import checkpoint
from training.nets import Nets
from training.run import Run

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def exported(run: Path) -> Exported:
    return export(run, run.parent / "model.onnx", created=NOON)


def test_the_file_paints_what_the_nets_paint(run: Path, exported: Exported) -> None:
    nets, _, _ = trained_nets(Run(run))
    model = Model.load(exported.path)
    worst = 0.0
    for seed in range(20, 24):  # others than the export looked at
        knobs, _, offsets = example(nets, SPEC, seed)
        with torch.no_grad():
            image, latents = nets(knobs, torch.from_numpy(model.noise(seed)), offsets)
        levels, step_latents = model.paint(knobs.numpy(), seed, offsets.numpy())
        worst = max(worst, float(np.abs(levels - image.numpy()).max()) * 100)
        np.testing.assert_allclose(step_latents, latents.numpy(), atol=0.01)
    assert worst <= 2 * CLOSE
    assert exported.parity <= CLOSE


def test_knobs_variation_and_steps_all_reach_the_image(exported: Exported) -> None:
    model = Model.load(exported.path)
    still = model.decode(np.zeros(LATENTS), 1)
    edit = np.zeros((SPEC.steps, LATENTS))
    edit[10] = 2
    assert np.abs(model.decode(np.ones(LATENTS), 1) - still).max() > 1e-3
    assert np.abs(model.decode(np.zeros(LATENTS), 2) - still).max() > 1e-3
    change = np.abs(model.decode(np.zeros(LATENTS), 1, edit) - still).max(1).reshape(SPEC.steps, -1).max(1)
    assert change[10] > 1e-3
    assert change[14:].max() == 0  # what is edited is heard on its own step and less than three around it


def test_the_card_tells_where_the_model_comes_from(exported: Exported) -> None:
    card = Model.load(exported.path).card
    assert card == exported.card
    assert (card.name, card.spec, card.licence) == ("model", SPEC, "CC0-1.0")
    assert card.created == "2026-07-01T12:00:00+00:00"
    assert card.sources[0]["file"] == "made_up.wav"
    assert card.calibration["percentiles"] == [5, 95]
    assert len(card.calibration["explained"]) == LATENTS
    assert card.training["plan"] == {"step": 40, "loop": 10, "flow": 10}
    assert card.training["figures"]["error_db"] > 0


def test_one_run_is_always_the_same_file(run: Path, exported: Exported, tmp_path: Path) -> None:
    again = export(run, tmp_path / "model.onnx", created=NOON)
    assert again.path.read_bytes() == exported.path.read_bytes()


def test_whole_floats_are_stored_where_halves_paint_something_else(
    run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    figures = iter([1.0, 0.001])
    monkeypatch.setattr(file, "difference", lambda *_: next(figures))
    done = export(run, tmp_path / "model.onnx", created=NOON)
    assert not done.halves
    assert done.parity == 0.001


def test_a_file_that_paints_something_else_never_replaces_a_good_one(
    run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "model.onnx"
    path.write_bytes(b"the old one")
    monkeypatch.setattr(file, "difference", lambda *_: 3.0)
    with pytest.raises(VamenError, match=r"3\.00 dB"):
        export(run, path, created=NOON)
    assert path.read_bytes() == b"the old one"
    assert [found.name for found in tmp_path.iterdir()] == ["model.onnx"]


def test_a_run_that_is_not_ready_is_refused(run: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no training run"):
        export(tmp_path, tmp_path / "model.onnx", created=NOON)
    begun = Run(tmp_path / "begun")
    begun.begin(Run(run).config())
    with pytest.raises(BadInput, match="no checkpoint yet"):
        export(begun.folder, tmp_path / "model.onnx", created=NOON)
    begun.save("step", 5, {}, {"stage": "step"})
    with pytest.raises(BadInput, match="at stage step"):
        export(begun.folder, tmp_path / "model.onnx", created=NOON)
    tensors = {f"average.{name}": tensor for name, tensor in Nets(TINY, SPEC).state_dict().items()}
    begun.save("flow", 5, tensors, {"stage": "flow", "explained": []})
    with pytest.raises(BadInput, match="other nets") as refusal:
        export(begun.folder, tmp_path / "model.onnx", created=NOON)
    assert "\n" not in str(refusal.value)
    assert not (tmp_path / "model.onnx").exists()


def test_checkpoints_hold_what_export_needs(run: Path) -> None:
    newest = Run(run).newest()
    assert newest is not None
    _, state = checkpoint.load(newest)
    assert {"stage", "step", "seconds", "figures", "explained"} <= state.keys()
