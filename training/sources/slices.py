"""A loop in, its sixteenths out: what a sampler's chop would give, with every attack whole.

A slice begins `LEAD` before its onset where it has one, else before its step, and rings until the next onset of the
loop; a mirrored tail that dies away lets it ring a little longer where it is followed by nothing. It knows how late
its onset was, what sort of drum it sounds like, and which step of the loop it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from engine.spec import SPEC
from engine.tape.mel import Floats, hann

from .loops import Loop
from .onsets import Onsets, find

LEAD = round(0.002 * SPEC.rate)  # samples kept before an onset
NEAR = 0.045  # s: an onset further from its step belongs to no step
RING = 16  # steps a slice may last, before its tail
TAIL = round(0.08 * SPEC.rate)  # samples, at most
ATTACK = 1024  # samples that say which drum it is
NEARLY = 12.0  # dB below the loudest of its sort, and still one of them
RISEN = 6.0  # dB above what rang there before


class Kind(IntEnum):
    """What a slice sounds like, relative to its own loop."""

    REST = 0  # nothing is struck
    KICK = 1
    SNARE = 2
    HAT = 3


@dataclass(frozen=True, slots=True, eq=False)
class Slice:
    """A sixteenth of a loop."""

    sound: Floats  # (m,), more than LEAD samples, the onset at LEAD
    late: int  # samples from the step to the onset, negative when early; 0 without an onset
    kind: Kind
    step: int  # 0.. in its loop


@dataclass(frozen=True, slots=True, eq=False)
class Break:
    """A loop and its slices, one per step."""

    loop: Loop
    slices: tuple[Slice, ...]

    def of(self, kind: Kind) -> Sequence[Slice]:
        """All slices of a kind."""
        return [piece for piece in self.slices if piece.kind is kind]


def chop(loop: Loop) -> Break:
    """Cut a loop into sixteenths."""
    size = len(loop.audio)
    steps = np.round(np.arange(loop.steps) * (size / loop.steps)).astype(np.int64)
    late = _lateness(find(loop.audio, SPEC.rate), steps, size)
    struck = np.array([value is not None for value in late])
    if not struck.any():
        struck[:] = True  # a drone has no drums to spare: it is cut blindly, and every cut counts
    cuts = steps + np.array([value or 0 for value in late]) - LEAD
    kinds = _kinds(loop.audio, cuts + LEAD, struck)
    slices = []
    for step, cut in enumerate(cuts):
        following = [step + ahead for ahead in range(1, RING) if struck[(step + ahead) % len(cuts)]]
        until = following[0] if following else step + RING
        end = int(cuts[until % len(cuts)]) + size * (until // len(cuts))
        body = loop.audio[np.arange(int(cut), max(end, int(cut) + LEAD + 1)) % size]
        slices.append(Slice(_with_tail(body), late[step] or 0, kinds[step], step))
    return Break(loop, tuple(slices))


def _with_tail(body: Floats) -> Floats:
    """A slice that dies away, by running backwards from its end, where the next attack would have cut it."""
    length = min(TAIL, len(body) - LEAD)
    fall = np.linspace(1, 0, length, dtype=np.float32) ** 2
    return np.concatenate([body, body[len(body) - length :][::-1] * fall])


def _lateness(onsets: Onsets, steps: NDArray[np.int64], size: int) -> list[int | None]:
    """Samples from each step to the strongest onset near it; None where there is none."""
    reach = min(NEAR * SPEC.rate, 0.45 * size / len(steps))
    found: list[int | None] = []
    for step in steps:
        late = (onsets.samples - step + size // 2) % size - size // 2
        near = np.flatnonzero(np.abs(late) <= reach)
        found.append(int(late[near[np.argmax(onsets.strengths[near])]]) if len(near) else None)
    return found


def _kinds(audio: Floats, attacks: NDArray[np.int64], struck: NDArray[np.bool_]) -> list[Kind]:
    """Which drum each attack is, by what it adds to the loop.

    A kick rises in the lows to near the loudest lows of the loop; of the others, a snare is near the loudest mids.
    """
    low, mid = _bands(audio, attacks)
    before, _ = _bands(audio, attacks - ATTACK - LEAD)
    kinds = [Kind.REST] * len(attacks)
    for step in np.flatnonzero(struck):
        if low[step] > low.max() - NEARLY and low[step] > before[step] + RISEN:
            kinds[step] = Kind.KICK
        else:
            kinds[step] = Kind.SNARE if mid[step] > mid.max() - NEARLY else Kind.HAT
    return kinds


def _bands(audio: Floats, starts: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Energy below 140 Hz and from 180 Hz to 3 kHz of the ATTACK samples after each start, dB."""
    frames = audio[(starts[:, None] + np.arange(ATTACK)) % len(audio)] * hann(ATTACK)
    power = np.abs(np.fft.rfft(frames)) ** 2
    hertz = np.fft.rfftfreq(ATTACK, 1 / SPEC.rate)
    low = power[:, (hertz > 30) & (hertz < 140)].sum(axis=1)
    mid = power[:, (hertz > 180) & (hertz < 3000)].sum(axis=1)
    return 10 * np.log10(low + 1e-9), 10 * np.log10(mid + 1e-9)
