"""The lifecycle of the bridges: threads, ports and servers from start() to stop(), also as context managers."""

import gc
import threading
from abc import ABC, abstractmethod
from types import TracebackType
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
