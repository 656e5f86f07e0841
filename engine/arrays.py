"""Array types that the packages exchange; here because the modules that compute them need more libraries.

Tape   the loop of two bars that the playhead reads: magnitudes float32 (frames, bins), and the frames in which hits
       begin, onsets float64 (n,)
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Columns = NDArray[np.float64]

MIN_MAGNITUDE = np.float32(1e-7)  # lower bound of all magnitudes, so that their logarithm is finite
MAX_TAPE_ONSETS = 64  # of a tape; the strongest are kept


class Tape(NamedTuple):
    """Linear magnitudes (frames, bins) of a loop, and the frames in which hits begin (n,), ascending; never changed."""

    magnitudes: Floats
    onsets: Columns
