"""`vamen evaluate` as a whole: a model file and a reference in, a table and pictures out."""

import base64
import html
import json
import re
import subprocess
import sys
from dataclasses import asdict
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest

from engine.errors import BadInput, BadParameter
from engine.model.model_file import Model
from engine.spec import SPEC
from tests.tiny_model import card, tiny_model
from tests.training.tiny_run import tiny_dataset
from training import cli
from training.dataset.dataset_folder import open_dataset
from training.dataset.descriptors import DESCRIPTOR_NAMES
from training.evaluation import targets
from training.evaluation.evaluate import evaluate
from training.evaluation.knob_sweeps import KnobResponse
from training.evaluation.measure import TEXTURE_AMOUNTS, measure_reconstruction
from training.evaluation.report import EvaluationReport
from training.pictures import PICTURE_GAP

SAMPLED = {"fsd", "fld", "bigram_jsd", "density_w1", "position_error", "diversity", "novelty", "nn_step", "nn_loop"}
SAMPLED |= {"sharp_w1", "hits_w1", "peaks", "dt", "df"}
COSTS = ("paint_ms", "window_ms", "loop_ms")
Image = pytest.importorskip("PIL.Image", reason="needs Pillow: make train-environment")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    fields = card()
    for knob, name in zip(fields["knobs"], DESCRIPTOR_NAMES, strict=False):
        knob["name"] = name
    return tiny_model(tmp_path_factory.mktemp("evaluate") / "tiny.onnx", text=json.dumps(fields))


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_dataset(tmp_path_factory.mktemp("evaluate") / "data")


@pytest.fixture(scope="module")
def report(model: Path, reference: Path) -> EvaluationReport:
    return evaluate(model, reference, samples=8)


def steady(report: EvaluationReport) -> dict[str, float]:
    return {name: value for name, value in report.figures.items() if not name.startswith(COSTS)}


def test_every_target_is_measured(report: EvaluationReport) -> None:
    wanted = {bar.name for bar in targets.TARGETS} - {
        "error_db_kit",
        "error_db_synth",
    }  # the reference has none of them
    assert wanted <= set(report.figures)
    assert all(np.isfinite(value) for value in report.figures.values())
    assert set(report.floors) == SAMPLED
    assert [knob.name for knob in report.knobs] == list(DESCRIPTOR_NAMES)


def test_the_same_model_and_seed_give_the_same_figures(model: Path, reference: Path, report: EvaluationReport) -> None:
    calls: list[tuple[int, int]] = []
    again = evaluate(model, reference, samples=8, progress=lambda done, of: calls.append((done, of)))
    assert steady(again) == steady(report)
    assert again.floors == report.floors
    assert [asdict(knob) for knob in again.knobs] == [asdict(knob) for knob in report.knobs]
    assert calls == [(number + 1, len(calls)) for number in range(len(calls))]


def test_another_seed_draws_other_breaks(model: Path, reference: Path, report: EvaluationReport) -> None:
    assert evaluate(model, reference, samples=8, seed=1).figures["fsd"] != report.figures["fsd"]


def test_evaluation_imports_no_training_library() -> None:
    code = "import sys, training.evaluation.evaluate; assert not {'torch', 'librosa', 'onnx', 'PIL'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_decoding_is_deterministic(report: EvaluationReport) -> None:
    assert report.figures["same_bytes"] == 1


def test_a_small_reference_gives_a_note(model: Path, reference: Path) -> None:
    notes = evaluate(model, reference, samples=16).notes
    assert any("holds out 8 loops only" in note for note in notes)


def test_without_a_reference_the_rest_is_measured_with_a_note(model: Path) -> None:
    report = evaluate(model, samples=8)
    assert {"knob_own", "knobs_p95", "points_p95", "same_bytes", "paint_ms_p50"} <= set(report.figures)
    assert not {"fsd", "error_db", "attack_p90"} & set(report.figures)
    assert not report.floors
    assert any("no reference was given" in line for line in report.lines())


def test_an_unseen_reference_is_reconstructed_completely_against_its_own_targets(model: Path, reference: Path) -> None:
    report = evaluate(model, reference, samples=8, unseen=True)
    assert report.to_dict()["bars"] == {
        "error_db": (None, 5.0),
        "onset_correlation": (0.9, None),
        "attack_5ms": (-1.0, 1.0),
        "attack_1ms5": (-2.0, 2.0),
        "sub": (-3.0, 3.0),
        "air": (-3.0, 3.0),
    }
    assert "fsd" not in report.figures
    assert report.reconstructed == 48  # 40 learned and 8 held-out loops
    model, images = Model.load(model, provider="cpu"), open_dataset(reference).images
    whole = measure_reconstruction(model, images, report.texture)
    assert report.figures["error_db"] == pytest.approx(whole["error_db"], rel=1e-6)


def test_the_best_texture_is_reported_and_targets_use_that_of_the_card(report: EvaluationReport) -> None:
    assert [tried["amount"] for tried in report.textures] == list(TEXTURE_AMOUNTS)
    best = min(report.textures, key=lambda tried: tried["sharp_w1"])
    assert report.figures["texture_best"] == best["amount"]
    assert report.texture == 0.75
    assert report.summary()["figures"]["texture_best"] == best["amount"]
    assert next(line for line in report.lines() if line.endswith("  best")).startswith(f"{best['amount']:g} ")


def test_a_trained_reference_measured_as_unseen_gives_a_remark(model: Path, reference: Path, tmp_path: Path) -> None:
    fields = json.loads(Model.load(model, provider="cpu").card.to_json()) | {"sources": [{"file": "made_up.wav"}]}
    knows = tiny_model(tmp_path / "knows.onnx", text=json.dumps(fields))
    assert any("trained on made_up.wav" in note for note in evaluate(knows, reference, samples=8, unseen=True).notes)
    assert not evaluate(model, reference, samples=8, unseen=True).notes


def test_the_report_has_a_line_per_macro(report: EvaluationReport) -> None:
    assert [macro.name for macro in report.macros] == ["kick", "snare", "hats"]
    lines = list(report.lines())
    start = next(number for number, line in enumerate(lines) if line.startswith("on one step"))
    assert [line.split()[0] for line in lines[start + 1 : start + 4]] == ["kick", "snare", "hats"]


def test_knobs_without_a_name_are_not_measured(tmp_path: Path) -> None:
    report = evaluate(tiny_model(tmp_path / "nameless.onnx"), samples=8)
    assert not report.knobs
    assert "knob_own" not in report.figures
    assert any(f"first knobs are not {DESCRIPTOR_NAMES[0]}, " in note for note in report.notes)


def test_the_page_has_five_sentences_each_with_a_picture(model: Path, reference: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    report = evaluate(model, reference, samples=8, page=page)
    text = page.read_text("utf-8")
    shown = re.findall(r"<h2>(.*?)</h2><img alt=\"(.*?)\" src=\"data:image/png;base64,(.*?)\">", text)
    assert [html.unescape(sentence) for sentence, _, _ in shown] == list(report.sentences().values())
    assert len(shown) == 5
    assert not re.search("https?:|<script|<link", text)
    sizes = [Image.open(BytesIO(base64.b64decode(picture))).size for _, _, picture in shown]
    assert sizes[0] == (2 * SPEC.frames + PICTURE_GAP, 3 * SPEC.mels + 2 * PICTURE_GAP)
    assert sizes[2] == (8 * 128 + 7 * PICTURE_GAP, 2 * 128 + PICTURE_GAP)
    assert sizes[3] == (5 * 128 + 4 * PICTURE_GAP, 8 * 128 + 7 * PICTURE_GAP)


def test_the_page_of_a_model_without_named_knobs_has_the_other_sentences(reference: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    evaluate(tiny_model(tmp_path / "nameless.onnx"), reference, samples=8, page=page)
    captions = re.findall(r"</h2><img alt=\"(.*?)\"", page.read_text("utf-8"))
    assert len(captions) == 4 and captions[-1] == "Three ways from one random break to another."


@pytest.mark.parametrize("wrong", [{"samples": 7}, {"seed": -1}, {"threads": 0}])
def test_figures_that_cannot_be_are_refused(model: Path, wrong: dict[str, int]) -> None:
    with pytest.raises(BadParameter, match="expected at least 8, 0 and 1"):
        evaluate(model, **wrong)  # type: ignore[arg-type]


def test_options_that_need_a_reference_are_refused_without_one(model: Path, tmp_path: Path) -> None:
    with pytest.raises(BadParameter, match="--unseen needs real loops"):
        evaluate(model, unseen=True)
    with pytest.raises(BadParameter, match="--page needs real loops"):
        evaluate(model, page=tmp_path / "page.html")


def test_an_unwritable_output_is_refused_before_the_work(model: Path, reference: Path, tmp_path: Path) -> None:
    folder = tmp_path / "folder.html"
    folder.mkdir()
    with pytest.raises(BadInput, match="there is no folder"):
        evaluate(model, reference, page=tmp_path / "none" / "page.html")
    with pytest.raises(BadInput, match="is a folder"):
        evaluate(model, reference, page=folder)
    with pytest.raises(BadInput, match=r"does not end in \.html"):
        evaluate(model, reference, page=tmp_path / "page.txt")
    with pytest.raises(BadInput, match="there is no folder"):
        cli.evaluate(reference, model=model, save=tmp_path / "none" / "card.json")
    with pytest.raises(BadInput, match="is a folder"):
        cli.evaluate(reference, model=model, save=tmp_path)


def test_a_folder_without_a_dataset_is_refused(model: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="not a readable dataset"):
        evaluate(model, tmp_path)


def test_the_command_prints_a_table_and_saves_figures(
    model: Path, reference: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cli.evaluate(reference, model=model, samples=8, unseen=True)
    first = capsys.readouterr().out.splitlines()
    assert "not trained on" in first[0] and "attacks" in first[1] and "of 6 bars hold" in first[-1]
    cli.evaluate(reference, model=model, samples=8, unseen=True, all=True, save=tmp_path / "figures.json")
    said = capsys.readouterr()
    lines = said.out.splitlines()
    assert lines[0].startswith(f"tiny against {reference}: all its 48 loops, seed 0, texture 0.75")
    assert any(line.startswith("reconstruction: error, dB") and "<= 5" in line for line in lines)
    assert lines[-1] == first[-1]
    assert said.err == ""  # no progress bar in a pipe
    saved = json.loads((tmp_path / "figures.json").read_text())
    assert saved["figures"]["error_db"] > 0
    assert (saved["samples"], saved["unseen"]) == (8, True)


def test_json_contains_figures_limits_and_results(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cli.evaluate(model=model, samples=8, json=True)
    said = json.loads(capsys.readouterr().out)
    assert said["reference"] is None
    assert set(said["holds"]) == set(said["bars"]) <= set(said["figures"])
    assert {knob["name"] for knob in said["knobs"]} == set(DESCRIPTOR_NAMES)


def test_the_report_has_a_line_per_knob() -> None:
    report = EvaluationReport(
        "m", None, 8, 0, False, 1.0, {"knob_own": 1.5}, knobs=(KnobResponse("kick", 1, 1, -1.5, 1.6, 0.2, "hats", 0.3),)
    )
    lines = list(report.lines())
    assert ["kick", "1.000", "-1.50", "1.60", "0.20", "hats"] in [line.split() for line in lines]
    assert lines[-1] == "1 of 1 bars hold"
