"""`vamen play` where there is no sound card."""

import os
import signal
import time
from pathlib import Path

import pytest

from engine.parameters import TABLE
from tests.live import ask, send, started

# no JACK, ALSA or PulseAudio server is found, whatever the machine has
DEAF = {
    **os.environ,
    "JACK_NO_START_SERVER": "1",
    "JACK_DEFAULT_SERVER": "none-of-this-name",
    "ALSA_CONFIG_PATH": os.devnull,
    "PULSE_SERVER": "unix:/nowhere",
}


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tests.tiny_model import tiny_model

    return tiny_model(tmp_path_factory.mktemp("model") / "tiny.onnx")


@pytest.mark.parametrize("words", [[], ["--null"]], ids=["no device", "silence asked for"])
def test_one_line_says_that_there_is_no_device_what_plays_and_where_osc_listens(model: Path, words: list[str]) -> None:
    with started("--model", str(model), "--tempo", "174", *words, env=DEAF) as live:
        assert "silent" in live.line
        assert "174 BPM" in live.line
        assert f"OSC on 127.0.0.1 port {live.port}" in live.line
        assert live.end() == 0
        assert live.process.stdout is not None and live.process.stdout.read() == ""
    assert not [line for line in live.errors if "Traceback" in line or "ALSA" in line or "jack" in line.lower()]


def test_it_plays_at_once_and_answers(model: Path) -> None:
    with started("--model", str(model), "--null") as live:
        assert ask(live.port, "/vamen/ping", 7) == [7]
        for entry in TABLE:
            assert len(ask(live.port, f"/vamen/{entry.id}")) == 1
        send(live.port, "/vamen/latent/3", 1.5)
        send(live.port, "/vamen/tempo", 140)
        assert ask(live.port, "/vamen/latent/3") == [1.5]
        assert ask(live.port, "/vamen/tempo") == [140.0]
        before = ask(live.port, "/vamen/status")
        time.sleep(0.3)
        after = ask(live.port, "/vamen/status")
        assert before != after  # the beat goes on


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_cleanly_and_leaves_nothing_behind(model: Path, number: int) -> None:
    segments = Path("/dev/shm")
    before = set(segments.iterdir()) if segments.is_dir() else set()
    with started("--model", str(model), "--null") as live:
        children = Path(f"/proc/{live.process.pid}/task/{live.process.pid}/children")
        player = children.read_text().split() if children.exists() else []
        assert live.end(number) == 0
    assert not live.errors
    assert not [pid for pid in player if Path(f"/proc/{pid}").exists()]
    assert (set(segments.iterdir()) if segments.is_dir() else set()) <= before


def test_the_next_one_finds_the_port_free_and_a_second_one_finds_it_busy(model: Path) -> None:
    with started("--model", str(model), "--null") as live:
        port = str(live.port)
        with (
            pytest.raises(AssertionError, match=f"ended with 8.*port {port} is taken"),
            started("--model", str(model), "--null", "--osc-port", port),
        ):
            pass
