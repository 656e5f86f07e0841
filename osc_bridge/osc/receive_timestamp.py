"""The time of receipt of a datagram: the timestamp of the kernel where there is one, else the time of the call.

A receiving thread may wait for the interpreter, for milliseconds, while another thread computes. Linux timestamps each
packet when it arrives, so that the events in it are not delayed by that wait.
"""

import socket
import struct
import sys
import time
from collections.abc import Callable
from typing import Any

SO_TIMESTAMPNS = 35  # Linux, on the machines that Python has wheels for; the socket module does not name it
TIMESPEC = struct.Struct("@ll")  # seconds since the Unix epoch, nanoseconds
ANCILLARY_BYTES = socket.CMSG_SPACE(TIMESPEC.size) if hasattr(socket, "CMSG_SPACE") else 0
MAX_QUEUE_SECONDS = 1.0  # in the queue of the kernel; after more than that, the system's clock was set meanwhile


def enable_timestamps(port: socket.socket) -> None:
    """Ask the kernel to timestamp datagrams; does nothing where it cannot."""
    if sys.platform != "linux":
        return
    try:
        port.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
    except OSError:
        return  # `receive` uses its own clock then


def receive(
    port: socket.socket,
    size: int,
    clock: Callable[[], float] = time.perf_counter,
    wall: Callable[[], float] = time.time,
) -> tuple[bytes, Any, float]:
    """Return the next datagram, up to `size` bytes, its sender, and its time of receipt in seconds of `clock`.

    Raises:
        TimeoutError, OSError: as the socket does.
    """
    if not ANCILLARY_BYTES:  # Windows
        datagram, sender = port.recvfrom(size)
        return datagram, sender, clock()
    datagram, ancillary, _, sender = port.recvmsg(size, ANCILLARY_BYTES)
    now = clock()
    for level, kind, data in ancillary:
        if (level, kind) == (socket.SOL_SOCKET, SO_TIMESTAMPNS) and len(data) == TIMESPEC.size:
            seconds, nanoseconds = TIMESPEC.unpack(data)
            waited = wall() - seconds - nanoseconds * 1e-9
            if 0 <= waited <= MAX_QUEUE_SECONDS:
                return datagram, sender, now - waited
    return datagram, sender, now
