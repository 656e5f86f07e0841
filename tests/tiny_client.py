"""A small OSC client over UDP: messages out, replies back."""

import socket
import struct
from types import TracebackType
from typing import Any

from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import OscMessageBuilder

REPLY_TIMEOUT_S = 5.0  # until a reply counts as missing
AT_ONCE = 1
EPOCH = 2_208_988_800  # seconds from 1900 to 1970


def pack(address: str, *arguments: Any, tags: str | None = None) -> bytes:
    """Return a message; `tags` chooses the types, one letter for each argument."""
    builder = OscMessageBuilder(address)
    for index, argument in enumerate(arguments):
        builder.add_arg(argument, tags[index] if tags else None)
    return builder.build().dgram


def bundle(*elements: bytes, tag: int = AT_ONCE) -> bytes:
    """Return a bundle of packed elements; `tag` is in 2**-32 seconds since 1900."""
    return struct.pack(">8sQ", b"#bundle\0", tag) + b"".join(struct.pack(">i", len(part)) + part for part in elements)


def tag_at(seconds: float) -> int:
    """Return the time tag of a time in seconds since 1970."""
    return int((seconds + EPOCH) * 2**32)


class TinyClient:
    """A UDP socket that is connected to a server on this machine, as a context manager."""

    def __init__(self, port: int, host: str = "127.0.0.1") -> None:
        self._socket = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.connect((host, port))
        self._socket.settimeout(REPLY_TIMEOUT_S)

    def __enter__(self) -> "TinyClient":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()

    def send(self, address: str, *arguments: Any, tags: str | None = None) -> None:
        self.send_bytes(pack(address, *arguments, tags=tags))

    def send_bytes(self, datagram: bytes) -> None:
        self._socket.send(datagram)

    def receive(self) -> tuple[str, list[Any]]:
        """Return address and arguments of the next message. TimeoutError when nothing arrives."""
        message = OscMessage(self._socket.recv(65_536))
        return message.address, message.params

    def ask(self, address: str, *arguments: Any) -> list[Any]:
        """Send a message and return the arguments of the reply."""
        self.send(address, *arguments)
        return self.receive()[1]

    def settle(self) -> list[tuple[str, list[Any]]]:
        """Wait until the server has handled all packets; return the replies before that."""
        self.send("/vamen/ping", "settled")
        said = []
        while (message := self.receive()) != ("/vamen/pong", ["settled"]):
            said.append(message)
        return said
