"""From a folder of breaks to a sound, by the commands that a user types. Synthetic drums, few steps."""

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest
import soundfile

from engine.spec import SPEC

from .live import COMMAND, ROOT

pytestmark = pytest.mark.slow


def vamen(*words: str | Path, code: int = 0) -> str:
    """Run a command; returns what it printed, or what it complained about."""
    command = [*COMMAND, *map(str, words)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout if code == 0 else done.stderr


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five loops of a synthetic kit, and its strokes."""
    from tests.training.drum_loops import kit, write_folder

    path, random = tmp_path_factory.mktemp("chain"), np.random.default_rng(0)
    write_folder(path / "breaks", 5, random)
    (path / "kits").mkdir()
    strokes = kit(random)
    for name in ("kick", "snare", "hat", "tom"):
        soundfile.write(path / "kits" / f"{name}.wav", 0.9 * getattr(strokes, name), SPEC.rate)
    return path


def test_breaks_become_a_model_that_plays(folder: Path) -> None:
    said = vamen(
        "dataset", folder / "breaks", folder / "data", "--count", "24", "--seed", "3", "--kits", folder / "kits"
    )
    assert "24 loops" in said and "from 5 breaks" in said and "1 kick" in said

    said = vamen("train", folder / "data", "--out", folder / "run", "--steps", "6", "--threads", "2")
    assert "vamen export" in said
    previews = {path.suffix for path in (folder / "run" / "previews").iterdir()}
    assert previews == {".png", ".wav"}

    model = folder / "model.onnx"
    assert "MB" in vamen("export", folder / "run", model)
    assert model.stat().st_size <= 16e6
    assert json.loads(vamen("check", model, "--json"))["sources"] == 10  # the synthesiser lends what the kit lacks

    picture = folder / "picture.png"
    told = json.loads(
        vamen("evaluate", folder / "data", "--model", model, "--samples", "8", "--json", "--picture", picture)
    )
    assert told["figures"]["same_bytes"] == 1
    assert picture.stat().st_size > 10_000

    out = folder / "out.wav"
    said = vamen("render", out, "--model", model, "--bars", "2", "--tempo", "150")
    assert "x real time" in said
    audio, rate = soundfile.read(out)
    assert rate == SPEC.rate
    assert len(audio) == round(2 * 240 / 150 * SPEC.rate)
    assert np.isfinite(audio).all()
