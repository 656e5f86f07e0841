"""Modulation: a beat in, the offset of a parameter out, as a share of half its range (-1..1).

lfo     a shape that repeats every so many beats      drift   a smooth random walk that returns to its middle

`lfo_offsets` and `with_drift` return the offsets of all parameters, as the parameters lfo/... and drift/... say. All
depend on the beat, the numbers given and nothing else, so a set that is played again moves in the same way.
"""

import hashlib
import math
from collections.abc import Callable, Mapping
from functools import lru_cache

from engine.parameters import LATENTS, LFO_SHAPES

LATENT_IDS = tuple(f"latent/{index}" for index in range(LATENTS))
DRIFT_REACH = 0.5  # of half a latent's range, at full drift


@lru_cache(maxsize=1024)
def drawn(*key: int | str) -> float:
    """Return a number from 0 to below 1 that looks random and depends on the key alone."""
    text = "/".join(map(str, key)).encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "little") / 2**64


def happens(probability: float, number: int, *key: int | str) -> bool:
    """Return whether a thing of this probability happens at occasion `number`.

    Of each sixteen occasions in a row, as many are drawn as the probability says, in an order that the key draws: short
    sets keep the share that was asked for.
    """
    block, place = divmod(number, len(SIXTEEN))
    return (_order(block, key)[place] + 0.5) / len(SIXTEEN) < probability


def lfo(beat: float, beats: float, shape: int, *key: int | str) -> float:
    """Return the offset, -1..1, of an LFO.

    Args:
        beat: quarter notes since play.
        beats: length of a period.
        shape: number in LFO_SHAPES.
        key: draws the values of the shape "random", which holds one for each half period.
    """
    phase = beat / beats
    share = phase - math.floor(phase)
    match LFO_SHAPES[shape]:
        case "sine":
            return math.sin(2 * math.pi * share)
        case "triangle":
            return 1 - 4 * abs((share + 0.25) % 1 - 0.5)
        case "ramp up":
            return 2 * share - 1
        case "ramp down":
            return 1 - 2 * share
        case "square":
            return 1.0 if share < 0.5 else -1.0
    return 2 * drawn("lfo", math.floor(2 * phase), *key) - 1


def drift(beat: float, beats: float, *key: int | str) -> float:
    """Return the offset of a random walk, -1..1: a random value every `beats`, cubic between them (value noise)."""
    place = beat / beats
    before = math.floor(place)
    part = place - before
    one, other = (2 * drawn("drift", before + step, *key) - 1 for step in (0, 1))
    return one + (other - one) * part * part * (3 - 2 * part)


SIXTEEN = range(16)


@lru_cache(maxsize=256)
def _order(block: int, key: tuple[int | str, ...]) -> list[int]:
    """Return sixteen ranks in an order that the key draws."""
    order = sorted(SIXTEEN, key=lambda place: drawn("order", block, place, *key))
    return [order.index(place) for place in SIXTEEN]


def lfo_offsets(read: Callable[[str], float], beat: float, targets: Mapping[int, str]) -> dict[str, float]:
    """Return the offsets of LFOs, by parameter id.

    Args:
        read: returns a parameter by id.
        beat: quarter notes since play.
        targets: number of each LFO, from 1, and what it moves.
    """
    offsets = dict[str, float]()
    for number, id in targets.items():
        if depth := read(f"lfo/{number}/depth"):
            beats, shape = read(f"lfo/{number}/beats"), int(read(f"lfo/{number}/shape"))
            offsets[id] = offsets.get(id, 0.0) + depth * lfo(beat, beats, shape, int(read("chance/seed")), number)
    return offsets


def with_drift(read: Callable[[str], float], beat: float, offsets: Mapping[str, float]) -> dict[str, float]:
    """Return offsets with the drift of all latents that are not locked added."""
    added = dict(offsets)
    if amount := read("drift/amount") * DRIFT_REACH:
        beats, seed = read("drift/beats"), int(read("chance/seed"))
        for id in (id for id in LATENT_IDS if not read(f"lock/{id}")):
            added[id] = added.get(id, 0.0) + amount * drift(beat, beats, seed, id)
    return added
