"""The self-test of latency, from datagrams to sound, without a card. That it is fast nobody promises here."""

import json
from pathlib import Path

import numpy as np
import pytest

from engine.errors import BadInput
from engine.model.model_file import Model
from engine.parameters import LATENTS
from engine.realtime.outputs import SILENT
from engine.spec import SPEC
from osc_bridge.commands.latency import Stimulus, latency, tell
from tests.tiny_model import tiny_model


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_model(tmp_path_factory.mktemp("model") / "tiny.onnx")


def test_it_hears_every_trigger_and_every_change_and_says_how_late_they_were(
    model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    latency(model=model, null=True, buffer=256, seconds=6, json=True)
    report = json.loads(capsys.readouterr().out)
    assert (report["output"], report["heard_by"]) == (SILENT, "the player's output tap")
    assert (report["model"], report["provider"], report["block"], report["rate"]) == ("tiny", "cpu", 256, 44_100)
    assert report["lookahead_ms"] == pytest.approx(256 / 44.1 + 0.5, abs=0.01)
    for name in ("trigger_ms", "morph_ms"):
        row = report[name]
        assert row["count"] >= 2  # a busy machine has longer for it, up to twice
        assert row["missed"] == 0 and row["cut"] == sum(row["causes"].values())
        # a trigger waits for its place, a morph for the windows of the sound path
        assert report["lookahead_ms"] * (name == "trigger_ms") < row["p50"] <= row["p95"] <= row["p99"]
    tell(report)
    said = capsys.readouterr().out
    assert "slice to half of its attack" in said and "latent to 90 %" in said and "late events" in said


def test_a_window_of_what_is_played_is_cut_out_of_the_whole(model: Path) -> None:
    stimulus, knobs = Stimulus(Model.load(model)), np.full(LATENTS, 0.5)
    latents = stimulus.loop(knobs, 3)
    whole, window = stimulus.paint(latents), stimulus.paint(latents, 30, 4)
    rows = np.arange(30 * SPEC.step_frames, 34 * SPEC.step_frames) % SPEC.frames
    assert np.array_equal(window.levels, whole.levels[rows])
    assert window.grain.shape == (len(rows) // 4, SPEC.mels // 8) and not window.grain.any()
    assert (stimulus.provider, stimulus.note, stimulus.faults) == ("cpu", "", 0)
    assert set(stimulus.macros) == {"kick", "snare", "hats"}


@pytest.mark.parametrize("wrong", [{"seconds": 1.0}, {"seconds": float("nan")}, {"lookahead": -1.0}])
def test_what_cannot_be_measured_is_refused(model: Path, wrong: dict[str, float]) -> None:
    with pytest.raises(BadInput):
        latency(model=model, null=True, **wrong)  # type: ignore[arg-type]


def said(capsys: pytest.CaptureFixture[str], trigger: dict[str, object], late: int = 0) -> str:
    """What is told of a report with such a row of triggers."""
    report = {"model": "m", "provider": "cpu", "output": "o", "block": 128, "rate": 44_100, "heard_by": "nobody"}
    figures = {"lookahead_ms": 0, "device_ms": 0, "late": late, "underruns": 0, "stalls": 3}
    fine = row(count=7) | {"p50": 1.0, "p95": 1.0, "p99": 1.0, "jitter": 0.0}
    tell(report | figures | {"trigger_ms": trigger, "morph_ms": fine, "note_ms": row()})
    return capsys.readouterr().out


def row(count: int = 0, missed: int = 0, **causes: int) -> dict[str, object]:
    return {"count": count, "missed": missed, "cut": sum(causes.values()), "causes": causes}


def test_nothing_heard_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert "nothing was heard of 9" in said(capsys, row(missed=7, stall=2))


def test_why_trials_were_cut_is_said_and_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    some = said(capsys, row(missed=7, hole=2))
    assert "2 where the recording lost a part" in some and "measure again" not in some
    most = said(capsys, row(missed=1, stall=3, hole=1))
    assert "3 beside a stall of the card, 1 where the recording lost a part" in most and "measure again" in most
    assert "lost" not in said(capsys, row(missed=1))
