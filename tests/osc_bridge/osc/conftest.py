"""A bridge for subscribers, and one that has not subscribed to anything yet."""

import pytest

from .subscribing import Bridge, Subscriber


@pytest.fixture
def bridge() -> Bridge:
    return Bridge()


@pytest.fixture
def other(bridge: Bridge) -> Subscriber:
    return Subscriber(bridge)
