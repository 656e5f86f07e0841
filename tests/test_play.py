"""`vamen play` where there is no sound card."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from engine.commands.cli import main
from engine.files.preset_bank import write
from engine.files.presets import preset
from engine.parameters import TABLE
from tests.engine.waiting import until

from .live import Live, ask, descendants, send, started

# no sound server is found, whatever runs on the machine
DEAF = {
    **os.environ,
    "JACK_NO_START_SERVER": "1",
    "JACK_DEFAULT_SERVER": "none-of-this-name",
    "PULSE_SERVER": "unix:/nowhere",
}
CARDS = Path("/proc/asound/cards")
linux = pytest.mark.skipif(sys.platform != "linux", reason="finds the processes in /proc, which only Linux has")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from .tiny_model import tiny_model

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


def test_it_begins_with_a_preset_and_recalls_others_and_keeps_new_ones(model: Path, tmp_path: Path) -> None:
    values = {"latent/3": 1.5, "tempo": 140, "texture": 0.25, "freeze": 1, "level": -20}
    write(tmp_path / "012.json", preset("mine", values, {(3, "0"): 1.0}, "elsewhere", "0" * 64))
    words = ("--model", str(model), "--null", "--bank", str(tmp_path), "--preset", "mine", "--seed", "9")
    with started(*words) as live:
        assert "at 140 BPM" in live.line
        wanted = {"latent/3": 1.5, "texture": 0.25, "seed": 9, "freeze": 0, "level": 0.0, "step/3/0": 1.0}
        assert {path: ask(live.port, f"/vamen/{path}")[0] for path in wanted} == wanted
        send(live.port, "/vamen/latent/3", -2.0)
        send(live.port, "/vamen/tempo", 99)
        send(live.port, "/vamen/preset/save", 13, "other")
        assert ask(live.port, "/vamen/presets")[-4:] == [12, "mine", 13, "other"]
        send(live.port, "/vamen/preset", "MINE")
        assert ask(live.port, "/vamen/latent/3") == [1.5]
        send(live.port, "/vamen/preset", 13)
        assert ask(live.port, "/vamen/latent/3") == [-2.0]
        assert ask(live.port, "/vamen/tempo") == [99.0]  # that of the band
        assert live.end() == 0
    assert any("'mine' was made with elsewhere" in line for line in live.errors)
    assert (tmp_path / "013.json").is_file()


def test_a_preset_that_is_not_there_is_refused_before_anything_starts(
    model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["play", "--model", str(model), "--null", "--bank", str(tmp_path), "--preset", "none of these"]) == 4
    assert "there is no preset called 'none of these'; there are 0 home" in capsys.readouterr().err


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


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_it_ends_cleanly_and_leaves_nothing_behind(model: Path, number: int) -> None:
    with started("--model", str(model), "--null") as live:
        left = everything(live)
        assert live.end(number) == (0 if number != signal.SIGKILL else -number)
    assert not live.errors
    until(lambda: not [path for path in left if path.exists()])


@linux
def test_a_killed_control_process_is_replaced_and_the_set_is_as_it_was(model: Path) -> None:
    with started("--model", str(model), "--null") as live:
        for address, value in (("latent/3", 1.5), ("tempo", 140), ("seed", 99)):
            send(live.port, f"/vamen/{address}", value)
        assert ask(live.port, "/vamen/seed") == [99.0]
        player, control = live.player, live.control
        with live.shared() as shared:
            before = shared.meters
            os.kill(control, signal.SIGKILL)
            until(lambda: answers(live))
            after = shared.meters
        assert (live.player, live.control != control) == (player, True)
        assert after.beat - before.beat == pytest.approx((after.due - before.due) * 140 / 60, abs=0.05)
        for address, value in (("latent/3", 1.5), ("tempo", 140), ("seed", 99), ("texture", 0.75)):
            assert ask(live.port, f"/vamen/{address}") == [value]
        send(live.port, "/vamen/level", -60)
        until(lambda: ask(live.port, "/vamen/status")[3] == -120)  # what is sent to the new one is heard

        os.kill(player, signal.SIGKILL)  # it looks after a player that it did not start
        until(lambda: live.player != player)
        until(lambda: len(live.errors) == 2)
        left = everything(live)
        assert live.end() == 0
    assert [line.split(";")[0].strip() for line in live.errors] == [
        "the control process was killed by SIGKILL and is started again",
        "the player ended and was started again",
    ]
    until(lambda: not [path for path in left if path.exists()])


@linux
def test_control_process_and_player_killed_together_come_back(model: Path) -> None:
    with started("--model", str(model), "--null") as live:
        send(live.port, "/vamen/tempo", 90)
        assert ask(live.port, "/vamen/tempo") == [90.0]
        control, player = live.control, live.player
        os.kill(control, signal.SIGKILL)
        os.kill(player, signal.SIGKILL)
        until(lambda: answers(live))
        until(lambda: ask(live.port, "/vamen/status")[0] == 1)
        assert ask(live.port, "/vamen/tempo") == [90.0]


@linux
def test_when_everybody_but_the_player_is_killed_it_ends_by_itself(model: Path) -> None:
    with started("--model", str(model), "--null") as live:
        left = everything(live)
        control = live.control
        live.process.kill()
        os.kill(control, signal.SIGKILL)
        live.process.wait()
        until(lambda: not [path for path in left if path.exists()])


@pytest.mark.skipif(sys.platform != "linux", reason="breaks ALSA's configuration, which only Linux has")
def test_a_sound_system_that_crashes_leaves_a_silent_instrument(model: Path) -> None:
    """With an empty configuration ALSA makes PortAudio abort the process that looks for devices."""
    with started("--model", str(model), env={**DEAF, "ALSA_CONFIG_PATH": os.devnull}) as live:
        assert "silent" in live.line
        assert ask(live.port, "/vamen/status")[0] == 1
        assert live.end() == 0


def answers(live: Live) -> bool:
    try:
        return ask(live.port, "/vamen/ping", 1, patience=0.1) == [1]
    except (TimeoutError, ConnectionError):
        return False


def everything(live: Live) -> list[Path]:
    """Processes and memory of a running instrument, as Linux shows them; nothing elsewhere."""
    pids = descendants(live.process.pid)
    maps = [Path(f"/proc/{pid}/maps").read_text() for pid in pids]
    memory = {Path(word) for text in maps for word in text.split() if word.startswith("/dev/shm/vamen-")}
    assert memory or sys.platform != "linux"
    return [*memory, *(Path(f"/proc/{pid}") for pid in pids)]


def test_the_next_one_finds_the_port_free_and_a_second_one_finds_it_busy(model: Path) -> None:
    with started("--model", str(model), "--null") as live:
        port = str(live.port)
        with (
            pytest.raises(AssertionError, match=f"ended with 8.*port {port} is taken"),
            started("--model", str(model), "--null", "--osc-port", port),
        ):
            pass
