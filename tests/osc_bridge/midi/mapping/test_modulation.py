"""What a hand bends comes back exactly, whatever happened to the knob meanwhile."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.controls import Desk
from engine.errors import BadParameter
from osc_bridge.midi.mapping.modulation import ModulationOffsets

ID = "latent/0"


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def offsets(desk: Desk) -> ModulationOffsets:
    return ModulationOffsets(desk.read)


def bend(desk: Desk, offsets: ModulationOffsets, by: float, source: str = "keys") -> float:
    """Lay an offset and write what it says; the value now."""
    desk.write(offsets.lay(source, {ID: by}))
    return desk.read(ID)


def test_letting_go_returns_exactly(desk: Desk, offsets: ModulationOffsets) -> None:
    desk.write({ID: 0.1})
    assert bend(desk, offsets, 0.2) == pytest.approx(0.3)
    assert bend(desk, offsets, 0.7) == pytest.approx(0.8)
    assert offsets.base(ID) == 0.1
    assert bend(desk, offsets, 0.0) == 0.1


def test_at_the_end_of_the_range_nothing_is_lost(desk: Desk, offsets: ModulationOffsets) -> None:
    desk.write({ID: 2.5})
    assert bend(desk, offsets, 1.0) == 3.0
    assert offsets.base(ID) == 2.5
    assert bend(desk, offsets, 0.25) == 2.75
    assert bend(desk, offsets, 0.0) == 2.5


def test_a_knob_that_turns_meanwhile_moves_the_base_under_the_bend(desk: Desk, offsets: ModulationOffsets) -> None:
    bend(desk, offsets, 0.5)
    desk.write(offsets.over({ID: 1.0, "tempo": 120.0}))
    assert desk.read(ID) == 1.5
    assert desk.read("tempo") == 120.0
    assert offsets.base(ID) == 1.0
    assert bend(desk, offsets, 0.0) == 1.0
    assert offsets.over({ID: 2.0}) == {ID: 2.0}


def test_what_somebody_else_sets_is_the_new_base(desk: Desk, offsets: ModulationOffsets) -> None:
    bend(desk, offsets, 0.5)
    desk.write({ID: -1.0})
    assert offsets.base(ID) == -1.0
    assert bend(desk, offsets, 0.75) == -0.25
    assert bend(desk, offsets, 0.0) == -1.0


def test_inputs_add_up_and_leave_one_by_one(desk: Desk, offsets: ModulationOffsets) -> None:
    bend(desk, offsets, 0.5, "keys")
    assert bend(desk, offsets, 0.25, "pads") == 0.75
    desk.write(offsets.drop("keys"))
    assert desk.read(ID) == 0.25
    desk.write(offsets.drop("pads"))
    assert desk.read(ID) == 0.0
    assert offsets.drop("pads") == {}


def test_only_what_changes_is_written(offsets: ModulationOffsets) -> None:
    assert offsets.lay("keys", {ID: 0.0}) == {}
    assert offsets.lay("keys", {ID: 0.5, "latent/1": 1.0}) == {ID: 0.5, "latent/1": 1.0}


def test_an_offset_that_stays_is_not_written_again(desk: Desk, offsets: ModulationOffsets) -> None:
    desk.write(offsets.lay("keys", {ID: 0.5, "latent/1": 1.0}))
    assert offsets.lay("keys", {ID: 0.5, "latent/1": 1.0}) == {}
    assert offsets.lay("keys", {ID: 0.5}) == {"latent/1": 0.0}


@pytest.mark.parametrize("bad", [{ID: float("nan")}, {"latent/99": 0.5}])
def test_what_is_refused_changes_nothing(desk: Desk, offsets: ModulationOffsets, bad: dict[str, float]) -> None:
    bend(desk, offsets, 0.5)
    with pytest.raises(BadParameter):
        offsets.lay("keys", {ID: 0.75} | bad)
    assert bend(desk, offsets, 0.0) == 0.0


values = st.floats(-3, 3)
steps = st.tuples(st.sampled_from(["bend", "knob", "osc"]), st.sampled_from(["keys", "pads"]), values)


@given(values, st.lists(steps))
def test_after_any_play_everything_is_where_a_knob_or_somebody_else_put_it_last(
    start: float, played: list[tuple[str, str, float]]
) -> None:
    desk = Desk()
    offsets = ModulationOffsets(desk.read)
    desk.write({ID: start})
    base = start
    for kind, source, value in played:
        if kind == "bend":
            bend(desk, offsets, value, source)
            continue
        if kind == "knob":
            desk.write(offsets.over({ID: value}))
        elif abs(value - offsets._written.get(ID, 9.0)) > 1e-5:  # else nobody can tell who wrote it
            desk.write({ID: value})
        else:
            continue
        base = value
    for source in ("keys", "pads"):
        desk.write(offsets.drop(source))
    assert desk.read(ID) == base
