"""What a set prints, so that no process of it waits for the terminal or ends because of it.

OutputRelay          standard output or error of the supervisor -> a pipe, which all processes of the set inherit
ignore_write_errors  sys.stdout and sys.stderr of such a process

A terminal that is stopped (Ctrl-S) blocks writes to it; one that has gone, a closed pipe or a full disk fails them.
"""

import contextlib
import io
import os
import select
import sys
import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

OUTPUT_FLUSH_TIMEOUT_S = 1.0  # for what is still in the pipe at the end
CHUNK_BYTES = 4096
DRAIN_TIMEOUT_S = 0.2  # for what is in the pipe when the set is suspended
DRAIN_POLL_INTERVAL_S = 0.01


class OutputRelay:
    """Replaces a standard stream by a pipe and copies the pipe to what was there, in a thread of its own.

    The pipe is the queue: it holds 64 KiB, and writing to it never blocks. What does not fit while the terminal is
    stopped, and what the terminal refuses, is lost.
    """

    def __init__(self, descriptor: int) -> None:
        """Replace `descriptor`, 1 or 2, in this process and those that it starts."""
        self._descriptor, self._target = descriptor, os.dup(descriptor)
        self._reading, writing = os.pipe()
        self._copying = False
        os.set_blocking(writing, False)
        os.dup2(writing, descriptor)
        os.close(writing)
        self._thread = threading.Thread(target=self._copy, name="output", daemon=True)
        self._thread.start()

    def drain(self) -> None:
        """Wait until all that was written has been copied, at most DRAIN_TIMEOUT_S."""
        deadline, empty = time.monotonic() + DRAIN_TIMEOUT_S, 0
        while empty < 2 and time.monotonic() < deadline:  # twice, as the thread notes its reading a little late
            time.sleep(DRAIN_POLL_INTERVAL_S)
            pending = self._copying or select.select([self._reading], [], [], 0)[0]
            empty = 0 if pending else empty + 1

    def close(self) -> None:
        """Put the stream back. Call it when the other processes have exited; waits at most OUTPUT_FLUSH_TIMEOUT_S."""
        os.dup2(self._target, self._descriptor)
        self._thread.join(OUTPUT_FLUSH_TIMEOUT_S)

    def _copy(self) -> None:
        while data := os.read(self._reading, CHUNK_BYTES):
            self._copying = True
            with contextlib.suppress(OSError):
                while data:
                    data = data[os.write(self._target, data) :]
            self._copying = False


class _LossyStream(io.RawIOBase):
    """An output stream whose writes never fail: what cannot be written at once is lost."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def fileno(self) -> int:
        return self._descriptor

    def writable(self) -> bool:
        return True

    def write(self, data: "ReadableBuffer") -> int:
        with contextlib.suppress(OSError):
            os.write(self._descriptor, data)
        return memoryview(data).nbytes


def ignore_write_errors() -> None:
    """Make printing to standard output and error never fail, also where a line does not fit into the pipe."""
    for descriptor, name in ((1, "stdout"), (2, "stderr")):
        stream, encoding = _LossyStream(descriptor), getattr(sys, name).encoding
        setattr(sys, name, io.TextIOWrapper(stream, encoding, "backslashreplace", line_buffering=True))
