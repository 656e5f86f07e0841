"""The command line: its output and exit codes. Errors are one sentence on stderr."""

import subprocess
import sys
from importlib import import_module

import pytest

from engine import __version__, errors
from engine.commands import cli

from .commands_for_tests import ROOT, run, sentence

pytestmark = pytest.mark.usefixtures("isolated")
HEAVY = ("torch", "librosa", "lightning", "numpy", "scipy", "onnxruntime", "sounddevice", "mido", "soundfile")
REFUSALS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.VamenError)]


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


def test_every_import_string_of_the_table_resolves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    for target, about in cli.COMMANDS.values():
        module, _, name = target.partition(":")
        assert callable(getattr(import_module(module), name))
        assert about.endswith(".")
