"""A client of the panel's port: requests over HTTP and a WebSocket that speaks OSC."""

import http.client
import json
from collections.abc import Mapping
from typing import Any

from pythonosc.osc_message import OscMessage
from websockets.sync.client import ClientConnection, connect

PATIENCE = 10.0  # seconds until an answer counts as missing


def get(port: int, target: str, headers: Mapping[str, str] | None = None, method: str = "GET") -> tuple[int, str]:
    """Status and body of an answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request(method, target, headers=dict(headers or {}))
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def get_json(port: int, target: str) -> dict[str, Any]:
    """The object at a target."""
    status, body = get(port, target)
    assert status == 200, body
    return dict(json.loads(body))


def joined(port: int, **headers: str) -> ClientConnection:
    """A WebSocket."""
    return connect(f"ws://127.0.0.1:{port}/", additional_headers=headers, open_timeout=PATIENCE, compression=None)


def listen(socket: ClientConnection, path: str, command: str = "LISTEN") -> None:
    """Ask to be told, or with IGNORE not to be."""
    socket.send(json.dumps({"COMMAND": command, "DATA": path}))


def heard(socket: ClientConnection) -> tuple[str, list[Any]]:
    """The next message. TimeoutError when none comes."""
    packet = socket.recv(timeout=PATIENCE, decode=False)
    message = OscMessage(packet)
    return message.address, message.params
