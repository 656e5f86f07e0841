"""What a hand bends comes back exactly, whatever happened to the knob meanwhile."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import BadParameter
from osc_bridge.midi.mapping.modulation import ModulationOffsets
from tests.fake_controls import FakeControls

ID = "latent/0"


@pytest.fixture
def desk() -> FakeControls:
    return FakeControls()


@pytest.fixture
def offsets(desk: FakeControls) -> ModulationOffsets:
    return ModulationOffsets(desk.read)


def bend(desk: FakeControls, offsets: ModulationOffsets, by: float, source: str = "keys") -> float:
    """Lay an offset and write what it says; the value now."""
    desk.write(offsets.set_offsets(source, {ID: by}))
    return desk.read(ID)


def test_without_offset_the_base_is_exact(desk: FakeControls, offsets: ModulationOffsets) -> None:
    desk.write({ID: 0.1})
    assert bend(desk, offsets, 0.2) == pytest.approx(0.3)
    assert bend(desk, offsets, 0.7) == pytest.approx(0.8)
    assert offsets.base(ID) == 0.1
    assert bend(desk, offsets, 0.0) == 0.1


def test_a_clamped_offset_does_not_change_the_base(desk: FakeControls, offsets: ModulationOffsets) -> None:
    desk.write({ID: 2.5})
    assert bend(desk, offsets, 1.0) == 3.0
    assert offsets.base(ID) == 2.5
    assert bend(desk, offsets, 0.25) == 2.75
    assert bend(desk, offsets, 0.0) == 2.5


def test_a_knob_moves_the_base_under_an_offset(desk: FakeControls, offsets: ModulationOffsets) -> None:
    bend(desk, offsets, 0.5)
    desk.write(offsets.set_bases({ID: 1.0, "tempo": 120.0}))
    assert desk.read(ID) == 1.5
    assert desk.read("tempo") == 120.0
    assert offsets.base(ID) == 1.0
    assert bend(desk, offsets, 0.0) == 1.0
    assert offsets.set_bases({ID: 2.0}) == {ID: 2.0}


def test_a_value_set_elsewhere_is_the_new_base(desk: FakeControls, offsets: ModulationOffsets) -> None:
    bend(desk, offsets, 0.5)
    desk.write({ID: -1.0})
    assert offsets.base(ID) == -1.0
    assert bend(desk, offsets, 0.75) == -0.25
    assert bend(desk, offsets, 0.0) == -1.0


def test_offsets_of_inputs_add_up_and_are_removed_one_by_one(desk: FakeControls, offsets: ModulationOffsets) -> None:
    bend(desk, offsets, 0.5, "keys")
    assert bend(desk, offsets, 0.25, "pads") == 0.75
    desk.write(offsets.remove("keys"))
    assert desk.read(ID) == 0.25
    desk.write(offsets.remove("pads"))
    assert desk.read(ID) == 0.0
    assert offsets.remove("pads") == {}


def test_only_changed_values_are_returned(offsets: ModulationOffsets) -> None:
    assert offsets.set_offsets("keys", {ID: 0.0}) == {}
    assert offsets.set_offsets("keys", {ID: 0.5, "latent/1": 1.0}) == {ID: 0.5, "latent/1": 1.0}


def test_an_unchanged_offset_returns_nothing(desk: FakeControls, offsets: ModulationOffsets) -> None:
    desk.write(offsets.set_offsets("keys", {ID: 0.5, "latent/1": 1.0}))
    assert offsets.set_offsets("keys", {ID: 0.5, "latent/1": 1.0}) == {}
    assert offsets.set_offsets("keys", {ID: 0.5}) == {"latent/1": 0.0}


@pytest.mark.parametrize("bad", [{ID: float("nan")}, {"latent/99": 0.5}])
def test_a_refused_offset_changes_nothing(
    desk: FakeControls, offsets: ModulationOffsets, bad: dict[str, float]
) -> None:
    bend(desk, offsets, 0.5)
    with pytest.raises(BadParameter):
        offsets.set_offsets("keys", {ID: 0.75} | bad)
    assert bend(desk, offsets, 0.0) == 0.0


values = st.floats(-3, 3)
steps = st.tuples(st.sampled_from(["bend", "knob", "osc"]), st.sampled_from(["keys", "pads"]), values)


@given(values, st.lists(steps))
def test_after_any_sequence_each_parameter_has_the_base_that_was_set_last(
    start: float, played: list[tuple[str, str, float]]
) -> None:
    desk = FakeControls()
    offsets = ModulationOffsets(desk.read)
    desk.write({ID: start})
    base = start
    for kind, source, value in played:
        if kind == "bend":
            bend(desk, offsets, value, source)
            continue
        if kind == "knob":
            desk.write(offsets.set_bases({ID: value}))
        elif abs(value - offsets._written.get(ID, 9.0)) > 1e-5:  # else nobody can tell who wrote it
            desk.write({ID: value})
        else:
            continue
        base = value
    for source in ("keys", "pads"):
        desk.write(offsets.remove(source))
    assert desk.read(ID) == base
