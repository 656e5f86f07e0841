"""A released offset leaves exactly the base value, whatever has set it meanwhile."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import BadParameter
from osc_bridge.midi.mapping.modulation import ModulationOffsets
from tests.fake_controls import FakeControls

ID = "latent/0"


@pytest.fixture
def controls() -> FakeControls:
    return FakeControls()


@pytest.fixture
def offsets(controls: FakeControls) -> ModulationOffsets:
    return ModulationOffsets(controls.read)


def bend(controls: FakeControls, offsets: ModulationOffsets, by: float, source: str = "keys") -> float:
    """Set an offset and write what it returns; return the value."""
    controls.write(offsets.set_offsets(source, {ID: by}))
    return controls.read(ID)


def test_without_offset_the_base_is_exact(controls: FakeControls, offsets: ModulationOffsets) -> None:
    controls.write({ID: 0.1})
    assert bend(controls, offsets, 0.2) == pytest.approx(0.3)
    assert bend(controls, offsets, 0.7) == pytest.approx(0.8)
    assert offsets.base(ID) == 0.1
    assert bend(controls, offsets, 0.0) == 0.1


def test_a_clamped_offset_does_not_change_the_base(controls: FakeControls, offsets: ModulationOffsets) -> None:
    controls.write({ID: 2.5})
    assert bend(controls, offsets, 1.0) == 3.0
    assert offsets.base(ID) == 2.5
    assert bend(controls, offsets, 0.25) == 2.75
    assert bend(controls, offsets, 0.0) == 2.5


def test_a_knob_moves_the_base_under_an_offset(controls: FakeControls, offsets: ModulationOffsets) -> None:
    bend(controls, offsets, 0.5)
    controls.write(offsets.set_bases({ID: 1.0, "tempo": 120.0}))
    assert controls.read(ID) == 1.5
    assert controls.read("tempo") == 120.0
    assert offsets.base(ID) == 1.0
    assert bend(controls, offsets, 0.0) == 1.0
    assert offsets.set_bases({ID: 2.0}) == {ID: 2.0}


def test_a_value_set_elsewhere_is_the_new_base(controls: FakeControls, offsets: ModulationOffsets) -> None:
    bend(controls, offsets, 0.5)
    controls.write({ID: -1.0})
    assert offsets.base(ID) == -1.0
    assert bend(controls, offsets, 0.75) == -0.25
    assert bend(controls, offsets, 0.0) == -1.0


def test_offsets_of_inputs_add_up_and_are_removed_one_by_one(
    controls: FakeControls, offsets: ModulationOffsets
) -> None:
    bend(controls, offsets, 0.5, "keys")
    assert bend(controls, offsets, 0.25, "pads") == 0.75
    controls.write(offsets.remove("keys"))
    assert controls.read(ID) == 0.25
    controls.write(offsets.remove("pads"))
    assert controls.read(ID) == 0.0
    assert offsets.remove("pads") == {}


def test_only_changed_values_are_returned(offsets: ModulationOffsets) -> None:
    assert offsets.set_offsets("keys", {ID: 0.0}) == {}
    assert offsets.set_offsets("keys", {ID: 0.5, "latent/1": 1.0}) == {ID: 0.5, "latent/1": 1.0}


def test_an_unchanged_offset_returns_nothing(controls: FakeControls, offsets: ModulationOffsets) -> None:
    controls.write(offsets.set_offsets("keys", {ID: 0.5, "latent/1": 1.0}))
    assert offsets.set_offsets("keys", {ID: 0.5, "latent/1": 1.0}) == {}
    assert offsets.set_offsets("keys", {ID: 0.5}) == {"latent/1": 0.0}


@pytest.mark.parametrize("bad", [{ID: float("nan")}, {"latent/99": 0.5}])
def test_a_refused_offset_changes_nothing(
    controls: FakeControls, offsets: ModulationOffsets, bad: dict[str, float]
) -> None:
    bend(controls, offsets, 0.5)
    with pytest.raises(BadParameter):
        offsets.set_offsets("keys", {ID: 0.75} | bad)
    assert bend(controls, offsets, 0.0) == 0.0


values = st.floats(-3, 3)
steps = st.tuples(st.sampled_from(["bend", "knob", "osc"]), st.sampled_from(["keys", "pads"]), values)


@given(values, st.lists(steps))
def test_after_any_sequence_each_parameter_has_the_base_that_was_set_last(
    start: float, played: list[tuple[str, str, float]]
) -> None:
    controls = FakeControls()
    offsets = ModulationOffsets(controls.read)
    controls.write({ID: start})
    base = start
    for kind, source, value in played:
        if kind == "bend":
            bend(controls, offsets, value, source)
            continue
        if kind == "knob":
            controls.write(offsets.set_bases({ID: value}))
        elif abs(value - offsets._written.get(ID, 9.0)) > 1e-5:  # else the writer of the value is ambiguous
            controls.write({ID: value})
        else:
            continue
        base = value
    for source in ("keys", "pads"):
        controls.write(offsets.remove(source))
    assert controls.read(ID) == base
