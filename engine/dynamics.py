"""The last stage before the output: nothing leaves louder than the ceiling, whatever came in.

audio  float32 (QUANTUM, channels)  one quantum in, the quantum before it out: a look-ahead, and a delay, of QUANTUM

Quanta lie on a fixed grid of the sample clock, so the result does not depend on the block size of a device.
"""

import numpy as np

from .mel import Floats
from .spec import SPEC

QUANTUM = 64  # samples
CEILING = np.float32(10 ** (-1.0 / 20))  # of full scale; leaves 1 dB for what a converter makes between samples
RELEASE = 0.15  # seconds for the gain to come back by a factor of e
RUMBLE = 20.0  # Hz; the DC block's corner


class Limiter:
    """Look-ahead peak limiter, one gain for all channels.

    The gain is linear between quantum boundaries. A boundary's gain is no higher than either neighbour allows, so no
    sample between two boundaries can pass the ceiling.
    """

    latency = QUANTUM  # samples

    def __init__(self, rate: int = SPEC.rate, channels: int = 2) -> None:
        self._channels = channels
        self._recover = 1 - float(np.exp(-QUANTUM / (RELEASE * rate)))
        self._ramp = (np.arange(1, QUANTUM + 1) / QUANTUM).astype(np.float32)[:, None]
        self.reset()

    def reset(self) -> None:
        """Forget the past: silence is on its way."""
        self._held = np.zeros((QUANTUM, self._channels), np.float32)
        self._allowed = 1.0  # of the held quantum
        self.gain = 1.0  # at the boundary before it

    def __call__(self, audio: Floats) -> Floats:
        """The quantum (QUANTUM, channels) before this one, limited."""
        peak = max(float(audio.max()), -float(audio.min()))
        allowed = min(1.0, float(CEILING) / peak) if peak > 0 else 1.0
        free = self.gain + (1 - self.gain) * self._recover
        after = min(free, self._allowed, allowed)
        out = self._held * (np.float32(self.gain) + np.float32(after - self.gain) * self._ramp)
        self._held, self._allowed, self.gain = audio, allowed, after
        # rounding may pass the ceiling by a bit in the last place
        np.minimum(out, CEILING, out=out)
        np.maximum(out, -CEILING, out=out)
        return out


class RumbleFilter:
    """First-order DC block at RUMBLE Hz, a quantum (QUANTUM,) at a time.

    y[n] = gain * (x[n] - x[n-1]) + pole * y[n-1], unrolled over a quantum into one small matrix: a recursion over
    samples would be slow here, and a filter library takes longer to load than the whole player.
    """

    def __init__(self, rate: int = SPEC.rate) -> None:
        pole = float(np.exp(-2 * np.pi * RUMBLE / rate))
        lag = np.subtract.outer(np.arange(QUANTUM), np.arange(QUANTUM))
        self._response = np.where(lag >= 0, pole ** np.maximum(lag, 0), 0) * (1 + pole) / 2
        self._decay = pole ** np.arange(1, QUANTUM + 1)
        self.reset()

    def reset(self) -> None:
        """Forget the past."""
        self._input = self._output = 0.0  # the last samples

    def __call__(self, audio: Floats) -> Floats:
        """`audio` (QUANTUM,) without what is below hearing."""
        steps = audio.astype(np.float64)
        steps[1:] -= audio[:-1]
        steps[0] -= self._input
        out = self._response @ steps + self._decay * self._output
        self._input, self._output = float(audio[-1]), float(out[-1])
        return out.astype(np.float32)
