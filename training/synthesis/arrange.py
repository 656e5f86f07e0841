"""Breaks in, one randomised two-bar break out: what a jungle producer does with a sampler, by chance.

breaks  chopped loops; one is the ground of the arrangement, another may lend it hits, or sound together with it
audio   float32 (n,): two bars at the ground's own tempo, a loop; sixteenth i begins at sample i * n / 32

The pattern is the loop's own or a classic one. A move exchanges, repeats, reverses, mutes or accents cells of it, and
mostly respects where in the bar a slice comes from, so that what comes out is still a break. Chance is the caller's.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.random import Generator

from engine.arrays import Floats
from engine.spec import SPEC
from training.sources.slices import Break, Kind, Slice

from .recut import recut
from .sequence import PatternStep, PlayStyle, layer, render_pattern

BAR = 16  # steps
PLAIN = 0.1  # share of arrangements that are two bars of the loop as it is
MIX = 0.3  # share of the others that take hits of a second loop
RECUT = 0.3  # share of the others that play a classic pattern
LAYER = 0.12  # share that sound together with a second loop
BALANCE = 6.0  # dB by which each kind of drum may be louder or softer than it was
SHIFT = 0.003  # s, the most that a loose hand is early or late

Pattern = list[PatternStep | None]
Move = Callable[[Generator, Pattern, Sequence[Break]], None]


def arrange(breaks: Sequence[Break], rng: Generator) -> Floats:
    """One arrangement of randomly chosen breaks.

    Args:
        breaks: at least one; a loop four times as long has more to tell, and is taken twice as often.
        rng: the source of all chance.
    """
    ground = pick(rng, breaks)
    length = round(SPEC.beats * 60 / ground.loop.tempo * SPEC.rate)
    if rng.random() < PLAIN:
        return plain(ground, int(rng.integers(max(ground.loop.steps // BAR, 1))), length)
    audio = render_pattern(moved(rng, breaks, ground), length, manner(rng))
    if len(breaks) > 1 and rng.random() < LAYER:
        other = pick(rng, [other for other in breaks if other is not ground])
        return layer(
            audio, render_pattern(moved(rng, breaks, other), length, manner(rng)), float(rng.uniform(0.1, 0.5))
        )
    return audio


def pick(rng: Generator, breaks: Sequence[Break]) -> Break:
    """One of the breaks, longer ones more often."""
    weight = np.sqrt([float(candidate.loop.steps) for candidate in breaks])
    return breaks[rng.choice(len(breaks), p=weight / weight.sum())]


def moved(rng: Generator, breaks: Sequence[Break], ground: Break) -> Pattern:
    """Two bars of a loop, or of its slices in a classic pattern, after some moves."""
    kit = [ground]
    if len(breaks) > 1 and rng.random() < MIX:
        others = [other for other in breaks if other is not ground]
        kit.append(others[int(rng.integers(len(others)))])
    pattern = recut(rng, kit) if rng.random() < RECUT else bars(rng, ground)
    for move, chance in MOVES:
        if rng.random() < chance:
            move(rng, pattern, kit)
    return pattern


def plain(ground: Break, bar: int, length: int) -> Floats:
    """`length` samples of the loop as it is, from the start of a bar, going round."""
    size = len(ground.loop.audio)
    start = round(bar * BAR * size / ground.loop.steps)
    return ground.loop.audio[np.arange(start, start + length) % size]


def bars(rng: Generator, ground: Break) -> Pattern:
    """Two bars of the loop as cells: mostly neighbours, else any two."""
    steps = ground.loop.steps
    count = max(steps // BAR, 1)
    first = int(rng.integers(count))
    second = first + 1 if rng.random() < 0.6 else int(rng.integers(count))
    order = [bar * BAR + step for bar in (first, second) for step in range(BAR)]
    return [cell_of(ground.slices[step % steps]) for step in order]


def cell_of(piece: Slice) -> PatternStep | None:
    """A cell for a slice; where nothing is struck, what came before rings on, as it does in the loop."""
    return None if piece.kind is Kind.REST else PatternStep(piece)


def manner(rng: Generator) -> PlayStyle:
    """Feel, pitch and decay of an arrangement: mostly on the grid, at its own pitch, ringing."""
    feel = float(rng.choice([0.0, rng.random(), 1.0], p=[0.65, 0.25, 0.1]))
    pitch = dict.fromkeys(Kind, 0.0)
    if rng.random() < 0.35:
        pitch = dict.fromkeys(Kind, float(rng.uniform(-3, 3)))
    if rng.random() < 0.15:
        pitch[Kind(int(rng.integers(len(Kind))))] += float(rng.uniform(-2, 2))
        pitch = {kind: float(np.clip(semitones, -3, 3)) for kind, semitones in pitch.items()}
    decay = float(rng.uniform(0.03, 0.15)) if rng.random() < 0.15 else None
    return PlayStyle(feel, pitch, decay)


def alike(rng: Generator, piece: Slice, step: int, kit: Sequence[Break]) -> Slice:
    """A slice to stand for another: from the same place of another bar, of the same kind, or anything."""
    donor = kit[int(rng.integers(len(kit)))]
    chance = rng.random()
    if chance < 0.45:
        same = [other for other in donor.slices if other.step % BAR == step % BAR]
    elif chance < 0.85:
        same = list(donor.of(piece.kind))
    else:
        same = list(donor.slices)
    return same[int(rng.integers(len(same)))] if same else piece


def swap(rng: Generator, pattern: Pattern, kit: Sequence[Break]) -> None:
    """Some cells get another slice; how many is drawn first."""
    share = rng.beta(1.2, 2.5)
    for step, cell in enumerate(pattern):
        if cell and rng.random() < share:
            pattern[step] = cell_of(alike(rng, cell.piece, step, kit))


def recast(rng: Generator, pattern: Pattern, kit: Sequence[Break]) -> None:
    """All drums of one kind are played by the last break of the kit."""
    kind = Kind(int(rng.integers(1, len(Kind))))
    cast = kit[-1].of(kind)
    if cast:
        player = cast[int(rng.integers(len(cast)))]
        for step, cell in enumerate(pattern):
            if cell and cell.piece.kind is kind:
                pattern[step] = PatternStep(player)


def half(rng: Generator, pattern: Pattern, kit: Sequence[Break]) -> None:
    """One half bar, or a whole one, comes from the last break of the kit, in place."""
    span = int(rng.choice([BAR // 2, BAR]))
    start = span * int(rng.integers(len(pattern) // span))
    pieces = kit[-1].slices
    for step in range(start, start + span):
        pattern[step] = cell_of(pieces[step % len(pieces)])


def shuffle(rng: Generator, pattern: Pattern, kit: Sequence[Break]) -> None:
    """Beats change places, or the second bar repeats the first with another ending."""
    if rng.random() < 0.5:
        beats = [pattern[start : start + 4] for start in range(0, len(pattern), 4)]
        one, other = rng.choice(len(beats), size=2, replace=False)
        beats[one], beats[other] = beats[other], beats[one]
        pattern[:] = [cell for beat in beats for cell in beat]
    else:
        keep = int(rng.choice([8, 12, 14, 16]))
        pattern[BAR : BAR + keep] = pattern[:keep]


def displace(rng: Generator, pattern: Pattern, kit: Sequence[Break]) -> None:
    """From one beat on, half a bar starts two or four slices later in the break than it should."""
    start = 4 * int(rng.integers(len(pattern) // 4))
    ahead = int(rng.choice([2, 4, 6]))
    window = [pattern[(start + step + ahead) % len(pattern)] for step in range(BAR // 2)]
    for step, cell in enumerate(window):
        pattern[(start + step) % len(pattern)] = cell


def roll(rng: Generator, pattern: Pattern, kit: Sequence[Break]) -> None:
    """One slice is struck again and again, in sixteenths or 32nds, swelling or fading."""
    for _ in range(int(rng.integers(1, 3))):
        span = int(rng.choice([1, 2, 2, 3, 4]))
        start = int(rng.integers(len(pattern) - span + 1))
        cell = pattern[start]
        if cell is None:
            continue
        strokes = 2 if span == 1 or rng.random() < 0.5 else 1
        swell = 10 ** (rng.uniform(-6, 6) / 20)
        for step in range(span):
            gain = cell.gain * swell ** (step / span)
            pattern[start + step] = replace(cell, gain=gain, strokes=strokes, swell=swell ** (1 / span))


def reverse(rng: Generator, pattern: Pattern, kit: Sequence[Break]) -> None:
    """One to three cells run backwards."""
    for step in rng.integers(len(pattern), size=rng.integers(1, 4)):
        cell = pattern[step]
        if cell:
            pattern[step] = replace(cell, reverse=True)


def drop(rng: Generator, pattern: Pattern, kit: Sequence[Break]) -> None:
    """Cells fall silent, a few or a whole beat; never the downbeat."""
    if rng.random() < 0.3:
        start = int(rng.integers(2, len(pattern) - 4))
        pattern[start : start + 4] = [None] * 4
    else:
        for step in rng.integers(1, len(pattern), size=rng.integers(1, 8)):
            pattern[step] = None


def accent(rng: Generator, pattern: Pattern, kit: Sequence[Break]) -> None:
    """Every cell gets a loudness of its own; in half of the cases off-beats are softer as a rule."""
    spread, soft = rng.uniform(0.5, 2.5), rng.uniform(0, 5) * (rng.random() < 0.5)
    for step, cell in enumerate(pattern):
        if cell:
            decibels = np.clip(rng.normal(0, spread), -6, 4) - soft * (step % 2)
            pattern[step] = replace(cell, gain=cell.gain * 10 ** (decibels / 20))


def loosen(rng: Generator, pattern: Pattern, kit: Sequence[Break]) -> None:
    """Every cell is a little early or late."""
    most = rng.uniform(0.001, SHIFT)
    for step, cell in enumerate(pattern):
        if cell:
            pattern[step] = replace(cell, shift=float(rng.uniform(-most, most)))


def balance(rng: Generator, pattern: Pattern, kit: Sequence[Break]) -> None:
    """Each kind of drum comes forward or steps back as a whole."""
    gains = {kind: 10 ** (rng.uniform(-BALANCE, BALANCE) / 20) for kind in Kind}
    for step, cell in enumerate(pattern):
        if cell:
            pattern[step] = replace(cell, gain=cell.gain * gains[cell.piece.kind])


def swing(rng: Generator, pattern: Pattern, kit: Sequence[Break]) -> None:
    """Every second sixteenth is late, up to a triplet."""
    late = rng.uniform(0.03, 1 / 3) * 15 / kit[0].loop.tempo
    for step in range(1, len(pattern), 2):
        cell = pattern[step]
        if cell:
            pattern[step] = replace(cell, shift=cell.shift + late)


# in the order in which they are made, with the chance that an arrangement makes each
MOVES: tuple[tuple[Move, float], ...] = (
    (half, 0.15),
    (recast, 0.25),
    (shuffle, 0.3),
    (displace, 0.15),
    (swap, 0.65),
    (roll, 0.3),
    (reverse, 0.12),
    (drop, 0.3),
    (accent, 0.6),
    (balance, 0.3),
    (loosen, 0.25),
    (swing, 0.1),
)
