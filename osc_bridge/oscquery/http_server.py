"""The port of the panel: HTTP and WebSocket in a thread of its own, in front of osc_bridge.oscquery.app.

`open` takes the port, at once; `start`, when the sound is on its way, loads the libraries and serves. Who connects in
between waits.
"""

import contextlib
import logging
import socket
import threading
from contextlib import AbstractContextManager
from types import TracebackType
from typing import TYPE_CHECKING

from engine.controls import Controls
from engine.errors import PortBusy
from osc_bridge.osc.command_registry import CommandRegistry
from osc_bridge.osc.sockets import opened, reusable

if TYPE_CHECKING:  # even asyncio takes 50 ms to load, which the first sound should not wait for
    import asyncio

PORT = 7771
LARGEST = 1 << 16  # bytes of a frame that is read at all; one above SIZE is refused in our own words
CONNECTIONS = 128  # at a time
PATIENCE = 0.9  # seconds that a stop may take

_logger = logging.getLogger(__name__)


class WebServer:
    """A TCP port that shows and plays the controls."""

    def __init__(
        self,
        controls: Controls,
        host: str = "127.0.0.1",
        port: int | None = None,
        *,
        lock: AbstractContextManager[bool],
        before: int | None = None,
        orders: CommandRegistry | None = None,
    ) -> None:
        """Prepare; nothing is bound before open().

        Args:
            controls: what is shown and played.
            host: name or address of the interface; "0.0.0.0" or "::" for all.
            port: TCP port; 0 for any free one; None for PORT, or a free one when that is taken.
            lock: held while the controls are touched; give the same to every bridge on the same controls.
            before: the port of a process whose place this one takes; clients look for it there.
            orders: what can be ordered; they are given with the lock held.
        """
        self.host = host
        self.port = PORT if port is None else port
        self._before = before
        self._wanted = port is not None
        self._controls, self._lock, self._orders = controls, lock, orders
        self._socket: socket.socket | None = None
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ending = threading.Event()
        self._told: asyncio.Event | None = None  # of the loop

    def open(self) -> None:
        """Take the port.

        Raises:
            PortBusy: another program has the port that was asked for.
            BadConfig: this machine has no such address, or does not let us have the port.
        """
        try:
            self._socket = bound(self.host, self._before or self.port)
        except PortBusy:
            if self._wanted and self._before is None:
                raise
            self._socket = bound(self.host, 0)
        self.port = self._socket.getsockname()[1]
        if self._before not in (None, self.port):
            _logger.warning("port %s has been taken meanwhile; OSCQuery is on port %s now", self._before, self.port)

    def start(self, osc_port: int) -> None:
        """Begin to serve. `osc_port`: where OSC is received, for those who ask."""
        assert self._socket is not None, "open() comes first"
        self._thread = threading.Thread(target=self._run, args=(self._socket, osc_port), name="web", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Say goodbye to everybody and let the port go, within a second. Does nothing when it was not opened."""
        self._ending.set()
        if self._thread is not None:
            if self._loop is not None and self._told is not None:
                with contextlib.suppress(RuntimeError):  # it has ended by itself
                    self._loop.call_soon_threadsafe(self._told.set)
            self._thread.join(PATIENCE)
            self._thread = None
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def __enter__(self) -> "WebServer":
        self.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _run(self, port: socket.socket, osc_port: int) -> None:
        import asyncio

        try:
            asyncio.run(self._serve(port, osc_port))
        except Exception as defect:  # the instrument plays on without it
            level = logging.DEBUG if self._ending.is_set() else logging.WARNING  # at the end the port may go first
            _logger.log(level, "OSCQuery does not run: %s", defect)

    async def _serve(self, port: socket.socket, osc_port: int) -> None:
        import asyncio

        import uvicorn

        from .advertisement import Advert
        from .app import Web

        self._loop, self._told = asyncio.get_running_loop(), asyncio.Event()
        hush_uvicorn()
        address = port.getsockname()[0]
        web = Web(self._controls, osc_port, lock=self._lock, orders=self._orders)
        server = uvicorn.Server(
            uvicorn.Config(
                web.app(names_of(self.host)),
                http="h11",
                ws="websockets-sansio",
                loop="asyncio",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                ws_max_size=LARGEST,
                ws_per_message_deflate=False,  # a small frame must not become a large one
                limit_concurrency=CONNECTIONS,
                timeout_graceful_shutdown=1,
            )
        )
        serving = asyncio.create_task(server.serve(sockets=[port]))
        advert = asyncio.create_task(Advert(address, self.port, osc_port).run(self._told))
        web.handler.start()
        try:
            if self._ending.is_set():
                self._told.set()
            told = asyncio.create_task(self._told.wait())
            await asyncio.wait({told, serving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._told.set()
            server.should_exit = server.force_exit = True
            await asyncio.wait({serving, advert})
            web.handler.stop()
        await asyncio.gather(serving, advert)  # raises what either has ended with


def bound(host: str, number: int) -> socket.socket:
    """A TCP socket that listens on that port; refused as `ports.opened` says."""
    return opened(host, number, socket.SOCK_STREAM, reusable, "the panel", "--panel-port")


def names_of(host: str) -> frozenset[str]:
    """Names under which a browser may know this machine: its own, and what the user called the interface."""
    name = socket.gethostname().lower()
    return frozenset({name, name.partition(".")[0], f"{name.partition('.')[0]}.local", host.lower()})


def hush_uvicorn() -> None:
    """Keep its log from stderr, unless somebody has asked to see everything (--debug)."""
    logger = logging.getLogger("uvicorn")
    logger.propagate = logging.getLogger().isEnabledFor(logging.INFO)
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
