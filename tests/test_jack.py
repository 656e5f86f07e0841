"""The recorder that judges our sound is itself beyond doubt."""

import subprocess
import sys

import numpy as np
import pytest

from . import jack

PLAYER = """
import sys, numpy as np, sounddevice as sd
device = next(i for i, d in enumerate(sd.query_devices())
              if "JACK" in sd.query_hostapis(d["hostapi"])["name"] and d["max_output_channels"])
position = 0
def play(out, frames, time, status):
    global position
    ramp = np.arange(position, position + frames, dtype=np.float32) / 2**24
    out[:, 0], out[:, 1] = ramp, -ramp
    position += frames
with sd.OutputStream(44100, {period}, device, 2, "float32", callback=play):
    sys.stdin.read()
"""


@pytest.mark.audio
@pytest.mark.parametrize("jack_server", [64, 256], indirect=True)
def test_a_recording_through_portaudio_is_bit_exact(jack_server: jack.Server) -> None:
    code = PLAYER.format(period=jack_server.period)
    with subprocess.Popen([sys.executable, "-c", code], env=jack_server.env, stdin=subprocess.PIPE) as player:
        audio = jack.record(jack_server, 1.0)
        player.communicate()
    counter = audio[:, 0].astype(np.float64) * 2**24
    assert audio.shape == (44_100, 2)
    assert audio.dtype == np.float32
    assert counter[0] > 0
    np.testing.assert_array_equal(np.diff(counter), 1.0)
    np.testing.assert_array_equal(audio[:, 1], -audio[:, 0])


@pytest.mark.audio
def test_a_server_is_gone_after_its_test() -> None:
    with jack.serve() as server:
        process = server.process
        assert process.poll() is None
    assert process.poll() is not None


@pytest.mark.audio
def test_a_client_that_never_plays_is_named(jack_server: jack.Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jack, "PATIENCE", 0.2)
    with pytest.raises(TimeoutError, match="no output port of nobody"):
        jack.record(jack_server, 0.1, "nobody")
