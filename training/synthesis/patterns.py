"""Patterns to play: classic breaks and performances, as they are or varied at random.

The classic breaks are in patterns.toml, a row of marks for each drum, a sixteenth each: `.` rest, `o` ghost, `x`
stroke, `X` accent, `f` flam, `r` two 32nds.
"""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from numpy.random import Generator

from engine.errors import BadConfig
from engine.spec import SPEC
from training.sources.drums import (
    ACCENT_ABOVE,
    ACCENT_VELOCITY,
    GHOST_BELOW,
    GHOST_VELOCITY,
    STROKE_VELOCITY,
    Cell,
    Drum,
    DrumNote,
    Pattern,
    loudest,
)

PATTERNS_FILE = Path(__file__).with_name("patterns.toml")
STEPS_PER_BAR = SPEC.steps // 2
REST_CELL: Cell = ()
GHOST_CELL, STROKE_CELL, ACCENT_CELL = (
    (DrumNote(velocity),) for velocity in (GHOST_VELOCITY, STROKE_VELOCITY, ACCENT_VELOCITY)
)
FLAM_CELL: Cell = (DrumNote(0.4, -0.27), DrumNote(STROKE_VELOCITY))
ROLL_CELL: Cell = (DrumNote(STROKE_VELOCITY), DrumNote(0.6, 0.5))
MARKS: Mapping[str, Cell] = dict(
    zip(".oxXfr", (REST_CELL, GHOST_CELL, STROKE_CELL, ACCENT_CELL, FLAM_CELL, ROLL_CELL), strict=True)
)
GROOVE_SHARE = 0.6  # of the patterns, if there are performances
PLAIN_CLASSIC_SHARE, PLAIN_GROOVE_SHARE = 0.08, 0.6  # of each that are not varied
CYMBALS = (Drum.HAT, Drum.OPEN, Drum.RIDE)


Rows = dict[Drum, list[Cell]]
Move = Callable[[Generator, Rows, Sequence[Pattern]], None]  # changes rows in place; may copy from other patterns


@cache
def classic_patterns() -> tuple[Pattern, ...]:
    """Return all patterns of patterns.toml, in its order."""
    return parse_patterns(PATTERNS_FILE.read_text("utf-8"))


def parse_patterns(text: str) -> tuple[Pattern, ...]:
    """Parse patterns from TOML: a table for each, a row for each drum.

    Raises:
        BadConfig: not TOML, an unknown drum or mark, or a row that is neither one bar nor two.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadConfig(f"the patterns are not valid TOML ({error}); correct that line") from error
    return tuple(
        Pattern(name, {_drum(name, key): _row(name, key, table[key]) for key in table})
        for name, table in tables.items()
    )


def _drum(name: str, key: str) -> Drum:
    if key not in set(Drum):
        raise BadConfig(f"pattern {name} has a row {key}, expected one of {', '.join(Drum)}; correct its name")
    return Drum(key)


def _row(name: str, key: str, text: str) -> Sequence[Cell]:
    marks = text.replace(" ", "")
    if len(marks) not in (STEPS_PER_BAR, SPEC.steps) or not set(marks) <= set(MARKS):
        raise BadConfig(f"the {key} of {name} is {text!r}, expected {STEPS_PER_BAR} or {SPEC.steps} marks of .oxXfr")
    return tuple(MARKS[mark] for mark in marks * (SPEC.steps // len(marks)))


def random_pattern(rng: Generator, grooves: Sequence[Pattern]) -> Pattern:
    """Draw a performance or a classic pattern, and mostly vary it."""
    classics = classic_patterns()
    if grooves and rng.random() < GROOVE_SHARE:
        return vary_pattern(rng, grooves[int(rng.integers(len(grooves)))], classics)
    return vary_pattern(rng, classics[int(rng.integers(len(classics)))], classics)


def vary_pattern(rng: Generator, pattern: Pattern, others: Sequence[Pattern]) -> Pattern:
    """Return a random variation of a pattern, with parts of others; now and then the pattern itself."""
    rows: Rows = {drum: list(row) for drum, row in pattern.rows.items()}
    if rng.random() >= (PLAIN_GROOVE_SHARE if pattern.performance else PLAIN_CLASSIC_SHARE):
        for move, chance in PATTERN_MOVES:
            if rng.random() < chance:
                move(rng, rows, others)
    if not any(cell for row in rows.values() for cell in row):
        _row_of(rows, Drum.KICK)[0] = ACCENT_CELL  # never two bars of nothing
    return replace(pattern, rows={drum: tuple(row) for drum, row in rows.items()})


def _row_of(rows: Rows, drum: Drum) -> list[Cell]:
    return rows.setdefault(drum, [REST_CELL] * SPEC.steps)


def swap_bars(rng: Generator, rows: Rows, others: Sequence[Pattern]) -> None:
    """Exchange the two bars, or repeat one of them."""
    first, second = [(0, 0), (1, 1), (1, 0)][int(rng.integers(3))]
    for drum, row in rows.items():
        bars = row[:STEPS_PER_BAR], row[STEPS_PER_BAR:]
        rows[drum] = list(bars[first]) + list(bars[second])


def borrow_bars(rng: Generator, rows: Rows, others: Sequence[Pattern]) -> None:
    """Copy half a bar or the whole second bar from another pattern."""
    other = others[int(rng.integers(len(others)))]
    span = int(rng.choice([STEPS_PER_BAR // 2, STEPS_PER_BAR]))
    start = STEPS_PER_BAR if span == STEPS_PER_BAR else span * int(rng.integers(SPEC.steps // span))
    for drum in Drum:  # in an order that is the same in every process
        theirs = other.rows.get(drum, [REST_CELL] * SPEC.steps)
        if drum in rows or drum in other.rows:
            _row_of(rows, drum)[start : start + span] = theirs[start : start + span]


def borrow_row(rng: Generator, rows: Rows, others: Sequence[Pattern]) -> None:
    """Copy the row of one drum from another pattern."""
    other = others[int(rng.integers(len(others)))]
    drums = list(other.rows)
    drum = drums[int(rng.integers(len(drums)))]
    rows[drum] = list(other.rows[drum])


def swap_half_bars(rng: Generator, rows: Rows, others: Sequence[Pattern]) -> None:
    """Exchange two half bars."""
    half = STEPS_PER_BAR // 2
    one, other = (half * int(place) for place in rng.choice(SPEC.steps // half, 2, replace=False))
    for row in rows.values():
        row[one : one + half], row[other : other + half] = row[other : other + half], row[one : one + half]


def shift_strokes(rng: Generator, rows: Rows, others: Sequence[Pattern]) -> None:
    """Move one to three strokes of kick or snare by a sixteenth or two."""
    for _ in range(int(rng.integers(1, 4))):
        row = _row_of(rows, Drum.KICK if rng.random() < 0.65 else Drum.SNARE)
        struck = [step for step, cell in enumerate(row) if cell and step]
        if struck:
            step = struck[int(rng.integers(len(struck)))]
            to = (step + int(rng.choice([-2, -1, 1, 2]))) % len(row)
            row[step], row[to] = REST_CELL, row[step]


def double_kicks(rng: Generator, rows: Rows, others: Sequence[Pattern]) -> None:
    """Add another kick a sixteenth or two before or after some kicks."""
    row = _row_of(rows, Drum.KICK)
    for step in [step for step, cell in enumerate(row) if cell]:
        if rng.random() < 0.25:
            to = (step + int(rng.choice([-2, -1, 1, 2]))) % len(row)
            row[to] = row[to] or STROKE_CELL


def replace_cymbals(rng: Generator, rows: Rows, others: Sequence[Pattern]) -> None:
    """Replace hats and ride by quarters, eighths, off-beats, sixteenths, or nothing."""
    for drum in CYMBALS:
        rows.pop(drum, None)
    beat = ("x...", "x.x.", "X.x.", "..x.", "xxxx", "XoXo", "Xoxo", "x.xx", "xxx.", "....")[int(rng.integers(10))]
    rows[CYMBALS[int(rng.choice(3, p=[0.65, 0.1, 0.25]))]] = [MARKS[mark] for mark in beat * (SPEC.steps // 4)]


def open_hats(rng: Generator, rows: Rows, others: Sequence[Pattern]) -> None:
    """Replace a few hats, or the hat an eighth before each downbeat, by open hats."""
    row, hats = _row_of(rows, Drum.OPEN), _row_of(rows, Drum.HAT)
    places = [14, 30] if rng.random() < 0.5 else rng.integers(SPEC.steps, size=int(rng.integers(1, 5))).tolist()
    for step in places:
        row[step], hats[step] = STROKE_CELL, REST_CELL


def add_ghosts(rng: Generator, rows: Rows, others: Sequence[Pattern]) -> None:
    """Add ghost notes on sixteenths between the eighths, few or many; sometimes remove the existing ones first."""
    row = _row_of(rows, Drum.SNARE)
    if rng.random() < 0.3:
        row[:] = [REST_CELL if loudest(cell) < GHOST_BELOW else cell for cell in row]
    share = rng.choice([0.0, rng.uniform(0.05, 0.25), rng.uniform(0.25, 0.7)])
    for step in range(1, SPEC.steps, 2):
        if not row[step] and rng.random() < share:
            row[step] = GHOST_CELL


def drop_strokes(rng: Generator, rows: Rows, others: Sequence[Pattern]) -> None:
    """Remove some strokes; accents are kept more often."""
    share = rng.uniform(0.05, 0.75)
    for row in rows.values():
        for step, cell in enumerate(row):
            if cell and rng.random() < share * (0.3 if loudest(cell) > ACCENT_ABOVE else 1):
                row[step] = REST_CELL


def add_strokes(rng: Generator, rows: Rows, others: Sequence[Pattern]) -> None:
    """Add strokes anywhere on kick, snare, toms or percussion."""
    drum = (Drum.KICK, Drum.SNARE, Drum.TOM, Drum.PERC)[int(rng.integers(4))]
    row = _row_of(rows, drum)
    for step in rng.integers(SPEC.steps, size=int(rng.integers(2, 10))):
        row[step] = row[step] or STROKE_CELL


def add_fill(rng: Generator, rows: Rows, others: Sequence[Pattern]) -> None:
    """Replace the last two to eight sixteenths by a fill of snares or toms; sometimes add a crash on the downbeat."""
    span = int(rng.choice([2, 4, 4, 8]))
    start = SPEC.steps - span
    for drum in (Drum.KICK, *CYMBALS):
        if drum in rows and rng.random() < 0.6:
            rows[drum][start:] = [REST_CELL] * span
    row = _row_of(rows, Drum.SNARE if rng.random() < 0.65 else Drum.TOM)
    row[start:] = [MARKS[str(mark)] for mark in rng.choice(list(".oxXr"), span, p=[0.25, 0.15, 0.3, 0.15, 0.15])]
    if rng.random() < 0.4:
        _row_of(rows, Drum.CRASH)[0] = ACCENT_CELL


def add_flams(rng: Generator, rows: Rows, others: Sequence[Pattern]) -> None:
    """Turn one to three strokes of any drum into flams or 32nds."""
    for _ in range(int(rng.integers(1, 4))):
        row = list(rows.values())[int(rng.integers(len(rows)))]
        struck = [step for step, cell in enumerate(row) if loudest(cell) >= GHOST_BELOW and len(cell) == 1]
        if struck:
            row[struck[int(rng.integers(len(struck)))]] = FLAM_CELL if rng.random() < 0.5 else ROLL_CELL


# in the order in which they are applied, with the probability of each
PATTERN_MOVES: tuple[tuple[Move, float], ...] = (
    (swap_bars, 0.2),
    (borrow_bars, 0.2),
    (borrow_row, 0.12),
    (swap_half_bars, 0.15),
    (shift_strokes, 0.3),
    (double_kicks, 0.2),
    (replace_cymbals, 0.35),
    (open_hats, 0.15),
    (add_ghosts, 0.4),
    (drop_strokes, 0.35),
    (add_strokes, 0.15),
    (add_fill, 0.2),
    (add_flams, 0.15),
)
