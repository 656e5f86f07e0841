"""The supervisor of `vamen play`: runs the control process, and starts it again when it is killed.

in    the command line of this process, signals          out  the exit code of the control process

    supervisor        the user's process; starts the control process and outlives it
    control process   OSC, MIDI, decoder; starts the player and outlives it; exits with the supervisor
    player            the sound; outlives the control process; exits with the supervisor

The supervisor imports almost nothing, so there is almost nothing in it that can crash. The other two hold the reading
end of a pipe (Lifeline) that closes when the supervisor exits, however that happens. Ctrl-C, a termination and a
hang-up become one SIGTERM to the control process, which fades out.

POSIX only: elsewhere the player exits with its control process.
"""

import contextlib
import importlib
import os
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from types import FrameType

from engine.errors import EXIT_INTERRUPTED

LIFELINE_VARIABLE = "VAMEN_SUPERVISED"  # in the environment of the control process: "<file descriptor>:<segment>"
MAX_RESTARTS, RESTART_WINDOW_S = 5, 10.0  # the supervisor gives up after so many restarts within this time
CONTROL_SHUTDOWN_TIMEOUT_S = 10
ORPHAN_TIMEOUT_S = 4.0  # for processes that a killed control process left; a player fades out within 0.1 s
REAP_POLL_INTERVAL_S = 0.02
PR_SET_CHILD_SUBREAPER = 36  # option of Linux's prctl


@dataclass(frozen=True, slots=True)
class Lifeline:
    """What the supervisor gives its processes: a pipe that tells them when it exits, and the name of shared memory."""

    descriptor: int  # of a pipe that closes when the supervisor exits
    segment: str  # name of the shared memory, which is the same over all restarts

    def watch(self) -> None:
        """Start a thread that sends SIGTERM to this process when the supervisor exits."""
        threading.Thread(target=self._wait, name="lifeline", daemon=True).start()

    def _wait(self) -> None:
        if not os.read(self.descriptor, 1):
            os.kill(os.getpid(), signal.SIGTERM)


def take_lifeline() -> Lifeline | None:
    """Return the link to the supervisor, if there is one, and remove it from the environment of child processes."""
    descriptor, _, segment = os.environ.pop(LIFELINE_VARIABLE, "").partition(":")
    if not segment:
        return None
    os.set_inheritable(int(descriptor), False)
    return Lifeline(int(descriptor), segment)


def should_supervise(words: Sequence[str]) -> bool:
    """Return whether this process should become a supervisor: its command is `play`, on POSIX, not yet supervised."""
    return os.name == "posix" and LIFELINE_VARIABLE not in os.environ and [*words, ""][0] == "play"


def supervise(command: Sequence[str] | None = None) -> int:
    """Run `command`, by default this process's own, until it exits by itself or on request; return its exit code."""
    return Supervisor(command or [sys.executable, *sys.orig_argv[1:]]).run()


class Supervisor:
    """Runs the control process, and another one whenever it is killed."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = list(command)
        self._segment = f"vamen-{os.getpid()}-{secrets.token_hex(3)}"
        self._control: subprocess.Popen[bytes] | None = None
        self._stopping = False

    def run(self) -> int:
        """Run until the control process exits by itself or on request, or is killed too often."""
        _adopt_orphans()
        reading, writing = os.pipe()
        self._install_handlers()
        restarts: list[float] = []
        while (code := self._run_control_process(reading)) < 0 and not self._stopping:
            restarts = [*restarts[1 - MAX_RESTARTS :], time.monotonic()]
            event = f"the control process was killed by {signal.Signals(-code).name}"
            if len(restarts) == MAX_RESTARTS and restarts[-1] - restarts[0] < RESTART_WINDOW_S:
                print(
                    f"vamen: {event} {MAX_RESTARTS} times within {RESTART_WINDOW_S:g} seconds; try `vamen doctor`",
                    file=sys.stderr,
                )
                break
            print(f"{event} and is started again; what plays goes on", file=sys.stderr, flush=True)
        os.close(writing)  # every process that is left exits now
        _reap_children()
        unlink_segment(self._segment)
        return code if code >= 0 else EXIT_INTERRUPTED if self._stopping else 1

    def _install_handlers(self) -> None:
        numbers = [signal.SIGINT, signal.SIGTERM]
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # as nohup sets it
            numbers.append(signal.SIGHUP)
        for number in numbers:
            signal.signal(number, self._on_signal)
        signal.signal(signal.SIGALRM, self._on_timeout)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._stopping = True
        self._send(signal.SIGTERM)
        signal.alarm(CONTROL_SHUTDOWN_TIMEOUT_S)

    def _on_timeout(self, number: int, frame: FrameType | None) -> None:
        self._send(signal.SIGKILL)

    def _send(self, number: int) -> None:
        if self._control is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._control.pid, number)

    def _run_control_process(self, reading: int) -> int:
        """Run one control process; return its exit code, which is negative for a signal.

        `reading`: file descriptor, the reading end of the lifeline's pipe, which the new process inherits.
        """
        environment = os.environ | {LIFELINE_VARIABLE: f"{reading}:{self._segment}"}
        self._control = subprocess.Popen(
            self._command, env=environment, pass_fds=(reading,), preexec_fn=_ignore_terminal_signals
        )
        if self._stopping:  # a signal arrived before there was a process to send it to
            self._send(signal.SIGTERM)
        while True:
            process, status = os.waitpid(-1, 0)  # also reaps adopted orphans
            if process == self._control.pid:
                self._control.returncode = os.waitstatus_to_exitcode(status)
                code, self._control = self._control.returncode, None
                return code


def _ignore_terminal_signals() -> None:
    """In the new process: ignore Ctrl-C and hang-up, which reach all of a terminal; the supervisor handles them."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)


def _adopt_orphans() -> None:
    """Become the parent of a killed control process's children, to wait for their exit. Linux only."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _reap_children() -> None:
    """Wait for all children; kill them after ORPHAN_TIMEOUT_S."""
    deadline = time.monotonic() + ORPHAN_TIMEOUT_S
    with contextlib.suppress(ChildProcessError):  # raised when no child is left
        while True:
            if os.waitpid(-1, os.WNOHANG)[0]:
                continue
            if time.monotonic() > deadline:
                _kill_children()
                deadline += ORPHAN_TIMEOUT_S
            time.sleep(REAP_POLL_INTERVAL_S)


def _kill_children() -> None:
    path = f"/proc/{os.getpid()}/task/{os.getpid()}/children"
    with contextlib.suppress(OSError), open(path) as children:
        for child in children.read().split():
            os.kill(int(child), signal.SIGKILL)


def unlink_segment(segment: str) -> None:
    """Remove shared memory by name, if it still exists because its processes were killed."""
    memory = importlib.import_module("_posixshmem")  # part of multiprocessing.shared_memory, without its imports
    with contextlib.suppress(FileNotFoundError):
        memory.shm_unlink(f"/{segment}")
