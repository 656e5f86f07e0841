"""Modulation moves parameters around the values that were set, and leaves those behind when it ends."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import BadParameter
from engine.parameters import TABLE, Parameter
from engine.sequencer.modulated_controls import ModulatedControls

from .beat_controls import BeatControls


def test_an_offset_moves_the_instrument_and_not_the_base() -> None:
    controls = BeatControls()
    modulated = ModulatedControls(controls)
    modulated.write({"latent/0": 1.0})
    modulated.modulate({"latent/0": 0.5}, 1.0)
    assert (controls.read("latent/0"), modulated.read("latent/0")) == (2.5, 1.0)
    modulated.write({"latent/0": -1.0})
    assert (controls.read("latent/0"), modulated.read("latent/0")) == (0.5, -1.0)
    modulated.modulate({}, 2.0)
    assert controls.read("latent/0") == -1.0


def test_bends_of_several_sources_add_up_with_an_lfo_and_end_one_by_one() -> None:
    controls = BeatControls()
    modulated = ModulatedControls(controls)
    modulated.write({"latent/0": 0.1})
    assert modulated.bend("keys", {"latent/0": 0.5}) == {"latent/0": 0.6}
    modulated.bend("pads", {"latent/0": 0.25})
    modulated.modulate({"latent/0": 0.5}, 1.0)
    assert controls.read("latent/0") == pytest.approx(0.1 + 0.75 + 1.5)
    modulated.write({"latent/0": -1.0})
    assert (controls.read("latent/0"), modulated.read("latent/0")) == (pytest.approx(1.25), -1.0)
    modulated.bend("keys", {})
    modulated.modulate({}, 2.0)
    assert controls.read("latent/0") == -0.75
    modulated.bend("pads", {"latent/0": 0.0})
    assert controls.read("latent/0") == -1.0
    controls.write({"latent/0": 2.0})
    assert modulated.read("latent/0") == 2, "nothing moves it any more"


def test_an_unchanged_bend_writes_nothing_and_a_clamped_one_leaves_the_base() -> None:
    controls = BeatControls()
    modulated = ModulatedControls(controls)
    modulated.write({"latent/0": 2.5})
    assert modulated.bend("keys", {"latent/0": 1.0, "latent/1": 0.0}) == {"latent/0": 3.0}
    before = len(controls.written)
    assert modulated.bend("keys", {"latent/0": 1.0}) == {}
    assert len(controls.written) == before
    assert modulated.bend("keys", {}) == {"latent/0": 2.5}


@pytest.mark.parametrize("bad", [{"latent/0": float("nan")}, {"latent/99": 0.5}])
def test_a_refused_bend_changes_nothing(bad: dict[str, float]) -> None:
    controls = BeatControls()
    modulated = ModulatedControls(controls)
    modulated.bend("keys", {"latent/0": 0.5})
    with pytest.raises(BadParameter):
        modulated.bend("keys", {"latent/0": 0.75} | bad)
    assert controls.read("latent/0") == 0.5
    assert modulated.bend("keys", {}) == {"latent/0": 0.0}


MOVES = st.tuples(st.sampled_from(["bend", "knob", "lfo"]), st.sampled_from(["keys", "pads"]), st.floats(-3, 3))


@given(st.floats(-3, 3), st.lists(MOVES))
def test_after_any_sequence_a_parameter_has_the_base_that_was_set_last(
    base: float, moves: list[tuple[str, str, float]]
) -> None:
    controls = BeatControls()
    modulated = ModulatedControls(controls)
    modulated.write({"latent/0": base})
    for number, (kind, source, value) in enumerate(moves):
        if kind == "bend":
            modulated.bend(source, {"latent/0": value})
        elif kind == "lfo":
            modulated.modulate({"latent/0": value / 3}, number)
        else:
            base = value
            modulated.write({"latent/0": base})
        assert modulated.read("latent/0") == base
    for source in ("keys", "pads"):
        modulated.bend(source, {})
    modulated.modulate({}, len(moves))
    assert controls.read("latent/0") == base


@given(st.sampled_from(TABLE), st.floats(0, 1), st.lists(st.floats(-1, 1), max_size=8))
def test_values_stay_in_their_range_and_come_back_exactly(entry: Parameter, share: float, offsets: list[float]) -> None:
    controls = BeatControls()
    modulated = ModulatedControls(controls)
    base = modulated.write({entry.id: entry.low + share * (entry.high - entry.low)})[entry.id]
    for number, offset in enumerate(offsets):
        modulated.modulate({entry.id: offset}, number)
        assert entry.low <= controls.read(entry.id) <= entry.high
        assert modulated.read(entry.id) == base
    modulated.modulate({}, 100)
    assert controls.read(entry.id) == base


def test_an_override_hides_the_base_until_it_is_released() -> None:
    controls = BeatControls()
    modulated = ModulatedControls(controls)
    modulated.override({"reverse": 1.0}, 3.0)
    assert controls.written[-1] == ({"reverse": 1.0}, 3.0)
    modulated.write({"reverse": 0.0})
    assert (controls.read("reverse"), modulated.read("reverse")) == (1, 0)
    modulated.release(["reverse"], 4.0)
    assert controls.written[-1] == ({"reverse": 0.0}, 4.0)


def test_a_value_with_a_time_is_not_written_before_it() -> None:
    controls, now = BeatControls(), [1.0]
    modulated = ModulatedControls(controls, lambda: now[0])
    modulated.modulate({"latent/0": 0.1}, now[0])
    modulated.write({"latent/0": 2.0}, 1.5)
    before, now[0] = len(controls.written), 1.2
    modulated.modulate({"latent/0": 0.2}, now[0])
    assert len(controls.written) == before
    assert modulated.read("latent/0") == 0
    now[0] = 1.6
    assert modulated.read("latent/0") == 2
    modulated.modulate({"latent/0": 0.2}, now[0])
    assert controls.written[-1] == ({"latent/0": pytest.approx(2.6)}, None)


def test_the_safe_zone_moves_latents_only_while_something_moves_them() -> None:
    controls = BeatControls()
    modulated = ModulatedControls(controls)

    def halved(latents: Mapping[str, float]) -> Mapping[str, float]:
        return {id: value / 2 for id, value in latents.items()}

    modulated.write({"latent/0": 3.0, "latent/5": 2.0})
    modulated.modulate({}, 1.0, halved)
    assert (controls.read("latent/0"), controls.read("latent/5")) == (3, 2)
    modulated.modulate({"latent/0": -1 / 3}, 2.0, halved)
    assert (controls.read("latent/0"), controls.read("latent/5")) == (1, 1)
    assert (modulated.read("latent/0"), modulated.read("latent/5")) == (3, 2)
    modulated.modulate({}, 3.0, halved)
    assert (controls.read("latent/0"), controls.read("latent/5")) == (3, 2)


def test_small_changes_are_not_passed_on() -> None:
    controls = BeatControls()
    modulated = ModulatedControls(controls)
    modulated.modulate({"latent/0": 0.1}, 0)
    before = len(controls.written)
    modulated.modulate({"latent/0": 0.1 + 1e-5}, 0.01)
    assert len(controls.written) == before
