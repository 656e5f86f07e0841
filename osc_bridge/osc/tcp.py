"""OSC over TCP: packets from connections in, to the handler; its replies out, on the same connection and framing.

One thread serves all connections and waits for none of them. A connection that does not speak OSC is closed with one
refusal; a connection whose peer does not read is closed when MAX_UNSENT_BYTES wait for it. When there are as many as
there may be, a new one replaces one that has sent no packet yet, or else the one that has sent none for longest; those
in use, which have sent several and one lately, come last.
"""

import selectors
import socket
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial

from engine.errors import BadParameter

from .framing import PacketStream
from .handler import OscHandler
from .request import Client
from .sockets import STOP_POLL_S, connection_limit

MAX_CONNECTIONS = 32
MAX_UNSENT_BYTES = 1 << 18  # every value of the instrument, a few times
RECEIVE_BYTES = 1 << 14  # at once
ACCEPT_RETRY_S = 0.01
IN_USE_PACKETS, IN_USE_S = 8, 10.0  # a connection is in use that has sent as many, the last within this time


class TcpClient(Client):
    """One connection, and the bytes that wait until its peer reads."""

    def __init__(self, connection: socket.socket, handler: OscHandler, clock: Callable[[], float]) -> None:
        self.connection = connection
        self.closed = False
        self.heard = 0.0  # when the last packet came, seconds of the clock; 0 before the first
        self.received = 0  # packets
        self._handler, self._clock = handler, clock
        self._stream = PacketStream()
        self._unsent = bytearray()
        self._lock = threading.Lock()

    def serve(self, events: int) -> None:
        """Handle bytes that have arrived, and send those that wait; `events`: EVENT_READ and EVENT_WRITE, if ready."""
        if events & selectors.EVENT_WRITE:
            with self._lock:
                self._flush()
        if not events & selectors.EVENT_READ:
            return
        try:
            data = self.connection.recv(RECEIVE_BYTES)
            if not data:
                self.closed = True
            for packet in self._stream.feed(data):
                self.heard, self.received = self._clock(), self.received + 1
                self._handler.handle(packet, self)
        except BlockingIOError:
            return
        except BadParameter as refusal:
            self._handler.refuse(str(refusal))
            self.closed = True
        except OSError:  # many peers end a connection by resetting it
            self.closed = True

    @property
    def in_use(self) -> bool:
        """Whether the peer has sent several packets, and the last one lately."""
        return self.received >= IN_USE_PACKETS and self._clock() - self.heard < IN_USE_S

    def send(self, packet: bytes) -> None:
        """Send a packet, now or when the peer reads."""
        with self._lock:
            if self.closed:
                return
            self._unsent += self._stream.framed(packet)
            self._flush()
            if len(self._unsent) > MAX_UNSENT_BYTES:
                self._handler.refuse("a TCP client does not read what it is sent; its connection is closed")
                self.closed = True

    @property
    def events(self) -> int:
        """What the selector is to watch for: EVENT_READ, with EVENT_WRITE while bytes wait to be sent."""
        return selectors.EVENT_READ | (selectors.EVENT_WRITE if self._unsent else 0)

    def close(self) -> None:
        """End the connection."""
        with self._lock:
            self.closed = True
            self.connection.close()
        self._handler.forget(self)

    def _flush(self) -> None:
        try:
            while self._unsent:
                del self._unsent[: self.connection.send(self._unsent)]
        except BlockingIOError:
            return
        except OSError:  # the peer has closed the connection
            self._unsent.clear()
            self.closed = True


class TcpServer:
    """Listening TCP sockets and their connections."""

    def __init__(
        self,
        ports: Sequence[socket.socket],
        handler: OscHandler,
        connected: Callable[[str], None] = lambda host: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Serve connections.

        Args:
            ports: listen and do not block; stop() closes them.
            handler: of the packets.
            connected: called with the host of each new connection.
            clock: seconds.
        """
        self._ports, self._handler, self._connected, self._clock = ports, handler, connected, clock
        self._limit = connection_limit(MAX_CONNECTIONS)
        self._stopping = threading.Event()
        self._selector = selectors.DefaultSelector()
        for port in ports:
            self._selector.register(port, selectors.EVENT_READ, partial(self._accept, port))
        self._clients: list[TcpClient] = []
        self._thread = threading.Thread(target=self._run, name="osc tcp", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread, close all connections and the port."""
        self._stopping.set()
        self._thread.join()
        for client in self._clients:
            client.close()
        self._selector.close()
        for port in self._ports:
            port.close()

    def _run(self) -> None:
        while not self._stopping.is_set():
            for key, events in self._selector.select(STOP_POLL_S):
                key.data(events)
            for client in [client for client in self._clients if client.closed]:
                self._remove(client)
            for client in self._clients:
                events = client.events
                if self._selector.get_key(client.connection).events != events:
                    self._selector.modify(client.connection, events, client.serve)

    def _accept(self, port: socket.socket, events: int) -> None:
        try:
            connection, address = port.accept()
        except OSError:  # the peer has closed the connection already, or this process has no descriptor left
            self._stopping.wait(ACCEPT_RETRY_S)
            return
        self._connected(address[0])
        while len(self._clients) >= self._limit:
            self._replace(min(self._clients, key=lambda client: (client.in_use, client.heard)))
        connection.setblocking(False)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, MAX_UNSENT_BYTES)
        client = TcpClient(connection, self._handler, self._clock)
        self._clients.append(client)
        self._selector.register(connection, client.events, client.serve)

    def _replace(self, client: TcpClient) -> None:
        self._handler.refuse(
            f"{self._limit} TCP connections are as many as there may be; a new one replaces the most silent one",
            client if client.heard else None,
        )
        self._remove(client)

    def _remove(self, client: TcpClient) -> None:
        self._selector.unregister(client.connection)
        self._clients.remove(client)
        client.close()
