"""`vamen play` where there is no sound card."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from engine.parameters import TABLE
from tests.live import ask, send, started

# no sound server is found, whatever runs on the machine
DEAF = {
    **os.environ,
    "JACK_NO_START_SERVER": "1",
    "JACK_DEFAULT_SERVER": "none-of-this-name",
    "PULSE_SERVER": "unix:/nowhere",
}
CARDS = Path("/proc/asound/cards")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tests.tiny_model import tiny_model

    return tiny_model(tmp_path_factory.mktemp("model") / "tiny.onnx")


@pytest.mark.parametrize("words", [[], ["--null"]], ids=["no device", "silence asked for"])
def test_one_line_says_that_there_is_no_device_what_plays_and_where_osc_listens(model: Path, words: list[str]) -> None:
    if not words and (sys.platform != "linux" or (CARDS.exists() and "no soundcards" not in CARDS.read_text())):
        pytest.skip("this machine has a sound card; run it where there is none, as CI does")
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
        assert ask(live.port, "/vamen/texture") == [0.75]  # what suits the model, as its card says
        before = ask(live.port, "/vamen/status")
        time.sleep(0.3)
        after = ask(live.port, "/vamen/status")
        assert before != after  # the beat goes on


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_cleanly_and_leaves_nothing_behind(model: Path, number: int) -> None:
    with started("--model", str(model), "--null") as live:
        proc = Path(f"/proc/{live.process.pid}")
        left = [Path("/proc", pid) for pid in of_process(proc, "task/{pid}/children").split()]
        left += {Path(word) for word in of_process(proc, "maps").split() if word.startswith("/dev/shm/")}
        assert live.end(number) == 0
    assert not live.errors
    deadline = time.monotonic() + 5
    while left := [path for path in left if path.exists()]:
        assert time.monotonic() < deadline, left
        time.sleep(0.05)


@pytest.mark.skipif(sys.platform != "linux", reason="breaks ALSA's configuration, which only Linux has")
def test_a_sound_system_that_crashes_leaves_a_silent_instrument(model: Path) -> None:
    """With an empty configuration ALSA makes PortAudio abort the process that looks for devices."""
    with started("--model", str(model), env={**DEAF, "ALSA_CONFIG_PATH": os.devnull}) as live:
        assert "silent" in live.line
        assert ask(live.port, "/vamen/status")[0] == 1
        assert live.end() == 0


def of_process(proc: Path, what: str) -> str:
    """What Linux knows of a process; nothing elsewhere."""
    path = proc / what.format(pid=proc.name)
    return path.read_text() if path.exists() else ""


def test_the_next_one_finds_the_port_free_and_a_second_one_finds_it_busy(model: Path) -> None:
    with started("--model", str(model), "--null") as live:
        port = str(live.port)
        with (
            pytest.raises(AssertionError, match=f"ended with 8.*port {port} is taken"),
            started("--model", str(model), "--null", "--osc-port", port),
        ):
            pass
