"""A set without sound in a real terminal: keys, resizing, Ctrl-Z, kill -9 and every end leave what a user expects."""

import os
import signal
import sys

import pytest

from osc_bridge.osc.handler import OscHandler
from osc_bridge.terminal import terminal_screen
from osc_bridge.terminal.terminal_screen import TerminalScreen
from tests.fake_controls import FakeControls

from .set_in_terminal import SetInTerminal, is_picture, processes_of, set_in_terminal

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="/proc names the processes")

STOPPED = "shell: it stopped and left a sane terminal"


def sane_end(running: SetInTerminal, code: int = 0) -> list[str]:
    running.until_line(f"shell: it ended with {code} and left a sane terminal")
    assert not running.screen.cursor.hidden
    return running.settle()


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
def test_the_picture_is_drawn_and_q_ends_it(size: tuple[int, int]) -> None:
    with set_in_terminal(columns=size[0], lines=size[1]) as running:
        rows = running.until_picture()
        assert (
            rows[0] == "sound      null"
            and rows[5] == "panel      http://127.0.0.1:7771  Listen here plays the sound in the browser"
        )
        assert running.program.reads_keys and running.screen.cursor.hidden
        running.press("q")
        assert [line.split(" ")[0] for line in sane_end(running)] == ["control", "quit:", "ended", "shell:"]


def test_keys_say_what_they_do_and_refusals_are_said_once() -> None:
    with set_in_terminal() as running:
        running.until_picture()
        running.press(" r\x1b[C\x1b[")
        running.press("C")
        for line in ("play: /vamen/play", "tempo 171: /vamen/tempo 171", "tempo 172: /vamen/tempo 172"):
            running.until_line(line)
        assert "172 BPM" in running.until_line("keyboard -> tempo 172")
        running.press("r")
        running.until(lambda lines: sum("/vamen/random" in line for line in lines) == 2 and is_picture(lines))
        running.press("?")
        running.until_line("q, Ctrl-C")


def test_other_output_of_the_process_scrolls_above_the_picture() -> None:
    with set_in_terminal() as running:
        running.until_line("control process")
        lines = running.until_picture()
        assert is_picture(lines)
        assert "control process" in running.text[0]


def test_a_resized_terminal_is_drawn_anew() -> None:
    with set_in_terminal() as running:
        running.until_picture()
        for size in ((60, 15), (200, 50), (40, 24), (80, 24)):
            running.resize(*size)
            running.settle()
            lines = running.until_picture()
            assert sum(line.startswith("sound") for line in lines) == 1
            assert all(len(line) < size[0] for line in lines)


def test_ctrl_z_leaves_a_sane_shell_and_fg_a_picture() -> None:
    with set_in_terminal() as running:
        for count in range(1, 4):
            running.until_picture()
            running.press(b"\x1a")
            running.until(lambda lines, count=count: lines.count(STOPPED) == count)
            assert not is_picture(running.settle()) and not running.screen.cursor.hidden
            running.press("fg\n")
            running.until_picture()
            running.until(lambda lines: running.program.reads_keys)  # it may have been stopped just before a picture
            running.settle()  # the supervisor handles the next Ctrl-Z a moment after it was continued
        running.press("q")
        sane_end(running)


def test_in_the_background_it_neither_draws_nor_reads_nor_changes_modes() -> None:
    with set_in_terminal() as running:
        running.until_picture()
        running.press(b"\x1a")
        running.until_line("shell: it stopped")
        running.press("bg\n")
        before = running.settle(1.0)
        assert not is_picture(before) and not running.program.reads_keys
        running.press("r\n")
        assert not any("/vamen/random" in line for line in running.settle(0.5))
        running.press("fg\n")
        running.until_picture()
        running.press("q")
        sane_end(running)


def test_a_killed_control_process_leaves_no_trace_but_a_line() -> None:
    with set_in_terminal() as running:
        running.until_picture()
        _, control = processes_of(running.program.shell.pid)
        os.kill(control, signal.SIGKILL)
        running.until_line("killed by SIGKILL and is started again")
        running.until(lambda lines: sum("control process" in line and "killed" not in line for line in lines) == 2)
        lines = running.until(is_picture)
        assert sum(line.startswith("sound") for line in lines) == 1
        assert " ".join(lines[1:3]).endswith("and is started again; what plays goes on")
        running.press("u")
        running.until_line("/vamen/undo")


def test_a_control_process_that_is_killed_and_not_replaced_leaves_a_sane_terminal() -> None:
    with set_in_terminal() as running:
        running.until_picture()
        supervisor, control = processes_of(running.program.shell.pid)
        os.kill(control, signal.SIGSTOP)  # it cannot end in order
        os.kill(supervisor, signal.SIGTERM)
        os.kill(control, signal.SIGKILL)
        sane_end(running, 130)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_every_signal_that_ends_it_leaves_a_sane_terminal(number: signal.Signals) -> None:
    with set_in_terminal() as running:
        running.until_picture()
        supervisor, _ = processes_of(running.program.shell.pid)
        if number is signal.SIGINT:
            running.press(b"\x03")  # Ctrl-C
        else:
            os.kill(supervisor, number)
        running.until_line("ended in order")
        sane_end(running)


def test_a_stopped_terminal_delays_nothing_and_shows_the_picture_again() -> None:
    with set_in_terminal() as running:
        running.until_picture()
        running.press(b"\x13")  # Ctrl-S
        running.settle(1.0)
        running.press("rr\x1b[C")
        running.press(b"\x11")  # Ctrl-Q
        running.until_line("tempo 171: /vamen/tempo 171")
        running.until_picture()
        running.press(b"\x13")
        running.press("q")
        running.settle(1.0)
        running.press(b"\x11")
        sane_end(running)


@pytest.mark.parametrize("env", [{"TERM": "dumb"}, {"TERM": ""}])
def test_a_terminal_that_cannot_draw_gets_plain_lines(env: dict[str, str]) -> None:
    with set_in_terminal(env=env) as running:
        running.until_line("plain lines")
        assert not running.program.reads_keys
        running.press(b"\x03")
        assert [line for line in sane_end(running) if "shell" not in line] == ["plain lines", "^Cended in order"]


def test_a_code_for_phones_is_whole_in_a_small_terminal() -> None:
    address = "https://192.168.178.123:7771/?token=abcdefgh12345678"
    with set_in_terminal(env={"SHARED_PANEL": address}) as running:
        running.until_line("control process")
        lines = running.settle()
        assert lines[0] == address and all("█" in line for line in lines[1:10])
        assert "BPM" in lines[-1] and not is_picture(lines)
        running.press("x")
        running.until_picture()


def test_a_picture_that_fails_is_told(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(terminal_screen, "terminal_size", lambda: 1 / 0)
    monkeypatch.setattr(terminal_screen, "is_foreground", lambda: True)
    screen = TerminalScreen(OscHandler(FakeControls()), osc="", panel="", quit=lambda: None)
    screen.start()
    screen._thread.join()
    assert "not drawn any more: ZeroDivisionError" in capfd.readouterr().err
