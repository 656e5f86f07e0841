"""Lines that scroll, and below them a picture that is drawn again and again: rich text in, bytes for the terminal out.

The cursor rests at the beginning of the picture, on its empty first line. So what another process prints, or what a
resized terminal wraps, is erased or scrolls up with the next picture, and the supervisor can erase a picture too. A
picture is one write: when the terminal is stopped, it is lost as a whole.
"""

from collections.abc import Mapping, Sequence
from typing import TextIO

from rich.console import Console, ConsoleDimensions, RenderableType
from rich.control import Control
from rich.segment import ControlType, Segment, Segments
from rich.text import Text

from engine.realtime.terminal_modes import LEAVE_PICTURE

ERASE_BELOW = Segment("\x1b[J", None, [(ControlType.CLEAR,)])  # which rich has for the whole screen only
ERASE_LINE = Control((ControlType.ERASE_IN_LINE, 2)).segment
NEXT_LINE = Segment("\n" + ERASE_LINE.text)


class TerminalWriter:
    """Writes to one terminal. Colours are those of TERM and COLORTERM; none with NO_COLOR."""

    def __init__(self, stream: TextIO, environment: Mapping[str, str]) -> None:
        """Write to a stream; `environment` describes the terminal."""
        self._stream = stream
        self._lines: dict[int, tuple[Text, list[Segment]]] = {}  # by number: as they were drawn last
        self._console = Console(
            file=stream,
            force_terminal=True,
            markup=False,
            highlight=False,
            emoji=False,
            legacy_windows=False,
            _environ=dict(environment),
        )

    def draw(self, lines: Sequence[Text], size: tuple[int, int], above: Sequence[RenderableType] = ()) -> None:
        """Draw a picture in place of the one before, of lines that fit the width; `size`: columns and lines.

        `above` is printed once, in place of the picture, which follows.
        """
        self._console.size = ConsoleDimensions(*size)
        with self._console as console:  # collects all until the end
            console.control(Control((ControlType.HIDE_CURSOR,), (ControlType.CARRIAGE_RETURN,)))
            if above:
                console.print(Segments([ERASE_BELOW]), end="")
                for renderable in above:
                    console.print(renderable)
            picture: list[Segment] = []
            for number, line in enumerate(lines):
                picture += (NEXT_LINE if number else ERASE_LINE, *self._rendered(number, line))
            up = [(ControlType.CURSOR_UP, len(lines) - 1)] if len(lines) > 1 else []
            picture += (ERASE_BELOW, Control((ControlType.CARRIAGE_RETURN,), *up).segment)
            console.print(Segments(picture), end="", soft_wrap=True)

    def _rendered(self, number: int, line: Text) -> list[Segment]:
        """Return the segments of a line; those of before if it is the same object, as rendering is most of the time."""
        before = self._lines.get(number)
        if before is None or before[0] is not line:
            before = self._lines[number] = line, [*line.render(self._console)]
        return before[1]

    def leave(self) -> None:
        """Erase the picture and show the cursor."""
        self._stream.write(LEAVE_PICTURE)
        self._stream.flush()
