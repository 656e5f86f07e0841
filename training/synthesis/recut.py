"""A classic pattern and chopped breaks in, cells of their slices out: the break plays what another drummer played.

kit    breaks, the ground first; each drum is looked for in one of them, drawn by chance
cells  list of Spec.steps cells or rests, as training.lay takes them

One slice per sixteenth: where several drums meet, the lowest wins, for its slice mostly holds the others, too.
"""

from collections.abc import Mapping, Sequence

from numpy.random import Generator

from engine.spec import SPEC
from training.sources.drums import Drum
from training.sources.slices import Break, Kind, Slice

from .patterns import ACCENT, BAR, FLAM, GHOST, REST, ROLL, Pattern, classics, vary
from .sequence import PatternStep

# which slices stand for a drum, and in which order drums claim a step
STANDS: Mapping[Drum, Kind] = {
    Drum.KICK: Kind.KICK,
    Drum.SNARE: Kind.SNARE,
    Drum.TOM: Kind.SNARE,
    Drum.CRASH: Kind.HAT,
    Drum.OPEN: Kind.HAT,
    Drum.RIDE: Kind.HAT,
    Drum.HAT: Kind.HAT,
    Drum.PERC: Kind.HAT,
}
LOYAL = 0.5  # chance that a drum keeps to one slice all through


def recut(rng: Generator, kit: Sequence[Break]) -> list[PatternStep | None]:
    """Two bars of a classic pattern, varied, played by slices.

    Args:
        rng: the source of all chance.
        kit: at least one break.
    """
    choices = classics()
    pattern = vary(rng, choices[int(rng.integers(len(choices)))], choices)
    donors = {kind: kit[int(rng.integers(len(kit)))] for kind in Kind}
    chosen = {kind: one(rng, donors[kind], kind) if rng.random() < LOYAL else None for kind in Kind}
    ghost, accent = 10 ** (rng.uniform(-14, -4) / 20), 10 ** (rng.uniform(0, 3) / 20)
    cells: list[PatternStep | None] = []
    for step in range(SPEC.steps):
        drum, mark = claim(pattern, step)
        if mark == REST:
            cells.append(None)
            continue
        kind = STANDS[drum]
        piece = chosen[kind] or one(rng, donors[kind], kind, step)
        gain = {GHOST: ghost, ACCENT: accent}.get(mark, 1.0)
        cells.append(PatternStep(piece, float(gain), strokes=2 if mark in (ROLL, FLAM) else 1))
    return cells


def claim(pattern: Pattern, step: int) -> tuple[Drum, str]:
    """The drum that has a step, and its mark; a ghost yields to any stroke."""
    struck = [
        (drum, pattern.rows[drum][step]) for drum in STANDS if pattern.rows.get(drum, REST * SPEC.steps)[step] != REST
    ]
    loud = [pair for pair in struck if pair[1] != GHOST]
    return (loud or struck or [(Drum.HAT, REST)])[0]


def one(rng: Generator, donor: Break, kind: Kind, step: int | None = None) -> Slice:
    """A slice of a kind, now and then the one from that place in the bar; any slice where the break has no such."""
    some: Sequence[Slice] = donor.of(kind) or [piece for piece in donor.slices if piece.kind] or donor.slices
    here = [piece for piece in some if step is not None and piece.step % BAR == step % BAR]
    if here and rng.random() < 0.5:
        some = here
    return some[int(rng.integers(len(some)))]
