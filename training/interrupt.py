"""Ctrl-C without harm: a signal becomes a question that a long loop answers between two steps."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Stop:
    """Whether somebody asked for an end."""

    def __init__(self) -> None:
        self.asked = False


@contextmanager
def stop_on_signals() -> Iterator[Stop]:
    """While this lasts, the first SIGINT or SIGTERM asks for an end, and a second one does what it always does.

    Only the main thread can listen to signals; elsewhere nothing changes.
    """
    stop = Stop()
    before = {number: signal.getsignal(number) for number in SIGNALS}

    def ask(number: int, frame: FrameType | None) -> None:
        stop.asked = True
        for each, handler in before.items():
            signal.signal(each, handler)

    try:
        for number in SIGNALS:
            signal.signal(number, ask)
    except ValueError:  # not the main thread
        yield stop
        return
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
