"""Clients that subscribe to a handler whose clock the test sets."""

import math
from typing import Any

from engine.controls import Status
from osc_bridge.osc.handler import OscHandler
from osc_bridge.osc.request import Request
from osc_bridge.osc.subscriptions import PUBLISH_RATE_HZ
from tests.fake_controls import FakeControls
from tests.tiny_client import pack

from .peer import Inbox

WALL = 1000.0  # seconds since 1970 when the clock is 0


class PlayingControls(FakeControls):
    """Controls of an instrument whose position can be set."""

    beat = 0.0

    def status(self) -> Status:
        return Status(True, self.beat, 0.0, -6.0, 0.25, 0, 0, "JACK", "CPU", "amen", 0.01)


class Bridge:
    """A handler whose clock the test sets; it publishes when the test says so."""

    def __init__(self) -> None:
        self.now = 0.0
        self.controls = PlayingControls()
        self.handler = OscHandler(self.controls, clock=lambda: self.now, wall=lambda: WALL + self.now)

    def publish(self, seconds: float = 1 / PUBLISH_RATE_HZ) -> None:
        """Let time pass, run what is due, and publish once."""
        self.now += seconds
        self.handler.scheduler.run_due()
        self.handler.subscriptions.publish()


class Subscriber(Inbox):
    """A client of a bridge."""

    def __init__(self, bridge: Bridge, host: str = "") -> None:
        super().__init__()
        self._bridge, self._host = bridge, host

    @property
    def host(self) -> str:
        return self._host

    def write(self, address: str, *arguments: Any) -> None:
        """Send one message to the bridge."""
        self.write_packet(pack(address, *arguments))

    def write_packet(self, packet: bytes) -> None:
        """Send a packet to the bridge."""
        self._bridge.handler.handle(packet, self)

    def subscribe(self, *paths: str) -> "Subscriber":
        """Subscribe for as long as the connection lasts, as a WebSocket does, and drop the present values."""
        self._bridge.handler.submit(Request(subscribe=paths, duration=math.inf), self)
        self.take()
        return self
