import json
from pathlib import Path

import librosa
import numpy as np
import pytest
import soundfile

from engine.commands.bench import bench, print_inversion, spectral_error
from engine.commands.bench.playhead_moves import clicks, stretch
from engine.commands.bench.sound_path import CLIP_SECONDS, clip, clips_of, fidelity, griffin_lim, slices, step_response
from engine.core import LIVE
from engine.errors import BadInput
from engine.spec import SPEC
from tests.sound import break_loop

LOOPS = {"one": clip(break_loop()), "two": clip(break_loop((0, 3, 6, 10, 12), seed=4))}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two loops, a text file and a folder."""
    for name, audio in LOOPS.items():
        soundfile.write(tmp_path / f"{name}.wav", audio, SPEC.rate)
    (tmp_path / "LICENSE.md").write_text("CC0")
    (tmp_path / "more").mkdir()
    return tmp_path


def test_all_loops_of_a_folder_are_used_and_other_files_skipped(folder: Path) -> None:
    found = clips_of(folder)
    assert list(found) == ["one", "two"]
    assert {len(audio) for audio in found.values()} == {round(CLIP_SECONDS * SPEC.rate)}


def test_a_folder_without_loops_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing"):
        with pytest.raises(BadInput):
            clips_of(path)


@pytest.mark.parametrize("momentum", [0.0, 0.99])
def test_the_offline_reference_is_as_good_as_librosa(momentum: float) -> None:
    audio = LOOPS["one"]
    image = spectral_error.frames_of(audio)
    theirs = librosa.griffinlim(
        image.T, n_iter=32, momentum=momentum, hop_length=SPEC.hop, n_fft=SPEC.fft, center=False, random_state=0
    )
    lead = 2 * (SPEC.fft // 2)
    scores = []
    for resynthesis in (griffin_lim(image, momentum), theirs):
        found = spectral_error.frames_of(resynthesis[lead : lead + len(audio)])
        scores.append(spectral_error.spectral_convergence(found, image))
    assert scores[0] == pytest.approx(scores[1], abs=1.5)  # depends on the initial phases


def test_the_stream_beats_the_offline_reference() -> None:
    table = fidelity(LOOPS, through_mel=False)
    for loop in LOOPS:
        assert table["live"][loop]["convergence"] <= table["offline"][loop]["convergence"] - 4
    assert table["high"]["mean"]["convergence"] < table["live"]["mean"]["convergence"]


def test_latency_attacks_clicks_and_stretch_meet_their_limits() -> None:
    assert step_response(LIVE, retro=False, segments=24)["to_90"] <= 12
    assert step_response(LIVE, retro=True)["to_90"] <= 6
    started = slices(LOOPS)
    assert started["to_half"] <= 5 and started["level"] >= -1.5
    assert clicks(LOOPS, 100)["p95"] <= -70
    assert stretch(LOOPS)["gain"] >= 2


def test_loops_without_attacks_are_refused() -> None:
    with pytest.raises(BadInput, match="no clear attack"):
        slices({"hum": np.sin(np.arange(60_000) / 50).astype(np.float32)})


def test_the_command_prints_figures_and_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bench("inversion", folder, rounds=20, json=True)
    report = json.loads(capsys.readouterr().out)
    print_inversion(report["inversion"])
    printed = capsys.readouterr().out
    for text in ("0 empty bands", "whole path", "retro", "slice from silence", "clicks", "half speed", "live hop"):
        assert text in printed
    assert report["inversion"]["bank"]["empty_bands"] == 0
    assert set(report["inversion"]["cost"]) == {
        "live hop",
        "live hop with a jump",
        "high hop",
        "high hop with a jump",
    }


def test_missing_loops_and_too_few_hops_are_refused(folder: Path) -> None:
    with pytest.raises(BadInput, match="name a folder"):
        bench("inversion")
    with pytest.raises(BadInput, match="10 or more"):
        bench("inversion", folder, rounds=1)
