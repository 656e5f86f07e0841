"""From sound to silence and back, without a corner: blocks in, blocks out, the same for any division into blocks.

block  float32 (n, 2)      goal  True sounds, False is silent; the way between takes FADE samples
"""

import numpy as np

from .mel import Floats
from .rewind import Rewindable

FADE = 441  # samples
LONGEST = 8192  # samples of silence that are at hand; longer blocks make their own


class Fader(Rewindable):
    """A gain that is on its way to its goal, or there."""

    WHOLE = ("_open",)
    FIXED = ("_silence",)

    def __init__(self) -> None:
        self._open = FADE  # of FADE
        self._silence = np.zeros((LONGEST, 2), np.float32)

    @property
    def shut(self) -> bool:
        """Nothing is let through."""
        return self._open == 0

    def shut_now(self) -> None:
        """Silence from here on, to fade in from."""
        self._open = 0

    def __call__(self, block: Floats, goal: bool) -> Floats:
        """The block as it is, on its way, or silent."""
        if not len(block):
            return block
        if self._open == (FADE if goal else 0):
            return block if goal else self.silence(len(block))
        way = np.arange(1, len(block) + 1)
        opened = np.clip(self._open + way if goal else self._open - way, 0, FADE)
        self._open = int(opened[-1])
        return block * (opened / FADE).astype(np.float32)[:, None]

    def silence(self, frames: int) -> Floats:
        """A block of nothing; not to be written to."""
        return self._silence[:frames] if frames <= LONGEST else np.zeros((frames, 2), np.float32)
