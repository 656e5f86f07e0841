"""Tables of the core, made once; random ones are drawn from a fixed seed.

side_allpass     complex64 (bins,)    filter that makes the side signal: delays of 0 to 4 ms, silence below 300 Hz
part_ways        int32 (bins,)        the part band below each bin, and float32 (bins,), the way to the next, 0..1
playhead_jitter  float64 (n,)         offsets of a frozen playhead, in columns, one per hop: a fixed column would buzz
"""

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.spec import PART_BANDS, SPEC, Spec

from .library import address

SIDE_CUTOFF = 300.0  # Hz; the side signal rises in the octave around it, so that kicks stay mono
MAX_SIDE_DELAY = 0.004  # seconds
DELAY_KNOTS = 24  # interpolation points of the delay over the spectrum; more would smear, fewer would comb
JITTER_COLUMNS = 1.5  # to either side
JITTER_HOPS = 4096  # long enough for its period to be inaudible


def side_allpass(spec: Spec = SPEC) -> NDArray[np.complex64]:
    """Return the filter of the side signal as a spectrum (bins,)."""
    rng = np.random.default_rng(0)
    bins = np.arange(spec.bins)
    knots = np.linspace(0, spec.bins - 1, DELAY_KNOTS)
    delay = np.interp(bins, knots, rng.uniform(0, MAX_SIDE_DELAY * spec.rate, DELAY_KNOTS))
    phase = -2 * np.pi / spec.fft * np.cumsum(delay) + rng.uniform(0, 2 * np.pi)
    octave = np.log2(np.maximum(bins, 1e-3) * spec.rate / spec.fft / SIDE_CUTOFF)
    rise = np.sin(np.pi / 2 * np.clip(octave + 0.5, 0, 1)) ** 2
    return (rise * np.exp(1j * phase)).astype(np.complex64)


def playhead_jitter() -> NDArray[np.float64]:
    """Return random offsets from the column that a frozen playhead repeats, in columns, one per hop (JITTER_HOPS,)."""
    return np.random.default_rng(0).uniform(-JITTER_COLUMNS, JITTER_COLUMNS, JITTER_HOPS)


def part_ways(spec: Spec = SPEC) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Return how the shares of part bands are interpolated: the band below each bin, and the way to the next."""
    place = np.interp(np.arange(spec.bins), spec.part_centres, np.arange(PART_BANDS))
    below = np.minimum(place.astype(np.int32), PART_BANDS - 2)
    return below, (place - below).astype(np.float32)


@cache
def core_tables() -> tuple[dict[str, Any], tuple[NDArray[Any], ...]]:
    """Return all tables as the C struct `vamen_tables`, and the arrays that it points to, which must outlive it."""
    allpass, jitter, (below, way) = side_allpass(), playhead_jitter(), part_ways()
    real, imaginary = np.ascontiguousarray(allpass.real), np.ascontiguousarray(allpass.imag)
    struct: dict[str, Any] = {"turn_re": address(real), "turn_im": address(imaginary), "wander": address(jitter)}
    struct |= {"wander_count": len(jitter), "part_band": address(below), "part_weight": address(way)}
    return struct, (real, imaginary, jitter, below, way)
