"""Settings of the training process: SIGINT and SIGTERM as a request to stop, and the thresholds of malloc."""

import ctypes
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3  # options of mallopt(3)
MALLOC_THRESHOLD, MALLOC_THRESHOLD_32 = 2**30, 2**25  # bytes; glibc limits the second on systems with small heaps


class StopRequest:
    """A flag: whether a signal has asked the training to save and stop."""

    def __init__(self) -> None:
        self.requested = False


@contextmanager
def stop_on_signals() -> Iterator[StopRequest]:
    """Turn the first SIGINT or SIGTERM into a stop request; a second one has its usual effect.

    Signals can be handled in the main thread only; elsewhere nothing changes.
    """
    stop = StopRequest()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    before = {number: signal.getsignal(number) for number in STOP_SIGNALS}

    def request(number: int, frame: FrameType | None) -> None:
        stop.requested = True
        restore()

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    for number in STOP_SIGNALS:
        signal.signal(number, request)
    try:
        yield stop
    finally:
        restore()


def set_malloc_thresholds() -> bool:
    """Keep freed memory in the process; return whether glibc accepted the setting.

    A training step allocates the same hundred blocks of megabytes each time. By default glibc returns such blocks to
    the system and gets them back zeroed page by page, which costs a third of a step.
    """
    if not sys.platform.startswith("linux"):
        return False
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is None:
        return False
    kept = mallopt(M_MMAP_THRESHOLD, MALLOC_THRESHOLD) or mallopt(M_MMAP_THRESHOLD, MALLOC_THRESHOLD_32)
    trimmed = mallopt(M_TRIM_THRESHOLD, 2 * MALLOC_THRESHOLD - 1)
    return bool(kept and trimmed)
