"""Fixtures that several rooms share."""

from collections.abc import Iterator

import pytest

from . import jack


@pytest.fixture
def jack_server(request: pytest.FixtureRequest) -> Iterator[jack.Server]:
    """A private JACK server; another period by `@pytest.mark.parametrize("jack_server", [64], indirect=True)`."""
    with jack.serve(period=getattr(request, "param", 128)) as server:
        yield server
