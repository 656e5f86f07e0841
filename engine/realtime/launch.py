"""Starting, adopting and ending the player's process, from the control process.

launch  name of a segment, output -> a process that plays (see player)
adopt   id of a player that a former control process started -> the same, if it lives
start   any other function in a process like that
end     a process, gone
"""

import contextlib
import multiprocessing
import os
import select
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from types import ModuleType
from typing import TYPE_CHECKING, Any, Protocol

from engine.errors import VamenError

from .supervisor import Lifeline

if TYPE_CHECKING:
    from .outputs import OutputChoice  # other processes than the player have no use for it

FAREWELL = 2.0  # seconds for a player to fade out and end
LOOK = 0.02  # seconds between two looks where nothing can be waited for

# one thread per process: a second one would have no real-time priority, and the audio callback would wait for it
SINGLE = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


class Player(Protocol):
    """A process that plays, as far as its keeper has to do with it."""

    @property
    def pid(self) -> int | None:
        """Its number."""

    @property
    def exitcode(self) -> int | None:
        """None while it lives."""

    def join(self, timeout: float | None = None) -> None:
        """Wait for its end."""

    def kill(self) -> None:
        """End it at once."""

    def close(self) -> None:
        """Forget it."""


class AdoptedProcess:
    """The player of a control process that is no more."""

    def __init__(self, pid: int) -> None:
        """Takes note of a process.

        Raises:
            ProcessLookupError: there is none of this number.
        """
        self.pid = pid
        self._ended = False
        # only Linux gives us something to wait for; elsewhere orphans are collected, so that asking is enough
        self._handle = os.pidfd_open(pid) if hasattr(os, "pidfd_open") else -1
        os.kill(pid, 0)

    @property
    def exitcode(self) -> int | None:
        """None while it lives; of a process that is no child of ours, nobody tells more than that it ended."""
        self.join(0)
        return 0 if self._ended else None

    def join(self, timeout: float | None = None) -> None:
        """Wait for its end."""
        deadline = time.monotonic() + (1e9 if timeout is None else timeout)
        while not self._ended:
            patience = max(deadline - time.monotonic(), 0.0)
            if self._handle >= 0:
                self._ended = bool(select.select([self._handle], [], [], patience)[0])
            else:
                time.sleep(min(patience, LOOK))
                self._ended = not _exists(self.pid)
            if time.monotonic() >= deadline:
                return

    def kill(self) -> None:
        """End it at once."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def close(self) -> None:
        """Forget it."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


def launch(segment: str, choice: "OutputChoice", lifeline: Lifeline | None = None) -> Player:
    """A player on its way; it says through the segment when it plays, and ends when its lifeline or its parent does."""
    thread = Connection(os.dup(lifeline.descriptor), writable=False) if lifeline else None
    return start(_play, segment, choice, thread)


def adopt(pid: int) -> Player | None:
    """The player of that number, which another control process started; None when it has ended."""
    try:
        player = AdoptedProcess(pid)
    except ProcessLookupError:
        return None
    if player.exitcode is None:
        return player
    player.close()
    return None


def start(body: Callable[..., None], *arguments: Any, daemon: bool = False) -> SpawnProcess:
    """A process that runs a function and nothing else."""
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=body, args=arguments, name=body.__name__.strip("_"), daemon=daemon)
    with _block_sigint(), _single_threaded(), _hide_main_module():
        process.start()
    return process


def end(process: Player) -> None:
    """Wait for a player that was told to stop, and insist."""
    process.join(FAREWELL)
    if process.exitcode is None:
        process.kill()
        process.join()
    process.close()


def _play(segment: str, choice: "OutputChoice", lifeline: Connection | None) -> None:
    try:
        from .player_process import main  # only the child needs the instrument
    except VamenError as refusal:  # the compiled core is missing
        from .shared_memory import FAILED, SharedState

        shared = SharedState.attach(segment, lasting=lifeline is not None)
        shared.note, shared.state = str(refusal), FAILED
        return
    main(segment, choice, lifeline)


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@contextmanager
def _block_sigint() -> Iterator[None]:
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
def _hide_main_module() -> Iterator[None]:
    """A spawned child imports the main module of its parent again: half a second, and none of the player's business."""
    before = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = before
