"""OSC over UDP: datagrams from anybody -> the handler; its replies -> the sender's address and port.

One thread receives and handles; another serves bundles that are dated later. Bound to this machine unless told
otherwise: OSC has no password.
"""

import errno
import socket
import sys
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from types import TracebackType
from typing import Any

from engine.controls import Controls
from engine.errors import BadConfig, PortBusy

from . import arrival
from .handler import OscHandler
from .packets import SIZE

PORT = 7770
BUFFER = 1 << 20  # bytes the system may hold for us while this process is busy; it may grant less
PATIENCE = 0.1  # seconds until the receiving thread looks whether it should end


class OscServer:
    """A UDP port that plays the controls, as a context manager or by start() and stop()."""

    def __init__(
        self,
        controls: Controls,
        host: str = "127.0.0.1",
        port: int = PORT,
        *,
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
        lock: AbstractContextManager[bool] | None = None,
    ) -> None:
        """Prepare; nothing is bound before start().

        Args:
            controls: what the messages play.
            host: name or address of the interface; "0.0.0.0" or "::" for all.
            port: UDP port; 0 for any free one.
            clock: seconds that never jump.
            wall: seconds since the Unix epoch, by which time tags are read.
            lock: held while the controls are touched; give the same to every bridge on the same controls.
        """
        self.host = host
        self.port = port
        self._handler = OscHandler(controls, clock=clock, wall=wall, lock=lock)
        self._socket: socket.socket | None = None
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def refused(self) -> int:
        """Packets and messages refused since the start."""
        return self._handler.refused

    def start(self) -> None:
        """Bind and begin to listen.

        Raises:
            PortBusy: another program has the port.
            BadConfig: this machine has no such address, or does not let us have the port.
        """
        self._socket = _bound(self.host, self.port)
        self.port = self._socket.getsockname()[1]
        self._stopping.clear()
        self._handler.start()
        self._thread = threading.Thread(target=self._receive, args=(self._socket,), name="osc receiver", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop listening and let the port go. Does nothing when it was not started."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
            self._handler.stop()
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def __enter__(self) -> "OscServer":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _receive(self, port: socket.socket) -> None:
        while not self._stopping.is_set():
            try:
                datagram, sender, at = arrival.receive(port, SIZE + 1)  # one more, so that a longer one shows
            except TimeoutError:
                continue
            except OSError as error:  # Windows reports here that somebody we answered has gone
                self._handler.refuse(f"receiving failed: {error}")
                self._stopping.wait(PATIENCE / 10)
                continue
            self._handler.handle(datagram, partial(self._reply, port, sender), at)

    def _reply(self, port: socket.socket, sender: Any, packet: bytes) -> None:
        try:
            port.sendto(packet, sender)
        except OSError as error:
            self._handler.refuse(f"a reply to {sender[0]} port {sender[1]} could not be sent: {error}")


def _bound(host: str, number: int) -> socket.socket:
    """A UDP socket on that port, and on no port that anybody else has."""
    if not 0 <= number < 65_536:
        raise BadConfig(f"there is no port {number}; choose --osc-port from 1 to 65535")
    try:
        places = socket.getaddrinfo(host, number, type=socket.SOCK_DGRAM)
        # "localhost" has two addresses; most controllers know only the old kind
        family, kind, protocol, _, address = min(places, key=lambda place: place[0] != socket.AF_INET)
        port = socket.socket(family, kind, protocol)
    except OSError as error:
        raise BadConfig(f"there is no network address {host!r} ({error}); check --osc-host") from error
    try:
        if sys.platform == "win32":
            # otherwise a second program may take the same port and half of the messages
            port.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        port.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
        port.settimeout(PATIENCE)
        arrival.stamp(port)
        port.bind(address)
    except OSError as error:
        port.close()
        if error.errno == errno.EADDRINUSE:
            raise PortBusy(
                f"port {number} is taken by another program; close it or choose another one with --osc-port"
            ) from error
        raise BadConfig(
            f"OSC cannot listen on {host} port {number} ({error.strerror}); check --osc-host and --osc-port"
        ) from error
    return port
