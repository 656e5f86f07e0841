"""What was painted last: whole pictures or windows of them in, tapes out.

levels      float32 (frames, mels)    of a whole, or (16 count, mels) of a window of sixteenths
tape        see tape

A window is laid over what is there. It is read before the rest is painted, so what it gains is worth more than its
seams: at its edges its texture is cut, and where old and new meet a rise may be taken for an attack. The whole that
follows knows nothing of it, and is the tape that it would have been without.
"""

import numpy as np

from engine.arrays import Floats
from engine.spec import SPEC
from engine.tape.magnitudes import Tape, tape_from_levels
from engine.tape.noise_texture import DecodedImage, add_texture
from engine.tape.onsets import find_onsets


class TapeBuilder:
    """The last tape, and the levels that it was made of."""

    def __init__(self) -> None:
        self._levels: Floats | None = None
        self._tape: Tape | None = None

    @property
    def blank(self) -> bool:
        """Nothing whole was painted yet, so there is nothing to lay a window over."""
        return self._tape is None

    def whole(self, picture: DecodedImage, seed: int, amount: float) -> tuple[Tape, int]:
        """The tape of a whole picture, and how many of its cells had to be repaired."""
        levels = add_texture(picture, seed, amount)
        self._tape, repaired = tape_from_levels(levels)
        self._levels = levels
        return self._tape, repaired

    def window(self, picture: DecodedImage, first: int, seed: int, amount: float) -> Tape:
        """The tape with the sixteenths of a window in place of what was there, from sixteenth `first` on.

        Raises:
            ValueError: nothing whole was painted yet.
        """
        if self._levels is None or self._tape is None:
            raise ValueError("a window was painted before a whole picture; paint all of it once")
        new = add_texture(picture, seed, amount, first)
        rows = np.arange(first * SPEC.step_frames, first * SPEC.step_frames + len(new)) % len(self._levels)
        levels, magnitudes = self._levels.copy(), self._tape.magnitudes.copy()
        # what is no number is silence, as in a whole
        levels[rows], magnitudes[rows] = np.nan_to_num(new, posinf=0, neginf=0), tape_from_levels(new)[0].magnitudes
        self._levels, self._tape = levels, Tape(magnitudes, find_onsets(levels))
        return self._tape
