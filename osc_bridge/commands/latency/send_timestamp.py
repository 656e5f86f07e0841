"""The time at which a datagram left: the kernel's timestamp where there is one, else the time around a quick send().

send() may return late, because the receiver is scheduled first; the datagram itself left on time.
"""

import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress

from pythonosc.osc_message_builder import OscMessageBuilder

from osc_bridge.osc.receive_timestamp import TIMESPEC

SO_TIMESTAMPING = 37  # Linux, on the machines that Python has wheels for; the socket module does not name it
TX_TIMESTAMP_FLAGS = 1 << 1 | 1 << 4 | 1 << 11  # SOF_TIMESTAMPING_TX_SOFTWARE, _SOFTWARE and _OPT_TSONLY
ERROR_QUEUE_FLAG = socket.MSG_ERRQUEUE if sys.platform == "linux" else 0
MAX_SEND_TIME = 5e-4  # seconds; without a timestamp, a send() that takes longer does not tell when the datagram left
UNKNOWN_TIME = float("inf")

Send = Callable[[str, float], float]  # sends a number to an address; returns when it left, or UNKNOWN_TIME


def timestamped_sender(out: socket.socket) -> Send:
    """Return a function that sends a number to an OSC address of a socket's peer, and returns when it left."""
    if ERROR_QUEUE_FLAG:
        with suppress(OSError):
            out.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPING, TX_TIMESTAMP_FLAGS)

    def send(address: str, value: float) -> float:
        builder = OscMessageBuilder(address)
        builder.add_arg(value)
        datagram = builder.build().dgram
        before, origin = time.perf_counter(), time.perf_counter() - time.time()
        out.send(datagram)
        after = time.perf_counter()
        with suppress(OSError):  # no timestamp is queued
            for _, kind, stamp in out.recvmsg(0, 256, ERROR_QUEUE_FLAG)[1] if ERROR_QUEUE_FLAG else ():
                seconds, nanoseconds = TIMESPEC.unpack_from(stamp)
                left = float(origin + seconds + nanoseconds * 1e-9)
                if kind == SO_TIMESTAMPING and before <= left <= after:  # else the wall clock was set meanwhile
                    return left
        return before if after - before < MAX_SEND_TIME else UNKNOWN_TIME

    return send
