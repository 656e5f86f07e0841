"""The shared memory of a player, for a test: a tape goes in, a segment that is gone afterwards comes out."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from engine.shared import Shared
from engine.tape import Tape


@contextmanager
def shared_with(tape: Tape) -> Iterator[Shared]:
    """A fresh segment with a tape in it."""
    segment = Shared.create()
    segment.tapes.write(tape)
    yield segment
    gc.collect()  # arrays that look into it, or it cannot be closed
    segment.close()
    segment.unlink()
