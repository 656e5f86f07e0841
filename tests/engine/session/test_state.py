from collections.abc import Iterator

import pytest

from engine.errors import BadParameter
from engine.realtime.shared_memory import SharedState
from engine.session.state import State


@pytest.fixture
def shared() -> Iterator[SharedState]:
    segment = SharedState.create()
    yield segment
    segment.close()
    segment.unlink()


def test_what_was_set_is_found_by_whoever_takes_over(shared: SharedState) -> None:
    state = State({"tempo": 150})
    state.set({"level": -6.0})
    state.set_cells({(3, "kick"): 0.5})
    state.hand_over(shared)
    heir = State({})
    heir.take_over(shared)
    assert (heir.read("tempo"), heir.read("level"), heir.read_step((3, "kick"))) == (150, -6.0, 0.5)


def test_the_painter_keeps_the_grid_that_it_was_given() -> None:
    state = State({})
    before = state.target
    state.set_cells({(0, "15"): 1.0})
    assert not before.grid.any()
    assert state.target.grid[0, 15] == 1.0


def test_what_is_not_there_is_refused() -> None:
    with pytest.raises(BadParameter):
        State({"temperature": 1.0})
    with pytest.raises(BadParameter):
        State({}).read_step((32, "kick"))
