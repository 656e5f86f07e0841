"""`vamen play --record` under a real JACK server: the record is what an outside client hears, and renders again."""

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

CLOSE = 2**-23
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


def test_a_set_as_heard_from_outside_is_its_record_is_its_render(server: jack.Server, tmp_path: Path) -> None:
    model = tiny_model(tmp_path / "tiny.onnx")
    words = ("--model", str(model), "--host-api", "JACK", "--record", str(tmp_path / "set.wav"))
    with jack.Recorder(server) as ear:
        with started(*words, env=server.env) as live:
            ear.take(0.5)
            for address, *values in SCRIPT:
                send(live.port, address, *values)
                ear.take(0.15)
            assert live.end() == 0
        heard = ear.audio()
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
    found = np.flatnonzero(np.abs(record - loudest(heard)).max(axis=1) < CLOSE)
    starts = found - int(np.abs(heard[:, 0]).argmax())  # the ear was connected some blocks after the first
    both = [(heard[max(-start, 0) :], record[max(start, 0) :]) for start in starts.tolist()]
    assert any(same(one[: len(other)], other[: len(one)]) for one, other in both)


def loudest(audio: Floats) -> Floats:
    """The loudest sample of both channels."""
    return audio[np.abs(audio[:, 0]).argmax()]


def same(heard: Floats, record: Floats) -> bool:
    """Sample by sample, as far as 24 bits go."""
    return len(heard) > 44_100 and bool(np.abs(heard - record).max() < CLOSE)
