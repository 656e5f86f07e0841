"""A desk to play on, a server in front of it, and a client that talks to the server."""

from collections.abc import Iterator

import pytest

from engine.controls import Desk
from osc_bridge.osc.server import OscServer
from tests.tiny_client import TinyClient


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def server(desk: Desk) -> Iterator[OscServer]:
    with OscServer(desk, port=0) as server:
        yield server


@pytest.fixture
def client(server: OscServer) -> Iterator[TinyClient]:
    with TinyClient(server.port) as client:
        yield client
