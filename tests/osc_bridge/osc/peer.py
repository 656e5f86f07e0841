"""A client that keeps what it is sent, and a handler to send to."""

from typing import Any

from pythonosc.osc_message import OscMessage

from osc_bridge.osc.handler import OscHandler
from osc_bridge.osc.request import Client
from tests.fake_controls import FakeControls


class Inbox(Client):
    """A client that keeps the packets that it is sent, while it has room; with a host, one that sends datagrams."""

    def __init__(self, host: str = "") -> None:
        self.packets: list[bytes] = []
        self.full = False
        self._host = host

    @property
    def host(self) -> str:
        return self._host

    def send(self, packet: bytes) -> None:
        self.packets.append(packet)

    @property
    def has_room(self) -> bool:
        return not self.full

    def take(self) -> list[tuple[str, list[Any]]]:
        """Return the messages since the last call, as address and arguments."""
        messages = [OscMessage(packet) for packet in self.packets]
        self.packets.clear()
        return [(message.address, message.params) for message in messages]


class Peer:
    """A handler of its own, and a client that sends to it."""

    def __init__(self, controls: FakeControls, **options: Any) -> None:
        self.controls = controls
        self.handler = OscHandler(controls, **options)
        self.inbox = Inbox()

    def send(self, packet: bytes) -> list[tuple[str, list[Any]]]:
        """Send a packet and return the replies that come at once."""
        self.handler.handle(packet, self.inbox)
        return self.inbox.take()
