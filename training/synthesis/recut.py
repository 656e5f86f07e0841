"""A classic pattern and sliced loops in, steps of slices out: slices of one break play the pattern of another.

sources  sliced loops, the base first; all slices of a kind come from one source, drawn at random
steps    list of Spec.steps steps or rests, as `training.synthesis.sequence` takes them

One slice per sixteenth: of several drums on a step, the first in SLICE_KINDS plays, as its slice mostly has the others.
"""

from collections.abc import Mapping, Sequence

from numpy.random import Generator

from engine.spec import SPEC
from training.sources.drums import Drum
from training.sources.slices import Slice, SlicedLoop, SliceKind

from .patterns import (
    ACCENT_MARK,
    FLAM_MARK,
    GHOST_MARK,
    REST_MARK,
    ROLL_MARK,
    STEPS_PER_BAR,
    Pattern,
    classic_patterns,
    vary_pattern,
)
from .sequence import PatternStep

# the kind of slice that plays a drum; the order is the priority of drums on the same step
SLICE_KINDS: Mapping[Drum, SliceKind] = {
    Drum.KICK: SliceKind.KICK,
    Drum.SNARE: SliceKind.SNARE,
    Drum.TOM: SliceKind.SNARE,
    Drum.CRASH: SliceKind.HAT,
    Drum.OPEN: SliceKind.HAT,
    Drum.RIDE: SliceKind.HAT,
    Drum.HAT: SliceKind.HAT,
    Drum.PERC: SliceKind.HAT,
}
SAME_SLICE_CHANCE = 0.5  # of a kind that plays the same slice throughout


def recut(rng: Generator, sources: Sequence[SlicedLoop]) -> list[PatternStep | None]:
    """Return two bars of a varied classic pattern, played by slices of one or more sources."""
    choices = classic_patterns()
    pattern = vary_pattern(rng, choices[int(rng.integers(len(choices)))], choices)
    donors = {kind: sources[int(rng.integers(len(sources)))] for kind in SliceKind}
    fixed = {
        kind: pick_slice(rng, donors[kind], kind) if rng.random() < SAME_SLICE_CHANCE else None for kind in SliceKind
    }
    ghost, accent = 10 ** (rng.uniform(-14, -4) / 20), 10 ** (rng.uniform(0, 3) / 20)
    steps: list[PatternStep | None] = []
    for step in range(SPEC.steps):
        drum, mark = drum_on_step(pattern, step)
        if mark == REST_MARK:
            steps.append(None)
            continue
        kind = SLICE_KINDS[drum]
        piece = fixed[kind] or pick_slice(rng, donors[kind], kind, step)
        gain = {GHOST_MARK: ghost, ACCENT_MARK: accent}.get(mark, 1.0)
        steps.append(PatternStep(piece, float(gain), strokes=2 if mark in (ROLL_MARK, FLAM_MARK) else 1))
    return steps


def drum_on_step(pattern: Pattern, step: int) -> tuple[Drum, str]:
    """Return the drum that plays a step, and its mark; any stroke has priority over a ghost."""
    marks = [(drum, pattern.rows[drum][step]) for drum in SLICE_KINDS if drum in pattern.rows]
    struck = [(drum, mark) for drum, mark in marks if mark != REST_MARK]
    loud = [pair for pair in struck if pair[1] != GHOST_MARK]
    return (loud or struck or [(Drum.HAT, REST_MARK)])[0]


def pick_slice(rng: Generator, donor: SlicedLoop, kind: SliceKind, step: int | None = None) -> Slice:
    """Draw a slice of a kind from a loop, sometimes one on the same step of a bar; any slice if none is of the kind."""
    candidates: Sequence[Slice] = donor.of(kind) or [piece for piece in donor.slices if piece.kind] or donor.slices
    here = [piece for piece in candidates if step is not None and piece.step % STEPS_PER_BAR == step % STEPS_PER_BAR]
    if here and rng.random() < 0.5:
        candidates = here
    return candidates[int(rng.integers(len(candidates)))]
