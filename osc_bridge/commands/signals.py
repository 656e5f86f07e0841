"""Being told to end: Ctrl-C, a termination or a hang-up -> an event that the main thread waits for."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Ending:
    """Whether somebody wants an end. While starting, and the second time, a signal interrupts at once."""

    def __init__(self) -> None:
        self.told = threading.Event()
        self.ready = False

    def __call__(self, number: int, frame: FrameType | None) -> None:
        """Take a signal."""
        if self.told.is_set() or not self.ready:
            raise KeyboardInterrupt
        self.told.set()


@contextmanager
def handle_termination() -> Iterator[Ending]:
    """Ctrl-C, a termination and a hang-up, taken until the context ends; but what is ignored stays so."""
    ending = Ending()
    numbers = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    heard = [number for number in numbers if signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.signal(number, ending) for number in heard}
    try:
        yield ending
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
