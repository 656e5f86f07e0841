"""`vamen latency` on a real JACK server, recorded by its own client."""

import json
import subprocess
from pathlib import Path

import pytest

from tests import jack
from tests.live import COMMAND, ROOT
from tests.tiny_model import tiny_model


@pytest.mark.audio
@pytest.mark.parametrize("jack_server", [128], indirect=True)
def test_the_latency_is_measured_by_a_jack_client(jack_server: jack.Server, tmp_path: Path) -> None:
    model = tiny_model(tmp_path / "tiny.onnx")
    arguments = ["latency", "--model", str(model), "--host-api", "JACK", "--seconds", "16", "--json"]
    done = subprocess.run(
        [*COMMAND, *arguments], cwd=ROOT, env=jack_server.env, capture_output=True, text=True, timeout=90
    )
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["heard_by"] == "a client of JACK"
    assert report["device_ms"] > 0
    for name in ("trigger_ms", "note_ms", "morph_ms"):
        trials = report[name]
        # other work on the machine may cause xruns, and trials beside them are discarded
        assert trials["count"] >= 2, trials  # a busy machine takes up to twice the time
        assert trials["missed"] <= trials["cut"], trials
