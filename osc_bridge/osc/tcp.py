"""OSC over TCP: connections from anybody -> the handler; its replies -> the same connection, framed as its packets are.

One thread serves all of them. A connection that speaks no OSC is closed with one refusal; one that does not take its
replies is closed when UNREAD bytes wait for it. Nobody waits for a peer.
"""

import selectors
import socket
import threading
from typing import Any

from engine.errors import BadParameter

from .framing import Stream
from .handler import OscHandler

CLIENTS = 16
UNREAD = 1 << 18  # bytes; every value of the surface, a few times
PORTION = 1 << 14  # bytes received at once


class _Client:
    """One connection."""

    def __init__(self, connection: socket.socket, handler: OscHandler) -> None:
        self.connection = connection
        self._handler = handler
        self._stream = Stream()
        self._unsent = bytearray()
        self._lock = threading.Lock()
        self.lost = False

    def receive(self) -> None:
        """Handle what has come."""
        try:
            data = self.connection.recv(PORTION)
            if not data:
                self.lost = True
            for packet in self._stream.feed(data):
                self._handler.handle(packet, self.reply)
        except BlockingIOError:
            return
        except BadParameter as refusal:
            self._handler.refuse(str(refusal))
            self.lost = True
        except OSError:  # the peer broke the connection: its way of saying goodbye
            self.lost = True

    def reply(self, packet: bytes) -> None:
        """Send a packet, now or when the peer takes it."""
        with self._lock:
            if self.lost:
                return
            self._unsent += self._stream.framed(packet)
            self._flush()
            if len(self._unsent) > UNREAD:
                self._handler.refuse("a TCP client does not read what it is told; its connection is closed")
                self.lost = True

    def flush(self) -> None:
        """Send what could not be sent before."""
        with self._lock:
            self._flush()

    @property
    def waits(self) -> bool:
        """Whether something is left to be sent."""
        return bool(self._unsent)

    def close(self) -> None:
        """End the connection."""
        with self._lock:
            self.lost = True
            self.connection.close()
        self._handler.forget(self.reply)

    def _flush(self) -> None:
        try:
            while self._unsent:
                del self._unsent[: self.connection.send(self._unsent)]
        except BlockingIOError:
            return
        except OSError:  # the peer has gone
            self._unsent.clear()
            self.lost = True


class TcpServer:
    """A listening TCP socket and its connections."""

    def __init__(self, port: socket.socket, handler: OscHandler, patience: float) -> None:
        """`port`: listens and does not block; it is closed by stop(). `patience`: seconds until an end is noticed."""
        self._port, self._handler, self._patience = port, handler, patience
        self._stopping = threading.Event()
        self._selector = selectors.DefaultSelector()
        self._selector.register(port, selectors.EVENT_READ)
        self._clients: list[_Client] = []
        self._thread = threading.Thread(target=self._run, name="osc tcp", daemon=True)

    def start(self) -> None:
        """Begin to serve."""
        self._thread.start()

    def stop(self) -> None:
        """Close all connections and the port."""
        self._stopping.set()
        self._thread.join()
        for client in self._clients:
            client.close()
        self._selector.close()
        self._port.close()

    def _run(self) -> None:
        while not self._stopping.is_set():
            for key, events in self._selector.select(self._patience):
                self._serve(key.data, events)
            for client in [client for client in self._clients if client.lost]:
                self._selector.unregister(client.connection)
                self._clients.remove(client)
                client.close()
            for client in self._clients:
                events = selectors.EVENT_READ | (selectors.EVENT_WRITE if client.waits else 0)
                if self._selector.get_key(client.connection).events != events:
                    self._selector.modify(client.connection, events, client)

    def _serve(self, client: Any, events: int) -> None:
        if client is None:
            self._accept()
            return
        if events & selectors.EVENT_READ:
            client.receive()
        if events & selectors.EVENT_WRITE:
            client.flush()

    def _accept(self) -> None:
        try:
            connection, _ = self._port.accept()
        except OSError:  # who knocked has left again
            return
        if len(self._clients) >= CLIENTS:
            self._handler.refuse(f"{CLIENTS} TCP connections are as many as there may be; close one of them")
            connection.close()
            return
        connection.setblocking(False)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, UNREAD)
        client = _Client(connection, self._handler)
        self._clients.append(client)
        self._selector.register(connection, selectors.EVENT_READ, client)
