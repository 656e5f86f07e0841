"""The last stage before the output: nothing leaves louder than the ceiling, whatever came in.

audio  float32 (QUANTUM, channels)  one quantum in, the quantum before it out: a look-ahead, and a delay, of QUANTUM

Quanta lie on a fixed grid of the sample clock, so the result does not depend on the block size of a device.
"""

import numpy as np

from .mel import Floats
from .rewind import Rewindable
from .spec import SPEC

QUANTUM = 64  # samples
CEILING = np.float32(10 ** (-1.0 / 20))  # of full scale; leaves 1 dB for what a converter makes between samples
RELEASE = 0.15  # seconds for the gain to come back by a factor of e
FREE = 1 - 1e-4  # gain from which nobody hears that it is not yet 1
RUMBLE = 20.0  # Hz; the DC block's corner


class Limiter(Rewindable):
    """Look-ahead peak limiter, one gain for all channels.

    The gain is linear between quantum boundaries. A boundary's gain is no higher than either neighbour allows, so no
    sample between two boundaries can pass the ceiling.
    """

    latency = QUANTUM  # samples
    WHOLE = ("_held", "_loudest", "_allowed", "gain", "peak")
    FIXED = ("_channels", "_recover", "_ramp")

    def __init__(self, rate: int = SPEC.rate, channels: int = 2) -> None:
        self._channels = channels
        self._recover = 1 - float(np.exp(-QUANTUM / (RELEASE * rate)))
        self._ramp = (np.arange(1, QUANTUM + 1) / QUANTUM).astype(np.float32)[:, None]
        self.reset()

    def reset(self) -> None:
        """Forget the past: silence is on its way."""
        self._held = np.zeros((QUANTUM, self._channels), np.float32)
        self._loudest, self._allowed = 0.0, 1.0  # of the held quantum
        self.gain = 1.0  # at the boundary before it
        self.peak = 0.0  # of what was handed out last

    def __call__(self, audio: Floats) -> Floats:
        """The quantum (QUANTUM, channels) before this one, limited."""
        out, self.peak, before = self._held, self._loudest, self.gain
        loudest = max(float(audio.max()), -float(audio.min()))
        allowed = min(1.0, float(CEILING) / loudest) if loudest > 0 else 1.0
        free = before + (1 - before) * self._recover
        after = min(free if free < FREE else 1.0, self._allowed, allowed)
        self._held, self._loudest, self._allowed, self.gain = audio, loudest, allowed, after
        if before == after == 1:
            return out
        out = out * (np.float32(before) + np.float32(after - before) * self._ramp)
        # rounding may pass the ceiling by a bit in the last place
        np.minimum(out, CEILING, out=out)
        np.maximum(out, -CEILING, out=out)
        self.peak = max(float(out.max()), -float(out.min()))
        return out


class RumbleFilter(Rewindable):
    """First-order DC block at RUMBLE Hz, a quantum (QUANTUM,) at a time.

    y[n] = gain * (x[n] - x[n-1]) + pole * y[n-1], unrolled over a quantum into one small matrix, whose last two columns
    are for what the quantum before left: a recursion over samples would be slow here, and a filter library takes longer
    to load than the whole player.
    """

    WRITTEN = ("_input",)
    FIXED = ("_response",)

    def __init__(self, rate: int = SPEC.rate) -> None:
        pole = float(np.exp(-2 * np.pi * RUMBLE / rate))
        lag = np.subtract.outer(np.arange(QUANTUM), np.arange(QUANTUM + 1))
        step = np.where(lag >= 0, pole ** np.maximum(lag, 0), 0) * (1 + pole) / 2  # x[n] - x[n-1] -> y
        response = np.empty((QUANTUM, QUANTUM + 2))
        response[:, :QUANTUM] = step[:, :-1] - step[:, 1:]
        response[:, QUANTUM] = pole ** np.arange(1, QUANTUM + 1)
        response[:, QUANTUM + 1] = -step[:, 0]
        self._response = response.astype(np.float32)
        self._input = np.zeros(QUANTUM + 2, np.float32)
        self.reset()

    def reset(self) -> None:
        """Forget the past."""
        self._input[:] = 0

    def __call__(self, audio: Floats) -> Floats:
        """`audio` (QUANTUM,) without what is below hearing."""
        state = self._input
        state[:QUANTUM] = audio
        out: Floats = self._response @ state
        state[QUANTUM:] = out[-1], audio[-1]
        return out
