"""`vamen play` without a sound card: its first line, its presets, and the processes that it starts and replaces."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from engine.commands.cli import main
from engine.files.preset_folder import read_preset, write_preset
from engine.files.presets import preset
from engine.parameters import TABLE
from tests.engine.waiting import wait_until

from .live import Live, ask, descendants, send, started

# no sound server can be found, whatever runs on the machine
WITHOUT_SOUND_SERVERS = {
    **os.environ,
    "JACK_NO_START_SERVER": "1",
    "JACK_DEFAULT_SERVER": "none-of-this-name",
    "PULSE_SERVER": "unix:/nowhere",
}
ALSA_CARDS = Path("/proc/asound/cards")
linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has /proc, where the processes are found")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from .tiny_model import tiny_model

    return tiny_model(tmp_path_factory.mktemp("model") / "tiny.onnx")


@pytest.mark.parametrize("words", [[], ["--null"]], ids=["no device", "--null"])
def test_the_first_line_has_the_output_the_tempo_and_the_port(model: Path, words: list[str]) -> None:
    if not words and (
        sys.platform != "linux" or (ALSA_CARDS.exists() and "no soundcards" not in ALSA_CARDS.read_text())
    ):
        pytest.skip("this machine has a sound card; run it where there is none, as CI does")
    with started("--model", str(model), "--tempo", "174", *words, env=WITHOUT_SOUND_SERVERS) as live:
        assert "silent" in live.line
        assert "174 BPM" in live.line
        assert f"OSC on localhost port {live.port}" in live.line
        assert live.end() == 0
        assert live.process.stdout is not None and live.process.stdout.read() == ""
    assert not [line for line in live.errors if "Traceback" in line or "ALSA" in line or "jack" in line.lower()]


def test_it_starts_with_a_preset_and_recalls_and_saves_others(model: Path, tmp_path: Path) -> None:
    values = {"latent/3": 1.5, "tempo": 140, "texture": 0.25, "freeze": 1, "level": -20}
    write_preset(tmp_path / "012.json", preset("mine", values, {(3, "0"): 1.0}, "elsewhere", "0" * 64))
    words = ("--model", str(model), "--null", "--bank", str(tmp_path), "--preset", "mine", "--seed", "9")
    with started(*words) as live:
        assert "at 140 BPM" in live.line
        expected = {"latent/3": 1.5, "texture": 0.25, "seed": 9, "freeze": 0, "level": 0.0, "step/3/0": 1.0}
        assert {path: ask(live.port, f"/vamen/{path}")[0] for path in expected} == expected
        send(live.port, "/vamen/latent/3", -2.0)
        send(live.port, "/vamen/tempo", 99)
        assert ask(live.port, "/vamen/preset/save", 13, "other") == ["preset 13 is saved as 'other'"]
        assert read_preset(tmp_path / "013.json").values["latent/3"] == -2.0
        assert ask(live.port, "/vamen/presets")[-4:] == [12, "mine", 13, "other"]
        send(live.port, "/vamen/preset", "MINE")
        assert ask(live.port, "/vamen/latent/3") == [1.5]
        send(live.port, "/vamen/preset", 13)
        assert ask(live.port, "/vamen/latent/3") == [-2.0]
        assert ask(live.port, "/vamen/tempo") == [99.0]  # a recall leaves the tempo alone
        for number in range(20, 40):
            send(live.port, "/vamen/preset/save", number)
        assert live.answers()
        assert live.end() == 0
    assert any("'mine' was made with elsewhere" in line for line in live.errors)
    assert all((tmp_path / f"{number:03}.json").is_file() for number in range(20, 40)), "on the disk before the end"


def test_a_missing_preset_is_refused_before_anything_starts(
    model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["play", "--model", str(model), "--null", "--bank", str(tmp_path), "--preset", "none of these"]) == 4
    assert "there is no preset called 'none of these'; there are 0 home" in capsys.readouterr().err


def test_it_plays_from_the_start_and_answers_osc(model: Path) -> None:
    with started("--model", str(model), "--null") as live:
        assert ask(live.port, "/vamen/ping", 7) == [7]
        for entry in TABLE:
            assert len(ask(live.port, f"/vamen/{entry.id}")) == 1
        send(live.port, "/vamen/latent/3", 1.5)
        send(live.port, "/vamen/tempo", 140)
        assert ask(live.port, "/vamen/latent/3") == [1.5]
        assert ask(live.port, "/vamen/tempo") == [140.0]
        assert ask(live.port, "/vamen/texture") == [0.75]  # from the model's card
        before = ask(live.port, "/vamen/status")
        time.sleep(0.3)
        after = ask(live.port, "/vamen/status")
        assert before != after  # the beat goes on


def test_two_sets_with_models_of_their_own_play_at_once(model: Path, tmp_path: Path) -> None:
    from .tiny_model import tiny_model

    other = tiny_model(tmp_path / "other.onnx", gain=0.5)
    words = ("--null", "--panel-port", "0", "--midi", "none")
    with started("--model", str(model), *words) as one, started("--model", str(other), *words) as two:
        for live, tempo in ((one, 120.0), (two, 174.0)):
            send(live.port, "/vamen/tempo", tempo)
        wait_until(lambda: all(ask(live.port, "/vamen/meter/peak")[0] > -60 for live in (one, two)))
        assert [ask(live.port, "/vamen/tempo") for live in (one, two)] == [[120.0], [174.0]]
        assert [ask(live.port, "/vamen/report/models")[0] for live in (one, two)] == ["tiny", "other"]
        assert {live.end() for live in (one, two)} == {0}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_a_signal_ends_all_processes_and_frees_their_memory(model: Path, number: int) -> None:
    with started("--model", str(model), "--null") as live:
        resources = resources_of(live)
        assert live.end(number) == (0 if number != signal.SIGKILL else -number)
    assert not live.events
    wait_until(lambda: not [path for path in resources if path.exists()])


@linux
def test_a_killed_control_process_is_replaced_and_the_session_goes_on(model: Path) -> None:
    with started("--model", str(model), "--null") as live:
        for address, value in (("latent/3", 1.5), ("tempo", 140), ("seed", 99)):
            send(live.port, f"/vamen/{address}", value)
        assert ask(live.port, "/vamen/seed") == [99.0]
        player, control = live.player, live.control
        with live.shared() as shared:
            before = shared.meters
            os.kill(control, signal.SIGKILL)
            wait_until(lambda: live.answers())
            after = shared.meters
        assert (live.player, live.control != control) == (player, True)
        if after.underruns == before.underruns:  # this machine has played all the time
            beats = (after.output_time - before.output_time) * 140 / 60
            assert after.beat - before.beat == pytest.approx(beats, abs=0.05)
        for address, value in (("latent/3", 1.5), ("tempo", 140), ("seed", 99), ("texture", 0.75)):
            assert ask(live.port, f"/vamen/{address}") == [value]
        send(live.port, "/vamen/level", -60)
        wait_until(lambda: ask(live.port, "/vamen/status")[3] == -120)  # the new process moves the sound

        os.kill(player, signal.SIGKILL)  # the new process watches a player that it did not start
        wait_until(lambda: live.player != player)
        wait_until(lambda: len(live.events) == 2)
        resources = resources_of(live)
        assert live.end() == 0
    assert [line.split(";")[0].strip() for line in live.events] == [
        "the control process was killed by SIGKILL and is started again",
        "the player ended and was started again",
    ]
    wait_until(lambda: not [path for path in resources if path.exists()])


@linux
def test_control_process_and_player_killed_together_are_replaced(model: Path) -> None:
    with started("--model", str(model), "--null") as live:
        send(live.port, "/vamen/tempo", 90)
        assert ask(live.port, "/vamen/tempo") == [90.0]
        control, player = live.control, live.player
        os.kill(control, signal.SIGKILL)
        os.kill(player, signal.SIGKILL)
        wait_until(lambda: live.answers())
        wait_until(lambda: ask(live.port, "/vamen/status")[0] == 1)
        assert ask(live.port, "/vamen/tempo") == [90.0]


@linux
def test_a_player_without_its_other_processes_exits(model: Path) -> None:
    with started("--model", str(model), "--null") as live:
        resources = resources_of(live)
        control = live.control
        live.process.kill()
        os.kill(control, signal.SIGKILL)
        live.process.wait()
        wait_until(lambda: not [path for path in resources if path.exists()])


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has ALSA, whose configuration this breaks")
def test_a_crash_in_the_sound_system_leaves_a_silent_instrument(model: Path) -> None:
    """With an empty configuration ALSA makes PortAudio abort the process that looks for devices."""
    with started("--model", str(model), env={**WITHOUT_SOUND_SERVERS, "ALSA_CONFIG_PATH": os.devnull}) as live:
        assert "silent" in live.line
        assert ask(live.port, "/vamen/status")[0] == 1
        assert live.end() == 0


def resources_of(live: Live) -> list[Path]:
    """Return the processes and the shared memory of a running instrument as paths; none where there is no /proc."""
    pids = descendants(live.process.pid)
    maps = [Path(f"/proc/{pid}/maps").read_text() for pid in pids]
    memory = {Path(word) for text in maps for word in text.split() if word.startswith("/dev/shm/vamen-")}
    assert memory or sys.platform != "linux"
    return [*memory, *(Path(f"/proc/{pid}") for pid in pids)]


def test_a_second_instrument_on_the_same_port_is_refused(model: Path) -> None:
    with started("--model", str(model), "--null") as live:
        port = str(live.port)
        with (
            pytest.raises(AssertionError, match=f"ended with 8.*port {port} is taken"),
            started("--model", str(model), "--null", "--osc-port", port),
        ):
            pass


def test_options_out_of_range_are_said(model: Path) -> None:
    with started("--model", str(model), "--null", "--tempo", "20", "--seed", "1.5") as live:
        assert "at 40 BPM" in live.line
        expected = {
            "tempo goes from 40 to 300 BPM; 20 is taken as 40",
            "seed is a whole number from 0 to 2147483647; 1.5 is taken as 2",
        }
        wait_until(lambda: expected <= {line.strip() for line in live.errors})


def test_recording_clock_and_saved_presets_are_said(model: Path, tmp_path: Path) -> None:
    path = tmp_path / "set.wav"
    words = (
        "--model",
        str(model),
        "--null",
        "--bank",
        str(tmp_path / "bank"),
        "--record",
        str(path),
        "--clock",
        "midi",
    )
    with started(*words) as live:
        send(live.port, "/vamen/preset/save", 12, "mine")
        send(live.port, "/vamen/clock", 0)
        expected = {
            f"recording into {path}, and what is played into set.take beside it",
            "the tempo follows the MIDI clock",
            "the tempo follows the internal clock",
            f"preset 12 is saved as 'mine' (file {tmp_path / 'bank' / '012.json'})",
        }
        wait_until(lambda: expected <= {line.strip() for line in live.errors})
