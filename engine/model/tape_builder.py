"""Levels and grain from the decoder in, tapes for the playhead out.

An image (levels and grain, see noise_texture) is either the whole loop or a window: the few sixteenths around the
playhead, which are decoded first, so that a change is heard before the whole loop is decoded. A window replaces the
same sixteenths of the previous tape. Until the next whole image replaces everything, the edges of the window are rough:
its texture is cut there, and the step between old and new levels may count as an onset. The gain of a tape is that of
the last whole one.
"""

import numpy as np

from engine.arrays import KEEP_GAIN, Floats
from engine.spec import SPEC
from engine.tape.magnitudes import Tape, magnitudes_from_levels, safe_levels, tape_from_safe_levels
from engine.tape.noise_texture import DecodedImage, add_texture
from engine.tape.onsets import level_rises, onsets_of_rises
from engine.tape.parts import find_parts
from engine.tape.tape_loudness import tape_gain

from .step_edits import Grid
from .step_locks import held_gain


class TapeBuilder:
    """Builds tapes; keeps the last one and its levels (frames, mels), in which some sixteenths can be replaced."""

    def __init__(self) -> None:
        self._levels: Floats | None = None
        self._tape: Tape | None = None
        self._rises: Floats | None = None  # (frames,) of the levels, which tell where onsets are

    @property
    def gain(self) -> float:
        """The gain of the last tape, dB; NaN before the first, and for a silent one."""
        return KEEP_GAIN if self._tape is None else self._tape.gain

    def whole(self, image: DecodedImage, seed: int, amount: float, grid: Grid | None = None) -> tuple[Tape, int]:
        """Return the tape of a whole image with `amount` of texture, and the number of levels that were not finite.

        If sixteenths are locked in a grid of step edits, the gain is theirs.
        """
        levels, repaired = safe_levels(add_texture(image, seed, amount))
        tape = tape_from_safe_levels(levels)
        self._levels, self._rises = levels, None
        self._tape = tape._replace(gain=tape_gain(tape.magnitudes))
        if grid is not None:
            self._tape = self._tape._replace(gain=held_gain(grid, self._tape.gain))
        return self._tape, repaired

    def window(self, image: DecodedImage, first: int, seed: int, amount: float) -> Tape:
        """Return the last tape with the sixteenths that `image` holds, from number `first` on, replaced.

        `amount` (0..2) of noise texture, drawn from `seed`, is added to them.

        Raises:
            ValueError: there is no tape yet.
        """
        if self._levels is None or self._tape is None or self._tape.parts is None:
            raise ValueError("a window needs a tape; decode a whole image first")
        new, _ = safe_levels(add_texture(image, seed, amount, first))
        rows = np.arange(first * SPEC.step_frames, first * SPEC.step_frames + len(new)) % len(self._levels)
        levels, magnitudes, parts = self._levels.copy(), self._tape.magnitudes.copy(), self._tape.parts.copy()
        levels[rows], magnitudes[rows] = new, magnitudes_from_levels(new)
        parts[rows] = find_parts(levels, int(rows[0]), len(rows))
        if self._rises is None:
            self._rises = level_rises(self._levels, np.arange(len(levels)))
        changed = np.append(rows, (rows[-1] + 1) % len(levels))
        self._rises[changed] = level_rises(levels, changed)
        self._levels, self._tape = levels, Tape(magnitudes, onsets_of_rises(self._rises), self._tape.gain, parts)
        return self._tape
