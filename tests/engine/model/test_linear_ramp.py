"""Numbers follow their targets in straight lines, or at once."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.model.linear_ramp import LinearRamp, Numbers

ORIGIN = np.zeros(4)
SMOOTHING = 0.03


def knobs(value: float) -> Numbers:
    return np.full(4, value)


def test_a_ramp_is_a_straight_line_that_ends_exactly_at_its_target() -> None:
    ramp = LinearRamp(ORIGIN, SMOOTHING)
    assert ramp.arrived(0)
    ramp.set_target(knobs(0.3), 10.0)
    assert ramp.at(10.01)[0] == pytest.approx(0.1)
    assert not ramp.arrived(10.02)
    assert (ramp.at(10.0301) == 0.3).all()
    assert ramp.arrived(10.0301)


def test_a_new_target_of_one_value_does_not_delay_the_others() -> None:
    ramp = LinearRamp(ORIGIN, SMOOTHING)
    ramp.set_target(knobs(1), 0.0)
    target = knobs(1)
    target[0] = 2
    ramp.set_target(target, 0.015)
    assert ramp.at(0.031)[1] == 1
    assert 0.5 < ramp.at(0.031)[0] < 2


@given(st.lists(st.tuples(st.floats(0, 0.1), st.floats(-3, 3)), min_size=1, max_size=20))
def test_a_ramp_is_continuous_and_stays_between_its_ends(moves: list[tuple[float, float]]) -> None:
    ramp, now = LinearRamp(ORIGIN, SMOOTHING), 0.0
    for pause, target in moves:
        now += pause
        before = ramp.at(now)[0]
        ramp.set_target(knobs(target), now)
        assert ramp.at(now)[0] == pytest.approx(before, abs=1e-9)
        for later in (0.001, 0.01, 0.02):
            assert min(before, target) - 1e-9 <= ramp.at(now + later)[0] <= max(before, target) + 1e-9


def test_a_value_that_is_not_smoothed_is_at_its_target_at_once() -> None:
    ramp = LinearRamp(ORIGIN, SMOOTHING, np.array([True, True, False, False]))
    for target in (1.0, -2.0):
        ramp.set_target(knobs(target), 10.0)
        assert (ramp.at(10.0)[2:] == target).all()
        assert (np.abs(ramp.at(10.001)[:2]) < 0.1).all()
