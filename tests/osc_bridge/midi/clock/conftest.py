"""Clocks of all kinds, as tempi and for how many seconds."""

from collections.abc import Sequence

import pytest

from .clocked_player import CLOCKS


@pytest.fixture(params=CLOCKS.values(), ids=CLOCKS.keys())
def ticks(request: pytest.FixtureRequest) -> Sequence[tuple[float | None, float]]:
    given: Sequence[tuple[float | None, float]] = request.param
    return given
