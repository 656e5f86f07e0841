"""When a datagram came: by the system's own note of it where there is one, else by when this process saw it.

A receiving thread may wait for the interpreter, for milliseconds, while another one computes. Linux writes down when a
packet arrived, so that what is played by it does not share that wait.
"""

import socket
import struct
import sys
import time
from collections.abc import Callable
from typing import Any

SO_TIMESTAMPNS = 35  # Linux, on the machines that Python has wheels for; the socket module does not name it
TIMESPEC = struct.Struct("@ll")  # seconds since the Unix epoch, nanoseconds
ROOM = socket.CMSG_SPACE(TIMESPEC.size) if hasattr(socket, "CMSG_SPACE") else 0
MAX_QUEUE_SECONDS = 1.0  # seconds in the queue; more than that, somebody has set the system's clock


def stamp(port: socket.socket) -> None:
    """Ask the system to write down when datagrams arrive; where it cannot, nothing happens."""
    if sys.platform != "linux":
        return
    try:
        port.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
    except OSError:
        return  # `receive` looks at its own clock then


def receive(
    port: socket.socket,
    size: int,
    clock: Callable[[], float] = time.perf_counter,
    wall: Callable[[], float] = time.time,
) -> tuple[bytes, Any, float]:
    """The next datagram, its sender, and when it came in seconds of the clock.

    Raises:
        TimeoutError, OSError: as the socket does.
    """
    if not ROOM:  # Windows
        datagram, sender = port.recvfrom(size)
        return datagram, sender, clock()
    datagram, notes, _, sender = port.recvmsg(size, ROOM)
    now = clock()
    for level, kind, data in notes:
        if (level, kind) == (socket.SOL_SOCKET, SO_TIMESTAMPNS) and len(data) == TIMESPEC.size:
            seconds, nanoseconds = TIMESPEC.unpack(data)
            waited = wall() - seconds - nanoseconds * 1e-9
            if 0 <= waited <= MAX_QUEUE_SECONDS:
                return datagram, sender, now - waited
    return datagram, sender, now
