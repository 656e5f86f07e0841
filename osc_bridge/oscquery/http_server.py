"""The port of OSCQuery and the panel: HTTP and WebSocket in a thread of its own, in front of osc_bridge.oscquery.app.

`start` binds the port; `serve` loads the libraries and serves, once the first sound is on its way. Clients that connect
in between wait.
"""

import contextlib
import logging
import socket
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from engine.errors import BadConfig, PortBusy
from osc_bridge.lifecycle import Service
from osc_bridge.osc.handler import OscHandler
from osc_bridge.osc.sockets import LOCALHOST, connection_limit, open_sockets, prepare_tcp

if TYPE_CHECKING:  # even asyncio takes 50 ms to load, which would delay the first sound
    import asyncio

    from uvicorn.protocols.http.h11_impl import H11Protocol
    from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

    from .app import Pages

OSCQUERY_PORT = 7771
MAX_FRAME_BYTES = 1 << 16  # of a WebSocket; the app refuses smaller ones that are still too large with a sentence
MAX_HEADER_BYTES = 1 << 14  # of a request
ACCEPT_BACKLOG = 64  # connections that are accepted at once, before older ones are closed
STOP_TIMEOUT_S = 0.9

_logger = logging.getLogger(__name__)


class WebServer(Service):
    """Serves OSCQuery and the panel on a TCP port: HTTP and WebSocket clients of a handler."""

    def __init__(
        self,
        handler: OscHandler,
        host: str = LOCALHOST,
        port: int | None = None,
        *,
        before: int | None = None,
        connected: Callable[[str], None] = lambda host: None,
        panel: "Callable[[], Pages] | None" = None,
        token: str = "",
        osc_is_open: bool = True,
        certificate: tuple[Path, Path] | None = None,
    ) -> None:
        """Prepare the server; nothing is bound before start().

        Args:
            handler: of the OSC server. It must run for subscriptions to be sent.
            host: name or address of the interface; "localhost" for both loopback addresses, "0.0.0.0" or "::" for all.
            port: TCP port; 0 for any free one; None for OSCQUERY_PORT, or a free one when that is taken.
            before: the port that this process's predecessor had before a restart; its clients reconnect there.
            connected: called with the host of each new connection.
            panel: returns the pages of the panel; called in the thread that serves.
            token: that other machines need for the panel; empty if they may not use it.
            osc_is_open: whether other machines may use OSCQuery without the token.
            certificate: files of a certificate and its key, in PEM, for https; None for http.
        """
        self.host = host
        self.port = OSCQUERY_PORT if port is None else port
        self._before = before
        self._required = port is not None
        self._handler, self._connected, self._panel = handler, connected, panel
        self._token, self._osc_is_open, self._certificate = token, osc_is_open, certificate
        self._sockets: list[socket.socket] = []
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping = threading.Event()
        self._loop_stopping: asyncio.Event | None = None  # set with `_stopping`, for tasks in the event loop

    def start(self) -> None:
        """Bind the port; nothing is served before serve().

        Raises:
            PortBusy: another program has the port that was asked for.
            BadConfig: this machine has no such address, does not permit the port, or cannot use the certificate.
        """
        if self._certificate:
            check_certificate(*self._certificate)
        try:
            self._sockets = bind_tcp(self.host, self._before or self.port)
        except PortBusy:
            if self._required and self._before is None:
                raise
            self._sockets = bind_tcp(self.host, 0)
        self.port = self._sockets[0].getsockname()[1]
        if self._before not in (None, self.port):
            _logger.warning("port %s has been taken meanwhile; OSCQuery is on port %s now", self._before, self.port)

    @property
    def address(self) -> str:
        """The address of the panel, with the token: of this machine's first network interface if it is open to all."""
        from .advertisement import reachable

        host = "127.0.0.1" if self.host == LOCALHOST else reachable(self._sockets[0].getsockname()[0])[0]
        number = f"[{host}]" if ":" in host else host
        query = f"/?token={self._token}" if self._token else ""
        return f"{'https' if self._certificate else 'http'}://{number}:{self.port}{query}"

    def serve(self, osc_port: int) -> None:
        """Start the thread that serves. `osc_port`: the UDP port that HOST_INFO names."""
        assert self._sockets, "start() comes first"
        self._thread = threading.Thread(target=self._run, args=(self._sockets, osc_port), name="web", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Close all connections and the port, within a second. Does nothing when it was not started."""
        self._stopping.set()
        if self._thread is not None:
            if self._loop is not None and self._loop_stopping is not None:
                with contextlib.suppress(RuntimeError):  # the loop has ended by itself
                    self._loop.call_soon_threadsafe(self._loop_stopping.set)
            self._thread.join(STOP_TIMEOUT_S)
            self._thread = None
        for port in self._sockets:
            port.close()
        self._sockets = []

    def _run(self, ports: list[socket.socket], osc_port: int) -> None:
        import asyncio

        try:
            asyncio.run(self._serve(ports, osc_port))
        except Exception as defect:  # the instrument plays on without it
            level = logging.DEBUG if self._stopping.is_set() else logging.WARNING  # at the end the port may close first
            _logger.log(level, "OSCQuery does not run: %s", defect)

    async def _serve(self, ports: list[socket.socket], osc_port: int) -> None:
        import asyncio

        import uvicorn

        from .advertisement import advertise
        from .app import OscQueryApp
        from .connections import (
            MAX_HTTP_CONNECTIONS,
            MAX_WEBSOCKETS,
            ConnectionTable,
            HttpConnection,
            WebSocketConnection,
        )

        self._loop, stopping = asyncio.get_running_loop(), asyncio.Event()
        self._loop_stopping, address = stopping, ports[0].getsockname()[0]
        quiet_uvicorn()
        table = ConnectionTable(connection_limit(MAX_HTTP_CONNECTIONS))
        http = partial(HttpConnection, table=table, connected=self._connected)
        websocket = partial(WebSocketConnection, table=ConnectionTable(connection_limit(MAX_WEBSOCKETS)))
        pages = OscQueryApp(self._handler, osc_port, self._panel() if self._panel else None)
        certificate, key = self._certificate or (None, None)
        server = uvicorn.Server(
            uvicorn.Config(
                pages.app(host_names(self.host), self._token, self._osc_is_open),
                http=cast("type[H11Protocol]", http),
                ws=cast("type[WebSocketsSansIOProtocol]", websocket),
                loop="asyncio",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                forwarded_allow_ips=["127.0.0.1", "::1"],  # not what the environment says: others may not be "here"
                ws_max_size=MAX_FRAME_BYTES,
                ws_per_message_deflate=False,  # a small frame must not become a large one
                h11_max_incomplete_event_size=MAX_HEADER_BYTES,
                backlog=ACCEPT_BACKLOG,
                timeout_graceful_shutdown=1,
                ssl_certfile=certificate,
                ssl_keyfile=key,
            )
        )
        serving = asyncio.create_task(server.serve(sockets=ports))
        advertising = asyncio.create_task(advertise(address, self.port, osc_port, stopping))
        try:
            if self._stopping.is_set():
                stopping.set()
            stopped = asyncio.create_task(stopping.wait())
            await asyncio.wait({stopped, serving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopping.set()
            server.should_exit = server.force_exit = True
            await asyncio.wait({serving, advertising})
        await asyncio.gather(serving, advertising)  # raises what either has raised


def bind_tcp(host: str, number: int) -> list[socket.socket]:
    """Return TCP sockets that listen on a port, one for each address of a host; raises as `open_sockets`."""
    return open_sockets(host, number, socket.SOCK_STREAM, prepare_tcp, "OSCQuery", "--panel-port")


def check_certificate(certificate: Path, key: Path) -> None:
    """Check that a certificate and its key can be used.

    Raises:
        BadConfig: they cannot.
    """
    import ssl

    try:
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(certificate, key, password="")
    except (OSError, ValueError) as error:  # SSLError is an OSError
        reason = error.strerror or type(error).__name__ if isinstance(error, OSError) else error
        raise BadConfig(
            f"{certificate} and {key} are no certificate and key in PEM ({reason}); check --panel-certificate"
        ) from error


def host_names(host: str) -> frozenset[str]:
    """Return the names under which a browser may address this machine: its own, and the name of the interface."""
    name = socket.gethostname().lower()
    return frozenset({name, name.partition(".")[0], f"{name.partition('.')[0]}.local", host.lower()})


def quiet_uvicorn() -> None:
    """Keep the log of uvicorn from stderr, unless --debug shows everything."""
    logger = logging.getLogger("uvicorn")
    logger.propagate = logging.getLogger().isEnabledFor(logging.INFO)
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
