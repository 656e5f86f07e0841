"""Numbers go to their targets in straight lines, and what work costs is learned from its last times."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.model.smoothing import LinearRamp, MovingAverage, Numbers

NOWHERE = np.zeros(16)
GLIDE = 0.03


def towards(value: float) -> Numbers:
    return np.full(16, value)


def test_a_glide_is_a_straight_line_that_ends_exactly_at_its_target() -> None:
    glide = LinearRamp(NOWHERE, GLIDE)
    assert glide.arrived(0)
    glide.aim(towards(0.3), 10.0)
    assert glide.at(10.01)[0] == pytest.approx(0.1)
    assert not glide.arrived(10.02)
    assert (glide.at(10.0301) == 0.3).all()
    assert glide.arrived(10.0301)


def test_moving_one_latent_does_not_hold_up_the_others() -> None:
    glide = LinearRamp(NOWHERE, GLIDE)
    glide.aim(towards(1), 0.0)
    target = towards(1)
    target[0] = 2
    glide.aim(target, 0.015)
    assert glide.at(0.031)[1] == 1
    assert 0.5 < glide.at(0.031)[0] < 2


@given(st.lists(st.tuples(st.floats(0, 0.1), st.floats(-3, 3)), min_size=1, max_size=20))
def test_a_glide_never_jumps_and_stays_between_where_it_was_and_where_it_goes(moves: list[tuple[float, float]]) -> None:
    glide, now = LinearRamp(NOWHERE, GLIDE), 0.0
    for pause, target in moves:
        now += pause
        before = glide.at(now)[0]
        glide.aim(towards(target), now)
        assert glide.at(now)[0] == pytest.approx(before, abs=1e-9)
        for later in (0.001, 0.01, 0.02):
            assert min(before, target) - 1e-9 <= glide.at(now + later)[0] <= max(before, target) + 1e-9


def test_a_cost_is_its_first_time_and_then_follows() -> None:
    cost = MovingAverage()
    assert cost.seconds == 0
    cost.add(8)
    assert cost.seconds == 8
    cost.add(0)
    assert cost.seconds == 6
