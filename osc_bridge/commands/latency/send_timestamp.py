"""When a datagram left: by the system's own note of it where there is one, else by when it was sent, if that was quick.

What leaves wakes its receiver, which on a busy machine often runs first: who returns late has not sent late.
"""

import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress

from pythonosc.osc_message_builder import OscMessageBuilder

from osc_bridge.osc.receive_timestamp import TIMESPEC

SO_TIMESTAMPING = 37  # Linux, on the machines that Python has wheels for; the socket module does not name it
LEAVING = 1 << 1 | 1 << 4 | 1 << 11  # note when datagrams leave, by the system's clock, without what is in them
NOTES = socket.MSG_ERRQUEUE if sys.platform == "linux" else 0  # where the notes lie
HELD_UP = 5e-4  # seconds; without a note, who takes longer to send cannot say when it left
UNKNOWN = float("inf")  # moment: nobody can say

Send = Callable[[str, float], float]  # sends a number to an address; seconds at which it left, or UNKNOWN


def sender(out: socket.socket) -> Send:
    """Sends OSC to where `out` is connected, and says when it left: by the system's own note where that makes one."""
    if NOTES:
        with suppress(OSError):
            out.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPING, LEAVING)

    def send(address: str, value: float) -> float:
        builder = OscMessageBuilder(address)
        builder.add_arg(value)
        datagram = builder.build().dgram
        before, origin = time.perf_counter(), time.perf_counter() - time.time()
        out.send(datagram)
        after = time.perf_counter()
        with suppress(OSError):  # there is no note
            for _, kind, note in out.recvmsg(0, 256, NOTES)[1] if NOTES else ():
                seconds, nanoseconds = TIMESPEC.unpack_from(note)
                left = float(origin + seconds + nanoseconds * 1e-9)
                if kind == SO_TIMESTAMPING and before <= left <= after:  # nobody has set the clock meanwhile
                    return left
        return before if after - before < HELD_UP else UNKNOWN

    return send
