"""`vamen midi` and `vamen learn`: what is there, and a word to the vamen that plays."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from engine.commands.cli import main
from engine.errors import BadConfig, NoDevice
from osc_bridge.commands.midi_ports import learn, learned_control, map_entries, midi_report, send_command
from osc_bridge.midi.mapping import map_file
from osc_bridge.osc.command_registry import Argument, CommandRegistry
from osc_bridge.osc.server import OscServer
from tests.fake_controls import FakeControls

NOWHERE = os.environ | {"JACK_DEFAULT_SERVER": "vamen-has-no-such-server", "JACK_NO_START_SERVER": "1"}


@pytest.mark.skipif(Path("/dev/snd/seq").exists(), reason="this machine has an ALSA sequencer: run it in a container")
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have MIDI: run this on Linux")
def test_without_midi_it_says_so_and_where_maps_lie(tmp_path: Path) -> None:
    environment = NOWHERE | {"XDG_CONFIG_HOME": str(tmp_path)}
    command = [sys.executable, "-m", "engine", "midi"]
    plain = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert plain.stderr == ""
    assert plain.stdout.startswith("no MIDI: ")
    assert str(tmp_path / "vamen" / "midi.toml") in plain.stdout
    found = json.loads(subprocess.run([*command, "--json"], env=environment, capture_output=True, check=True).stdout)
    assert (found["inputs"], found["outputs"]) == ({}, [])


def test_a_target_is_learned_and_taken_out_by_the_vamen_that_plays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told: list[tuple[str, Argument]] = []
    orders = CommandRegistry()
    monkeypatch.setattr("osc_bridge.commands.midi_ports.maps_folder", lambda: tmp_path)
    path = tmp_path / "midi.toml"
    path.write_text('[map]\n"cc 9" = "latent/8"\n', "utf-8")
    control = threading.Timer(0.2, map_file.save_map, (path, '[map]\n"cc 55" = "latent/8"\n'))

    def arm(words: Sequence[Argument], at: float) -> None:
        told.append(("learn", words[0]))
        control.start()

    orders.add_with_arguments("learn", arm)

    def forget(words: Sequence[Argument], at: float) -> None:
        told.append(("unlearn", words[0]))
        if words[0] == "latent/8":
            map_file.save_map(path, "[map]\n")

    orders.add_with_arguments("unlearn", forget)
    with OscServer(FakeControls(), port=0, commands=orders) as server:
        learn("latent/8", osc_port=server.port)
        learn("latent/8", forget=True, osc_port=server.port)
        learn("slice/3", forget=True, osc_port=server.port)
    assert told == [("learn", "latent/8"), ("unlearn", "latent/8"), ("unlearn", "slice/3")]
    assert capsys.readouterr().out == (
        "latent/8 waits: move a control within 30 s\nlearned: cc 55 sets latent/8\n"
        "taken out of your map\nslice/3 is not in your map\n"
    )


@pytest.mark.parametrize(
    ("before", "after", "target", "learned"),
    [
        ("", '"cc 55" = "latent/0"', "kick", "cc 55"),
        ('"cc 9" = "kick"', '"cc 55" = "latent/0"', "kick", "cc 55"),
        ('"cc 9" = "snare"', '"cc 9" = "latent/0"', "latent/kick", "cc 9"),
        ('"cc 9" = "growl"', '"cc 9" = "growl"\n"cc 10" = "latent/3"', "howl", "cc 10"),
        ('"cc 9" = "latent/0"', '"cc 9" = "latent/0"', "kick", "the same control as before"),
    ],
)
def test_the_control_that_was_learned_is_that_of_the_new_entry(
    tmp_path: Path, before: str, after: str, target: str, learned: str
) -> None:
    path = tmp_path / "midi.toml"
    if before:
        map_file.save_map(path, f"[map]\n{before}\n")
    entries = map_entries(path)
    map_file.save_map(path, f"[map]\n{after}\n")
    assert learned_control(path, entries, target, 1.0) == learned


def test_names_of_the_bundled_model_are_known_in_maps(tmp_path: Path) -> None:
    (tmp_path / "midi.toml").write_text('[map]\n"cc 20" = "kick"\n"cc 21" = "latent/backbeat"\n')
    assert midi_report("auto", tmp_path)["refused"] == []
    (tmp_path / "midi.toml").write_text('[map]\n"cc 20" = "free_1"\n')
    with pytest.raises(BadConfig, match="known are kick, snare, hats, density"):
        midi_report("auto", tmp_path)


def test_a_target_for_which_no_control_is_moved_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoDevice, match=r"no control was moved within 0 s, so latent/8 is not learned"):
        learned_control(tmp_path / "midi.toml", map_entries(tmp_path / "midi.toml"), "latent/8", 0.01)


def test_what_it_refuses_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with OscServer(FakeControls(), port=0) as server:
        assert main(["learn", "nonsense", "--osc-port", str(server.port)]) == 4
        assert "nonsense" in capsys.readouterr().err
        assert "no command" in send_command("/vamen/learn", "latent/0", server.port)


def test_where_nobody_plays_it_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    with OscServer(FakeControls(), port=0) as server:
        port = server.port
    assert main(["learn", "latent/8", "--osc-port", str(port)]) == 7
    assert f"no vamen answers on port {port}" in capsys.readouterr().err


@pytest.mark.parametrize("place", ["midi.toml", "midi/xl.toml"])
def test_a_section_that_is_not_valid_is_named(tmp_path: Path, place: str) -> None:
    (tmp_path / "midi").mkdir()
    (tmp_path / place).write_text('name = "mine"\nports = ["XL"]\n[pads]\nmode = "oneshot"\n')
    (said,) = midi_report("auto", tmp_path)["refused"]
    assert said.startswith(
        "the map mine is used without a section that is not valid: [pads] mode is 'oneshot'; write one"
    )


@pytest.mark.parametrize("port", ["0", "-1", "65536"])
def test_a_port_that_cannot_be_is_refused(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["learn", "latent/8", "--osc-port", port]) == 5
    assert f"there is no port {port}; choose --osc-port from 1 to 65535" in capsys.readouterr().err
