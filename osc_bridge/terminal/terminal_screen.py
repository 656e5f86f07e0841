"""The terminal while vamen plays: the state of the instrument and keys in; a picture, lines and OSC messages out.

in    keys from standard input; an OscHandler; what this process prints to standard error
out   a picture DRAW_RATE_HZ times a second, and lines above it

A thread of its own does all of it, as one more client of the handler: keys are packets. In the background it only
prints lines; in the foreground again, it sets the terminal's modes and draws, so Ctrl-Z and `fg` need nothing else.
What draws (rich) is loaded by `start`, when the first sound is on its way.
"""

import io
import os
import select
import sys
import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TextIO

from engine.realtime.terminal_modes import TerminalModes, is_foreground
from engine.untrusted import printable
from osc_bridge.lifecycle import Service
from osc_bridge.osc.addresses import DONE_PATH, ERROR_PATH
from osc_bridge.osc.handler import OscHandler
from osc_bridge.osc.messages import message
from osc_bridge.osc.request import Client

from .keys import HELP, KeyParser, key_action
from .screen_state import ShownInstrument

if TYPE_CHECKING:
    from .terminal_writer import TerminalWriter

DRAW_RATE_HZ = 8.0
KEYS_BYTES = 64  # read at once
MAX_WAITING_LINES = 200  # that are not drawn yet; older ones are dropped
DEFAULT_SIZE = (80, 24)  # of a terminal that does not tell


class LineStream(io.TextIOBase):
    """A stream that passes on whole lines, from any thread, without waiting."""

    def __init__(self, line: Callable[[str], None], descriptor: int) -> None:
        """`line` is called with each line, without its end; `descriptor` is that of standard error."""
        self._line, self._descriptor, self._rest = line, descriptor, ""

    def fileno(self) -> int:
        """Return the descriptor that C libraries write to."""
        return self._descriptor

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, text: str) -> int:
        """Take text; complete lines are passed on."""
        *lines, self._rest = (self._rest + text).split("\n")
        for line in lines:
            self._line(line)
        return len(text)


class KeyboardClient(Client):
    """The user at the terminal, as a client of the handler: refusals and results become lines."""

    name = "keyboard"
    shows_refusals = True

    def __init__(self, line: Callable[[str], None]) -> None:
        """`line` is called with each sentence about what was done."""
        self._line = line
        self.refusals: deque[str] = deque(maxlen=MAX_WAITING_LINES)

    def send(self, packet: bytes) -> None:
        """Take a reply."""
        reply = message(packet)
        if reply.address == ERROR_PATH:
            self.refusals.append(str(reply.params[0]))
        elif reply.address == DONE_PATH:
            self._line(str(reply.params[0]))


class TerminalScreen(Service):
    """Draws and reads keys from start() to stop()."""

    def __init__(
        self, handler: OscHandler, *, osc: str, panel: str, shared_panel: str = "", quit: Callable[[], None]
    ) -> None:
        """Show an instrument.

        Args:
            handler: of the OSC server; the keys are packets to it.
            osc: where OSC is received, in words.
            panel: address of the panel.
            shared_panel: its address for other machines, shown once as a QR code; empty if it is for this one only.
            quit: called when the user wants to end.
        """
        self._handler, self._osc, self._panel, self._shared, self._quit = handler, osc, panel, shared_panel, quit
        self._instrument, self._parser = ShownInstrument(handler), KeyParser()
        self._lines: deque[str] = deque(maxlen=MAX_WAITING_LINES)
        self._client = KeyboardClient(self._lines.append)
        self._code_height = 0  # lines of the QR code, until a key is pressed
        self._stopping, self._thread = threading.Event(), threading.Thread()
        self._modes, self._stream = TerminalModes(), sys.stderr

    def start(self) -> None:
        """Load what draws, and begin; from now on, lines for standard error are printed above the picture."""
        from .terminal_writer import TerminalWriter

        self._stream = sys.stderr
        sys.stderr = LineStream(self._lines.append, self._stream.fileno())
        writer = TerminalWriter(self._stream, os.environ)
        self._thread = threading.Thread(target=self._run, args=(writer,), name="terminal", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread, erase the picture and restore the terminal's modes. Does nothing when it was not started."""
        if not self._thread.is_alive():
            return
        self._stopping.set()
        self._thread.join()
        sys.stderr = self._stream
        self._print_lines(self._stream)

    def _run(self, writer: "TerminalWriter") -> None:
        try:
            if self._shared:
                self._print_code(writer)
            while not self._stopping.is_set():
                if not is_foreground():
                    self._print_lines(self._stream)
                    self._stopping.wait(1 / DRAW_RATE_HZ)
                    continue
                self._modes.read_keys()
                self._draw(writer)
                self._read_keys()
        except Exception as defect:  # the instrument plays on without a picture
            self._lines.append(f"the terminal is not drawn any more: {defect!r}; please report it")
        finally:
            sys.stderr = self._stream
            if is_foreground():
                writer.leave()
            self._modes.restore()
            self._print_lines(self._stream)

    def _draw(self, writer: "TerminalWriter") -> None:
        from .screen import picture

        columns, height = terminal_size()
        lines, state = self._take_lines(), self._instrument.state(self._osc, self._panel)
        # a low terminal has no place for the code and the rows; they come when a key is pressed
        rows_fit = not self._code_height or height > self._code_height + len(state.rows) + 2
        writer.draw(picture(state, columns, height if rows_fit else 0), (columns, height), lines)

    def _print_code(self, writer: "TerminalWriter") -> None:
        from .qr_code import qr_code

        code = qr_code(self._shared)
        self._code_height = len(code.plain.splitlines()) + 1
        writer.draw([], terminal_size(), [self._shared, code])

    def _read_keys(self) -> None:
        """Wait until the next picture is due, or until keys were pressed, and do what they say."""
        if not select.select([0], [], [], 1 / DRAW_RATE_HZ)[0]:
            self._parser.reset()
            return
        try:
            data = os.read(0, KEYS_BYTES)
        except OSError:  # in the background since a moment
            data = b""
        if not data:  # the terminal has gone; a signal will tell
            self._stopping.wait(1 / DRAW_RATE_HZ)
        for key in self._parser.keys(data):
            self._press(key)

    def _press(self, key: str) -> None:
        self._code_height = 0
        if key == "q":
            self._lines.append("quit: Ctrl-C does the same")
            self._quit()
        elif key == "?":
            self._lines.extend(f"{names:<12} {what}" for names, what in HELP)
        elif action := key_action(key, self._instrument):
            self._handler.handle(action.packet, self._client)
            refused = [*_taken(self._client.refusals)]
            self._lines.extend(f"{action.message}: {sentence}" for sentence in refused)
            if not refused:
                self._lines.append(str(action))

    def _take_lines(self) -> Sequence[str]:
        return [printable(line) for line in (*_taken(self._lines), *_taken(self._client.refusals))]

    def _print_lines(self, stream: TextIO) -> None:
        for line in self._take_lines():
            print(line, file=stream, flush=True)


def terminal_size() -> tuple[int, int]:
    """Return columns and lines of the terminal on standard input, as standard error is a pipe."""
    try:
        columns, lines = os.get_terminal_size(0)
    except OSError:
        columns = lines = 0
    return (columns, lines) if columns and lines else DEFAULT_SIZE


def _taken(queue: deque[str]) -> Sequence[str]:
    """Take everything out of a queue to which other threads add."""
    return [queue.popleft() for _ in range(len(queue))]
