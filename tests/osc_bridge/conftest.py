"""Controls, an OSC server in front of them, and a client of the server."""

import socket
from collections.abc import Iterator

import pytest

from osc_bridge.osc.server import OscServer
from tests.fake_controls import FakeControls
from tests.tiny_client import TinyClient


@pytest.fixture
def controls() -> FakeControls:
    return FakeControls()


@pytest.fixture
def server(controls: FakeControls) -> Iterator[OscServer]:
    with OscServer(controls, port=0) as server:
        yield server


@pytest.fixture
def client(server: OscServer) -> Iterator[TinyClient]:
    with TinyClient(server.port) as client:
        yield client


@pytest.fixture
def ipv6() -> None:
    """Skip the test on a machine without the loopback address of IPv6."""
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as port:
            port.bind(("::1", 0))
    except OSError as error:
        pytest.skip(f"this machine has no ::1 ({error}); run this on one with IPv6")
