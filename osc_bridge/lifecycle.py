"""What runs from start() to stop(), also as a context manager: threads, ports and servers of the bridges."""

import gc
import threading
from abc import ABC, abstractmethod
from types import TracebackType
from typing import Self

from engine.realtime.realtime_priority import INPUT_PRIORITY, set_realtime_priority

RARELY = 1000  # looks at what is young until one at all that is there: 40 ms where a stranger keeps us busy
PLAYED = ("osc receiver", "midi player", "midi clock", "midi notes")  # threads in which a millisecond is heard


class Service(ABC):
    """Something that can be started, and stopped again."""

    @abstractmethod
    def start(self) -> None:
        """Begin."""

    @abstractmethod
    def stop(self) -> None:
        """End. Does nothing when it was not started."""

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def freeze_gc_and_prioritise() -> None:
    """Once all has started: what is there now stays, and whoever is played by goes before whoever paints.

    For the collector of garbage to look at all that stays takes 20 ms and more, in which nothing is received.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*gc.get_threshold()[:2], RARELY)
    for thread in threading.enumerate():
        if thread.name in PLAYED and thread.native_id:
            set_realtime_priority(INPUT_PRIORITY, thread.native_id)
