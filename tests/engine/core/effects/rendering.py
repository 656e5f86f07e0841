"""What an instrument with some effects plays, and how it differs from one without."""

from functools import cache

import numpy as np
from scipy.signal import csd, welch

from engine.arrays import Floats, Tape
from engine.core import Instrument
from engine.spec import SPEC
from tests.playing import PLAY, TAPE, values

NOISE = Tape(
    0.3 * np.abs(np.random.default_rng(0).normal(size=(SPEC.frames, SPEC.bins))).astype(np.float32), np.zeros(0)
)
SOFT_LEVEL = -20.0  # dB: what the effects add stays below the limiter


def heard(samples: int, effects: dict[str, float], tape: Tape = TAPE) -> Floats:
    """The beginning of a tape at its own tempo."""
    instrument = Instrument(tape)
    instrument.set(values(**({"tempo": SPEC.native_tempo} | effects)))
    instrument.schedule(PLAY)
    return instrument.process(samples)


@cache
def _plain(samples: int) -> Floats:
    return heard(samples, {"level": SOFT_LEVEL}, NOISE)[:, 0]


def response(effects: dict[str, float], resolution: int = 2) -> Floats:
    """Gain of linear effects, dB, in steps of 1 / `resolution` Hz, measured with noise."""
    samples, piece = 20 * SPEC.rate, resolution * SPEC.rate
    plain, changed = _plain(samples), heard(samples, {"level": SOFT_LEVEL} | effects, NOISE)[:, 0]
    across = csd(plain, changed, SPEC.rate, nperseg=piece, detrend=False)[1]
    return 20 * np.log10(np.abs(across) / welch(plain, SPEC.rate, nperseg=piece, detrend=False)[1] + 1e-9)
