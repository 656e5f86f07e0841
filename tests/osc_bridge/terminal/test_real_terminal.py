"""`vamen play` in a terminal, as a user starts it; and without one, as a script does."""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live import COMMAND, ask, send, started
from tests.tiny_model import tiny_model

from .set_in_terminal import SetInTerminal, is_picture, processes_of, set_in_terminal

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="/proc names the processes")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_model(tmp_path_factory.mktemp("model") / "tiny.onnx")


@pytest.fixture
def words(model: Path, tmp_path: Path) -> list[str]:
    folders = ["--bank", str(tmp_path / "bank"), "--recordings", str(tmp_path / "recordings")]
    return [*COMMAND, "play", "--null", "--osc-port", "0", "--panel-port", "0", "--model", str(model), *folders]


@pytest.fixture(params=[(80, 24), (200, 50)], ids=["80x24", "200x50"])
def running(request: pytest.FixtureRequest, words: list[str]) -> Iterator[SetInTerminal]:
    with set_in_terminal(words, *request.param) as running:
        running.until_picture()
        yield running


def osc_port(running: SetInTerminal) -> int:
    return int(running.until_line("OSC  ").split("port ")[1].split()[0])


def test_a_set_is_played_by_keys(running: SetInTerminal, tmp_path: Path) -> None:
    port = osc_port(running)
    lines = running.until_picture()
    assert lines[0].startswith("sound      silent output") and "http://127.0.0.1:" in lines[5]
    assert ask(port, "/vamen/status")[0] == 1
    running.press(" ")
    running.until_line("stop: /vamen/stop")
    running.until(lambda lines: lines[-1].startswith("stopped"))
    running.press(" ")
    running.until(lambda lines: not lines[-1].startswith("stopped"))
    tempo = ask(port, "/vamen/tempo")[0]
    running.press("\x1b[C\x1b[C")
    running.until_line(f"tempo {tempo + 2:g}: /vamen/tempo {tempo + 2:g}")
    assert ask(port, "/vamen/tempo") == [tempo + 2]
    running.press("1")
    running.until(lambda lines: "  1 " in lines[-1])
    running.press("\x1b[B")
    running.until(lambda lines: "  2 " in lines[-1])
    for key, line, address, value in (
        ("f", "freeze: /vamen/freeze 1", "/vamen/freeze", 1),
        ("f", "freeze off: /vamen/freeze 0", "/vamen/freeze", 0),
        ("s", "stutter 2 sixteenths: /vamen/stutter 2", "/vamen/stutter", 2.0),
        ("s", "stutter off: /vamen/stutter 0", "/vamen/stutter", 0.0),
    ):
        running.press(key)
        running.until_line(line)
        assert ask(port, address) == [value]
    before = ask(port, "/vamen/seed")
    running.press("r")
    running.until_line("random break: /vamen/random")
    assert ask(port, "/vamen/seed") != before
    running.press("u")
    running.until_line("undo: /vamen/undo")
    assert ask(port, "/vamen/seed") == before
    running.press("R")
    running.until(lambda lines: any(line.startswith("recording  /") for line in lines))
    running.press("R")
    running.until(lambda lines: any(line.startswith("recording  none") for line in lines))
    assert [*(tmp_path / "recordings").glob("*.wav")]
    running.press("q")
    running.until_line("shell: it ended with 0 and left a sane terminal")


def test_a_refusal_is_said_once_with_the_address(running: SetInTerminal) -> None:
    for _ in range(3):
        running.press("u")
    running.until_line("/vamen/undo: there is no sound before this one")
    assert not any("refused so far" in line for line in running.settle())


def test_messages_and_refusals_of_others_are_seen(running: SetInTerminal) -> None:
    port = osc_port(running)
    send(port, "/vamen/tempo", 123)
    assert "123 BPM" in running.until_line("OSC -> tempo 123")
    send(port, "/vamen/tempoo", 1)
    running.until_line("did you mean /vamen/tempo?")
    assert is_picture(running.until(is_picture))


def test_it_goes_through_ctrl_z_kill_9_and_a_new_size(words: list[str]) -> None:
    with set_in_terminal(words) as running:
        running.until_picture()
        running.press("\x1b[C")
        running.until_line("171: /vamen/tempo 171")
        running.press(b"\x1a")
        running.until_line("shell: it stopped and left a sane terminal")
        running.press("fg\n")
        running.until_picture()
        _, control = processes_of(running.program.shell.pid)
        os.kill(control, signal.SIGKILL)
        running.until_line("killed by SIGKILL and is started again")
        running.resize(120, 30)
        lines = running.until(is_picture)
        assert sum(line.startswith("sound") for line in lines) == 1
        running.press("\x1b[D")
        running.until_line("170: /vamen/tempo 170")
        running.press(b"\x03")
        running.until_line("shell: it ended with 0 and left a sane terminal")
        assert not running.screen.cursor.hidden


@pytest.mark.parametrize("env", [{"TERM": "dumb"}, {"NO_COLOR": "1"}])
def test_dumb_terminals_get_lines_and_no_color_a_picture(words: list[str], env: dict[str, str]) -> None:
    with set_in_terminal(words, env=env) as running:
        if "NO_COLOR" in env:
            running.until_picture()
            running.settle()
            used = {running.screen.buffer[y][x].fg for y in range(24) for x in range(80)}
            assert used == {"default"}
        else:
            running.until_line("playing tiny")
            assert not running.program.reads_keys
        running.press(b"\x03")
        running.until_line("shell: it ended with 0 and left a sane terminal")


def test_without_a_terminal_there_are_lines_without_escapes(model: Path) -> None:
    environment = {**os.environ, "TERM": "xterm-256color", "DISPLAY": ":0", "BROWSER": "false"}
    with started("--model", str(model), "--null", "--panel-port", "0", env=environment) as live:
        assert live.line.startswith("playing tiny at 170 BPM, ") and live.line.endswith("Ctrl-C ends it")
        send(live.port, "/vamen/tempoo", 1)
        assert ask(live.port, "/vamen/tempo") == [170.0]
        assert live.end() == 0
    assert "\x1b" not in live.line + "".join(live.errors)


@pytest.mark.parametrize("options", [[], ["--no-browser"]])
def test_the_panel_is_opened_once_where_there_is_a_desktop(
    words: list[str], tmp_path: Path, options: list[str]
) -> None:
    opened, script = tmp_path / "opened", tmp_path / "browser"
    script.write_text(f'#!/bin/sh\necho "$1" >> {opened}\nexec sleep 60\n')
    script.chmod(0o755)
    with set_in_terminal([*words, *options], env={"DISPLAY": ":9", "BROWSER": f"{script} %s"}) as running:
        address = running.until_picture()[5].split()[1]
        _, control = processes_of(running.program.shell.pid)
        running.settle(2.0)
        os.kill(control, signal.SIGKILL)
        running.until_line("killed by SIGKILL and is started again")
        running.until(is_picture)
        running.settle(2.0)
        assert (opened.read_text().split() if opened.exists() else []) == ([] if options else [address])
        running.press("q")
        running.until_line("shell: it ended with 0")
