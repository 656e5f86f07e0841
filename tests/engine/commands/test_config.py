"""Settings of files and environment are merged by precedence, and a mistake is refused with the name of its file."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.commands.cli import main
from engine.commands.config import Setting, as_toml, merge, paths, read
from engine.errors import BadConfig, BadInput

COMMANDS = ("play", "render")
SCALARS = st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False) | st.text(max_size=20)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)
)


def write(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / "vamen.toml"
    path.write_text(text, "utf-8")
    return path


def test_a_missing_file_has_no_settings(tmp_path: Path) -> None:
    assert read(tmp_path / "vamen.toml", COMMANDS).tables == {}


def test_a_file_in_the_working_directory_precedes_that_of_the_user(tmp_path: Path) -> None:
    near, far = tmp_path / "here", tmp_path / "home"
    write(near, "[play]\ntempo = 174\n")
    write(far, "[play]\ntempo = 90\nosc_port = 9000\n")
    view = merge([read(path, COMMANDS) for path in paths(near, far)], {}, COMMANDS)
    assert view["play"] == {
        "tempo": Setting(174, str(near / "vamen.toml")),
        "osc-port": Setting(9000, str(far / "vamen.toml")),
    }


def test_the_environment_precedes_the_files(tmp_path: Path) -> None:
    source = read(write(tmp_path, "[play]\nosc-port = 9000\n"), COMMANDS)
    view = merge([source], {"VAMEN_PLAY_OSC_PORT": "9001", "VAMEN_BREAKS": "x", "PLAY_OSC_PORT": "1"}, COMMANDS)
    assert view == {"play": {"osc-port": Setting("9001", "VAMEN_PLAY_OSC_PORT")}}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[pley]\ntempo = 1\n", "pley"),
        ("tempo = 1\n", "tempo"),
        ("play = 1\n", "play"),
        ("[play\n", "TOML"),
        ("[play]\ntempo = 1\ntempo = 2\n", "TOML"),
    ],
    ids=["unknown table", "key outside a table", "value for a table", "not TOML", "twice"],
)
def test_a_mistake_is_refused_with_the_name_of_the_file(tmp_path: Path, text: str, named: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(BadConfig, match=named) as refusal:
        read(path, COMMANDS)
    assert str(path) in str(refusal.value)


def test_a_byte_order_mark_is_ignored(tmp_path: Path) -> None:
    (tmp_path / "vamen.toml").write_text("[play]\ntempo = 170\n", "utf-8-sig")
    assert read(tmp_path / "vamen.toml", COMMANDS).tables == {"play": {"tempo": 170}}


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "vamen.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadConfig, match="not valid TOML"):
        read(path, COMMANDS)
    with pytest.raises(BadConfig, match="cannot be read"):
        read(tmp_path, COMMANDS)


@given(st.dictionaries(st.text("abc -_.é\n", max_size=8), VALUES, min_size=1, max_size=4))
def test_the_output_of_config_is_a_valid_settings_file(table: dict[str, Any]) -> None:
    shown = as_toml({"play": {option: Setting(value, "here") for option, value in table.items()}})
    assert tomllib.loads(shown)["play"] == table


@pytest.mark.parametrize(
    ("words", "option"),
    [
        ("render", "out"),
        ("render loop.wav", "midi_out"),
        ("kit", "folder"),
        ("encode loop.wav", "out"),
        ("resynth loop.wav", "out"),
        ("play", "record"),
        ("patches", "folder"),
    ],
)
def test_an_output_is_named_by_the_command_line_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: str, option: str
) -> None:
    command = words.split()[0]
    monkeypatch.chdir(tmp_path)
    kept = tmp_path / "song.wav"
    kept.write_bytes(b"mine")
    path = write(tmp_path, f"[{command}]\n{option} = 'song.wav'\n")
    assert main(words.split()) == BadConfig.exit_code
    sentence = f"sets {option.replace('_', '-')!r}, which only the command line may set; take it out\n"
    assert capsys.readouterr().err == f"vamen: {path} {sentence}"
    assert main(["config"]) == BadConfig.exit_code
    assert sentence in capsys.readouterr().err
    path.unlink()
    monkeypatch.setenv(f"VAMEN_{command}_{option}".upper(), "song.wav")
    assert main(words.split()) == BadConfig.exit_code
    assert kept.read_bytes() == b"mine"


def test_an_output_on_the_command_line_precedes_one_in_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "[render]\nout = 'other.wav'\n")
    assert main(["render", "there/is/none.wav"]) == BadInput.exit_code
    assert not (tmp_path / "other.wav").exists()
