"""Array types that the packages exchange, without the libraries that compute them.

Tape   what the playhead reads: magnitudes float32 (frames, bins) of a loop, onsets float64 (n,) in columns
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Columns = NDArray[np.float64]

MIN_MAGNITUDE = np.float32(1e-7)  # lower bound of all magnitudes, so that their logarithm is finite
MAX_TAPE_ONSETS = 64  # of a tape; the strongest are kept


class Tape(NamedTuple):
    """Magnitudes and onsets of a loop; read-only once made."""

    magnitudes: Floats
    onsets: Columns
