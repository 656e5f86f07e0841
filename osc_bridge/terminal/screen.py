"""What the terminal shows of the instrument: its state in, lines of text as wide as the terminal at most out.

    sound      HDA Intel, ALSA, 128 frames at 48000 Hz
    ...
    panel      http://127.0.0.1:7771

    12.3    174 BPM  bright backbeat  ━━━━━━╌╌  -6 dB  0 underruns  CC 20 from Launch Control -> kick +1.2

Lines are shortened, never wrapped; in a low terminal, only the last line is shown.
"""

from rich.cells import cell_len
from rich.text import Text

from engine.untrusted import printable

from .screen_state import ScreenState

LABEL_WIDTH = 11  # characters of the names of rows
WIDE = 110  # columns from which preset and meter get more of them
LOWEST = 12  # lines of a terminal that has place for the rows
BEATS_PER_BAR = 4
METER_FLOOR_DB, METER_HOT_DB = -48.0, -6.0
INAUDIBLE_DB = -100.0
ARROW = " -> "  # in what moved


def picture(state: ScreenState, width: int, height: int) -> list[Text]:
    """Return the lines, the first of them empty. One column is left free, as some terminals wrap a full line."""
    columns = max(width - 1, 1)
    rows = [Text(), *(_row(name, text, columns) for name, text in state.rows)] if height >= LOWEST else []
    return [*rows, Text(), _living_line(state, columns)] if rows else [_living_line(state, columns)]


def _row(name: str, text: str, columns: int) -> Text:
    line = Text.assemble((name.ljust(LABEL_WIDTH), "dim"), printable(text), no_wrap=True)
    line.truncate(columns, overflow="ellipsis")
    return line


def _living_line(state: ScreenState, columns: int) -> Text:
    """Return the line that moves. In a narrow terminal, what is less urgent is left out."""
    wide = columns >= WIDE
    beat = int(state.beat) if state.beat > 0 else 0
    place = f"{beat // BEATS_PER_BAR + 1}.{beat % BEATS_PER_BAR + 1}" if state.playing else "stopped"
    hot = "red" if state.peak >= -1 else "yellow" if state.peak >= METER_HOT_DB else "green"
    level = "silent" if state.peak <= INAUDIBLE_DB else f"{state.peak:.0f} dB"
    underruns = f"{state.underruns} underrun{'s' * (state.underruns != 1)}"
    parts = [  # text, and how urgent it is: 0 is always shown
        (Text(place.ljust(5), "bold"), 0),
        (Text(f"{state.tempo:.4g} BPM"), 1),
        (Text(_cut(state.preset, 24 if wide else 12), "cyan"), 4),
        (_meter(state.peak, 16 if wide else 6, hot), 5),
        (Text(level.rjust(6)), 3),
        (Text(underruns, "red" if state.underruns else "dim"), 2),
    ]
    parts = [part for part in parts if part[0]]
    while len(parts) > 1 and sum(part.cell_len + 2 for part, _ in parts) - 2 > columns:
        parts.remove(max(parts, key=lambda part: part[1]))
    line = Text("  ", no_wrap=True).join(part for part, _ in parts)
    room = columns - line.cell_len - 2
    if state.moved and room > 0:
        line.append("  ").append(_movement(state.moved, room))
    line.truncate(columns, overflow="ellipsis")
    return line


def _meter(peak: float, width: int, style: str) -> Text:
    filled = round(width * min(max(1 - peak / METER_FLOOR_DB, 0.0), 1.0))
    return Text.assemble(("━" * filled, style), ("╌" * (width - filled), "dim"))


def _movement(moved: str, width: int) -> str:
    """Return a movement in at most `width` columns: what moved it is cut before what it is now."""
    source, arrow, target = printable(moved).partition(ARROW)
    room = width - cell_len(arrow + target)
    return _cut(source, room) + arrow + target if room > 1 else _cut(target, width)


def _cut(text: str, width: int) -> str:
    line = Text(printable(text))
    line.truncate(width, overflow="ellipsis")
    return line.plain.replace(" …", "…")
