"""Array types that the packages exchange; here because the modules that compute them need more libraries.

Tape   the loop of two bars that the playhead reads: magnitudes float32 (frames, bins), the frames in which hits begin,
       onsets float64 (n,), the gain in dB at which it is as loud as others, and the shares of kick and snare in it
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Columns = NDArray[np.float64]
Parts = NDArray[np.uint8]

PART_NAMES = ("kick", "snare", "hats")  # the parts of the sound, in the order of their outputs
MIN_MAGNITUDE = np.float32(1e-7)  # lower bound of all magnitudes, so that their logarithm is finite
MAX_TAPE_ONSETS = 64  # of a tape; the strongest are kept
KEEP_GAIN = math.nan  # gain of a silent tape: that of the tape before it stays


class Tape(NamedTuple):
    """Linear magnitudes (frames, bins) of a loop, the frames in which hits begin (n,), ascending, and its gain in dB.

    The arrays are never changed. The core applies the gain, and glides to that of the next tape. `parts` (frames, 2,
    part bands) are the shares of kick and snare, 255 is all; the rest belongs to the hats, and without them all does.
    """

    magnitudes: Floats
    onsets: Columns
    gain: float = 0.0
    parts: Parts | None = None
