"""What the terminal shows of the instrument: its state in, lines of text as wide as the terminal at most out.

    sound      HDA Intel, ALSA, 128 frames at 48000 Hz
    ...
    panel      http://127.0.0.1:7771

    12.3    174 BPM  bright backbeat  ━━━━━━╌╌  -6 dB  0 underruns  CC 20 from Launch Control -> kick +1.2

Lines are shortened, never wrapped; in a low terminal, only the last line is shown.
"""

from functools import lru_cache

from rich.cells import cell_len
from rich.text import Text

from engine.untrusted import printable

from .screen_state import ScreenState, beat_name

ROW_NAME_WIDTH = 11  # characters of the names of rows
WIDE = 110  # columns from which preset and meter get more of them
LOWEST = 12  # lines of a terminal that has place for the rows
METER_FLOOR_DB, METER_HOT_DB, METER_FULL_DB = -48.0, -6.0, -1.0
INAUDIBLE_DB = -100.0
GAP, ARROW = "  ", " -> "  # between parts of the line, and in what moved

StyledText = tuple[str, str]  # text, and a style of rich


def picture(state: ScreenState, width: int, height: int) -> list[Text]:
    """Return the lines, the first of them empty. One column is left free, as some terminals wrap a full line."""
    columns = max(width - 1, 1)
    rows = [Text(), *(_row(name, text, columns) for name, text in state.rows)] if height >= LOWEST else []
    return [*rows, Text(), _living_line(state, columns)] if rows else [_living_line(state, columns)]


@lru_cache(maxsize=32)  # the writer knows lines again that are the same object
def _row(name: str, text: str, columns: int) -> Text:
    line = Text.assemble((name.ljust(ROW_NAME_WIDTH), "dim"), printable(text), no_wrap=True)
    line.truncate(columns, overflow="ellipsis")
    return line


def _living_line(state: ScreenState, columns: int) -> Text:
    """Return the line that moves. In a narrow terminal, what is less urgent is left out."""
    wide = columns >= WIDE
    place = beat_name(state.beat) if state.playing else "stopped"
    level = "silent" if state.peak <= INAUDIBLE_DB else f"{state.peak:.0f} dB"
    underruns = f"{state.underruns} underrun{'s' * (state.underruns != 1)}"
    parts: list[tuple[int, list[StyledText]]] = [  # how urgent it is, 0 is always shown; what is shown
        (0, [(place.ljust(5), "bold")]),
        (1, [(f"{state.tempo:.4g} BPM", "")]),
        (4, [(_cut(state.preset, 24 if wide else 12), "cyan")] if state.preset else []),
        (3, [(_cut(state.queued, 32 if wide else 16), "magenta")] if state.queued else []),
        (5, _meter(state.peak, 16 if wide else 6)),
        (3, [(level.rjust(6), "")]),
        (2, [(underruns, "red" if state.underruns else "dim")]),
    ]
    line = _joined(parts)
    while line.cell_len > columns and len(parts) > 1:
        parts.remove(max(parts))
        line = _joined(parts)
    room = columns - line.cell_len - len(GAP)
    if state.moved and room > 0:
        line.append(GAP + _movement(state.moved, room))
    line.truncate(columns, overflow="ellipsis")
    return line


def _joined(parts: list[tuple[int, list[StyledText]]]) -> Text:
    line = Text(no_wrap=True)
    for _, texts in parts:
        if texts and line:
            line.append(GAP)
        for text, style in texts:
            line.append(text, style)
    return line


def _meter(peak: float, width: int) -> list[StyledText]:
    filled = round(width * min(max(1 - peak / METER_FLOOR_DB, 0.0), 1.0))
    style = "red" if peak >= METER_FULL_DB else "yellow" if peak >= METER_HOT_DB else "green"
    return [("━" * filled, style), ("╌" * (width - filled), "dim")]


def _movement(moved: str, width: int) -> str:
    """Return a movement in at most `width` columns: what moved it is cut before what it is now."""
    source, arrow, target = printable(moved).partition(ARROW)
    room = width - cell_len(arrow + target)
    return _cut(source, room) + arrow + target if room > 1 else _cut(target, width)


def _cut(text: str, width: int) -> str:
    line = Text(printable(text))
    line.truncate(width, overflow="ellipsis")
    return line.plain.replace(" …", "…")
