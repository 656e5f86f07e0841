"""Array types that the packages exchange; here because the modules that compute them need more libraries.

Tape   the loop of two bars that the playhead reads: magnitudes float32 (frames, bins), the frames in which hits begin,
       onsets float64 (n,), and the gain in dB at which it is as loud as others
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Columns = NDArray[np.float64]

MIN_MAGNITUDE = np.float32(1e-7)  # lower bound of all magnitudes, so that their logarithm is finite
MAX_TAPE_ONSETS = 64  # of a tape; the strongest are kept
KEEP_GAIN = math.nan  # gain of a silent tape: that of the tape before it stays


class Tape(NamedTuple):
    """Linear magnitudes (frames, bins) of a loop, the frames in which hits begin (n,), ascending, and its gain in dB.

    The arrays are never changed. The core applies the gain, and glides to that of the next tape.
    """

    magnitudes: Floats
    onsets: Columns
    gain: float = 0.0
