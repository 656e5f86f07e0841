"""Sliced loops in, one randomised two-bar break out, as a sampler would play it.

breaks  sliced loops; one is the base of the arrangement, another may lend it slices or be mixed with it
audio   float32 (n,): two bars at the tempo of the base, a loop; sixteenth i begins at sample i * n / 32

The pattern is that of the base, a classic one or a groove. Moves exchange, repeat, reverse, mute or accent its steps,
and mostly keep a slice's position in the bar, so that the result is still a break. Their `sources` are the base and, in
some arrangements, a second loop. All randomness comes from the caller's `rng`.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.random import Generator

from engine.arrays import Floats
from engine.spec import SPEC
from training.sources.drums import Pattern
from training.sources.slices import Slice, SlicedLoop, SliceKind

from .mixing import MAX_BALANCE_DB, layer
from .patterns import STEPS_PER_BAR
from .recut import recut
from .sequence import PatternStep, random_style, render_pattern

PLAIN_SHARE = 0.1  # of the arrangements: two bars of the loop, unchanged
MIX_SHARE = 0.3  # of the others: slices of a second loop as well
RECUT_SHARE = 0.3  # of the others: a classic pattern, or a groove
LAYER_SHARE = 0.12  # of the others: mixed with an arrangement of a second loop
MAX_SHIFT_S = 0.003  # s, random timing deviation of a step

Steps = list[PatternStep | None]
Move = Callable[[Generator, Steps, Sequence[SlicedLoop]], None]  # changes a pattern in place, by slices of sources


def arrange(breaks: Sequence[SlicedLoop], rng: Generator, grooves: Sequence[Pattern] = ()) -> Floats:
    """Return one arrangement of randomly chosen breaks, at least one; some have the rhythm of a groove."""
    base = pick_loop(rng, breaks)
    length = round(SPEC.beats * 60 / base.loop.tempo * SPEC.rate)
    if rng.random() < PLAIN_SHARE:
        return plain_bars(base, int(rng.integers(max(base.loop.steps // STEPS_PER_BAR, 1))), length)
    audio = render_pattern(draw_pattern(rng, breaks, base, grooves), length, random_style(rng))
    if len(breaks) > 1 and rng.random() < LAYER_SHARE:
        other = pick_loop(rng, [other for other in breaks if other is not base])
        second = render_pattern(draw_pattern(rng, breaks, other, grooves), length, random_style(rng))
        return layer(audio, second, float(rng.uniform(0.1, 0.5)))
    return audio


def pick_loop(rng: Generator, breaks: Sequence[SlicedLoop]) -> SlicedLoop:
    """Draw one of the breaks, with a probability that grows with the square root of its length."""
    weight = np.sqrt([float(candidate.loop.steps) for candidate in breaks])
    return breaks[rng.choice(len(breaks), p=weight / weight.sum())]


def draw_pattern(
    rng: Generator, breaks: Sequence[SlicedLoop], base: SlicedLoop, grooves: Sequence[Pattern] = ()
) -> Steps:
    """Return two bars of a loop, or of its slices in another pattern, changed by some of SLICE_MOVES."""
    sources = [base]
    if len(breaks) > 1 and rng.random() < MIX_SHARE:
        others = [other for other in breaks if other is not base]
        sources.append(others[int(rng.integers(len(others)))])
    pattern = recut(rng, sources, grooves) if rng.random() < RECUT_SHARE else loop_pattern(rng, base)
    for move, chance in SLICE_MOVES:
        if rng.random() < chance:
            move(rng, pattern, sources)
    return pattern


def plain_bars(base: SlicedLoop, bar: int, length: int) -> Floats:
    """Return `length` samples of the unchanged loop from the start of a bar, wrapping at its end."""
    size = len(base.loop.audio)
    start = round(bar * STEPS_PER_BAR * size / base.loop.steps)
    return base.loop.audio[np.arange(start, start + length) % size]


def loop_pattern(rng: Generator, base: SlicedLoop) -> Steps:
    """Return two bars of the loop as steps: mostly consecutive bars, else any two."""
    steps = base.loop.steps
    count = max(steps // STEPS_PER_BAR, 1)
    first = int(rng.integers(count))
    second = first + 1 if rng.random() < 0.6 else int(rng.integers(count))
    order = [bar * STEPS_PER_BAR + step for bar in (first, second) for step in range(STEPS_PER_BAR)]
    return [step_of(base.slices[step % steps]) for step in order]


def step_of(piece: Slice) -> PatternStep | None:
    """Return a step that plays a slice; None where it has no onset, so that the slice before it rings on."""
    return None if piece.kind is SliceKind.REST else PatternStep(piece)


def substitute(rng: Generator, piece: Slice, step: int, sources: Sequence[SlicedLoop]) -> Slice:
    """Draw a slice to replace `piece` on `step`: one of the same step of a bar, of the same kind, or any."""
    donor = sources[int(rng.integers(len(sources)))]
    chance = rng.random()
    if chance < 0.45:
        same = [other for other in donor.slices if other.step % STEPS_PER_BAR == step % STEPS_PER_BAR]
    elif chance < 0.85:
        same = list(donor.of(piece.kind))
    else:
        same = list(donor.slices)
    return same[int(rng.integers(len(same)))] if same else piece


def swap_slices(rng: Generator, pattern: Steps, sources: Sequence[SlicedLoop]) -> None:
    """Replace the slices of some steps; the share of steps is drawn first."""
    share = rng.beta(1.2, 2.5)
    for step, note in enumerate(pattern):
        if note and rng.random() < share:
            pattern[step] = step_of(substitute(rng, note.piece, step, sources))


def recast_drum(rng: Generator, pattern: Steps, sources: Sequence[SlicedLoop]) -> None:
    """Play all steps of a random kind of drum with a single slice of that kind, drawn from loop `sources[-1]`."""
    kind = SliceKind(int(rng.integers(1, len(SliceKind))))
    candidates = sources[-1].of(kind)
    if candidates:
        replacement = candidates[int(rng.integers(len(candidates)))]
        for step, note in enumerate(pattern):
            if note and note.piece.kind is kind:
                pattern[step] = PatternStep(replacement)


def borrow_bar(rng: Generator, pattern: Steps, sources: Sequence[SlicedLoop]) -> None:
    """Replace half a bar or a whole bar of the pattern by the same steps of loop `sources[-1]`."""
    span = int(rng.choice([STEPS_PER_BAR // 2, STEPS_PER_BAR]))
    start = span * int(rng.integers(len(pattern) // span))
    pieces = sources[-1].slices
    for step in range(start, start + span):
        pattern[step] = step_of(pieces[step % len(pieces)])


def shuffle_beats(rng: Generator, pattern: Steps, sources: Sequence[SlicedLoop]) -> None:
    """Exchange two beats, or let the second bar repeat the first with another ending."""
    if rng.random() < 0.5:
        beats = [pattern[start : start + 4] for start in range(0, len(pattern), 4)]
        one, other = rng.choice(len(beats), size=2, replace=False)
        beats[one], beats[other] = beats[other], beats[one]
        pattern[:] = [note for beat in beats for note in beat]
    else:
        keep = int(rng.choice([8, 12, 14, 16]))
        pattern[STEPS_PER_BAR : STEPS_PER_BAR + keep] = pattern[:keep]


def displace(rng: Generator, pattern: Steps, sources: Sequence[SlicedLoop]) -> None:
    """Replace half a bar from a random beat on by the steps two, four or six sixteenths later."""
    start = 4 * int(rng.integers(len(pattern) // 4))
    ahead = int(rng.choice([2, 4, 6]))
    window = [pattern[(start + step + ahead) % len(pattern)] for step in range(STEPS_PER_BAR // 2)]
    for step, note in enumerate(window):
        pattern[(start + step) % len(pattern)] = note


def add_rolls(rng: Generator, pattern: Steps, sources: Sequence[SlicedLoop]) -> None:
    """Repeat one slice in sixteenths or 32nds, with rising or falling gain."""
    for _ in range(int(rng.integers(1, 3))):
        span = int(rng.choice([1, 2, 2, 3, 4]))
        start = int(rng.integers(len(pattern) - span + 1))
        note = pattern[start]
        if note is None:
            continue
        strokes = 2 if span == 1 or rng.random() < 0.5 else 1
        swell = 10 ** (rng.uniform(-6, 6) / 20)
        for step in range(span):
            gain = note.gain * swell ** (step / span)
            pattern[start + step] = replace(note, gain=gain, strokes=strokes, swell=swell ** (1 / span))


def reverse_steps(rng: Generator, pattern: Steps, sources: Sequence[SlicedLoop]) -> None:
    """Play one to three steps backwards."""
    for step in rng.integers(len(pattern), size=rng.integers(1, 4)):
        note = pattern[step]
        if note:
            pattern[step] = replace(note, reverse=True)


def mute_steps(rng: Generator, pattern: Steps, sources: Sequence[SlicedLoop]) -> None:
    """Mute a few steps or a whole beat, but never the downbeat."""
    if rng.random() < 0.3:
        start = int(rng.integers(2, len(pattern) - 4))
        pattern[start : start + 4] = [None] * 4
    else:
        for step in rng.integers(1, len(pattern), size=rng.integers(1, 8)):
            pattern[step] = None


def vary_gains(rng: Generator, pattern: Steps, sources: Sequence[SlicedLoop]) -> None:
    """Give every step a random gain; in half of the cases off-beats are softer as a rule."""
    spread, soft = rng.uniform(0.5, 2.5), rng.uniform(0, 5) * (rng.random() < 0.5)
    for step, note in enumerate(pattern):
        if note:
            decibels = np.clip(rng.normal(0, spread), -6, 4) - soft * (step % 2)
            pattern[step] = replace(note, gain=note.gain * 10 ** (decibels / 20))


def loosen(rng: Generator, pattern: Steps, sources: Sequence[SlicedLoop]) -> None:
    """Play every step a little early or late."""
    most = rng.uniform(0.001, MAX_SHIFT_S)
    for step, note in enumerate(pattern):
        if note:
            pattern[step] = replace(note, shift=float(rng.uniform(-most, most)))


def balance_drums(rng: Generator, pattern: Steps, sources: Sequence[SlicedLoop]) -> None:
    """Make each kind of drum louder or softer as a whole."""
    gains = {kind: 10 ** (rng.uniform(-MAX_BALANCE_DB, MAX_BALANCE_DB) / 20) for kind in SliceKind}
    for step, note in enumerate(pattern):
        if note:
            pattern[step] = replace(note, gain=note.gain * gains[note.piece.kind])


def swing(rng: Generator, pattern: Steps, sources: Sequence[SlicedLoop]) -> None:
    """Delay every second sixteenth by up to a third of a sixteenth, a triplet feel."""
    late = rng.uniform(0.03, 1 / 3) * 15 / sources[0].loop.tempo
    for step in range(1, len(pattern), 2):
        note = pattern[step]
        if note:
            pattern[step] = replace(note, shift=note.shift + late)


# in the order in which they are applied, with the probability of each
SLICE_MOVES: tuple[tuple[Move, float], ...] = (
    (borrow_bar, 0.15),
    (recast_drum, 0.25),
    (shuffle_beats, 0.3),
    (displace, 0.15),
    (swap_slices, 0.65),
    (add_rolls, 0.3),
    (reverse_steps, 0.12),
    (mute_steps, 0.3),
    (vary_gains, 0.6),
    (balance_drums, 0.3),
    (loosen, 0.25),
    (swing, 0.1),
)
