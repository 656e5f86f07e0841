"""Lifecycle of the bridges: threads, ports and servers from start() to stop(), also as context managers; signals."""

import gc
import signal
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import Self

from engine.realtime.realtime_priority import INPUT_PRIORITY, set_realtime_priority

GC_FULL_THRESHOLD = 1000  # young collections until a full one, which takes 40 ms under a flood of packets
INPUT_THREADS = ("osc receiver", "midi player", "midi clock", "midi notes")  # where a millisecond is audible


class Service(ABC):
    """Something that can be started, stopped and started again."""

    @abstractmethod
    def start(self) -> None:
        """Open the ports and start the threads."""

    @abstractmethod
    def stop(self) -> None:
        """End the threads and close the ports. Does nothing when it was not started."""

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def freeze_gc_and_prioritise() -> None:
    """Exempt all present objects from garbage collection, and raise the priority of the threads that receive input.

    Call this when everything has started. A collection that visits the present objects takes 20 ms and more, in which
    nothing is received.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*gc.get_threshold()[:2], GC_FULL_THRESHOLD)
    for thread in threading.enumerate():
        if thread.name in INPUT_THREADS and thread.native_id:
            set_realtime_priority(INPUT_PRIORITY, thread.native_id)


class Termination:
    """A signal handler that ends `play`: in order, but at once by KeyboardInterrupt at the start or the second time."""

    def __init__(self) -> None:
        self.requested = threading.Event()
        self.started = False

    def __call__(self, number: int, frame: FrameType | None) -> None:
        """Set `requested`, which ends `play` in order; KeyboardInterrupt if it is set or `play` is still starting."""
        if self.requested.is_set() or not self.started:
            raise KeyboardInterrupt
        self.requested.set()


@contextmanager
def handle_termination() -> Iterator[Termination]:
    """Handle SIGINT, SIGTERM and SIGHUP within the context; a signal that is ignored stays ignored."""
    termination = Termination()
    numbers = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    handled = [number for number in numbers if signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.signal(number, termination) for number in handled}
    try:
        yield termination
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
