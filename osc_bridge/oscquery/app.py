"""The instrument over HTTP and WebSocket: requests -> the address tree of OSCQuery; frames -> OSC and back.

GET /                  the page of the panel for browsers, which accept text/html; its files are below /panel
GET /path              the node as JSON; GET /path?VALUE one attribute; GET /?HOST_INFO the ports and extensions
WebSocket, text        {"COMMAND": "LISTEN" or "IGNORE", "DATA": "/path"}
WebSocket, binary      OSC packets: into the handler; replies and subscribed values come back

All of this runs in the event loop of one thread. No input raises: it is refused in a sentence, as text over HTTP, as
/vamen/error over the WebSocket.
"""

import asyncio
import contextlib
import json
import math
import threading
import time
from collections import deque
from collections.abc import Collection, Sequence
from typing import Protocol

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from engine.errors import BadParameter
from osc_bridge.osc.address_space import READABLE_KINDS, AddressSpace
from osc_bridge.osc.handler import OscHandler
from osc_bridge.osc.packets import MAX_PACKET_BYTES
from osc_bridge.osc.request import Client, Request, quoted

from .connections import TRY_AGAIN_LATER
from .origin_guard import OriginGuard
from .token_guard import TokenGuard, wants_page
from .tree import AddressTree, host_info

MAX_QUEUED_BYTES = 1 << 18  # for one client; subscribed values wait from half of it on
CLOSE_TIMEOUT_S = 0.5  # to tell a client why its connection is closed
MESSAGE_TOO_BIG = 1009  # close code of RFC 6455


class Pages(Protocol):
    """The pages of a panel."""

    @property
    def routes(self) -> Sequence[BaseRoute]:
        """What it serves beside the page."""

    def index(self) -> Response:
        """Return the page."""


class OscQueryApp:
    """Answers HTTP requests and serves WebSockets. All methods belong to the thread of the server's event loop."""

    def __init__(self, handler: OscHandler, osc_port: int, panel: Pages | None = None) -> None:
        """Serve the controls of a handler, and a panel. `osc_port`: the UDP port that HOST_INFO names."""
        self._handler, self._osc_port, self._panel = handler, osc_port, panel
        self._tree = AddressTree(handler.controls, handler.lock, handler.space, handler.reports)

    def app(self, names: Collection[str], token: str = "", osc_is_open: bool = True) -> Starlette:
        """Return the ASGI application.

        Args:
            names: host names to accept, beside localhost and IP addresses.
            token: that other machines need for the panel (see token_guard).
            osc_is_open: whether other machines may use OSCQuery without it.
        """
        refuse = self._handler.refuse
        return Starlette(
            routes=[
                *(self._panel.routes if self._panel else ()),
                Route("/{path:path}", self._get),
                WebSocketRoute("/{path:path}", self._connect),
            ],
            middleware=[
                Middleware(OriginGuard, names=names, refuse=refuse),
                Middleware(TokenGuard, token=token, osc_is_open=osc_is_open, refuse=refuse),
            ],
            exception_handlers={Exception: self._internal_error},
        )

    async def _get(self, request: HttpRequest) -> Response:
        path = f"/{request.path_params['path'].rstrip('/')}"
        name = request.scope["query_string"].decode("latin-1").removesuffix("=")
        if self._panel and not name and wants_page(path, request.headers):
            return self._panel.index()
        if name == "HOST_INFO":
            ip, port = request.scope["server"]
            return JSONResponse(host_info(ip, self._osc_port, port))
        try:
            found = self._tree.attribute(path, name) if name else self._tree.node(path)
        except BadParameter as refusal:
            return PlainTextResponse(str(refusal), 400)
        if found is None:
            advice = self._handler.space.advice(path, "see the tree at /")
            return PlainTextResponse(f"there is no {quoted(path)}; {advice}", 404)
        return JSONResponse(found) if found else Response(status_code=204)

    async def _internal_error(self, request: HttpRequest, defect: Exception) -> Response:
        self._handler.refuse(f"a request failed: {defect!r}")
        return PlainTextResponse("this should not happen; start with --debug to see what it is", 500)

    async def _connect(self, socket: WebSocket) -> None:
        client = WebSocketClient(socket)
        try:
            await socket.accept()
            sending = asyncio.create_task(client.send_queued())
            try:
                await self._receive(socket, client)
            finally:
                sending.cancel()
        finally:
            client.closed = True
            self._handler.forget(client)

    async def _receive(self, socket: WebSocket, client: "WebSocketClient") -> None:
        while (message := await socket.receive())["type"] != "websocket.disconnect":
            at = time.perf_counter()
            packet, text = message.get("bytes"), message.get("text") or ""
            size = len(text.encode() if packet is None else packet)
            if size > MAX_PACKET_BYTES:
                sentence = f"a frame of {size} bytes is too large; send at most {MAX_PACKET_BYTES}"
                self._handler.refuse(sentence)
                await client.close(MESSAGE_TOO_BIG, sentence)
                return
            if packet is not None:
                self._handler.handle(packet, client, at)
            else:
                try:
                    self._handler.submit(_subscription(text, self._handler.space), client)
                except BadParameter as refusal:
                    self._handler.refuse(str(refusal), client)
            if client.overflowed:
                await client.close(TRY_AGAIN_LATER, "too many answers wait for you; read them")
                return


class WebSocketClient(Client):
    """One WebSocket and the packets that are queued for it."""

    name = "panel"

    def __init__(self, socket: WebSocket) -> None:
        self.closed = False
        self.overflowed = False
        self._socket = socket
        self._queued: deque[bytes] = deque()  # added to by any thread
        self._size = 0  # bytes in the queue
        self._lock = threading.Lock()
        self._loop = asyncio.get_running_loop()
        self._wakeup = asyncio.Event()

    def send(self, packet: bytes) -> None:
        """Queue a packet; the order is that of the calls."""
        if self._size + len(packet) > MAX_QUEUED_BYTES:
            self.overflowed = True
        elif not self.closed:
            with self._lock:
                self._queued.append(packet)
                self._size += len(packet)
            with contextlib.suppress(RuntimeError):  # the loop has ended
                self._loop.call_soon_threadsafe(self._wakeup.set)

    @property
    def has_room(self) -> bool:
        """Whether little enough is queued that subscribed values may be added."""
        return self._size < MAX_QUEUED_BYTES // 2

    async def send_queued(self) -> None:
        """Send what is queued, until the client disconnects."""
        try:
            while True:
                await self._wakeup.wait()
                self._wakeup.clear()
                while self._queued:
                    with self._lock:
                        packet = self._queued.popleft()
                        self._size -= len(packet)
                    await self._socket.send_bytes(packet)
        except (WebSocketDisconnect, RuntimeError):
            return  # the receiving task sees it too

    async def close(self, code: int, sentence: str) -> None:
        """Close the connection with a reason, which the peer may not read."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_TIMEOUT_S):
                await self._socket.close(code, sentence)


def _subscription(text: str, space: AddressSpace) -> Request:
    """Return the request in a text frame; a subscription lasts as long as the connection.

    Raises:
        BadParameter: it is not a command, or not for an address that has a value.
    """
    try:
        frame = json.loads(text)
    except (ValueError, RecursionError):
        raise BadParameter('that is not JSON; send {"COMMAND": "LISTEN", "DATA": "/vamen/tempo"}') from None
    command, path = (frame.get("COMMAND"), frame.get("DATA")) if isinstance(frame, dict) else (None, None)
    if command not in ("LISTEN", "IGNORE"):
        raise BadParameter(f"the command {quoted(str(command))} is not known; send LISTEN or IGNORE")
    if not isinstance(path, str):
        raise BadParameter("the command has no path; send it as DATA")
    if command == "IGNORE":
        return Request(unsubscribe=(path,))
    endpoint = space.find(path)
    if endpoint is None or endpoint.kind not in READABLE_KINDS:
        advice = space.advice(path, "choose a control or a meter")
        raise BadParameter(f"{quoted(path)} has no value to listen to; {advice}")
    return Request(subscribe=(path,), duration=math.inf)
