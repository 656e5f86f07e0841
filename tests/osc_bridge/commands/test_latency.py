"""`vamen latency` from datagrams to sound, without a card; no figure is expected."""

import json
from pathlib import Path

import numpy as np
import pytest

from engine.errors import BadInput
from engine.model.model_file import Model
from engine.parameters import LATENTS
from engine.realtime.outputs import SILENT_OUTPUT
from engine.spec import SPEC
from osc_bridge.commands.latency.measure import latency, print_report
from osc_bridge.commands.latency.stimulus import StimulusDecoder
from tests.tiny_model import tiny_model


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_model(tmp_path_factory.mktemp("model") / "tiny.onnx")


def test_every_slice_and_every_change_is_heard_and_timed(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    latency(model=model, null=True, buffer=256, seconds=6, json=True)
    report = json.loads(capsys.readouterr().out)
    assert (report["output"], report["heard_by"]) == (SILENT_OUTPUT, "the player's output tap")
    assert (report["model"], report["provider"], report["block"], report["rate"]) == ("tiny", "cpu", 256, 44_100)
    assert report["lookahead_ms"] == pytest.approx(256 / 44.1 + 0.5, abs=0.01)
    for name in ("trigger_ms", "morph_ms"):
        row = report[name]
        assert row["count"] >= 2  # a busy machine takes up to twice the time
        assert row["missed"] == 0 and row["cut"] == sum(row["causes"].values())
        # a slice waits for the lookahead, a morph for the windows of the sound path
        assert report["lookahead_ms"] * (name == "trigger_ms") < row["p50"] <= row["p95"] <= row["p99"]
    print_report(report)
    printed = capsys.readouterr().out
    assert all(text in printed for text in ("slice to half of its attack", "latent to 90 %", "late events"))


def test_a_window_of_the_stimulus_is_a_part_of_the_whole(model: Path) -> None:
    stimulus, knobs = StimulusDecoder(Model.load(model)), np.full(LATENTS, 0.5)
    latents = stimulus.loop_latents(knobs, ((3, 1.0),))
    whole, window = stimulus.decode(latents), stimulus.decode(latents, 30, 4)
    rows = np.arange(30 * SPEC.step_frames, 34 * SPEC.step_frames) % SPEC.frames
    assert np.array_equal(window.levels, whole.levels[rows])
    assert window.grain.shape == (len(rows) // 4, SPEC.mels // 8) and not window.grain.any()
    assert (stimulus.provider, stimulus.note, stimulus.faults) == ("cpu", "", 0)
    assert set(stimulus.macros) == {"kick", "snare", "hats"}


@pytest.mark.parametrize("wrong", [{"seconds": 1.0}, {"seconds": float("nan")}, {"lookahead": -1.0}])
def test_a_duration_or_lookahead_out_of_range_is_refused(model: Path, wrong: dict[str, float]) -> None:
    with pytest.raises(BadInput):
        latency(model=model, null=True, **wrong)  # type: ignore[arg-type]


def printed(capsys: pytest.CaptureFixture[str], trigger: dict[str, object]) -> str:
    """Return the printed report with these figures of triggers."""
    report = {"model": "m", "provider": "cpu", "output": "o", "block": 128, "rate": 44_100, "heard_by": "a test"}
    figures = {"lookahead_ms": 0, "device_ms": 0, "late": 0, "underruns": 0, "stalls": 3}
    fine = row(count=7) | {"p50": 1.0, "p95": 1.0, "p99": 1.0, "jitter": 0.0}
    print_report(report | figures | {"trigger_ms": trigger, "morph_ms": fine, "note_ms": row()})
    return capsys.readouterr().out


def row(count: int = 0, missed: int = 0, **causes: int) -> dict[str, object]:
    return {"count": count, "missed": missed, "cut": sum(causes.values()), "causes": causes}


def test_a_report_without_any_sound_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert "nothing was heard of 9" in printed(capsys, row(missed=7, stall=2))


def test_a_report_lists_why_trials_were_discarded_and_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    few = printed(capsys, row(missed=7, hole=2))
    assert "2 with a gap in the recording" in few and "measure again" not in few
    most = printed(capsys, row(missed=1, stall=3, hole=1))
    assert "3 beside an xrun of the card, 1 with a gap in the recording" in most and "measure again" in most
    assert "gap" not in printed(capsys, row(missed=1))
