"""A peer that speaks OSC over UDP, as small as can be: values out, messages back."""

import socket
import struct
from types import TracebackType
from typing import Any

from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import OscMessageBuilder

REPLY_TIMEOUT_S = 5.0  # seconds until an answer counts as missing
AT_ONCE = 1
EPOCH = 2_208_988_800  # seconds from 1900 to 1970


def pack(address: str, *arguments: Any, tags: str | None = None) -> bytes:
    """A message; `tags` chooses the types, one letter for each argument."""
    builder = OscMessageBuilder(address)
    for index, argument in enumerate(arguments):
        builder.add_arg(argument, tags[index] if tags else None)
    return builder.build().dgram


def bundle(*elements: bytes, tag: int = AT_ONCE) -> bytes:
    """A bundle of packed elements; `tag` is in 2**-32 seconds since 1900."""
    return struct.pack(">8sQ", b"#bundle\0", tag) + b"".join(struct.pack(">i", len(part)) + part for part in elements)


def tag_at(seconds: float) -> int:
    """The time tag of a moment in seconds since 1970."""
    return int((seconds + EPOCH) * 2**32)


class TinyClient:
    """A UDP socket that is connected to a server on this machine, as a context manager."""

    def __init__(self, port: int) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.connect(("127.0.0.1", port))
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
        """The next message from the server, as its address and arguments. TimeoutError when none comes."""
        message = OscMessage(self._socket.recv(65_536))
        return message.address, message.params

    def ask(self, address: str, *arguments: Any) -> list[Any]:
        """What the server answers to one message."""
        self.send(address, *arguments)
        return self.receive()[1]

    def settle(self) -> list[tuple[str, list[Any]]]:
        """Wait until the server has handled all that was sent; what it said meanwhile."""
        self.send("/vamen/ping", "settled")
        said = []
        while (message := self.receive()) != ("/vamen/pong", ["settled"]):
            said.append(message)
        return said
