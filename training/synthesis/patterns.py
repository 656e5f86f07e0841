"""Classic breaks as step sequences: a name in, two bars of strokes out, as they are or varied by chance.

rows  drum -> str of Spec.steps marks, a sixteenth each: `.` rest, `o` ghost, `x` stroke, `X` accent, `f` flam,
      `r` two 32nds

The sequences themselves lie in patterns.toml.
"""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from numpy.random import Generator

from engine.errors import BadConfig
from engine.spec import SPEC
from training.sources.drums import Drum

FILE = Path(__file__).with_name("patterns.toml")
BAR = SPEC.steps // 2
REST, GHOST, STROKE, ACCENT, FLAM, ROLL = ".oxXfr"
MARKS = frozenset(".oxXfr")


CYMBALS = (Drum.HAT, Drum.OPEN, Drum.RIDE)


@dataclass(frozen=True, slots=True)
class Pattern:
    """Two bars of strokes."""

    name: str  # of the break it comes from
    rows: Mapping[Drum, str]  # drums that play; each Spec.steps marks


Rows = dict[Drum, list[str]]
Move = Callable[[Generator, Rows, Sequence[Pattern]], None]


@cache
def classics() -> tuple[Pattern, ...]:
    """All patterns of patterns.toml, in its order."""
    return parse(FILE.read_text("utf-8"))


def parse(text: str) -> tuple[Pattern, ...]:
    """Patterns of a TOML text: a table for each, a row for each drum.

    Raises:
        BadConfig: not TOML, an unknown drum or mark, or a row that is neither one bar nor two.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadConfig(f"the patterns are not TOML ({error}); correct that line") from error
    return tuple(
        Pattern(name, {_drum(name, key): _row(name, key, table[key]) for key in table})
        for name, table in tables.items()
    )


def _drum(name: str, key: str) -> Drum:
    if key not in set(Drum):
        raise BadConfig(f"{name} has a row {key}, expected one of {', '.join(Drum)}; correct its name")
    return Drum(key)


def _row(name: str, key: str, text: str) -> str:
    marks = text.replace(" ", "")
    if len(marks) not in (BAR, SPEC.steps) or not set(marks) <= MARKS:
        raise BadConfig(f"the {key} of {name} is {text!r}, expected {BAR} or {SPEC.steps} of the marks . o x X f r")
    return marks * (SPEC.steps // len(marks))


def vary(rng: Generator, pattern: Pattern, others: Sequence[Pattern]) -> Pattern:
    """The pattern as another drummer, or another take, would have it; now and then as it is.

    Args:
        rng: the source of all chance.
        pattern: where it starts from, and whose name it keeps.
        others: patterns that may lend it half a bar, a bar, or a row.
    """
    rows: Rows = {drum: list(row) for drum, row in pattern.rows.items()}
    if rng.random() > 0.08:
        for move, chance in MOVES:
            if rng.random() < chance:
                move(rng, rows, others)
    rows[Drum.KICK] = rows.get(Drum.KICK, [REST] * SPEC.steps)
    if set("".join(map("".join, rows.values()))) == {REST}:
        rows[Drum.KICK][0] = ACCENT  # never two bars of nothing
    return Pattern(pattern.name, {drum: "".join(row) for drum, row in rows.items()})


def _row_of(rows: Rows, drum: Drum) -> list[str]:
    return rows.setdefault(drum, [REST] * SPEC.steps)


def turn(rng: Generator, rows: Rows, others: Sequence[Pattern]) -> None:
    """The second bar begins the pattern, or one bar is both."""
    first, second = [(0, 0), (1, 1), (1, 0)][int(rng.integers(3))]
    for drum, row in rows.items():
        bars = row[:BAR], row[BAR:]
        rows[drum] = list(bars[first]) + list(bars[second])


def borrow(rng: Generator, rows: Rows, others: Sequence[Pattern]) -> None:
    """Half a bar or the whole second bar is another pattern's: A and B."""
    other = others[int(rng.integers(len(others)))]
    span = int(rng.choice([BAR // 2, BAR]))
    start = BAR if span == BAR else span * int(rng.integers(SPEC.steps // span))
    for drum in Drum:  # in an order that is the same in every process
        theirs = other.rows.get(drum, REST * SPEC.steps)
        if drum in rows or drum in other.rows:
            _row_of(rows, drum)[start : start + span] = theirs[start : start + span]


def lend(rng: Generator, rows: Rows, others: Sequence[Pattern]) -> None:
    """One drum plays what it plays elsewhere."""
    other = others[int(rng.integers(len(others)))]
    drums = list(other.rows)
    drum = drums[int(rng.integers(len(drums)))]
    rows[drum] = list(other.rows[drum])


def swap(rng: Generator, rows: Rows, others: Sequence[Pattern]) -> None:
    """Two half bars change places."""
    half = BAR // 2
    one, other = (half * int(place) for place in rng.choice(SPEC.steps // half, 2, replace=False))
    for row in rows.values():
        row[one : one + half], row[other : other + half] = row[other : other + half], row[one : one + half]


def move(rng: Generator, rows: Rows, others: Sequence[Pattern]) -> None:
    """One to three strokes of kick or snare come a sixteenth or two earlier or later."""
    for _ in range(int(rng.integers(1, 4))):
        row = _row_of(rows, Drum.KICK if rng.random() < 0.65 else Drum.SNARE)
        struck = [step for step, mark in enumerate(row) if mark != REST and step]
        if struck:
            step = struck[int(rng.integers(len(struck)))]
            to = (step + int(rng.choice([-2, -1, 1, 2]))) % len(row)
            row[step], row[to] = REST, row[step]


def double(rng: Generator, rows: Rows, others: Sequence[Pattern]) -> None:
    """Some kicks are followed, or led up to, by another."""
    row = _row_of(rows, Drum.KICK)
    for step in [step for step, mark in enumerate(row) if mark != REST]:
        if rng.random() < 0.25:
            to = (step + int(rng.choice([-2, -1, 1, 2]))) % len(row)
            row[to] = STROKE if row[to] == REST else row[to]


def cymbals(rng: Generator, rows: Rows, others: Sequence[Pattern]) -> None:
    """Hats or a ride keep another time: quarters, eighths, off-beats, sixteenths, or none at all."""
    for drum in CYMBALS:
        rows.pop(drum, None)
    beat = ("x...", "x.x.", "X.x.", "..x.", "xxxx", "XoXo", "Xoxo", "x.xx", "xxx.", "....")[int(rng.integers(10))]
    rows[CYMBALS[int(rng.choice(3, p=[0.65, 0.1, 0.25]))]] = list(beat * (SPEC.steps // 4))


def lift(rng: Generator, rows: Rows, others: Sequence[Pattern]) -> None:
    """A hat opens, here and there or before each downbeat."""
    row, hats = _row_of(rows, Drum.OPEN), _row_of(rows, Drum.HAT)
    places = [14, 30] if rng.random() < 0.5 else rng.integers(SPEC.steps, size=int(rng.integers(1, 5))).tolist()
    for step in places:
        row[step], hats[step] = STROKE, REST


def add_ghosts(rng: Generator, rows: Rows, others: Sequence[Pattern]) -> None:
    """Ghost notes on sixteenths between the eighths, few or many; sometimes the ghosts that were there leave."""
    row = _row_of(rows, Drum.SNARE)
    if rng.random() < 0.3:
        row[:] = [REST if mark == GHOST else mark for mark in row]
    share = rng.choice([0.0, rng.uniform(0.05, 0.25), rng.uniform(0.25, 0.7)])
    for step in range(1, SPEC.steps, 2):
        if row[step] == REST and rng.random() < share:
            row[step] = GHOST


def thin(rng: Generator, rows: Rows, others: Sequence[Pattern]) -> None:
    """Some strokes are left out; accents are spared more often."""
    share = rng.uniform(0.05, 0.75)
    for row in rows.values():
        for step, mark in enumerate(row):
            if mark != REST and rng.random() < share * (0.3 if mark == ACCENT else 1):
                row[step] = REST


def add_strokes(rng: Generator, rows: Rows, others: Sequence[Pattern]) -> None:
    """Strokes are added anywhere on kick, snare, toms or percussion."""
    drum = (Drum.KICK, Drum.SNARE, Drum.TOM, Drum.PERC)[int(rng.integers(4))]
    row = _row_of(rows, drum)
    for step in rng.integers(SPEC.steps, size=int(rng.integers(2, 10))):
        if row[step] == REST:
            row[step] = STROKE


def fill(rng: Generator, rows: Rows, others: Sequence[Pattern]) -> None:
    """The last beats are a fill of snares or toms, or a roll; a crash may follow it round the corner."""
    span = int(rng.choice([2, 4, 4, 8]))
    start = SPEC.steps - span
    for drum in (Drum.KICK, *CYMBALS):
        if drum in rows and rng.random() < 0.6:
            rows[drum][start:] = [REST] * span
    row = _row_of(rows, Drum.SNARE if rng.random() < 0.65 else Drum.TOM)
    row[start:] = [str(mark) for mark in rng.choice(list(".oxXr"), span, p=[0.25, 0.15, 0.3, 0.15, 0.15])]
    if rng.random() < 0.4:
        _row_of(rows, Drum.CRASH)[0] = ACCENT


def ornament(rng: Generator, rows: Rows, others: Sequence[Pattern]) -> None:
    """One to three strokes of any drum become flams or 32nds."""
    for _ in range(int(rng.integers(1, 4))):
        row = list(rows.values())[int(rng.integers(len(rows)))]
        struck = [step for step, mark in enumerate(row) if mark in (STROKE, ACCENT)]
        if struck:
            row[struck[int(rng.integers(len(struck)))]] = FLAM if rng.random() < 0.5 else ROLL


# in the order in which they are made, with the chance that a variation makes each
MOVES: tuple[tuple[Move, float], ...] = (
    (turn, 0.2),
    (borrow, 0.2),
    (lend, 0.12),
    (swap, 0.15),
    (move, 0.3),
    (double, 0.2),
    (cymbals, 0.35),
    (lift, 0.15),
    (add_ghosts, 0.4),
    (thin, 0.35),
    (add_strokes, 0.15),
    (fill, 0.2),
    (ornament, 0.15),
)
