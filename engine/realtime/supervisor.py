"""The supervisor of `vamen play`: runs the control process, and starts it again when it fails.

in    the command line of this process, signals          out  the exit code of the control process

    supervisor        the user's process; starts the control process and outlives it; owns the terminal
    control process   OSC, MIDI, decoder; starts the player and outlives it; exits with the supervisor
    player            the sound; outlives the control process; exits with the supervisor

The supervisor imports almost nothing, so there is almost nothing in it that can crash. The other two hold the reading
end of a pipe (Lifeline) that closes when the supervisor exits, however that happens. Ctrl-C, a termination and a
hang-up become one SIGTERM to the control process, which fades out.

A set that has begun to play ends on request only. A control process that is killed, exits with an error or does not
beat (see lifeline) is replaced, after a growing delay if it failed early; the player goes on meanwhile.

The control process may draw on the terminal and set its modes. Whenever it has ended, and before Ctrl-Z stops the set,
the supervisor restores the modes and erases the picture; a control process in the foreground draws it anew.

POSIX only: elsewhere the player exits with its control process.
"""

import contextlib
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from types import FrameType

from engine.errors import EXIT_INTERRUPTED

from .lifeline import BEAT_INTERVAL_S, END_LINE, LIFELINE_VARIABLE
from .segment_lock import claim_segment, clear_stale_segments, unlink_segment
from .stall_detector import STALL_TIMEOUT_S, StallDetector
from .terminal import OutputRelay, ignore_write_errors
from .terminal_modes import LEAVE_PICTURE, TERMINALS_VARIABLE, TerminalModes, terminals

SETTLED_S = 1.0  # of beats; a control process that fails sooner is started again after a delay
MAX_STARTS = 4  # of a set that has not begun, when they end by signals
FIRST_DELAY_S, MAX_DELAY_S = 0.1, 5.0  # doubled with each early failure
CONTROL_SHUTDOWN_TIMEOUT_S = 10
ORPHAN_TIMEOUT_S = 4.0  # for processes that a killed control process left; a player fades out within 0.1 s
REAP_POLL_INTERVAL_S = 0.02
SUSPEND_DELAY_S = 0.05  # until Ctrl-Z has stopped all processes of the set, so that they print nothing more
READ_BYTES = 1 << 16
PR_SET_CHILD_SUBREAPER = 36  # option of Linux's prctl


def should_supervise(words: Sequence[str]) -> bool:
    """Return whether this process should become a supervisor: its command is `play`, on POSIX, not yet supervised."""
    play = [*words, ""][0] == "play" and not {"--help", "-h"} & set(words)
    return os.name == "posix" and LIFELINE_VARIABLE not in os.environ and play


def supervise(command: Sequence[str] | None = None) -> int:
    """Run `command`, by default this process's own, until it exits by itself or on request; return its exit code."""
    return Supervisor(command or [sys.executable, *sys.orig_argv[1:]]).run()


class Supervisor:
    """Runs the control process, and another one whenever it fails."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = list(command)
        self._segment = ""
        self._control: subprocess.Popen[bytes] | None = None
        self._settings = "null"  # of the set, as JSON
        self._beats = 0  # of all control processes; from the first one on the set is kept up
        self._settled_at = float("inf")  # when the present control process will have beaten for SETTLED_S
        self._stalled = self._stopping = False
        self._modes, self._terminals = TerminalModes(), terminals()
        self._relays: list[OutputRelay] = []

    def run(self) -> int:
        """Run until the control process exits on request, or by itself before the set has begun."""
        _adopt_orphans()
        clear_stale_segments()
        self._segment, _ = claim_segment()
        self._relays = [OutputRelay(1), OutputRelay(2)]
        ignore_write_errors()
        lifeline, writing = os.pipe()
        self._install_handlers()
        failures = 0
        while True:
            code, event = self._run_control_process(lifeline)
            failures = 0 if time.monotonic() > self._settled_at else failures + 1
            refused = code > 0 and not self._beats
            if self._stopping or refused or code in (0, EXIT_INTERRUPTED):
                break
            if failures == MAX_STARTS and not self._beats:
                _say(f"vamen: the control process {event} in each of {failures} starts; try `vamen doctor`")
                break
            delay = min(FIRST_DELAY_S * 2 ** (failures - 1), MAX_DELAY_S) if failures else 0.0
            after = f" in {delay:.0f} s" if delay >= 1 else ""
            _say(f"the control process {event} and is started again{after}; what plays goes on")
            self._sleep(delay)
        os.close(writing)  # every process that is left exits now
        _reap_children()
        unlink_segment(self._segment)
        for relay in self._relays:
            relay.close()
        return code if code >= 0 else EXIT_INTERRUPTED if self._stopping else 1

    def _install_handlers(self) -> None:
        numbers = [signal.SIGINT, signal.SIGTERM]
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # as nohup sets it
            numbers.append(signal.SIGHUP)
        for number in numbers:
            signal.signal(number, self._on_signal)
        signal.signal(signal.SIGALRM, self._on_timeout)
        if self._terminals and signal.getsignal(signal.SIGTSTP) is not signal.SIG_IGN:  # as without job control
            signal.signal(signal.SIGTSTP, self._on_suspend)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._stopping = True
        self._send(signal.SIGTERM)
        signal.alarm(CONTROL_SHUTDOWN_TIMEOUT_S)

    def _on_timeout(self, number: int, frame: FrameType | None) -> None:
        self._send(signal.SIGKILL)

    def _on_suspend(self, number: int, frame: FrameType | None) -> None:
        """Give the terminal back to the shell, then stop as the other processes have; returns when continued."""
        time.sleep(SUSPEND_DELAY_S)
        self._leave_terminal()
        for relay in self._relays:
            relay.drain()
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)
        signal.signal(number, self._on_suspend)

    def _leave_terminal(self) -> None:
        if self._modes.restore():
            print(LEAVE_PICTURE, end="", file=sys.stderr, flush=True)

    def _send(self, number: int) -> None:
        if self._control is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._control.pid, number)

    def _sleep(self, seconds: float) -> None:
        due = time.monotonic() + seconds
        while not self._stopping and time.monotonic() < due:
            time.sleep(REAP_POLL_INTERVAL_S)

    def _run_control_process(self, lifeline: int) -> tuple[int, str]:
        """Run one control process; return its exit code, which is negative for a signal, and what happened to it.

        `lifeline`: descriptor of the reading end of the lifeline's pipe, which the new process inherits.
        """
        self._settled_at, self._stalled = float("inf"), False
        reading, beats = os.pipe()
        os.set_blocking(beats, False)
        try:
            link = f"{lifeline}:{beats}:{self._segment}:{self._settings if self._beats else ''}"
            self._control = subprocess.Popen(
                self._command,
                env=os.environ | {LIFELINE_VARIABLE: link, TERMINALS_VARIABLE: self._terminals},
                pass_fds=(lifeline, beats),
                preexec_fn=_ignore_terminal_signals,
            )
        except OSError as error:  # no memory or no process left
            os.close(reading)
            if not self._beats:
                _say(f"vamen: the control process could not be started ({error.strerror}); close other programs")
            return 1, f"could not be started ({error.strerror})"
        finally:
            os.close(beats)
        if self._stopping:  # a signal arrived before there was a process to send it to
            self._send(signal.SIGTERM)
        code = self._control.returncode = os.waitstatus_to_exitcode(self._wait_for(self._control.pid, reading))
        self._control = None
        self._leave_terminal()
        os.close(reading)
        if self._stalled:
            return code, f"did not respond for {STALL_TIMEOUT_S:g} s"
        return code, f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"

    def _wait_for(self, pid: int, reading: int) -> int:
        """Wait until the control process exits; kill it when its beats end. Return its status, as os.waitpid."""
        text, detector, status = b"", StallDetector(), None
        while True:
            readable = select.select([reading], [], [], BEAT_INTERVAL_S if status is None else 0)[0]
            received = os.read(reading, READ_BYTES) if readable else b""
            if not received and (readable or status is not None):  # it has exited, and all that it said is read
                return os.waitpid(pid, 0)[1] if status is None else status
            *lines, text = (text + received).split(b"\n")
            for line in lines:
                self._receive(line.decode())
            if status is not None:
                continue
            if self._settled_at < float("inf") and not self._stopping and detector.stalled(self._beats, pid):
                self._stalled = True
                self._send(signal.SIGKILL)
            reaped, found = os.waitpid(-1, os.WNOHANG)  # also adopted orphans
            status = found if reaped == pid else None

    def _receive(self, line: str) -> None:
        if line == END_LINE:
            self._stopping = True
            signal.alarm(CONTROL_SHUTDOWN_TIMEOUT_S)
            return
        if line:
            self._settings = line
            return
        self._beats += 1
        self._settled_at = min(self._settled_at, time.monotonic() + SETTLED_S)


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr)


def _ignore_terminal_signals() -> None:
    """In the new process: ignore Ctrl-C and hang-up, which the supervisor handles, and the stop of a background set."""
    for number in (signal.SIGINT, signal.SIGHUP, signal.SIGTTIN, signal.SIGTTOU):
        signal.signal(number, signal.SIG_IGN)


def _adopt_orphans() -> None:
    """Become the parent of a killed control process's children, to wait for their exit. Linux only."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _reap_children() -> None:
    """Wait for all children but a browser, which has a process group of its own; kill them after ORPHAN_TIMEOUT_S."""
    deadline = time.monotonic() + ORPHAN_TIMEOUT_S
    with contextlib.suppress(ChildProcessError):  # raised when no child is left
        while True:
            if os.waitpid(0, os.WNOHANG)[0]:  # 0: of this process's group
                continue
            if time.monotonic() > deadline:
                _kill_children()
                deadline += ORPHAN_TIMEOUT_S
            time.sleep(REAP_POLL_INTERVAL_S)


def _kill_children() -> None:
    path = f"/proc/{os.getpid()}/task/{os.getpid()}/children"
    with contextlib.suppress(OSError), open(path) as children:
        for child in map(int, children.read().split()):
            if os.getpgid(child) == os.getpgrp():
                os.kill(child, signal.SIGKILL)
