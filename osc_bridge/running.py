"""What runs from start() to stop(), also as a context manager: threads, ports and servers of the bridges."""

import gc
from abc import ABC, abstractmethod
from types import TracebackType
from typing import Self


class Running(ABC):
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


def settle() -> None:
    """Once all has started: what is there now stays, and the collector of garbage need not look at it again.

    To look at all of it takes 20 ms and more, in which no thread runs and nothing is received.
    """
    gc.collect()
    gc.freeze()
