"""Settings of the command line: where they come from, in which order, and what is said of mistakes."""

from pathlib import Path

import pytest

from engine import errors
from engine.commands import cli

from .commands_for_tests import sentence

pytestmark = pytest.mark.usefixtures("isolated")


@pytest.mark.parametrize(
    ("home", "here", "environment", "flags", "tempo"),
    [
        (None, None, None, None, 170.0),
        (90, None, None, None, 90.0),
        (90, 100, None, None, 100.0),
        (90, 100, 110, None, 110.0),
        (90, 100, 110, 120, 120.0),
    ],
    ids=["default", "user's file", "file here", "environment", "flag"],
)
def test_settings_have_their_precedence(
    home: float | None,
    here: float | None,
    environment: float | None,
    flags: float | None,
    tempo: float,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for folder, value in (("home", home), (".", here)):
        if value is not None:
            Path(folder, "vamen.toml").write_text(f"[echo]\ntempo = {value}\n", "utf-8")
    if environment is not None:
        monkeypatch.setenv("VAMEN_ECHO_TEMPO", str(environment))
    assert cli.main(["echo", *([] if flags is None else ["--tempo", str(flags)])]) == 0
    assert capsys.readouterr().out == f"la {tempo} False\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[echo]\ntmepo = 90\n", "has the unknown key 'tmepo' in [echo]; did you mean 'tempo'?"),
        ("[echo]\nxyz = 90\n", "has the unknown key 'xyz' in [echo]; `vamen echo --help` lists the options"),
        ("[echo]\ntempo = 'fast'\n", '"fast" is not a number; `vamen echo --help`'),
        ("[ehco]\ntempo = 90\n", "has the unknown key 'ehco'"),
    ],
    ids=["typing error", "unknown key", "wrong kind", "unknown table"],
)
def test_a_mistake_in_a_settings_file_is_code_5_and_names_the_file(
    text: str, expected: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "vamen.toml").write_text(text, "utf-8")
    assert cli.main(["echo"]) == errors.BadConfig.exit_code
    shown = capsys.readouterr()
    assert shown.out == "" and str(tmp_path / "vamen.toml") in sentence(shown.err)
    assert expected in shown.err
    assert cli.main(["--help"]) == 0


def test_a_mistake_in_the_environment_names_the_variable(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VAMEN_ECHO_TEMPO", "fast")
    assert cli.main(["echo"]) == errors.BadConfig.exit_code
    assert "VAMEN_ECHO_TEMPO" in sentence(capsys.readouterr().err)


@pytest.mark.parametrize("value", ["1.5", "-0.5", "nan"])
def test_a_fraction_for_a_whole_number_is_refused_wherever_it_stands(
    value: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["count", "--times", value]) == 2
    assert sentence(capsys.readouterr().err) == f"Invalid value for --times: {value} is not a whole number"
    Path("vamen.toml").write_text(f"[count]\ntimes = {value}\n", "utf-8")
    assert cli.main(["count"]) == errors.BadConfig.exit_code
    assert f"{value} is not a whole number" in sentence(capsys.readouterr().err)
    assert cli.main(["count", "--times", "30.0"]) == 0
    assert capsys.readouterr().out == "30\n"


def test_config_shows_the_settings_and_their_origin(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["config"]) == 0
    assert capsys.readouterr().out.startswith("# no settings; they may lie in ")
    Path("vamen.toml").write_text("[echo]\ntempo = 90\n", "utf-8")
    monkeypatch.setenv("VAMEN_ECHO_LOUD", "yes")
    assert cli.main(["config"]) == 0
    path = Path.cwd() / "vamen.toml"
    assert capsys.readouterr().out == f'[echo]\nloud = "yes"  # VAMEN_ECHO_LOUD\ntempo = 90  # {path}\n'


def test_config_refuses_unknown_keys_as_their_command_does(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = Path.cwd() / "vamen.toml"
    path.write_text("[echo]\ntempo = 90\ntmepo = 91\n[broken]\nany = 1\n", "utf-8")
    assert cli.main(["config"]) == errors.BadConfig.exit_code
    shown = capsys.readouterr()
    assert shown.out == f"[broken]\nany = 1  # {path}\n\n[echo]\ntempo = 90  # {path}\n"
    assert sentence(shown.err) == f"{path} has the unknown key 'tmepo' in [echo]; did you mean 'tempo'?"
    monkeypatch.setenv("VAMEN_ECHO_LOUDER", "1")
    path.unlink()
    assert cli.main(["config", "--json"]) == 0
    shown = capsys.readouterr()
    assert shown.out == "{}\n" and "VAMEN_ECHO_LOUDER" in sentence(shown.err)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "VAMEN_ECHO_TMEPO",
            "sets nothing, as `vamen echo` has no option 'tmepo'; did you mean 'tempo'?",
        ),
        ("VAMEN_ECHO_XYZZY", "has no option 'xyzzy'; `vamen echo --help` lists the options"),
        ("VAMEN_TEMPO", "VAMEN_TEMPO sets nothing; settings are VAMEN_<COMMAND>_<OPTION>"),
        ("VAMEN_ECOH_TEMPO", "VAMEN_ECOH_TEMPO sets nothing"),
        ("VAMEN_", "VAMEN_ sets nothing"),
        ("VAMEN_FAIL_WHY", "VAMEN_FAIL_WHY sets nothing"),  # of another command than the one that runs
    ],
)
def test_a_variable_that_sets_nothing_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, said: str
) -> None:
    monkeypatch.setenv(name, "1")
    assert cli.main(["echo"]) == 0
    shown = capsys.readouterr()
    assert shown.out == "la 170.0 False\n"
    assert said in sentence(shown.err)


@pytest.mark.parametrize(
    "name", ["VAMEN_SUPERVISED", "VAMEN_TERMINALS", "VAMEN_FAIL_HOW", "VAMEN_BROKEN_ANY", "VAMENOS"]
)
def test_a_variable_that_sets_something_or_cannot_be_known_is_not_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    monkeypatch.setenv(name, "1")
    assert cli.main(["echo"]) == 0
    assert capsys.readouterr().err == ""
