"""From the inverter's sound to what leaves: level, DC block, width, limiter.

in   float32 (2, QUANTUM)   mid and side, any level
out  float32 (QUANTUM, 2)   left and right, delayed by `latency`, never above the ceiling

Level and width glide, so that turning them is never heard as steps.
"""

import numpy as np

from .dynamics import QUANTUM, Limiter, RumbleFilter
from .mel import Floats
from .parameters import INDEX, TABLE
from .rewind import Rewindable
from .spec import SPEC

_LEVEL = TABLE[INDEX["level"]]


def gain_of(level: float) -> float:
    """Amplitude of a level in dB; the lowest level is silence."""
    return 10 ** (level / 20) if level > _LEVEL.low else 0.0


class Chain(Rewindable):
    """The last stages, a quantum at a time."""

    latency = Limiter.latency  # samples
    WHOLE = ("_gain", "_width", "_peak")
    PARTS = ("_limiter", "_rumble")
    FIXED = ("_keep", "_ramp")

    def __init__(self, rate: int = SPEC.rate) -> None:
        self._limiter, self._rumble = Limiter(rate), RumbleFilter(rate)
        self._keep = float(np.exp(-QUANTUM / (_LEVEL.glide * rate)))
        self._ramp = (np.arange(1, QUANTUM + 1) / QUANTUM).astype(np.float32)
        self.reset(_LEVEL.default, 0.0)

    def reset(self, level: float, width: float) -> None:
        """Forget the past; stand at these values."""
        self._gain, self._width = gain_of(level), width
        self._peak = 0.0
        self._limiter.reset()
        self._rumble.reset()

    def take_peak(self) -> float:
        """Largest sample since the last call, 0..1."""
        peak, self._peak = self._peak, 0.0
        return peak

    def __call__(self, sound: Floats, level: float, width: float) -> Floats:
        """The next quantum, at a level in dB and a width of 0 (mono) to 1."""
        before, self._gain = self._gain, self._glide(self._gain, gain_of(level))
        sound *= before if before == self._gain else before + (self._gain - before) * self._ramp
        mid = self._rumble(sound[0])
        narrow, self._width = self._width, self._glide(self._width, width)
        both = np.empty((QUANTUM, 2), np.float32)
        both[:] = mid[:, None]
        if narrow or self._width:
            side = sound[1] * (narrow + (self._width - narrow) * self._ramp)
            both[:, 0] += side
            both[:, 1] -= side
        out = self._limiter(both)
        self._peak = max(self._peak, self._limiter.peak)
        return out

    def _glide(self, value: float, target: float) -> float:
        """A step towards the target; there, once nobody could hear the difference."""
        nearer = target + (value - target) * self._keep
        return target if abs(nearer - target) < 1e-6 else nearer
