"""Arrays that flow between the packages, without the libraries that make them.

Tape   what a playhead reads: magnitudes float32 (frames, bins) of a loop, and the columns float64 (n,) of its attacks
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Columns = NDArray[np.float64]

TINY = np.float32(1e-7)  # magnitudes never fall below this, so that their logarithm exists
MOST_ATTACKS = 64  # that are marked on a tape, the clearest


class Tape(NamedTuple):
    """What a playhead reads. Never written to once it is made."""

    magnitudes: Floats
    attacks: Columns
