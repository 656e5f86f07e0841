"""The JACK server and the recorder of the tests."""

import contextlib
import subprocess
import sys
import time
from collections.abc import Iterator

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


@contextlib.contextmanager
def playing(server: jack.Server) -> Iterator[subprocess.Popen[bytes]]:
    """Play a counter into the server in another process until the context ends."""
    code = PLAYER.format(period=server.period)
    with subprocess.Popen([sys.executable, "-c", code], env=server.env, stdin=subprocess.PIPE) as player:
        yield player
        player.communicate()


def wait_for_sound(recorder: jack.Recorder, start: int = 0) -> None:
    """Wait for a sample other than 0 after `start`; ports come before the first sample."""
    deadline = time.monotonic() + jack.JACK_TIMEOUT_S
    while not recorder.audio(start).any():
        assert time.monotonic() < deadline, "nothing was recorded"
        time.sleep(jack.JACK_POLL_INTERVAL_S)


@pytest.mark.audio
@pytest.mark.parametrize("jack_server", [64, 256], indirect=True)
def test_a_recording_through_portaudio_is_bit_exact(jack_server: jack.Server) -> None:
    with playing(jack_server), jack.Recorder(jack_server) as recorder:
        wait_for_sound(recorder)
        audio = recorder.take(1.0)
    counter = audio[:, 0].astype(np.float64) * 2**24
    assert audio.shape == (44_100, 2)
    assert audio.dtype == np.float32
    assert counter[0] > 0
    np.testing.assert_array_equal(np.diff(counter), 1.0)
    np.testing.assert_array_equal(audio[:, 1], -audio[:, 0])


@pytest.mark.audio
def test_a_client_that_is_killed_and_started_again_is_recorded_again() -> None:
    with jack.serve(synchronous=False) as server, jack.Recorder(server) as recorder:
        with playing(server) as first:
            wait_for_sound(recorder)
            first.kill()
            first.wait()
        time.sleep(0.3)
        gap = recorder.heard
        with playing(server):
            wait_for_sound(recorder, gap)


@pytest.mark.audio
def test_a_server_ends_after_its_test() -> None:
    with jack.serve() as server:
        process = server.process
        assert process.poll() is None
    assert process.poll() is not None


@pytest.mark.audio
def test_a_client_that_never_plays_is_named_in_the_error(
    jack_server: jack.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jack, "JACK_TIMEOUT_S", 0.2)
    with pytest.raises(TimeoutError, match="no port of missing"):
        jack.record(jack_server, 0.1, "missing")
