"""The connections of the OSCQuery port: how many there are, how long a request may take, what may wait for a peer.

Uvicorn serves them; its own limit refuses new connections while others idle, and it has no time limit for a request.
HTTP and WebSocket connections are counted apart. When there are too many of a kind, a new one replaces the one that
has been silent for longest.
"""

import asyncio
from collections.abc import Callable
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame

MAX_HTTP_CONNECTIONS = 64
MAX_WEBSOCKETS = 32
REQUEST_TIMEOUT_S = 10.0  # from the connection, or the last response, to the end of the next response
MAX_EXTENSIONS = 8  # of that, while a request that is complete has no response: a break may be encoded meanwhile
MAX_UNREAD_BYTES = 1 << 18  # that wait until the peer reads
MAX_FRAGMENTS = 64  # of a WebSocket message
TRY_AGAIN_LATER = 1013  # close code of RFC 6455


class ConnectionTable:
    """The connections of one kind, in the order in which they were last heard."""

    def __init__(self, limit: int) -> None:
        """`limit`: their largest number."""
        self._limit = limit
        self._evict: dict[asyncio.Protocol, Callable[[], None]] = {}

    def __len__(self) -> int:
        """The number of connections."""
        return len(self._evict)

    def add(self, connection: asyncio.Protocol, evict: Callable[[], None]) -> None:
        """Add a connection, or make it the newest one. `evict`: ends it, when newer ones need its place."""
        self._evict.pop(connection, None)
        self._evict[connection] = evict
        if len(self._evict) > self._limit:
            self._evict.pop(next(iter(self._evict)))()

    def remove(self, connection: asyncio.Protocol) -> None:
        """Remove a connection, if it is there."""
        self._evict.pop(connection, None)


class HttpConnection(H11Protocol):
    """One connection before and between requests, until it ends or becomes a WebSocket."""

    def __init__(self, *, table: ConnectionTable, connected: Callable[[str], None], **options: Any) -> None:
        """Join a table. `connected`: called with the host of the peer. `options`: of uvicorn."""
        super().__init__(**options)
        self._table, self._connected = table, connected
        self._timeout: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Count the connection."""
        super().connection_made(transport)
        if self.client is not None:
            self._connected(self.client[0])
        self._restart()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._forget()
        super().connection_lost(exc)

    def handle_events(self) -> None:
        """Take what has arrived; end the connection if it can no longer be told that it is malformed."""
        try:
            super().handle_events()
        except h11.LocalProtocolError:  # the response to an earlier request has begun
            self.transport.abort()

    def handle_websocket_upgrade(self, event: Any) -> None:
        """Pass the connection on."""
        self._forget()
        super().handle_websocket_upgrade(event)

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        self._restart()
        super().on_response_complete()

    def _restart(self, extensions: int = MAX_EXTENSIONS) -> None:
        self._forget()
        self._table.add(self, self.transport.abort)
        self._timeout = self.loop.call_later(REQUEST_TIMEOUT_S, self._expire, extensions)

    def _expire(self, extensions: int) -> None:
        cycle = self.cycle
        if extensions and cycle is not None and not cycle.more_body and not cycle.response_started:
            self._restart(extensions - 1)
        else:
            self.transport.abort()

    def _forget(self) -> None:
        self._table.remove(self)
        if self._timeout is not None:
            self._timeout.cancel()


class WebSocketConnection(WebSocketsSansIOProtocol):
    """One WebSocket."""

    def __init__(self, *, table: ConnectionTable, **options: Any) -> None:
        """Join a table. `options`: of uvicorn."""
        super().__init__(**options)
        self._table = table

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Count the connection."""
        super().connection_made(transport)
        self._table.add(self, self._evict)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._table.remove(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take bytes of the peer; end the connection if the peer does not read what it is sent."""
        if not self.transport.is_closing():
            self._table.add(self, self._evict)
        super().data_received(data)
        if self.transport.get_write_buffer_size() > MAX_UNREAD_BYTES:  # pings are answered without a limit
            self.transport.abort()

    def handle_cont(self, event: Frame) -> None:
        """Take a fragment of a message; end the connection if there are too many, as their number costs memory too."""
        if len(self.frames) >= MAX_FRAGMENTS:
            self.transport.abort()
            return
        super().handle_cont(event)

    def _evict(self) -> None:
        if self.handshake_complete and not self.close_sent:
            self.conn.send_close(TRY_AGAIN_LATER, "newer connections have replaced this one; connect again")
            self.transport.write(b"".join(self.conn.data_to_send()))
        self.transport.abort()
