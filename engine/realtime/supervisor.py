"""What a user starts as `vamen play`: it starts the control process, and another one when that is killed.

in    the command line of this process, signals          out  the exit code of the control process

    supervisor        starts and outlives the control process
    control process   OSC, MIDI, decoder; starts and outlives the player; ends with the supervisor
    player            the sound; outlives the control process; ends with the supervisor

It imports next to nothing and does nothing, so that nothing ends it. Its life is a pipe (Lifeline) whose reading end
the two others hold: when it closes, they end themselves, whatever became of us. Ctrl-C, a termination and a hang-up
become one termination signal to the control process, which fades out; the second one does not wait for that.

POSIX only: elsewhere the player ends with its control process.
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

VARIABLE = "VAMEN_SUPERVISED"  # in the environment of the control process: "<file descriptor>:<segment>"
MAX_RESTARTS, RESTART_SPAN = 5, 10.0  # the supervisor gives up after that many restarts within so many seconds
SHUTDOWN_TIMEOUT = 10  # seconds for the control process to end after it was told to
LEFT_OVER = 4.0  # seconds for what it left behind to end; a player fades out within a tenth of one
LOOK = 0.02  # seconds
INTERRUPTED = 130
ADOPT = 36  # PR_SET_CHILD_SUBREAPER


@dataclass(frozen=True, slots=True)
class Lifeline:
    """What ties a process to its supervisor."""

    descriptor: int  # of a pipe that closes when the supervisor is gone
    segment: str  # of shared memory: one for the whole set, whoever comes and goes

    def watch(self) -> None:
        """From now on, when the supervisor is gone, this process gets the termination signal that ends it properly."""
        threading.Thread(target=self._wait, name="lifeline", daemon=True).start()

    def _wait(self) -> None:
        if not os.read(self.descriptor, 1):
            os.kill(os.getpid(), signal.SIGTERM)


def lifeline() -> Lifeline | None:
    """How this process is tied to a supervisor, if it is; asked for once, since its own children are not."""
    descriptor, _, segment = os.environ.pop(VARIABLE, "").partition(":")
    if not segment:
        return None
    os.set_inheritable(int(descriptor), False)
    return Lifeline(int(descriptor), segment)


def should_supervise(words: Sequence[str]) -> bool:
    """Whether this command line is one to supervise."""
    return os.name == "posix" and VARIABLE not in os.environ and [*words, ""][0] == "play"


def supervise(command: Sequence[str] | None = None) -> int:
    """Run `command`, by default our own, until it ends by itself or is told to; returns its exit code."""
    return Supervisor(command or [sys.executable, *sys.orig_argv[1:]]).run()


class Supervisor:
    """A control process, and the next one."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = list(command)
        self._segment = f"vamen-{os.getpid()}-{secrets.token_hex(3)}"
        self._control: subprocess.Popen[bytes] | None = None
        self._told = False

    def run(self) -> int:
        """Until the end."""
        _adopt_orphans()
        reading, writing = os.pipe()
        self._listen()
        deaths: list[float] = []
        while (code := self._outlive(reading)) < 0 and not self._told:
            deaths = [*deaths[1 - MAX_RESTARTS :], time.monotonic()]
            fate = f"the control process was killed by {signal.Signals(-code).name}"
            if len(deaths) == MAX_RESTARTS and deaths[-1] - deaths[0] < RESTART_SPAN:
                print(
                    f"vamen: {fate} {MAX_RESTARTS} times within {RESTART_SPAN:g} seconds; try `vamen doctor`",
                    file=sys.stderr,
                )
                break
            print(f"{fate} and is started again; what plays goes on", file=sys.stderr, flush=True)
        os.close(writing)  # whatever is left ends now
        _reap_children()
        unlink_segment(self._segment)
        return code if code >= 0 else INTERRUPTED if self._told else 1

    def _listen(self) -> None:
        numbers = [signal.SIGINT, signal.SIGTERM]
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup
            numbers.append(signal.SIGHUP)
        for number in numbers:
            signal.signal(number, self._tell)
        signal.signal(signal.SIGALRM, self._insist)

    def _tell(self, number: int, frame: FrameType | None) -> None:
        self._told = True
        self._send(signal.SIGTERM)
        signal.alarm(SHUTDOWN_TIMEOUT)

    def _insist(self, number: int, frame: FrameType | None) -> None:
        self._send(signal.SIGKILL)

    def _send(self, number: int) -> None:
        if self._control is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._control.pid, number)

    def _outlive(self, reading: int) -> int:
        """One control process, from start to end; its exit code, below 0 for a signal."""
        environment = os.environ | {VARIABLE: f"{reading}:{self._segment}"}
        self._control = subprocess.Popen(
            self._command, env=environment, pass_fds=(reading,), preexec_fn=_ignore_terminal_signals
        )
        if self._told:  # meanwhile
            self._send(signal.SIGTERM)
        while True:
            process, status = os.waitpid(-1, 0)  # also collects the orphans that came to us
            if process == self._control.pid:
                self._control.returncode = os.waitstatus_to_exitcode(status)
                code, self._control = self._control.returncode, None
                return code


def _ignore_terminal_signals() -> None:
    """In the new process: a Ctrl-C or a hang-up reaches everybody in a terminal; only the supervisor takes it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)


def _adopt_orphans() -> None:
    """Linux: children of a killed control process become ours, so that the end can be waited for."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(ADOPT, 1, 0, 0, 0)


def _reap_children() -> None:
    """Wait for everybody who is left, and insist."""
    deadline = time.monotonic() + LEFT_OVER
    with contextlib.suppress(ChildProcessError):  # that is: nobody is left
        while True:
            if os.waitpid(-1, os.WNOHANG)[0]:
                continue
            if time.monotonic() > deadline:
                _kill_children()
                deadline += LEFT_OVER
            time.sleep(LOOK)


def _kill_children() -> None:
    path = f"/proc/{os.getpid()}/task/{os.getpid()}/children"
    with contextlib.suppress(OSError), open(path) as children:
        for child in children.read().split():
            os.kill(int(child), signal.SIGKILL)


def unlink_segment(segment: str) -> None:
    """Remove shared memory whose owners had no time to."""
    memory = importlib.import_module("_posixshmem")  # what multiprocessing.shared_memory is made of, without the rest
    with contextlib.suppress(FileNotFoundError):
        memory.shm_unlink(f"/{segment}")
