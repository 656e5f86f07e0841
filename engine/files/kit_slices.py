"""The sixteenths of a loop as one-shots: the loop and its hits in, a sound for each sixteenth out.

loop     float32 (n, 2)   two bars, to be repeated
hits     float64 (m,)     where hits begin, in sixteenths, ascending
places   float64 (32,)    where slices begin, in sixteenths: at their sixteenth, or with a hit that precedes it
slices   32 x float32 (k, 2), each from its place to the next, and on until the next hit or silence

A slice begins SLICE_PREROLL samples before its place and fades over from the one before it as the playhead does at a
jump, so that slices played in order add up to the loop. They sound that much later, 0.7 ms.
"""

from itertools import pairwise

import numpy as np

from engine.arrays import Columns, Floats
from engine.spec import SPEC

SLICE_PREROLL = 32  # samples; ATTACK_PREROLL of the core
CROSSFADE = 56  # samples; as in the core
TAIL_FADE = 512  # samples in which a tail fades out before the next hit
EARLY_SIXTEENTHS = 0.25  # by which a hit precedes its sixteenth, at most; EARLY of the core, in columns
SILENCE = 1e-4  # amplitude, -80 dB; a tail ends where it falls below


def slice_places(hits: Columns, ticks: int) -> Columns:
    """Return the places (32,), in steps of 1 / `ticks` of a sixteenth; the first is the downbeat in any case."""
    places = np.arange(SPEC.steps, dtype=np.float64)
    for step in range(1, SPEC.steps):
        early = hits[(step - EARLY_SIXTEENTHS <= hits) & (hits < step)]
        if len(early):
            places[step] = np.floor(early[0] * ticks) / ticks
    return places


def cut_slices(loop: Floats, hits: Columns, places: Columns) -> list[Floats]:
    """Return the slices of a loop. Their ends are silent, and they are nowhere louder than the loop."""
    sixteenth = len(loop) / SPEC.steps
    starts = np.round(np.append(places, SPEC.steps) * sixteenth).astype(int) - SLICE_PREROLL
    attacks = np.round(np.concatenate([hits, hits + SPEC.steps]) * sixteenth).astype(int) - SLICE_PREROLL
    return [_slice(loop, start, following, attacks) for start, following in pairwise(starts)]


def _slice(loop: Floats, start: int, following: int, attacks: np.ndarray) -> Floats:
    """Return the sound from sample `start` on, at least until the slice after it has faded in from `following` on."""
    later = attacks[attacks > following - TAIL_FADE]
    end = min(int(later[0]) if len(later) else start + len(loop), start + len(loop))
    sound = loop[np.arange(start, max(end, following + CROSSFADE)) % len(loop)].copy()
    least, fade = following - start + CROSSFADE, CROSSFADE
    if end - following >= TAIL_FADE:
        audible = np.flatnonzero(np.abs(sound).max(1) >= SILENCE)
        sound = sound[: max(least, (audible[-1] + TAIL_FADE) if len(audible) else 0)]
        fade = min(TAIL_FADE, len(sound) - (following - start))
    else:
        sound = sound[:least]
    sound[:CROSSFADE] *= _rising(CROSSFADE)
    sound[len(sound) - fade :] *= 1 - _rising(fade)
    return sound


def _rising(count: int) -> Floats:
    """Return gains (count, 1) from 0 to 1: the integral of a Hann window, as the core has it."""
    part = (np.arange(count) + 0.5) / count
    return (part - np.sin(2 * np.pi * part) / (2 * np.pi)).astype(np.float32)[:, None]
