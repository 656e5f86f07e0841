"""Starting and ending the player's process, from the control process.

launch  name of a segment, output -> a process that plays (see player)
end     that process, gone
"""

import multiprocessing
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.context import SpawnProcess
from types import ModuleType

from .outputs import OutputChoice

FAREWELL = 2.0  # seconds for a player to fade out and end

# one thread per process: a second one would have no real-time priority, and the audio callback would wait for it
SINGLE = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


def launch(segment: str, choice: OutputChoice) -> SpawnProcess:
    """A player on its way; it says through the segment when it plays."""
    process = multiprocessing.get_context("spawn").Process(target=_play, args=(segment, choice), name="player")
    with _deaf_to_interrupts(), _single_threaded(), _no_main():
        process.start()
    return process


def end(process: SpawnProcess) -> None:
    """Wait for a player that was told to stop, and insist."""
    process.join(FAREWELL)
    if process.is_alive():
        process.kill()
        process.join()
    process.close()


def _play(segment: str, choice: OutputChoice) -> None:
    from .player import main  # only the child needs the instrument

    main(segment, choice)


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """A child inherits the mask: a Ctrl-C while it starts must not end it, the control process decides that."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _single_threaded() -> Iterator[None]:
    before = {name: os.environ.get(name) for name in SINGLE}
    os.environ.update(dict.fromkeys(SINGLE, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@contextmanager
def _no_main() -> Iterator[None]:
    """A spawned child imports the main module of its parent again: half a second, and none of the player's business."""
    before = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = before
