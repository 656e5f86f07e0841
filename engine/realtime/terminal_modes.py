"""The user's terminal as the processes of a set see it: whether it can be drawn on, and its modes.

canonical   lines with echo, as the shell leaves it
cbreak      single keys without echo; Ctrl-C, Ctrl-Z and Ctrl-S act as before

The supervisor notes in TERMINALS_VARIABLE which standard streams were terminals before it replaced them by pipes. The
control process sets cbreak while it reads keys; the supervisor restores the modes whenever a control process has ended.
Only the foreground process group may do either: any other would be stopped by SIGTTOU.
"""

import contextlib
import os
import sys
from collections.abc import Mapping
from typing import Any

if sys.platform != "win32":
    import termios

TERMINALS_VARIABLE = "VAMEN_TERMINALS"  # digits: the descriptors among 0, 1 and 2 that are terminals
LEAVE_PICTURE = "\r\x1b[J\x1b[?25h"  # erases the lines from the cursor on and shows the cursor

_LINE_MODES = 3  # index of the local modes in what termios returns, and of the control characters
_CHARACTERS = 6


def terminals() -> str:
    """Return the digits of those of the descriptors 0, 1 and 2 that are terminals."""
    return "".join(str(descriptor) for descriptor in range(3) if os.isatty(descriptor))


def can_draw(environment: Mapping[str, str]) -> bool:
    """Return whether the set has a terminal that shows pictures and sends keys; never without a supervisor."""
    streams = environment.get(TERMINALS_VARIABLE, "")
    return "0" in streams and "2" in streams and environment.get("TERM", "") not in ("", "dumb", "unknown")


def is_foreground(descriptor: int = 0) -> bool:
    """Return whether this process may read from a terminal: false in the background, or when it is no terminal."""
    if sys.platform == "win32":
        return False
    with contextlib.suppress(OSError):
        return os.tcgetpgrp(descriptor) == os.getpgrp()
    return False


class TerminalModes:
    """The modes that a terminal had when this object was made."""

    def __init__(self, descriptor: int = 0) -> None:
        """Note the modes; without a terminal, the methods do nothing."""
        self._descriptor = descriptor
        self._found = self._present()

    def read_keys(self) -> None:
        """Set cbreak, if this process is in the foreground and it is not set."""
        modes = self._present() if is_foreground(self._descriptor) else None
        if modes is None or sys.platform == "win32":
            return
        if modes[_LINE_MODES] & (termios.ICANON | termios.ECHO):
            modes[_LINE_MODES] &= ~(termios.ICANON | termios.ECHO)
            modes[_CHARACTERS][termios.VMIN], modes[_CHARACTERS][termios.VTIME] = 1, 0
            self._set(modes)

    def restore(self) -> bool:
        """Restore the modes, if this process is in the foreground; returns whether they were others."""
        modes = self._present() if is_foreground(self._descriptor) else None
        if self._found is None or modes is None or modes == self._found:
            return False
        self._set(self._found)
        return True

    def _present(self) -> list[Any] | None:
        if sys.platform == "win32":
            return None
        with contextlib.suppress(OSError, termios.error):
            return termios.tcgetattr(self._descriptor)
        return None

    def _set(self, modes: list[Any]) -> None:
        if sys.platform != "win32":
            with contextlib.suppress(OSError, termios.error):
                termios.tcsetattr(self._descriptor, termios.TCSANOW, modes)  # waiting would block after Ctrl-S
