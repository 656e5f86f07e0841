"""A client of OSCQuery: requests over HTTP, and a WebSocket that carries OSC."""

import http.client
import json
from collections.abc import Mapping
from typing import Any

from pythonosc.osc_message import OscMessage
from websockets.sync.client import ClientConnection, connect

WEB_TIMEOUT_S = 10.0  # until a reply counts as missing


def get(port: int, target: str, headers: Mapping[str, str] | None = None, method: str = "GET") -> tuple[int, str]:
    """Return status and body of a response."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=WEB_TIMEOUT_S)
    try:
        connection.request(method, target, headers=dict(headers or {}))
        response = connection.getresponse()
        return response.status, response.read().decode()
    finally:
        connection.close()


def get_json(port: int, target: str) -> dict[str, Any]:
    """Return the JSON object at a target."""
    status, body = get(port, target)
    assert status == 200, body
    return dict(json.loads(body))


def connected(port: int, **headers: str) -> ClientConnection:
    """Return an open WebSocket."""
    return connect(f"ws://127.0.0.1:{port}/", additional_headers=headers, open_timeout=WEB_TIMEOUT_S, compression=None)


def listen(socket: ClientConnection, path: str, command: str = "LISTEN") -> None:
    """Send a LISTEN or IGNORE command."""
    socket.send(json.dumps({"COMMAND": command, "DATA": path}))


def receive(socket: ClientConnection) -> tuple[str, list[Any]]:
    """Return address and arguments of the next message. TimeoutError when nothing arrives."""
    packet = socket.recv(timeout=WEB_TIMEOUT_S, decode=False)
    message = OscMessage(packet)
    return message.address, message.params
