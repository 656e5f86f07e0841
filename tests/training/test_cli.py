"""`vamen dataset` and `vamen train` as called by a script."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from engine.errors import BadParameter
from training import cli


def test_loading_the_command_table_imports_no_training_library() -> None:
    code = "import sys, training.cli, export.cli; assert not {'torch', 'librosa', 'onnx'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_training_uses_all_threads_of_pytorch() -> None:
    """On a machine with several processors, one thread would train at half the speed, or less."""
    ask, counts = "import torch; print(torch.get_num_threads())", []
    environment = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    for before in ("", "from engine.commands.cli import main; main(['train', '--help']); "):
        done = subprocess.run([sys.executable, "-c", before + ask], env=environment, capture_output=True, text=True)
        counts.append(done.stdout.splitlines()[-1])
    assert counts[0] == counts[1]


def test_a_folder_becomes_a_training_set(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from training.dataset.dataset_folder import open_dataset

    from .drum_loops import write_folder

    write_folder(tmp_path / "breaks", 2, np.random.default_rng(0))
    first = sorted((tmp_path / "breaks").glob("*.wav"))[0].name
    cli.dataset(tmp_path / "breaks", tmp_path / "data", count=16, beats=[f"{first}=8"])
    said = capsys.readouterr()
    assert "16 loops (8 held out) from 2 breaks" in said.out
    assert f"{first}: 8.0 beats" in said.out and "(from given, confidence 100%)" in said.out
    assert said.out.splitlines()[-1] == f"next: vamen train {tmp_path / 'data'} --out RUN"
    assert said.err == ""  # no progress bar in a pipe
    assert len(open_dataset(tmp_path / "data").images) == 16


def test_kits_are_counted_by_drum(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import soundfile

    from training.synthesis import drum_synth

    from .drum_loops import write_folder

    write_folder(tmp_path / "breaks", 1, np.random.default_rng(0))
    (tmp_path / "kits").mkdir()
    for name, stroke in (
        ("kick", drum_synth.kick_skin),
        ("kick2", drum_synth.kick_long),
        ("hat", drum_synth.hat_noise),
    ):
        soundfile.write(tmp_path / "kits" / f"{name}.wav", stroke(np.random.default_rng(0)), 44_100)
    cli.dataset(
        tmp_path / "breaks", tmp_path / "data", count=16, kits=[tmp_path / "kits"], kit_share=0.5, synth_share=0.5
    )
    said = capsys.readouterr().out
    assert "one-shots: 1 hat, 2 kick" in said
    assert "images: 0 of breaks, " in said and " of the synthesiser" in said


@pytest.mark.parametrize("word", ["loop.wav", "=8", "loop.wav=", "loop.wav=many", "loop.wav=0", "loop.wav=nan"])
def test_invalid_beats_options_are_refused(tmp_path: Path, word: str) -> None:
    with pytest.raises(BadParameter, match=r"loop\.wav=8"):
        cli.dataset(tmp_path, tmp_path / "data", beats=[word])


def test_ctrl_c_saves_and_prints_how_to_resume(tmp_path: Path) -> None:
    from .tiny_run import tiny_dataset

    data, out = tiny_dataset(tmp_path / "data"), tmp_path / "run"
    code = (
        "import sys; from pathlib import Path; from dataclasses import replace\n"
        "from training import cli; from training.loop import train\n"
        "from tests.training.tiny_run import NO_PREVIEW, TINY\n"
        "train.TrainingConfig = lambda: TINY; train.write_preview = lambda *_: NO_PREVIEW\n"
        f"sys.exit(cli.train(Path({str(data)!r}), out=Path({str(out)!r}), steps=int(sys.argv[1]), threads=1))\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, "100000"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stderr is not None
        assert process.stderr.readline().startswith("plan: 100000 steps")  # it trains from here on
        process.send_signal(signal.SIGINT)
        said, complaint = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 130, complaint
    assert said.startswith("stopped and saved at step ") and "the same command resumes it" in said
    assert "Traceback" not in complaint
    assert len(list((out / "checkpoints").glob("*.safetensors"))) == 1


def test_a_finished_training_prints_the_next_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from training.loop import train

    from .tiny_run import NO_PREVIEW, TINY, tiny_dataset

    monkeypatch.setattr(train, "TrainingConfig", lambda: TINY)
    monkeypatch.setattr(train, "write_preview", lambda *_: NO_PREVIEW)
    data, out = tiny_dataset(tmp_path / "data"), tmp_path / "run"
    assert cli.train(data, out=out, steps=4, threads=1) == 0
    said = capsys.readouterr().out
    assert "error db: " in said and "onset correlation: " in said
    assert said.splitlines()[-1] == f"next: vamen export {out} MODEL.onnx"
