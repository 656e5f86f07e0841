"""The command line: its output and exit codes. Errors are one sentence on stderr."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from engine import __version__, errors
from engine.commands import cli

ROOT = Path(__file__).parents[3]
HEAVY = ("torch", "librosa", "lightning", "numpy", "scipy", "onnxruntime", "sounddevice", "mido", "soundfile")
REFUSALS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.VamenError)]


def echo(note: str = "la", *, tempo: float = 170.0, loud: bool = False) -> int:
    """A command for tests: prints its arguments."""
    print(note, tempo, loud)
    return 0


def count(*, times: int | None = None) -> int:
    """A command for tests: prints a whole number."""
    print(times)
    return 0


def fail(how: str) -> int:
    """A command for tests: fails in the given way."""
    if how.isdigit():
        return int(how)
    if how == "missing":
        raise ModuleNotFoundError("No module named 'torch.nn'", name="torch.nn")
    if how == "interrupt":
        raise KeyboardInterrupt
    if how == "fault":
        return 1 // 0
    kind: type[errors.VamenError] = getattr(errors, how)
    raise kind(f"found a {how}, expected none; do without")


@pytest.fixture(autouse=True)
def isolated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Install the commands for tests, an empty working directory and an empty home."""
    commands = {name: (f"{__name__}:{name}", f"{name} for tests") for name in ("echo", "count", "fail")}
    commands["broken"] = ("tests.no_such_module:command", "a command whose module is missing")
    monkeypatch.setattr(cli, "COMMANDS", commands)
    monkeypatch.setattr("platformdirs.user_config_path", lambda *_, **__: tmp_path / "home")
    (tmp_path / "home").mkdir()
    monkeypatch.chdir(tmp_path)


def run(
    *words: str, source: str = "from engine.commands.cli import main; sys.exit(main())"
) -> subprocess.CompletedProcess[str]:
    """Run the real command in its own process."""
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); {source}"
    return subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=False, timeout=60)


def sentence(stderr: str) -> str:
    """Return the one line that a refusal prints."""
    assert stderr.startswith("vamen: ")
    assert stderr.count("\n") == 1
    return stderr.removeprefix("vamen: ").rstrip("\n")


@pytest.mark.parametrize("words", [[], ["--help"], ["-h"]], ids=str)
def test_help_names_every_command(words: list[str]) -> None:
    shown = run(*words)
    assert (shown.returncode, shown.stderr) == (0, "")
    names = "play render encode resynth devices doctor dataset train export check evaluate config"
    for name in names.split():
        assert f"  {name}: " in shown.stdout


def test_help_in_a_pipe_is_plain_text() -> None:
    text = run("--help").stdout
    assert "\x1b" not in text and text.isascii()


def test_help_imports_no_large_library() -> None:
    modules = "'engine.commands.render', 'engine.commands.doctor', 'osc_bridge', 'training', 'export'"
    loaded = run(
        "--help",
        source=f"from engine.commands.cli import main; main(); "
        f"print([name for name in (*{HEAVY!r}, {modules}) if name in sys.modules], file=sys.stderr)",
    )
    assert loaded.stderr == "[]\n"


def test_the_spawned_player_does_not_import_the_command_line() -> None:
    loaded = run(
        source="import engine.commands.cli; print([name for name in ('cyclopts', 'rich') if name in sys.modules])"
    )
    assert loaded.stdout == "[]\n"


def test_no_module_of_the_player_imports_a_training_library() -> None:
    loaded = run(
        source="import pkgutil, importlib, engine, osc_bridge; "
        "names = [m.name for p in (engine, osc_bridge) for m in pkgutil.walk_packages(p.__path__, p.__name__ + '.')]; "
        "names.remove('engine.core.vamen_core'); "  # a shared library, not a Python module
        "[importlib.import_module(name) for name in names]; "
        "print(len(names), [n for n in ('torch', 'librosa', 'lightning', 'lightning_fabric') if n in sys.modules])"
    )
    count, _, found = loaded.stdout.partition(" ")
    assert (loaded.returncode, found) == (0, "[]\n"), loaded.stderr
    assert int(count) > 20


def test_version() -> None:
    assert run("--version").stdout == f"vamen {__version__}\n"


def test_python_m_engine_is_the_same_command() -> None:
    command = [sys.executable, "-m", "engine", "--version"]
    shown = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    assert shown.stdout == f"vamen {__version__}\n"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["rendre"], "there is no command 'rendre'; did you mean 'render'?"),
        (["xyzzy"], "expected one of play, panel, render"),
        (["config", "--jsno"], "Unknown option: --jsno. Did you mean --json?"),
        (["config", "too", "much"], "`vamen config` takes no 'too much' here; `vamen config --help`"),
        (["encode"], "`vamen encode` needs SOURCE; `vamen encode --help`"),
        (["devices", "--tempo"], "Unknown option: --tempo"),
        (["render", "x.wav", "--tempo"], "--tempo needs a value; `vamen render --help`"),
        (["render", "x.wav", "--tempo", "fast"], 'Invalid value for --tempo: "fast" is not a number'),
        (["render", "x.wav", "--bars", "two"], 'Invalid value for --bars: "two" is not a whole number'),
        (["--bogus"], "there is no command '--bogus'"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_an_unknown_argument_is_one_sentence_and_code_2(words: list[str], expected: str) -> None:
    refused = run(*words)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert expected in sentence(refused.stderr)


@pytest.mark.parametrize("kind", REFUSALS, ids=lambda kind: kind.__name__)
def test_a_refusal_is_one_sentence_and_its_code(
    kind: type[errors.VamenError], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["fail", kind.__name__]) == kind.exit_code
    assert sentence(capsys.readouterr().err) == f"found a {kind.__name__}, expected none; do without"


@pytest.mark.parametrize("words", [["--debug", "fail", "BadInput"], ["fail", "BadInput", "--debug"]], ids=str)
def test_debug_adds_the_traceback(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(words) == errors.BadInput.exit_code
    shown = capsys.readouterr().err
    assert "Traceback" in shown and shown.endswith("vamen: found a BadInput, expected none; do without\n")


def test_debug_after_two_dashes_is_an_ordinary_argument(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["echo", "--", "--debug"]) == 0
    assert capsys.readouterr().out.startswith("--debug ")


def test_an_internal_error_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["fail", "fault"]) == 1
    assert "ZeroDivisionError" in sentence(capsys.readouterr().err)
    assert cli.main(["broken"]) == 1
    assert "tests.no_such_module" in sentence(capsys.readouterr().err)


def test_a_missing_extra_is_refused_with_its_install_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["fail", "missing"]) == errors.NoDevice.exit_code
    expected = f"this command needs torch, which is not installed; run {errors.install_command('train')}"
    assert sentence(capsys.readouterr().err) == expected


def test_exit_codes_of_commands_pass_through(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["fail", "42"]) == 42
    assert cli.main(["fail", "interrupt"]) == 130
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("words", [["config"], ["--help"], ["play", "--help"]], ids=" ".join)
def test_a_closed_pipe_is_silent(words: list[str]) -> None:
    command = [sys.executable, "-m", "engine", *words]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.close()
        _, stderr = process.communicate(timeout=60)
    assert (process.returncode, stderr) == (141, b"")


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


def test_every_import_string_of_the_table_resolves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    for target, about in cli.COMMANDS.values():
        module, _, name = target.partition(":")
        assert callable(getattr(import_module(module), name))
        assert about.endswith(".")
