"""`vamen play --record`, all of whose processes are killed: sound and take have all but the last second."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
import wave
from pathlib import Path

import numpy as np
import pytest
import soundfile

from engine.spec import SPEC
from tests.engine.waiting import wait_until
from tests.live import COMMAND, ROOT, send, started

from .tiny_model import tiny_model

SUFFIXES = [".wav", ".flac"]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has /proc, where the processes are found")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_model(tmp_path_factory.mktemp("model") / "tiny.onnx")


@pytest.mark.parametrize("seed", range(4))
def test_a_killed_session_leaves_sound_and_take_but_the_last_second(model: Path, tmp_path: Path, seed: int) -> None:
    path, draw = tmp_path / f"set{SUFFIXES[seed % len(SUFFIXES)]}", random.Random(seed)
    with started("--model", str(model), "--null", "--record", str(path)) as live, live.shared() as shared:
        end = time.monotonic() + draw.uniform(1.5, 4.0)
        while time.monotonic() < end:
            send(live.port, f"/vamen/latent/{draw.randrange(16)}", draw.uniform(-2, 2))
            send(live.port, "/vamen/slice", draw.randrange(32))
            time.sleep(0.02)
        played = shared.monitor.end
        live.kill()
        shared.unlink()
    sound, rate = soundfile.read(path, dtype="float32")
    assert rate == SPEC.rate and sound.any()
    assert played - SPEC.rate < len(sound) <= played + SPEC.rate
    if path.suffix == ".wav":
        with wave.open(str(path)) as reader:
            assert reader.getnframes() == len(sound)
    if shutil.which("sox"):
        done = subprocess.run(["sox", path, "-n", "stat"], capture_output=True, text=True, check=True)
        assert "WARN" not in done.stderr
    again = tmp_path / "again.wav"
    take = ["--take", str(path.with_suffix(".take")), "--model", str(model)]
    subprocess.run([*COMMAND, "render", str(again), *take], cwd=ROOT, check=True, timeout=120, capture_output=True)
    render, _ = soundfile.read(again, dtype="float32")
    assert played - SPEC.rate < len(render) <= played + SPEC.rate
    both = min(len(render), len(sound))
    assert np.abs(render[:both] - sound[:both]).max() < 2**-22


def test_a_recording_that_began_while_it_played_survives_its_processes(model: Path, tmp_path: Path) -> None:
    folder = tmp_path / "music"
    words = ("--model", str(model), "--null", "--recordings", str(folder))
    with started(*words) as live, live.shared() as shared:
        send(live.port, "/vamen/record", 1)
        wait_until(lambda: folder.is_dir() and any(path.stat().st_size > 200_000 for path in folder.iterdir()))
        os.kill(live.control, signal.SIGKILL)  # the next control process goes on in another file
        wait_until(lambda: len(list(folder.iterdir())) == 2)
        wait_until(lambda: all(path.stat().st_size > 100_000 for path in folder.iterdir()))
        live.kill()
        shared.unlink()
    for path in folder.iterdir():
        sound, rate = soundfile.read(path, dtype="float32")
        assert path.suffix == ".wav" and rate == SPEC.rate and sound.any()
        assert len(sound) * 6 == pytest.approx(path.stat().st_size, abs=200)
