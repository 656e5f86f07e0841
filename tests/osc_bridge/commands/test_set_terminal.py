"""The picture only where there is a terminal; the browser only where there is a desktop, and without a trace of it."""

import os
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from engine.realtime.terminal_modes import TERMINALS_VARIABLE, can_draw
from osc_bridge.commands.panel_server import PanelAccess
from osc_bridge.commands.set_terminal import has_desktop, open_browser, own_address, stdout_is_terminal
from osc_bridge.oscquery.http_server import WebServer
from tests.engine.waiting import wait_until


@pytest.mark.parametrize(
    ("terminals", "term", "drawn"),
    [
        ("012", "xterm-256color", True),
        ("02", "linux", True),
        ("12", "xterm", False),
        ("01", "xterm", False),
        ("", "xterm", False),
        ("012", "dumb", False),
        ("012", "unknown", False),
        ("012", "", False),
    ],
)
def test_it_draws_only_where_keys_come_from_and_pictures_are_shown(terminals: str, term: str, drawn: bool) -> None:
    assert can_draw({TERMINALS_VARIABLE: terminals, "TERM": term}) is drawn


def test_without_a_supervisor_nothing_is_drawn() -> None:
    assert not can_draw({"TERM": "xterm"})
    assert not stdout_is_terminal({"TERM": "xterm"})
    assert stdout_is_terminal({TERMINALS_VARIABLE: "1"})


def test_a_desktop_is_known_by_its_display() -> None:
    assert not has_desktop({}, "linux") and not has_desktop({"DISPLAY": ""}, "linux")
    assert has_desktop({"DISPLAY": ":0"}, "linux") and has_desktop({"WAYLAND_DISPLAY": "wayland-0"}, "linux")
    assert has_desktop({}, "darwin") and has_desktop({}, "win32")


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("0.0.0.0", "http://127.0.0.1:7771"),
        ("localhost", "http://127.0.0.1:7771"),
        ("192.168.1.5", "http://192.168.1.5:7771/?token=secret"),
    ],
)
def test_the_token_is_in_no_command_line_that_does_not_need_it(host: str, address: str) -> None:
    shared = "127.0.0.1:7771" if host == "localhost" else "192.168.1.5:7771/?token=secret"
    panel = SimpleNamespace(port=7771, address=f"http://{shared}")
    access = PanelAccess(host, False, "" if host == "localhost" else "secret", None)
    assert own_address(cast(WebServer, panel), access) == address


@pytest.mark.skipif(os.name != "posix", reason="the browser of the test is a shell script")
def test_the_browser_is_started_without_waiting_and_has_no_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    script, opened = tmp_path / "browser", tmp_path / "opened"
    said = f'echo "$1 $TERM" > {opened}.part\nmv {opened}.part {opened}'
    script.write_text(f"#!/bin/sh\necho noise; echo noise >&2\n{said}\nexec sleep 20\n")
    script.chmod(0o755)
    monkeypatch.setenv("BROWSER", f"{script} %s")
    monkeypatch.setenv("TERM", "xterm")
    began = time.monotonic()
    open_browser("http://127.0.0.1:7771")
    waited = time.monotonic() - began
    wait_until(opened.exists)
    assert opened.read_text() == "http://127.0.0.1:7771 \n"
    assert waited < 10  # the script takes twenty seconds
    assert capfd.readouterr() == ("", "")


@pytest.mark.skipif(os.name != "posix", reason="the browsers are those of POSIX")
def test_no_browser_that_draws_in_the_terminal_is_known(tmp_path: Path) -> None:
    """With TERM, webbrowser would take a text browser in PATH; open_browser removes the variable."""
    for name in ("w3m", "lynx", "links", "elinks", "www-browser"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
    code = "import webbrowser; webbrowser.register_standard_browsers(); print(webbrowser._tryorder)"
    environment = {"PATH": str(tmp_path), "TERM": "xterm", "DISPLAY": ":0"}
    with_term = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    del environment["TERM"]
    without = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert "w3m" in with_term.stdout and without.stdout.strip() == "[]"
