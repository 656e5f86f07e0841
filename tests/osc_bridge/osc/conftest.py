"""A bridge and clients of it, which have not subscribed to anything yet."""

import pytest

from .subscribing import Bridge, Subscriber


@pytest.fixture
def bridge() -> Bridge:
    return Bridge()


@pytest.fixture
def client(bridge: Bridge) -> Subscriber:
    return Subscriber(bridge)


@pytest.fixture
def other(bridge: Bridge) -> Subscriber:
    return Subscriber(bridge)
