"""An exported file has the output of the nets, and replaces an old one only if it is verified."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from engine.errors import BadInput, BadParameter, ModelMismatch, VamenError
from engine.model.model_file import Model
from engine.parameters import LATENTS
from engine.spec import SPEC
from export import write_model
from export.quantise import ModelDifference, make_example, model_difference, run_nets
from export.write_model import ExportResult, export, file_difference, load_trained_nets, run_model
from tests.training.tiny_run import TINY
from training.dataset.descriptors import DESCRIPTOR_NAMES
from training.loop import checkpoint
from training.loop.run_folder import RunFolder
from training.nets.bundle import Nets

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def exported(run: Path) -> ExportResult:
    return export(run, run.parent / "model.onnx", created=NOON)


def test_the_file_has_the_output_of_the_nets(run: Path, exported: ExportResult) -> None:
    nets, _, _ = load_trained_nets(RunFolder(run))
    model = Model.load(exported.path)
    for number in range(20, 24):  # other loops than those compared by the export
        asked = make_example(SPEC, LATENTS, LATENTS, number)
        right, found = run_nets(nets, asked), run_model(model, asked)
        assert model_difference(SPEC, [right], [found]).within(2)
        np.testing.assert_allclose(found.latents, right.latents, atol=0.01)
    assert exported.difference.within()


def test_the_file_records_the_digest_of_its_bytes(exported: ExportResult, tmp_path: Path) -> None:
    assert Model.load(exported.path).digest
    content, damaged = bytearray(exported.path.read_bytes()), tmp_path / "damaged.onnx"
    content[len(content) // 2] ^= 1
    damaged.write_bytes(content)
    with pytest.raises(ModelMismatch, match="is damaged"):
        Model.load(damaged)


@pytest.mark.parametrize(("first", "count"), [(0, 1), (5, 4), (30, 5), (31, 20)])
def test_a_decoded_window_equals_that_part_of_the_whole_image(exported: ExportResult, first: int, count: int) -> None:
    model = Model.load(exported.path)
    latents = model.step_latents(np.ones(LATENTS), 5)
    whole, window = model.decode(latents), model.decode(latents, first, count)
    frames = np.arange(first * 16, (first + count) * 16) % SPEC.frames
    blocks = np.arange(first * 4, (first + count) * 4) % (SPEC.frames // 4)
    np.testing.assert_allclose(window.levels, whole.levels[frames], rtol=0, atol=1e-6)  # 1e-4 dB
    np.testing.assert_allclose(window.grain, whole.grain[blocks], rtol=0, atol=1e-6)


def test_rotating_the_latents_rotates_the_image(exported: ExportResult) -> None:
    """Time is circular, with no special position."""
    model = Model.load(exported.path)
    latents = model.step_latents(np.ones(LATENTS), 5)
    rolled = model.decode(np.roll(latents, 3, 0)).levels
    np.testing.assert_allclose(rolled, np.roll(model.decode(latents).levels, 48, 0), rtol=0, atol=1e-6)


def test_two_sessions_give_the_same_bytes(exported: ExportResult) -> None:
    one, other = Model.load(exported.path), Model.load(exported.path)
    knobs = np.linspace(-1, 1, LATENTS)
    tapes = [model.decode_loop(knobs, 9).levels for model in (one, other, one)]
    assert tapes[0].tobytes() == tapes[1].tobytes() == tapes[2].tobytes()
    assert one.encode(tapes[0]).knobs.tobytes() == other.encode(tapes[0]).knobs.tobytes()


def test_knobs_variation_and_steps_all_reach_the_image(exported: ExportResult) -> None:
    model = Model.load(exported.path)
    still = model.decode_loop(np.zeros(LATENTS), 1).levels
    edit = np.zeros((SPEC.steps, LATENTS))
    edit[10] = 2
    assert np.abs(model.decode_loop(np.ones(LATENTS), 1).levels - still).max() > 1e-5
    assert np.abs(model.decode_loop(np.zeros(LATENTS), 2).levels - still).max() > 1e-5
    change = (
        np.abs(model.decode(model.step_latents(np.zeros(LATENTS), 1) + edit).levels - still)
        .max(1)
        .reshape(SPEC.steps, -1)
        .max(1)
    )
    assert change[10] > 1e-3
    assert change[14:].max() == 0  # an edit changes its step and less than three around it


def test_the_card_gives_sources_and_training(run: Path, exported: ExportResult) -> None:
    card = Model.load(exported.path).card
    assert card == exported.card
    assert (card.name, card.spec, card.licence) == ("model", SPEC, "CC0-1.0")
    assert card.created == "2026-07-01T12:00:00+00:00"
    assert card.sources[0]["file"] == "made_up.wav"
    assert card.calibration["percentiles"] == [5, 95]
    assert tuple(knob.name for knob in card.knobs[: len(DESCRIPTOR_NAMES)]) == DESCRIPTOR_NAMES
    assert card.knobs[0].sd is not None and card.knobs[-1].sd is None
    assert set(card.macros) == {"kick", "snare", "hats"}
    assert card.metrics == {}
    assert card.training["plan"] == dict(RunFolder(run).config().plan)
    assert card.training["figures"]["error_db"] > 0


def test_the_prior_of_the_card_matches_the_nets(run: Path, exported: ExportResult) -> None:
    nets, _, _ = load_trained_nets(RunFolder(run))
    model = Model.load(exported.path)
    w = np.random.default_rng(3).standard_normal(LATENTS)
    knobs = model.place(w)
    np.testing.assert_allclose(nets.from_knobs(torch.from_numpy(knobs)), w, atol=1e-3)


def test_figures_and_texture_are_written_into_the_card(run: Path, tmp_path: Path) -> None:
    figures = tmp_path / "figures.json"
    figures.write_text('{"fsd": 0.31, "knobs": [1, 2]}')
    path = tmp_path / "model.onnx"
    card = export(run, path, created=NOON, metrics=figures, texture=0.8).card
    assert card.metrics == {"fsd": 0.31, "knobs": [1, 2]}
    assert card.texture == 0.8
    assert Model.load(path).card == card


@pytest.mark.parametrize(("text", "said"), [(None, "cannot be read"), ("{", "not JSON"), ("[1]", "expected figures")])
def test_invalid_figures_are_refused_before_anything_is_written(
    run: Path, tmp_path: Path, text: str | None, said: str
) -> None:
    figures = tmp_path / "figures.json"
    if text is not None:
        figures.write_text(text)
    with pytest.raises(BadInput, match=said):
        export(run, tmp_path / "model.onnx", created=NOON, metrics=figures)
    assert not (tmp_path / "model.onnx").exists()


def test_one_run_is_always_the_same_file(run: Path, exported: ExportResult, tmp_path: Path) -> None:
    again = export(run, tmp_path / "model.onnx", created=NOON)
    assert again.path.read_bytes() == exported.path.read_bytes()


def test_a_file_that_differs_from_the_nets_never_replaces_a_good_one(
    run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "model.onnx"
    path.write_bytes(b"the old one")
    monkeypatch.setattr(write_model, "file_difference", lambda *_: ModelDifference(3.0, 0.0))
    with pytest.raises(VamenError, match=r"3\.00 dB"):
        export(run, path, created=NOON)
    assert path.read_bytes() == b"the old one"
    assert [found.name for found in tmp_path.iterdir()] == ["model.onnx"]


def test_an_unwritable_model_path_is_refused_before_the_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write_model, "load_trained_nets", None)  # calling it is a TypeError
    (tmp_path / "x.jpg").write_bytes(b"a photo")
    (tmp_path / "folder.onnx").mkdir()
    for name, said in (
        ("folder.onnx", "is a folder"),
        ("x.jpg/y.onnx", r"x\.jpg is a file"),
        ("x.jpg/new/y.onnx", r"x\.jpg is a file"),
        ("n" * 300, "cannot be written"),
    ):
        with pytest.raises(BadInput, match=said) as refusal:
            export(tmp_path, tmp_path / name, created=NOON)
        assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("texture", [-4.0, 2.1, float("nan"), float("inf")])
def test_a_texture_out_of_range_is_refused_before_the_work(tmp_path: Path, texture: float) -> None:
    with pytest.raises(BadParameter, match="choose 0 to 2"):
        export(tmp_path, tmp_path / "model.onnx", created=NOON, texture=texture)


def test_an_unfinished_run_is_refused(run: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no training run"):
        export(tmp_path, tmp_path / "model.onnx", created=NOON)
    begun = RunFolder(tmp_path / "begun")
    begun.begin(RunFolder(run).config())
    with pytest.raises(BadInput, match="no checkpoint yet"):
        export(begun.folder, tmp_path / "model.onnx", created=NOON)
    begun.save("step", 5, {}, {"stage": "step"})
    with pytest.raises(BadInput, match="at stage step"):
        export(begun.folder, tmp_path / "model.onnx", created=NOON)
    tensors = {f"average.{name}": tensor for name, tensor in Nets(TINY, SPEC).state_dict().items()}
    begun.save("sampler", 5, tensors, {"stage": "sampler"})
    with pytest.raises(BadInput, match="other nets") as refusal:
        export(begun.folder, tmp_path / "model.onnx", created=NOON)
    assert "\n" not in str(refusal.value)
    assert not (tmp_path / "model.onnx").exists()


def test_an_incomplete_checkpoint_cannot_be_exported(run: Path) -> None:
    newest = RunFolder(run).newest()
    assert newest is not None
    _, state = checkpoint.load_checkpoint(newest)
    assert {"stage", "step", "seconds", "figures", "card"} <= state.keys()
    assert {"knobs", "prior", "macros", "texture"} <= state["card"].keys()


def test_a_file_of_other_nets_has_a_large_difference(exported: ExportResult) -> None:
    torch.manual_seed(1)
    found = file_difference(Nets(replace(TINY, channels=16), SPEC).eval(), SPEC, exported.path)
    assert found.picture > 1 and found.place > 0.1
    assert not found.within()


@pytest.mark.parametrize(
    "change",
    [
        lambda state: state.pop("card"),
        lambda state: state["card"].pop("prior"),
        lambda state: state["card"].update(knobs=[]),
        lambda state: state["card"].update(macros={"kick": [1]}),
        lambda state: state["card"].update(prior=3),
        lambda state: state["card"].update(texture="much"),
        lambda state: state["card"].update(texture=3.0),
    ],
)
def test_a_checkpoint_without_a_description_of_the_knobs_is_refused(
    run: Path, tmp_path: Path, change: Callable[[dict[str, Any]], object]
) -> None:
    other = RunFolder(tmp_path / "other")
    other.begin(RunFolder(run).config())
    newest = RunFolder(run).newest()
    assert newest is not None
    tensors, state = checkpoint.load_checkpoint(newest)
    change(state)
    other.save("sampler", 10, tensors, state)
    with pytest.raises(BadInput, match="train again") as refusal:
        export(other.folder, tmp_path / "model.onnx", created=NOON)
    assert "\n" not in str(refusal.value)
