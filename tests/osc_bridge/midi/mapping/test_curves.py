"""Positions of a control and values of a parameter, in both directions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osc_bridge.midi.mapping.curves import CURVES, Curve, position_of, value_at

ends = st.tuples(st.floats(-300, 300), st.floats(-300, 300)).filter(lambda pair: abs(pair[0] - pair[1]) > 0.01)
curves = st.sampled_from(CURVES)
ranges = curves.flatmap(  # octaves need ends above 0
    lambda curve: st.tuples(st.just(curve), ends.filter(lambda pair: curve != "octaves" or min(pair) > 0.1))
)


@given(ranges)
def test_the_ends_of_the_travel_are_exactly_the_ends_of_the_range(drawn: tuple[Curve, tuple[float, float]]) -> None:
    curve, range_ = drawn
    assert value_at(0.0, *range_, curve) == range_[0]
    assert value_at(1.0, *range_, curve) == range_[1]


@given(ends)
def test_the_middle_is_exactly_the_middle(range_: tuple[float, float]) -> None:
    assert value_at(0.5, *range_) == (range_[0] + range_[1]) / 2


@pytest.mark.parametrize(("curve", "share"), [("linear", 0.5), ("exp", 0.2), ("log", 0.772), ("s", 0.5)])
def test_the_middle_of_each_curve(curve: Curve, share: float) -> None:
    assert value_at(0.5, 0.0, 1.0, curve) == pytest.approx(share, abs=0.001)


@given(ranges, st.floats(0, 1))
def test_position_of_inverts_value_at(drawn: tuple[Curve, tuple[float, float]], x: float) -> None:
    curve, range_ = drawn
    assert position_of(value_at(x, *range_, curve), *range_, curve) == pytest.approx(x, abs=1e-6)


@given(curves, st.floats(0, 1), st.floats(0, 1))
def test_curves_are_monotonic(curve: Curve, a: float, b: float) -> None:
    low, high = sorted((a, b))
    assert value_at(low, 1.0, 7.0, curve) <= value_at(high, 1.0, 7.0, curve) + 1e-12


@given(curves, st.floats(-1e6, 1e6))
def test_a_value_outside_of_the_range_has_the_position_of_an_end(curve: Curve, value: float) -> None:
    assert 0.0 <= position_of(value, 120.0, 180.0, curve) <= 1.0
    assert position_of(200.0, 120.0, 180.0, curve) == 1.0


def test_the_middle_of_octaves_is_as_far_from_both_ends() -> None:
    assert value_at(0.5, 20.0, 20_000.0, "octaves") == pytest.approx(632.456, abs=0.001)
    assert position_of(200.0, 2000.0, 20.0, "octaves") == pytest.approx(0.5)
