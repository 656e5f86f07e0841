"""What `vamen play` shows to the user who starts it: the picture in the terminal, and the panel in a browser.

set_screen    the servers of a set -> its TerminalScreen; None without a terminal, where lines are printed
own_address   the panel's address for a browser on this machine
open_browser  an address -> the default browser, if there is a desktop
"""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from engine.realtime.terminal_modes import TERMINALS_VARIABLE, can_draw
from osc_bridge.osc.server import OscServer
from osc_bridge.oscquery.http_server import WebServer

from .panel_server import LOOPBACK_HOSTS, PanelAccess

if TYPE_CHECKING:  # loaded when it is needed, after the first sound
    from osc_bridge.terminal.terminal_screen import TerminalScreen

ALL_INTERFACES = ("0.0.0.0", "::")
TEXT_BROWSERS_VARIABLE = "TERM"  # without it, webbrowser does not start a browser that would draw in this terminal


def set_screen(
    osc: OscServer, panel: WebServer, access: PanelAccess, quit: Callable[[], None]
) -> "TerminalScreen | None":
    """Return what draws; None if standard input and error are no terminal, or one that shows lines only.

    Args:
        osc: the server of the set, after its start.
        panel: likewise.
        access: where the panel is open.
        quit: ends the set.
    """
    if not can_draw(os.environ):
        return None
    from osc_bridge.terminal.terminal_screen import TerminalScreen

    here = osc.host.lower() in LOOPBACK_HOSTS
    text = (
        f"port {osc.port} of this machine" if here else f"{osc.host} port {osc.port}, open to everyone on this network"
    )
    shared = panel.address if access.token else ""
    return TerminalScreen(osc.handler, osc=text, panel=panel.address, shared_panel=shared, quit=quit)


def own_address(panel: WebServer, access: PanelAccess) -> str:
    """Return the panel's address for a browser here: without the token, which a list of processes would show."""
    if access.host not in ALL_INTERFACES:
        return panel.address
    return f"{'https' if access.certificate else 'http'}://127.0.0.1:{panel.port}"


def stdout_is_terminal(environment: Mapping[str, str]) -> bool:
    """Return whether standard output was a terminal before the supervisor replaced it by a pipe."""
    return "1" in environment.get(TERMINALS_VARIABLE, "")


def has_desktop(environment: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Return whether a browser would find a screen."""
    return platform in ("darwin", "win32") or any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def open_browser(address: str) -> None:
    """Open an address in the default browser, without waiting; a browser that fails is the user's to notice.

    It is a process of a new session, which outlives vamen and has no terminal to print to.
    """
    environment = {name: value for name, value in os.environ.items() if name != TEXT_BROWSERS_VARIABLE}

    def run() -> None:
        subprocess.run(
            [sys.executable, "-m", "webbrowser", address],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            check=False,
        )

    threading.Thread(target=run, name="browser", daemon=True).start()
