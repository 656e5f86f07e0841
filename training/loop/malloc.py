"""Freed memory stays with the process: a training step asks for the same hundred blocks of megabytes again and again.

glibc hands blocks of that size back to the system and gets them anew, zeroed page by page, which costs a third of a
step. Other C libraries do not, or cannot be told; there this does nothing.
"""

import ctypes
import sys

TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3  # names of mallopt(3)
MOST, OLD_MOST = 2**30, 2**25  # bytes; the second is what glibc allows where its heaps are small


def set_malloc_thresholds() -> bool:
    """Tell the C library; True when it listens."""
    if not sys.platform.startswith("linux"):
        return False
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is None:
        return False
    kept = mallopt(MMAP_THRESHOLD, MOST) or mallopt(MMAP_THRESHOLD, OLD_MOST)
    trimmed = mallopt(TRIM_THRESHOLD, 2 * MOST - 1)
    return bool(kept and trimmed)
