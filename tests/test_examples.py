"""Every example runs as its first lines say, without sound card, GPU or network."""

import os
import subprocess
import sys
from pathlib import Path

import mido
import numpy as np
import pytest
import soundfile

from engine.files.preset_folder import read_preset
from engine.spec import SPEC

from .live import ROOT, ask, started

EXAMPLES = sorted((ROOT / "examples").glob("*.py"))


def run(name: str, folder: Path, *words: str) -> str:
    """Run an example in a folder; return what it printed."""
    done = subprocess.run(
        [sys.executable, ROOT / "examples" / f"{name}.py", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout


def loudness(path: Path, beat: int, beats: int) -> float:
    """Return the RMS of one of the equal parts of a file."""
    audio, rate = soundfile.read(path)
    assert rate == SPEC.rate
    return float(np.sqrt(np.mean(np.array_split(audio, beats)[beat] ** 2)))


def test_there_is_a_test_for_every_example() -> None:
    text = Path(__file__).read_text("utf-8")
    assert not [path.stem for path in EXAMPLES if f'run("{path.stem}"' not in text]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_is_short(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 60


def test_play_and_move_a_latent(tmp_path: Path) -> None:
    said = run("play_and_move_a_latent", tmp_path, "--null", "--seconds", "1")
    assert said.startswith("playing on silent output")
    assert "stopped at beat" in said


def test_render_a_morph_and_encode_a_break(tmp_path: Path) -> None:
    assert "from 'sparse and short' to 'busy'" in run("render_a_morph", tmp_path, "loop.wav")
    assert loudness(tmp_path / "loop.wav", 15, 16) > 0.01
    assert "kick" in run("encode_a_break", tmp_path, "loop.wav", "mine.json")
    assert read_preset(tmp_path / "mine.json").name == "loop"


def test_sweep_over_osc_and_read_meters(tmp_path: Path) -> None:
    with started("--null") as live:
        assert run("sweep_over_osc", tmp_path, str(live.port)) == "/vamen/latent/0 is 0.5\n"
        assert ask(live.port, "/vamen/latent/0") == [0.5]
        lines = run("read_meters", tmp_path, str(live.port)).splitlines()
        assert len(lines) >= 3  # two seconds at 170 BPM
        assert all(line.startswith("beat ") and "dBFS" in line for line in lines)
        assert live.end() == 0


def test_drive_from_midi_file(tmp_path: Path) -> None:
    run("drive_from_midi_file", tmp_path, "set.mid", "set.wav")
    notes = [message for message in mido.MidiFile(tmp_path / "set.mid") if message.type == "note_on"]
    assert len(notes) == 16
    seconds = soundfile.info(tmp_path / "set.wav").duration
    assert seconds == pytest.approx(2 * 240 / 165, abs=0.01)
    assert loudness(tmp_path / "set.wav", 7, 8) > 0.01


def test_custom_controller_map(tmp_path: Path) -> None:
    assert run("custom_controller_map", tmp_path, "tiny.toml").splitlines() == [
        "b0 01 7f -> {'latent/0': 3.0}",
        "b0 02 40 -> {'tempo': 170.0}",
        "90 3c 64 -> {'reverse': 1.0}",
        "b0 07 40 -> {'level': -24.0}",
    ]


@pytest.mark.slow
def test_train_a_toy_model(tmp_path: Path) -> None:
    assert "24 loops, 8 of them held out" in run("train_a_toy_model", tmp_path, "toy")
    assert soundfile.info(tmp_path / "toy" / "toy.wav").duration == pytest.approx(240 / 170, abs=0.01)
