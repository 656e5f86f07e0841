"""A program in a pseudo-terminal, as a user starts it from a shell with job control.

in    keys and a window size          out  what the program writes, and the modes of the terminal
"""

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import termios
from collections.abc import Iterator, Mapping, Sequence

READ_BYTES = 1 << 16

# a shell with job control: it runs the program in a process group of its own, in the foreground, waits until it stops or
# ends, takes the terminal back, and continues it when a line "fg" or "bg" is typed
SHELL = """
import os, signal, sys, termios
modes = termios.tcgetattr(0)
signal.signal(signal.SIGTTOU, signal.SIG_IGN)
pid = os.fork()
if pid == 0:
    os.setpgid(0, 0)
    os.tcsetpgrp(0, os.getpid())
    signal.signal(signal.SIGTTOU, signal.SIG_DFL)
    os.execvp(sys.argv[1], sys.argv[1:])
while True:
    status = os.waitpid(pid, os.WUNTRACED)[1]
    os.tcsetpgrp(0, os.getpgrp())
    now = termios.tcgetattr(0)
    print("shell:", "stopped" if os.WIFSTOPPED(status) else os.waitstatus_to_exitcode(status),
          "sane" if now == modes else "garbled", flush=True)
    if not os.WIFSTOPPED(status):
        break
    word = ""
    while word not in ("fg", "bg"):
        word = sys.stdin.readline().strip()
    if word == "fg":
        os.tcsetpgrp(0, pid)
    os.killpg(pid, signal.SIGCONT)
    if word == "bg":
        print("shell: in the background", flush=True)
        while sys.stdin.readline().strip() != "fg":
            pass
        os.tcsetpgrp(0, pid)
        os.killpg(pid, signal.SIGCONT)
"""


class TerminalProgram:
    """A running program and the controlling side of its terminal."""

    def __init__(self, pid: int, master: int) -> None:
        self.pid, self.master = pid, master

    def write(self, keys: bytes) -> None:
        os.write(self.master, keys)

    def read(self, timeout: float) -> bytes:
        """Return what has been written, after waiting for at most `timeout` seconds; empty when it has ended."""
        if select.select([self.master], [], [], timeout)[0]:
            with contextlib.suppress(OSError):  # the other side is closed
                return os.read(self.master, READ_BYTES)
        return b""

    def resize(self, columns: int, lines: int) -> None:
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    @property
    def reads_keys(self) -> bool:
        """Whether the terminal gives single keys without echo, rather than lines."""
        return not termios.tcgetattr(self.master)[3] & (termios.ICANON | termios.ECHO)

    @property
    def ended(self) -> bool:
        with contextlib.suppress(ChildProcessError):
            return os.waitpid(self.pid, os.WNOHANG)[0] == self.pid
        return True


@contextlib.contextmanager
def in_terminal(
    words: Sequence[str], columns: int, lines: int, env: Mapping[str, str], folder: str
) -> Iterator[TerminalProgram]:
    """Run a program under a small shell in a terminal of this size within the context."""
    pid, master = pty.fork()
    if pid == 0:
        os.chdir(folder)
        os.execvpe(words[0], [words[0], "-c", SHELL, *words], dict(env))
    program = TerminalProgram(pid, master)
    try:
        program.resize(columns, lines)
        yield program
    finally:
        if not program.ended:
            with contextlib.suppress(OSError):
                os.killpg(os.tcgetpgrp(master), signal.SIGKILL)
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, 0)
        os.close(master)
