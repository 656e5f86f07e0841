"""The instrument over HTTP and WebSocket: requests -> the tree of OSCQuery; frames -> OSC and back.

GET /path              the node as JSON; GET /path?VALUE one attribute; GET /?HOST_INFO who we are
WebSocket, text        {"COMMAND": "LISTEN" or "IGNORE", "DATA": "/path"}
WebSocket, binary      OSC packets: into the handler; replies and followed values come back

Everything here runs in the event loop of one thread. Nothing that comes in can raise: it is refused in a sentence, as
text over HTTP, as /vamen/error over the WebSocket.
"""

import asyncio
import contextlib
import json
import time
from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.types import Message
from starlette.websockets import WebSocket, WebSocketDisconnect

from engine.controls import Controls
from engine.errors import BadParameter
from osc_bridge.osc.command_registry import CommandRegistry
from osc_bridge.osc.following import RATE, Follower, Following
from osc_bridge.osc.handler import OscHandler
from osc_bridge.osc.packets import SIZE
from osc_bridge.osc.readings import Readings
from osc_bridge.osc.replies import error
from osc_bridge.osc.request import quoted

from .origin_guard import OriginGuard
from .tree import Tree, host_info

CLIENTS = 32  # WebSockets at a time
WAITING = 1024  # packets that may wait for one client; followed values begin to be left out at half of it

FAREWELL = 0.5  # seconds to tell a client why it is sent away
TOO_LARGE, TRY_LATER = 1009, 1013  # of RFC 6455


class Web:
    """What the server serves. All methods belong to the thread of its event loop."""

    def __init__(
        self,
        controls: Controls,
        osc_port: int,
        *,
        lock: AbstractContextManager[bool],
        orders: CommandRegistry | None = None,
        wall: Callable[[], float] = time.time,
    ) -> None:
        """Serve these controls.

        Args:
            controls: what is shown and played.
            osc_port: UDP port on which OSC is received too.
            lock: held while the controls are touched.
            orders: what can be ordered; they are given with the lock held.
            wall: seconds since the Unix epoch, by which time tags are read.
        """
        self._osc_port = osc_port
        readings = Readings(controls, lock)
        self._tree, self._following = Tree(readings), Following(readings)
        self.handler = OscHandler(controls, wall=wall, lock=lock, orders=orders)
        self._wall = wall
        self._clients = 0
        self._ticking: asyncio.Task[None] | None = None

    def app(self, names: Collection[str], more: Sequence[BaseRoute] = ()) -> Starlette:
        """The application.

        Args:
            names: of this machine, beside localhost and its numbers.
            more: routes that come before those of the tree.
        """
        return Starlette(
            routes=[*more, Route("/{path:path}", self._get), WebSocketRoute("/{path:path}", self._connect)],
            middleware=[Middleware(OriginGuard, names=names)],
            exception_handlers={Exception: self._defect},
        )

    async def _get(self, request: Request) -> Response:
        path = f"/{request.path_params['path'].rstrip('/')}"
        name = request.scope["query_string"].decode("latin-1").removesuffix("=")
        if name == "HOST_INFO":
            ip, port = request.scope["server"]
            return JSONResponse(host_info(ip, self._osc_port, port))
        try:
            found = self._tree.attribute(path, name) if name else self._tree.node(path)
        except BadParameter as refusal:
            return PlainTextResponse(str(refusal), 400)
        if found is None:
            return PlainTextResponse(f"there is no {quoted(path)}; see the tree at /", 404)
        return JSONResponse(found) if found else Response(status_code=204)

    async def _defect(self, request: Request, defect: Exception) -> Response:
        self.handler.refuse(f"a request failed: {defect!r}")
        return PlainTextResponse("this should not happen; start with --debug to see what it is", 500)

    async def _connect(self, socket: WebSocket) -> None:
        if self._clients >= CLIENTS:
            sentence = f"{CLIENTS} clients are connected, which is all there is room for; close one"
            await socket.send_denial_response(PlainTextResponse(sentence, 503))
            return
        self._clients += 1
        client = _Client(socket)
        try:
            await socket.accept()
            await self._converse(client)
        finally:
            self._clients -= 1
            self._following.leave(client.follower)
            self.handler.forget(client.reply)
            client.close()

    async def _converse(self, client: "_Client") -> None:
        while (message := await client.receive())["type"] != "websocket.disconnect":
            at = time.perf_counter()
            packet, text = message.get("bytes"), message.get("text")
            size = len(packet) if packet is not None else len((text or "").encode())
            if size > SIZE:
                sentence = f"a frame of {size} bytes is too large; send at most {SIZE}"
                self.handler.refuse(sentence)
                await client.end(TOO_LARGE, sentence)
                return
            if packet is not None:
                self.handler.handle(packet, client.reply, at)
                self._following.sent(client.follower, packet, self._wall())
            else:
                self._command(client, text or "")
            if client.full:
                await client.end(TRY_LATER, "too many answers wait for you; read them")
                return

    def _command(self, client: "_Client", text: str) -> None:
        try:
            command, path = _read(text)
            if command == "LISTEN":
                self._following.listen(client.follower, path)
                if self._ticking is None:
                    self._ticking = asyncio.create_task(self._tick())
            else:
                self._following.ignore(client.follower, path)
        except BadParameter as refusal:
            self.handler.refuse(str(refusal))
            client.reply(error(str(refusal)))

    async def _tick(self) -> None:
        """Look at the controls while somebody follows them; nobody wakes up for nothing."""
        try:
            while len(self._following):
                await asyncio.sleep(1 / RATE)
                try:
                    self._following.tick()
                except Exception as defect:  # the next look must come, whatever is wrong behind the controls
                    self.handler.refuse(f"the controls failed: {defect!r}")
        finally:
            self._ticking = None


class _Client:
    """One WebSocket and the packets that wait for it."""

    def __init__(self, socket: WebSocket) -> None:
        self._socket = socket
        self._closed = False
        self.follower = Follower(self._offer)
        self.full = False
        self._waiting: asyncio.Queue[bytes] = asyncio.Queue(WAITING)
        self._loop = asyncio.get_running_loop()
        self._sending: asyncio.Task[None] | None = None

    async def receive(self) -> Message:
        """The next message; sending begins with the first call."""
        if self._sending is None:
            self._sending = asyncio.create_task(self._send())
        return await self._socket.receive()

    def reply(self, packet: bytes) -> None:
        """Send a packet, from any thread, in the order of the calls."""
        self._loop.call_soon_threadsafe(self._put, packet)

    async def end(self, code: int, sentence: str) -> None:
        """Say why, to somebody who may not read it."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(FAREWELL):
                await self._socket.close(code, sentence)

    def close(self) -> None:
        """Send nothing any more."""
        self._closed = True
        if self._sending is not None:
            self._sending.cancel()

    def _offer(self, packet: bytes) -> bool:
        room = self._waiting.qsize() < WAITING // 2
        if room:
            self._put(packet)
        return room

    def _put(self, packet: bytes) -> None:
        if self._waiting.full():
            self.full = True
        elif not self._closed:
            self._waiting.put_nowait(packet)

    async def _send(self) -> None:
        try:
            while True:
                await self._socket.send_bytes(await self._waiting.get())
        except (WebSocketDisconnect, RuntimeError):
            return  # the client has left; whoever receives sees it too


def _read(text: str) -> tuple[str, str]:
    """Command and path of a text frame."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        raise BadParameter('that is not JSON; send {"COMMAND": "LISTEN", "DATA": "/vamen/tempo"}') from None
    command, path = (said.get("COMMAND"), said.get("DATA")) if isinstance(said, dict) else (None, None)
    if command not in ("LISTEN", "IGNORE"):
        raise BadParameter(f"the command {quoted(str(command))} is not known; send LISTEN or IGNORE")
    if not isinstance(path, str):
        raise BadParameter("the command has no path; send it as DATA")
    return command, path
