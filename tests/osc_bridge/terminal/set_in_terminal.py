"""A set in a terminal that is read by pyte: keys in, lines on the screen out.

With CONTROL it is the supervisor and a control process without sound, which starts in a moment.
"""

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence

import pyte

from tests.engine.realtime.terminal_program import TerminalProgram, in_terminal
from tests.engine.waiting import TEST_TIMEOUT_S
from tests.live import ROOT, children, command_of

from .pictures import shown

SUPERVISOR = "import sys; from engine.realtime.supervisor import supervise; sys.exit(supervise(sys.argv[1:]))"
CONTROL = """
import os, sys, threading
from engine.commands.standard_streams import prepare_streams
prepare_streams()
from engine.realtime.lifeline import take_lifeline
from engine.realtime.terminal_modes import can_draw
from osc_bridge.lifecycle import handle_termination
from osc_bridge.osc.handler import OscHandler
from osc_bridge.terminal.terminal_screen import TerminalScreen
from tests.fake_controls import FakeControls

lifeline = take_lifeline()
handler = OscHandler(FakeControls())
handler.reports.text("output", lambda: "null")
with handle_termination() as termination:
    lifeline.watch()
    termination.started = True
    lifeline.begin_beats()
    if not can_draw(os.environ):
        print("plain lines", file=sys.stderr)
        termination.requested.wait()
    else:
        quit = termination.requested.set
        code = os.environ.get("SHARED_PANEL", "")
        with TerminalScreen(handler, osc="port 7770", panel="http://127.0.0.1:7771", shared_panel=code, quit=quit):
            print("control process", os.getpid(), file=sys.stderr)
            termination.requested.wait()
            lifeline.announce_end()
    print("ended in order", file=sys.stderr)
"""


class SetInTerminal:
    """A set in a terminal of which every byte goes to a screen."""

    def __init__(self, program: TerminalProgram, columns: int, lines: int) -> None:
        self.program = program
        self.screen = pyte.HistoryScreen(columns, lines, history=1000)
        self._stream = pyte.ByteStream(self.screen)

    @property
    def text(self) -> list[str]:
        return shown(self.screen)

    def press(self, keys: str | bytes) -> None:
        self.program.write(keys.encode() if isinstance(keys, str) else keys)

    def resize(self, columns: int, lines: int) -> None:
        self.screen.resize(lines, columns)
        self.program.resize(columns, lines)

    def until(self, condition: Callable[[list[str]], bool], timeout: float = TEST_TIMEOUT_S) -> list[str]:
        """Read until the lines of the screen fulfil a condition; return them."""
        deadline = time.monotonic() + timeout
        while not condition(self.text):
            assert time.monotonic() < deadline, "\n".join(["never seen in:", *self.text])
            if data := self.program.read(0.1):
                self._stream.feed(data)
        return self.text

    def until_line(self, part: str) -> str:
        """Read until a line contains a text; return the last one that does."""
        return [line for line in self.until(lambda lines: any(part in line for line in lines)) if part in line][-1]

    def until_picture(self) -> list[str]:
        """Read until the last lines are a whole picture, and nothing is written in between."""
        return self.until(is_picture)[-8:]

    def settle(self, seconds: float = 0.4) -> list[str]:
        """Read for a while, longer than between two pictures; return the lines then."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if data := self.program.read(0.05):
                self._stream.feed(data)
        return self.text


def is_picture(lines: Sequence[str]) -> bool:
    names = [line.split(" ")[0] for line in lines[-8:-2]]
    return names == ["sound", "MIDI", "OSC", "clock", "recording", "panel"] and lines[-2] == "" and "BPM" in lines[-1]


@contextlib.contextmanager
def set_in_terminal(
    words: Sequence[str] = (), columns: int = 80, lines: int = 24, env: Mapping[str, str] | None = None
) -> Iterator[SetInTerminal]:
    """Run a command, by default CONTROL under the supervisor, in a terminal within the context."""
    command = [*words] or [sys.executable, "-c", SUPERVISOR, sys.executable, "-c", CONTROL]
    environment = {**os.environ, "TERM": "xterm-256color", "PYTHONPATH": str(ROOT), **(env or {})}
    with in_terminal(command, columns, lines, environment, ROOT) as program:
        yield SetInTerminal(program, columns, lines)


def processes_of(shell: int) -> tuple[int, int]:
    """Return the process ids of the supervisor and of the control process below a shell."""
    [supervisor] = children(shell)
    return supervisor, next(child for child in children(supervisor) if command_of(child).startswith(sys.executable))
