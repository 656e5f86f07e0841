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
import subprocess
import sys
import termios
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

READ_BYTES = 1 << 16

# it runs the program in a process group of its own, in the foreground; when the program stops or ends, it takes the
# terminal back and says how it finds it; it continues a stopped program when "fg" or "bg" is typed
SHELL = """
import fcntl, os, signal, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
found = termios.tcgetattr(0)
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
    how = "stopped" if os.WIFSTOPPED(status) else f"ended with {os.waitstatus_to_exitcode(status)}"
    modes = "sane" if termios.tcgetattr(0) == found else "garbled"
    print("shell: it", how, "and left a", modes, "terminal", flush=True)
    if not os.WIFSTOPPED(status):
        break
    for word in map(str.strip, sys.stdin):
        if word == "fg":
            os.tcsetpgrp(0, pid)
        os.killpg(pid, signal.SIGCONT)
        if word == "fg":
            break
"""


class TerminalProgram:
    """A running program and the controlling side of its terminal."""

    def __init__(self, shell: subprocess.Popen[bytes], master: int) -> None:
        self.shell, self.master = shell, master

    def write(self, keys: bytes) -> None:
        os.write(self.master, keys)

    def read(self, timeout: float) -> bytes:
        """Return what has been written, after waiting for at most `timeout` seconds; empty when it has ended."""
        if select.select([self.master], [], [], timeout)[0]:
            with contextlib.suppress(OSError):  # the other side is closed
                return os.read(self.master, READ_BYTES)
        return b""

    def resize(self, columns: int, lines: int) -> None:
        set_size(self.master, columns, lines)

    @property
    def reads_keys(self) -> bool:
        """Whether the terminal gives single keys without echo, rather than lines."""
        return not termios.tcgetattr(self.master)[3] & (termios.ICANON | termios.ECHO)


def set_size(master: int, columns: int, lines: int) -> None:
    fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))


@contextlib.contextmanager
def in_terminal(
    words: Sequence[str], columns: int, lines: int, env: Mapping[str, str], folder: Path
) -> Iterator[TerminalProgram]:
    """Run a program under a small shell in a terminal of this size within the context."""
    master, slave = pty.openpty()
    set_size(master, columns, lines)
    shell = subprocess.Popen(
        [sys.executable, "-c", SHELL, *words],
        cwd=folder,
        env=dict(env),
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
    )
    os.close(slave)
    try:
        yield TerminalProgram(shell, master)
    finally:
        if shell.poll() is None:
            with contextlib.suppress(OSError):
                os.killpg(os.tcgetpgrp(master), signal.SIGKILL)
            shell.kill()
        shell.wait()
        os.close(master)
