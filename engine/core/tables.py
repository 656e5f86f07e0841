"""Numbers that are drawn once, by a fixed seed, and never change.

turns   complex64 (bins,)    what the side signal's spectrum is multiplied by: delays of 0 to 4 ms, silence below 300 Hz
wander  float64 (n,)         columns by which a playhead that stands is moved, hop by hop: one column repeated is a buzz
tables  both, as the core borrows them
"""

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.spec import SPEC, Spec

from .library import address

SIDE_CUTOFF = 300.0  # Hz; the side rises from silence in the octave around it: a kick has no place
MAX_SIDE_DELAY = 0.004  # seconds of delay
DELAY_KNOTS = 24  # places of the spectrum between which the delay is interpolated; more would smear, fewer would comb
JITTER_COLUMNS = 1.5  # columns to either side when the playhead stands
JITTER_HOPS = 4096  # hops; so long that no period is heard


def side_allpass(spec: Spec = SPEC) -> NDArray[np.complex64]:
    """The all-pass of the side signal."""
    rng = np.random.default_rng(0)
    bins = np.arange(spec.bins)
    delay = np.interp(bins, np.linspace(0, spec.bins - 1, DELAY_KNOTS), rng.uniform(0, MAX_SIDE_DELAY * spec.rate, DELAY_KNOTS))
    phase = -2 * np.pi / spec.fft * np.cumsum(delay) + rng.uniform(0, 2 * np.pi)
    octave = np.log2(np.maximum(bins, 1e-3) * spec.rate / spec.fft / SIDE_CUTOFF)
    rise = np.sin(np.pi / 2 * np.clip(octave + 0.5, 0, 1)) ** 2
    return (rise * np.exp(1j * phase)).astype(np.complex64)


def playhead_jitter() -> NDArray[np.float64]:
    """Offsets of the playhead."""
    return np.random.default_rng(0).uniform(-JITTER_COLUMNS, JITTER_COLUMNS, JITTER_HOPS)


@cache
def random_tables() -> tuple[dict[str, Any], tuple[NDArray[Any], ...]]:
    """Both as a `vamen_tables`, and the arrays that it points to."""
    turn, offsets = side_allpass(), playhead_jitter()
    real, imaginary = np.ascontiguousarray(turn.real), np.ascontiguousarray(turn.imag)
    struct = {"turn_re": address(real), "turn_im": address(imaginary), "wander": address(offsets)}
    return {**struct, "wander_count": len(offsets)}, (real, imaginary, offsets)
