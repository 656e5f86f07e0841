"""Starting, adopting and ending the player process, from the control process.

launch_player  segment name, output -> the process of a player (see player_process)
adopt_player   process id of a player that a former control process started -> a handle on it
start_process  any other function in a process of its own
end_player     waits until a player has exited, and kills it if it does not

A process can be started even when connections have taken all descriptors: `reserve_descriptors` keeps some back.
"""

import contextlib
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from types import ModuleType
from typing import TYPE_CHECKING, Any

from engine.errors import VamenError

from .lifeline import Lifeline

if sys.platform != "win32":
    import resource

if TYPE_CHECKING:
    from .outputs import OutputChoice  # loads PortAudio's code, which only the player needs

PLAYER_SHUTDOWN_TIMEOUT_S = 2.0  # for the fade-out and the exit
ADOPTED_POLL_INTERVAL_S = 0.02
RESERVED_DESCRIPTORS = 16  # starting a process takes eight

# numpy's threads would not have real-time priority, and the audio callback would wait for them
THREAD_COUNT_VARIABLES = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


class AdoptedProcess:
    """A player that a former control process started, with the methods of multiprocessing.Process."""

    def __init__(self, pid: int) -> None:
        """Open a handle on the process.

        Raises:
            ProcessLookupError: no such process.
        """
        self.pid = pid
        self._ended = False
        # Linux can wait for a process that is not a child; other systems reap orphans, so polling the id is enough
        self._descriptor = os.pidfd_open(pid) if hasattr(os, "pidfd_open") else -1
        os.kill(pid, 0)

    @property
    def exitcode(self) -> int | None:
        """None while it runs, then 0: the exit code is known to the parent process only."""
        self.join(0)
        return 0 if self._ended else None

    def join(self, timeout: float | None = None) -> None:
        """Wait until it exits."""
        deadline = time.monotonic() + (1e6 if timeout is None else timeout)
        while not self._ended:
            remaining = max(deadline - time.monotonic(), 0.0)
            if self._descriptor >= 0:
                self._ended = bool(wait([self._descriptor], remaining))
            else:
                time.sleep(min(remaining, ADOPTED_POLL_INTERVAL_S))
                self._ended = not _exists(self.pid)
            if time.monotonic() >= deadline:
                return

    def kill(self) -> None:
        """Send SIGKILL."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def close(self) -> None:
        """Release the handle."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


PlayerHandle = SpawnProcess | AdoptedProcess


def launch_player(segment: str, choice: "OutputChoice", lifeline: Lifeline | None = None) -> PlayerHandle:
    """Start a player process on the shared memory `segment`; it exits with the supervisor, else with this process."""
    with _reserved_descriptors():
        pipe = Connection(os.dup(lifeline.descriptor), writable=False) if lifeline else None
    return start_process(_play, segment, choice, pipe)


def adopt_player(pid: int) -> PlayerHandle | None:
    """Return a handle on the player that another control process started, or None when it has exited."""
    try:
        player = AdoptedProcess(pid)
    except ProcessLookupError:
        return None
    if player.exitcode is None:
        return player
    player.close()
    return None


def start_process(body: Callable[..., None], *arguments: Any, daemon: bool = False) -> SpawnProcess:
    """Run a function in a new process that imports only what the function needs."""
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=body, args=arguments, name=body.__name__.strip("_"), daemon=daemon)
    with _block_sigint(), _environment_of_child(), _reserved_descriptors():
        process.start()
    return process


def reserve_descriptors() -> None:
    """Lower this process's limit of descriptors, if needed, so that RESERVED_DESCRIPTORS remain for `start_process`."""
    if sys.platform != "win32":
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if resource.RLIM_INFINITY not in (soft, hard) and hard - soft < RESERVED_DESCRIPTORS < hard:
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard - RESERVED_DESCRIPTORS, hard))


def end_player(process: PlayerHandle) -> None:
    """Wait until a player that was asked to stop has exited; kill it after PLAYER_SHUTDOWN_TIMEOUT_S."""
    process.join(PLAYER_SHUTDOWN_TIMEOUT_S)
    if process.exitcode is None:
        process.kill()
        process.join()
    process.close()


def _play(segment: str, choice: "OutputChoice", lifeline: Connection | None) -> None:
    try:
        from .player_process import main  # loads the compiled core, which only the child needs
    except VamenError as refusal:  # the core is missing
        from .shared_memory import FAILED, SharedState

        shared = SharedState.attach(segment, persistent=lifeline is not None)
        shared.note, shared.state = str(refusal), FAILED
        return
    main(segment, choice, lifeline)


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@contextlib.contextmanager
def _reserved_descriptors() -> Iterator[None]:
    """Permit RESERVED_DESCRIPTORS more than otherwise, within the system's limit."""
    if sys.platform == "win32":
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY:
        more = soft + RESERVED_DESCRIPTORS
        resource.setrlimit(resource.RLIMIT_NOFILE, (more if hard == resource.RLIM_INFINITY else min(more, hard), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@contextlib.contextmanager
def _block_sigint() -> Iterator[None]:
    """Start the child with SIGINT blocked: a Ctrl-C is handled by the control process, which then stops the player."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextlib.contextmanager
def _environment_of_child() -> Iterator[None]:
    """Limit the child's libraries to one thread, and hide the main module, which it would import for half a second."""
    environment, main = dict(os.environ), sys.modules["__main__"]
    os.environ.update(dict.fromkeys(THREAD_COUNT_VARIABLES, "1"))
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
        for name in THREAD_COUNT_VARIABLES:
            if name in environment:
                os.environ[name] = environment[name]
            else:
                del os.environ[name]
