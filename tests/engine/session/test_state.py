from collections.abc import Iterator

import pytest

from engine.controls import cell_index, mixed_seeds
from engine.errors import BadParameter
from engine.model.decode_request import DecodeTarget
from engine.model.step_locks import PresentLoop
from engine.parameters import INDEX
from engine.realtime.shared_memory import SharedState
from engine.session.state import SessionState


@pytest.fixture
def shared() -> Iterator[SharedState]:
    segment = SharedState.create()
    yield segment
    segment.close()
    segment.unlink()


def no_lock(target: DecodeTarget) -> PresentLoop:
    raise AssertionError("nothing is locked here")


def test_a_saved_state_is_restored_from_shared_memory(shared: SharedState) -> None:
    state = SessionState({"tempo": 150})
    state.set({"level": -6.0, "seed": 8.0}, mixed_seeds([(8, 0.6), (5, 0.4)]))
    state.set_cells({(3, "kick"): 0.5}, no_lock, "ab" * 32)
    state.handover["port"] = 7771
    state.save(shared)
    state.save_handover(shared)
    successor = SessionState({"tempo": 90}, shared)
    assert [successor.values[INDEX[id]] for id in ("tempo", "level", "seed")] == [150, -6.0, 8]
    assert (successor.grid[cell_index((3, "kick"))], successor.seeds) == (0.5, ((8, 0.6), (5, 0.4)))
    assert (successor.handover["port"], successor.learned, successor.target.learned) == (7771, "ab" * 32, "ab" * 32)


def test_a_learned_break_that_changes_later_is_restored_too(shared: SharedState) -> None:
    state = SessionState({})
    state.handover["port"] = 7771
    state.save_handover(shared)
    state.set_cells({}, no_lock, "ab" * 32)
    state.set_cells({(3, "kick"): 0.5}, no_lock)
    state.save(shared)
    assert SessionState({}, shared).learned == "ab" * 32


def test_without_handover_data_nothing_is_restored(shared: SharedState) -> None:
    SessionState({"tempo": 150}).save(shared)
    state = SessionState({"tempo": 90}, shared)
    assert (state.values[INDEX["tempo"]], state.handover) == (90, {})


def test_after_a_kill_between_two_writes_the_seed_counts(shared: SharedState) -> None:
    state = SessionState({})
    state.set({"seed": 8.0}, mixed_seeds([(8, 0.6), (5, 0.4)]))
    state.save(shared)
    state.save_handover(shared)
    shared.handover = "{}"
    state.values[INDEX["seed"]] = 9
    shared.parameters.write(state.values)
    assert SessionState({}, shared).seeds == ((9, 1.0),)


def test_a_target_keeps_its_grid_when_cells_change() -> None:
    state = SessionState({})
    before = state.target
    state.set_cells({(0, "15"): 1.0}, no_lock)
    assert not before.grid.any()
    assert state.target.grid[0, 15] == 1.0


def test_unknown_parameters_and_cells_are_refused() -> None:
    with pytest.raises(BadParameter):
        SessionState({"temperature": 1.0})
    with pytest.raises(BadParameter):
        SessionState({}).set_cells({(32, "kick"): 1.0}, no_lock)
