"""What a terminal of some size shows of a screen state: pyte is the terminal."""

import io
from collections.abc import Mapping, Sequence

import pyte
from rich.console import RenderableType

from osc_bridge.terminal.screen import picture
from osc_bridge.terminal.screen_state import ScreenState
from osc_bridge.terminal.terminal_writer import TerminalWriter

XTERM = {"TERM": "xterm-256color"}
STATE = ScreenState(
    rows=(
        ("sound", "HDA Intel PCH: ALC257 Analog, ALSA, 128 frames at 48000 Hz"),
        ("MIDI", "Launch Control XL, nanoKEY2"),
        ("OSC", "port 7770 of this machine"),
        ("clock", "internal"),
        ("recording", "none; R begins one"),
        ("panel", "http://127.0.0.1:7771"),
    ),
    playing=True,
    beat=45.2,
    tempo=174.0,
    preset="3 bright backbeat",
    peak=-6.4,
    underruns=0,
    moved="CC 20 from Launch Control -> kick +1.2",
)


class FakeTerminal:
    """A terminal, and what writes to it."""

    def __init__(self, columns: int, lines: int, environment: Mapping[str, str] = XTERM) -> None:
        self.columns, self.lines = columns, lines
        self.screen = pyte.HistoryScreen(columns, lines, history=500)
        self.screen.set_mode(pyte.modes.LNM)  # as a terminal's driver adds the carriage return
        self._terminal = pyte.Stream(self.screen)
        self._stream = io.StringIO()
        self._writer = TerminalWriter(self._stream, environment)

    def draw(self, state: ScreenState, *above: RenderableType) -> str:
        """Draw a picture; return what was written."""
        self._writer.draw(picture(state, self.columns, self.lines), (self.columns, self.lines), above)
        return self._written()

    def leave(self) -> None:
        self._writer.leave()
        self._written()

    def print(self, text: str) -> None:
        """Write as another process does."""
        self._terminal.feed(text)

    def resize(self, columns: int, lines: int) -> None:
        self.columns, self.lines = columns, lines
        self.screen.resize(lines, columns)

    @property
    def text(self) -> list[str]:
        """The lines that are seen, from the first to the last that is not empty."""
        return shown(self.screen)

    def _written(self) -> str:
        text = self._stream.getvalue()
        self._stream.seek(0)
        self._stream.truncate()
        self._terminal.feed(text)
        return text


def shown(screen: pyte.Screen) -> list[str]:
    """Return the lines of a screen without spaces and empty lines at the ends."""
    lines: Sequence[str] = [line.rstrip() for line in screen.display]
    used = [number for number, line in enumerate(lines) if line]
    return [*lines[used[0] : used[-1] + 1]] if used else []
