"""A pattern and sliced loops in, steps of slices out: slices of one break play the pattern of another.

sources  sliced loops, the base first; all slices of a kind come from one source, drawn at random
steps    list of Spec.steps steps or rests, as `training.synthesis.sequence` takes them

One slice per sixteenth: of several drums on a step, the first in SLICE_KINDS plays, as its slice mostly has the others.
"""

from collections.abc import Mapping, Sequence

from numpy.random import Generator

from engine.spec import SPEC
from training.sources.drums import ACCENT_ABOVE, GHOST_BELOW, Cell, Drum, Pattern, loudest
from training.sources.slices import Slice, SlicedLoop, SliceKind

from .patterns import STEPS_PER_BAR, random_pattern
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


def recut(rng: Generator, sources: Sequence[SlicedLoop], grooves: Sequence[Pattern] = ()) -> list[PatternStep | None]:
    """Return two bars of a classic pattern or a performance, mostly varied, played by slices of one or more sources."""
    pattern = random_pattern(rng, grooves)
    donors = {kind: sources[int(rng.integers(len(sources)))] for kind in SliceKind}
    fixed = {
        kind: pick_slice(rng, donors[kind], kind) if rng.random() < SAME_SLICE_CHANCE else None for kind in SliceKind
    }
    ghost, accent = 10 ** (rng.uniform(-14, -4) / 20), 10 ** (rng.uniform(0, 3) / 20)
    steps: list[PatternStep | None] = []
    width = 15 / sources[0].loop.tempo  # s
    for step in range(SPEC.steps):
        drum, cell = drum_on_step(pattern, step)
        if not cell:
            steps.append(None)
            continue
        kind = SLICE_KINDS[drum]
        piece = fixed[kind] or pick_slice(rng, donors[kind], kind, step)
        loud = loudest(cell)
        gain = ghost if loud < GHOST_BELOW else accent if loud > ACCENT_ABOVE else 1.0
        late = max(cell, key=lambda note: note.velocity).late * width
        steps.append(PatternStep(piece, float(gain), strokes=min(len(cell), 2), shift=late))
    return steps


def drum_on_step(pattern: Pattern, step: int) -> tuple[Drum, Cell]:
    """Return the drum that plays a step, and its strokes; any stroke has priority over a ghost."""
    struck = [(drum, cell) for drum in SLICE_KINDS if (cell := pattern.on_step(drum, step))]
    loud = [pair for pair in struck if loudest(pair[1]) >= GHOST_BELOW]
    return (loud or struck or [(Drum.HAT, ())])[0]


def pick_slice(rng: Generator, donor: SlicedLoop, kind: SliceKind, step: int | None = None) -> Slice:
    """Draw a slice of a kind from a loop, sometimes one on the same step of a bar; any slice if none is of the kind."""
    candidates: Sequence[Slice] = donor.of(kind) or [piece for piece in donor.slices if piece.kind] or donor.slices
    here = [piece for piece in candidates if step is not None and piece.step % STEPS_PER_BAR == step % STEPS_PER_BAR]
    if here and rng.random() < 0.5:
        candidates = here
    return candidates[int(rng.integers(len(candidates)))]
