"""`vamen play --record` on a real JACK server: another client, the recording and its replay have the same samples."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from engine.arrays import Floats
from tests import jack
from tests.live import COMMAND, ROOT, send, started
from tests.tiny_model import tiny_model

pytestmark = pytest.mark.audio

SAMPLE_STEP = 2**-23  # of a 24-bit file
SCRIPT = (
    ("/vamen/latent/0", 1.0),
    ("/vamen/slice", 8, 0.5),
    ("/vamen/tempo", 190.0),
    ("/vamen/width", 1.0),
    ("/vamen/slice", 20),
    ("/vamen/latent", 0.5, -1.0, 2.0),
    ("/vamen/speed", -1.0),
    ("/vamen/level", -6.0),
    ("/vamen/seed", 7),
    ("/vamen/stop",),
    ("/vamen/play",),
)


@pytest.fixture(scope="module")
def server() -> Iterator[jack.Server]:
    with jack.serve() as running:
        yield running


def test_another_client_the_recording_and_its_replay_have_the_same_samples(server: jack.Server, tmp_path: Path) -> None:
    model = tiny_model(tmp_path / "tiny.onnx")
    arguments = ("--model", str(model), "--host-api", "JACK", "--record", str(tmp_path / "set.wav"))
    with jack.Recorder(server) as recorder:
        with started(*arguments, env=server.env) as live:
            recorder.take(0.5)
            for address, *values in SCRIPT:
                send(live.port, address, *values)
                recorder.take(0.15)
            assert live.end() == 0
        heard = recorder.audio()
    again = [
        *COMMAND,
        "render",
        str(tmp_path / "again.wav"),
        "--take",
        str(tmp_path / "set.take"),
        "--model",
        str(model),
    ]
    subprocess.run(again, cwd=ROOT, check=True, timeout=120, capture_output=True)
    record, _ = soundfile.read(tmp_path / "set.wav", dtype="float32")
    render, _ = soundfile.read(tmp_path / "again.wav", dtype="float32")
    assert len(record) > 1.5 * 44_100
    np.testing.assert_array_equal(record, render)
    assert len(heard) > 1.5 * 44_100
    found = np.flatnonzero(np.abs(record - loudest(heard)).max(axis=1) < SAMPLE_STEP)
    starts = found - int(np.abs(heard[:, 0]).argmax())  # the recorder was connected some blocks after the first
    both = [(heard[max(-start, 0) :], record[max(start, 0) :]) for start in starts.tolist()]
    assert any(same(one[: len(other)], other[: len(one)]) for one, other in both)


def loudest(audio: Floats) -> Floats:
    """Return the frame with the loudest left sample."""
    return audio[np.abs(audio[:, 0]).argmax()]


def same(heard: Floats, record: Floats) -> bool:
    """Return whether all samples are equal, as far as 24 bits go."""
    return len(heard) > 44_100 and bool(np.abs(heard - record).max() < SAMPLE_STEP)
