"""A loop in, its sixteenths out as slices with complete attacks.

A slice begins LEAD samples before its onset, or before its step if it has none, and lasts until the next onset of the
loop, plus a short reversed tail that fades out, for use where no other slice follows. It carries the deviation of its
onset from the grid, the kind of drum it sounds like, and its step in the loop.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from engine.files.audio_onsets import Onsets, find_onsets
from engine.spec import SPEC
from engine.tape.mel import Floats, hann

from .loops import Loop

LEAD = round(0.002 * SPEC.rate)  # samples kept before an onset
ONSET_REACH_S = 0.045  # largest distance of an onset from its step
MAX_RING_STEPS = 16  # longest slice, without its tail
TAIL_SAMPLES = round(0.08 * SPEC.rate)  # longest tail
KIND_WINDOW = 1024  # samples after an onset that decide its kind
CLASS_MARGIN_DB = 12.0  # below the loudest kick or snare of the loop
MIN_KICK_RISE_DB = 6.0  # above the level before the onset


class SliceKind(IntEnum):
    """What a slice sounds like, relative to the rest of its loop."""

    REST = 0  # no onset
    KICK = 1
    SNARE = 2
    HAT = 3


@dataclass(frozen=True, slots=True, eq=False)
class Slice:
    """One sixteenth of a loop."""

    sound: Floats  # (m,), more than LEAD samples, the onset at LEAD
    late: int  # samples from the step to the onset, negative if early; 0 without an onset
    kind: SliceKind
    step: int  # 0.. in its loop


@dataclass(frozen=True, slots=True, eq=False)
class SlicedLoop:
    """A loop and its slices, one per step."""

    loop: Loop
    slices: tuple[Slice, ...]

    def of(self, kind: SliceKind) -> Sequence[Slice]:
        """Return all slices of a kind."""
        return [piece for piece in self.slices if piece.kind is kind]


def chop(loop: Loop) -> SlicedLoop:
    """Cut a loop into slices, one for each sixteenth; see the module for where they begin and end."""
    size = len(loop.audio)
    steps = np.round(np.arange(loop.steps) * (size / loop.steps)).astype(np.int64)
    late = _lateness(find_onsets(loop.audio, SPEC.rate), steps, size)
    struck = np.array([value is not None for value in late])
    if not struck.any():
        struck[:] = True  # a loop without onsets is cut on the grid, and every slice counts as struck
    cuts = steps + np.array([value or 0 for value in late]) - LEAD
    kinds = _kinds(loop.audio, cuts + LEAD, struck)
    slices = []
    for step, cut in enumerate(cuts):
        following = [step + ahead for ahead in range(1, MAX_RING_STEPS) if struck[(step + ahead) % len(cuts)]]
        until = following[0] if following else step + MAX_RING_STEPS
        end = int(cuts[until % len(cuts)]) + size * (until // len(cuts))
        body = loop.audio[np.arange(int(cut), max(end, int(cut) + LEAD + 1)) % size]
        slices.append(Slice(_with_tail(body), late[step] or 0, kinds[step], step))
    return SlicedLoop(loop, tuple(slices))


def _with_tail(body: Floats) -> Floats:
    """Append the end of a slice reversed and faded out, which hides the cut before the next attack."""
    length = min(TAIL_SAMPLES, len(body) - LEAD)
    fall = np.linspace(1, 0, length, dtype=np.float32) ** 2
    return np.concatenate([body, body[len(body) - length :][::-1] * fall])


def _lateness(onsets: Onsets, steps: NDArray[np.int64], size: int) -> list[int | None]:
    """Return the samples from each of `steps` to the strongest onset near it, None without one, in a loop of `size`."""
    reach = min(ONSET_REACH_S * SPEC.rate, 0.45 * size / len(steps))
    found: list[int | None] = []
    for step in steps:
        late = (onsets.samples - step + size // 2) % size - size // 2
        near = np.flatnonzero(np.abs(late) <= reach)
        found.append(int(late[near[np.argmax(onsets.strengths[near])]]) if len(near) else None)
    return found


def _kinds(audio: Floats, attacks: NDArray[np.int64], struck: NDArray[np.bool_]) -> list[SliceKind]:
    """Return the kind of each slice, whose attack is at sample `attacks`; a rest where `struck` is false (no onset).

    A kick rises in the lows, to near the loudest lows of the loop; of the others, snares are near the loudest mids.
    """
    low, mid = _bands(audio, attacks)
    before, _ = _bands(audio, attacks - KIND_WINDOW - LEAD)
    kinds = [SliceKind.REST] * len(attacks)
    for step in np.flatnonzero(struck):
        if low[step] > low.max() - CLASS_MARGIN_DB and low[step] > before[step] + MIN_KICK_RISE_DB:
            kinds[step] = SliceKind.KICK
        else:
            kinds[step] = SliceKind.SNARE if mid[step] > mid.max() - CLASS_MARGIN_DB else SliceKind.HAT
    return kinds


def _bands(audio: Floats, starts: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Return the energy in dB below 140 Hz and from 180 Hz to 3 kHz of the KIND_WINDOW samples after each start."""
    frames = audio[(starts[:, None] + np.arange(KIND_WINDOW)) % len(audio)] * hann(KIND_WINDOW)
    power = np.abs(np.fft.rfft(frames)) ** 2
    hertz = np.fft.rfftfreq(KIND_WINDOW, 1 / SPEC.rate)
    low = power[:, (hertz > 30) & (hertz < 140)].sum(axis=1)
    mid = power[:, (hertz > 180) & (hertz < 3000)].sum(axis=1)
    return 10 * np.log10(low + 1e-9), 10 * np.log10(mid + 1e-9)
