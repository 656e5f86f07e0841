"""OSC over UDP and TCP: packets from anybody -> the handler; its replies -> the sender, or a fixed port of its machine.

One thread receives datagrams and handles them, one serves the connections; the handler has two more, for bundles that
are dated later and for listeners. Bound to this machine unless told otherwise: OSC has no password.
"""

import socket
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

from engine.controls import Controls
from engine.errors import BadConfig
from osc_bridge.lifecycle import Service

from . import receive_timestamp, replies, sockets
from .command_registry import CommandRegistry
from .handler import OscHandler
from .packets import SIZE
from .tcp import TcpServer

PORT = 7770


@dataclass(frozen=True, slots=True)
class _Sender:
    """Where replies to a datagram go; two of the same address are one sender."""

    address: Any  # as the socket has it
    port: socket.socket = field(compare=False)
    failed: Callable[[str], None] = field(compare=False)

    def __call__(self, packet: bytes) -> None:
        try:
            self.port.sendto(packet, self.address)
        except OSError as error:
            self.failed(f"a reply to {self.address[0]} port {self.address[1]} could not be sent: {error}")


class OscServer(Service):
    """A UDP and a TCP port that play the controls, as a context manager or by start() and stop()."""

    def __init__(
        self,
        controls: Controls,
        host: str = "127.0.0.1",
        port: int = PORT,
        *,
        reply_port: int | None = None,
        clock: Callable[[], float] = time.perf_counter,
        wall: Callable[[], float] = time.time,
        lock: AbstractContextManager[bool] | None = None,
        orders: CommandRegistry | None = None,
    ) -> None:
        """Prepare; nothing is bound before start().

        Args:
            controls: what the messages play.
            host: name or address of the interface; "0.0.0.0" or "::" for all.
            port: of UDP and TCP; 0 for any that is free.
            reply_port: where datagrams are answered, on the sender's machine; the port that they came from if None.
            clock: seconds of `time.perf_counter`.
            wall: seconds since the Unix epoch, by which time tags are read.
            lock: held while the controls are touched; give the same to every bridge on the same controls.
            orders: what can be ordered; they are given with the lock held.
        """
        self.host = host
        self.port = port
        self.handler = OscHandler(controls, clock=clock, wall=wall, lock=lock, orders=orders)
        self._reply_port = reply_port
        self._socket: socket.socket | None = None
        self._tcp: TcpServer | None = None
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def refused(self) -> int:
        """Packets and messages refused since the start."""
        return self.handler.refused

    def start(self) -> None:
        """Bind and begin to listen; with a fixed reply port, say /vamen/startup there, on this machine.

        Raises:
            PortBusy: another program has the port.
            BadConfig: this machine has no such address, or does not let us have the port.
        """
        if self._reply_port is not None and not 0 < self._reply_port < 65_536:
            raise BadConfig(f"there is no port {self._reply_port}; choose --osc-reply-port from 1 to 65535")
        self._socket, connections = sockets.bound(self.host, self.port)
        address = self._socket.getsockname()
        self.port = address[1]
        self._stopping.clear()
        self.handler.start()
        self._thread = threading.Thread(target=self._receive, args=(self._socket,), name="osc receiver", daemon=True)
        self._thread.start()
        self._tcp = TcpServer(connections, self.handler, sockets.PATIENCE)
        self._tcp.start()
        if self._reply_port is not None:
            here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address[0], address[0])
            self._sender(self._socket, (here, *address[1:]))(replies.startup())

    def stop(self) -> None:
        """Stop listening and let the port go. Does nothing when it was not started."""
        self._stopping.set()
        if self._tcp is not None:
            self._tcp.stop()
            self._tcp = None
        if self._thread is not None:
            self._thread.join()
            self._thread = None
            self.handler.stop()
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _receive(self, port: socket.socket) -> None:
        while not self._stopping.is_set():
            try:
                datagram, sender, at = receive_timestamp.receive(port, SIZE + 1)  # one more, so that a longer one shows
            except TimeoutError:
                continue
            except OSError as error:  # Windows reports here that somebody we answered has gone
                self.handler.refuse(f"receiving failed: {error}")
                self._stopping.wait(sockets.PATIENCE / 10)
                continue
            self.handler.handle(datagram, self._sender(port, sender), at)

    def _sender(self, port: socket.socket, address: Any) -> _Sender:
        if self._reply_port is not None:
            address = (address[0], self._reply_port, *address[2:])
        return _Sender(address, port, self.handler.refuse)
