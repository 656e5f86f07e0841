"""Fixtures of several packages."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from . import jack

# a deadline would measure the machine; a failing example can be repeated from what is printed
settings.register_profile("vamen", deadline=None, print_blob=True)
settings.load_profile("vamen")


@pytest.fixture
def jack_server(request: pytest.FixtureRequest) -> Iterator[jack.Server]:
    """A private JACK server; another period by `@pytest.mark.parametrize("jack_server", [64], indirect=True)`."""
    with jack.serve(period=getattr(request, "param", 128)) as server:
        yield server
