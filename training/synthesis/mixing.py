"""Strokes in, a loop as audio out: each stroke is added from LEAD samples before its attack until the next cuts it off.

sound  float32 (m,)  its attack LEAD samples from the start
loop   float32 (n,)  what runs over its end is added at its start
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import soxr

from engine.arrays import Floats
from engine.spec import SPEC
from training.sources.drums import Drum
from training.sources.slices import LEAD

FADE_IN = LEAD // 2  # samples
FADE_OUT = round(0.003 * SPEC.rate)  # samples
RISE = np.sin(np.linspace(0, np.pi / 2, FADE_IN, dtype=np.float32)) ** 2
FALL = np.cos(np.linspace(0, np.pi / 2, FADE_OUT, dtype=np.float32)) ** 2
MAX_BALANCE_DB = 6.0  # by which a group of drums may be louder or softer than usual


@dataclass(frozen=True, slots=True)
class Hit:
    """A stroke at a sample of a loop."""

    attack: int  # sample in the loop
    shape: Callable[[int], Floats]  # samples from the attack to the next hit of the group -> sound that ends by then
    choke: Drum | None = None  # group whose hits end each other


def mix(hits: Iterable[Hit], length: int) -> Floats:
    """Return a loop (length,) of all hits; silence without any."""
    ordered = sorted(hits, key=lambda hit: hit.attack)
    loop = np.zeros(length, np.float32)
    for index, hit in enumerate(ordered):
        add(loop, hit.shape(_room(ordered, index, length)), (hit.attack - LEAD) % length)
    return loop


def _room(hits: Sequence[Hit], index: int, length: int) -> int:
    """Return the samples from hit `index` to the next of its choke group, which ends it; `length` without another."""
    hit = hits[index]
    for ahead in range(1, len(hits)):
        following = hits[(index + ahead) % len(hits)]
        if following.choke is hit.choke and (room := (following.attack - hit.attack) % length):
            return room
    return length


def add(loop: Floats, sound: Floats, at: int) -> None:
    """Add a sound (m,) to a loop (n,) in place from sample `at` of 0..n - 1, wrapping at the end."""
    length = len(loop)
    for begin in range(0, len(sound), length):  # a single stroke, with its lead, may be longer than its loop
        part = sound[begin : begin + length]
        first = min(len(part), length - at)
        loop[at : at + first] += part[:first]
        loop[: len(part) - first] += part[first:]


def layer(audio: Floats, other: Floats, share: float) -> Floats:
    """Mix two loops (n,): `other` is set to the level of `audio`, with at most +6 dB, and gets `share` of the power."""
    loud, quiet = (float(np.sqrt(np.mean(one.astype(np.float64) ** 2))) for one in (audio, other))
    match = min(loud / max(quiet, 1e-6), 2.0)
    return audio * np.float32(np.sqrt(1 - share)) + other * np.float32(match * np.sqrt(share))


def fade_end(sound: Floats, at_most: int = FADE_OUT) -> None:
    """Fade out the last FADE_OUT samples in place, or the last `at_most` samples if these are fewer."""
    size = min(FADE_OUT, at_most)
    sound[len(sound) - size :] *= FALL[FADE_OUT - size :]


def damp(sound: Floats, seconds: float | None) -> Floats:
    """Return a sound times an envelope that falls to 1/e in every `seconds` after the attack; unchanged for None."""
    if seconds is None:
        return sound
    age = np.maximum(np.arange(len(sound), dtype=np.float32) - LEAD, 0)
    return sound * np.exp(age * np.float32(-1 / (seconds * SPEC.rate)))


def repitch(sound: Floats, semitones: float) -> Floats:
    """Resample a sound as a sampler does: up makes it shorter. The attack stays LEAD samples from the start."""
    if semitones == 0:
        return sound
    ratio = 2 ** (semitones / 12)
    played = np.asarray(soxr.resample(sound, SPEC.rate * ratio, SPEC.rate, quality="MQ"), np.float32)
    attack = round(LEAD / ratio)
    if attack >= LEAD:
        return played[attack - LEAD :]
    return np.concatenate([np.zeros(LEAD - attack, np.float32), played])


def sweep(sound: Floats, semitones: float, seconds: float) -> Floats:
    """Play a sound `semitones` higher at its attack, falling to its own pitch by 1/e in every `seconds`.

    The attack stays LEAD samples from the start.
    """
    if semitones == 0:
        return sound
    age = np.maximum(np.arange(len(sound)) - LEAD, 0) / SPEC.rate
    speed = 2 ** (semitones / 12 * np.exp(-age / seconds))
    speed[:LEAD] = 1
    at = np.concatenate([[0.0], np.cumsum(speed)[:-1]])
    return np.interp(at, np.arange(len(sound)), sound, right=0).astype(np.float32)
