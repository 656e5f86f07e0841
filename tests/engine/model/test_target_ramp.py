"""Targets are followed in straight lines, or at once."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.controls import GRID_SHAPE, one_seed
from engine.model.decode_request import DecodeTarget
from engine.model.step_edits import IMMEDIATE_COLUMNS
from engine.model.target_ramp import TargetRamp
from engine.parameters import LATENTS

SMOOTHING = 0.03


def target(knob: float, cell: float = 0.0, seed: int = 1) -> DecodeTarget:
    return DecodeTarget(np.full(LATENTS, knob), one_seed(seed), 0.0, np.full(GRID_SHAPE, cell))


ORIGIN = target(0)


def test_a_ramp_is_a_straight_line_that_ends_exactly_at_its_target() -> None:
    ramp = TargetRamp(ORIGIN, SMOOTHING)
    assert ramp.arrived(0)
    ramp.set_target(target(0.3), 10.0)
    assert ramp.at(10.01).knobs == pytest.approx(0.1)
    assert not ramp.arrived(10.02)
    assert (ramp.at(10.0301).knobs == 0.3).all()
    assert ramp.arrived(10.0301)


def test_a_ramp_that_begins_later_stays_until_then() -> None:
    ramp = TargetRamp(ORIGIN, SMOOTHING)
    ramp.set_target(target(0.3), 10.0)
    assert (ramp.at(9.99).knobs == 0).all()
    assert not ramp.arrived(9.99)
    assert ramp.at(10.01).knobs == pytest.approx(0.1)


def test_a_new_target_of_one_value_does_not_delay_the_others() -> None:
    ramp = TargetRamp(ORIGIN, SMOOTHING)
    ramp.set_target(target(1), 0.0)
    other = target(1)
    other.knobs[0] = 2
    ramp.set_target(other, 0.015)
    assert ramp.at(0.031).knobs[1] == 1
    assert 0.5 < ramp.at(0.031).knobs[0] < 2


@given(st.lists(st.tuples(st.floats(0, 0.1), st.floats(-3, 3)), min_size=1, max_size=20))
def test_a_ramp_is_continuous_and_stays_between_its_ends(moves: list[tuple[float, float]]) -> None:
    ramp, now = TargetRamp(ORIGIN, SMOOTHING), 0.0
    for pause, knob in moves:
        now += pause
        before = ramp.at(now).knobs[0]
        ramp.set_target(target(knob), now)
        assert ramp.at(now).knobs[0] == pytest.approx(before, abs=1e-9)
        for later in (0.001, 0.01, 0.02):
            assert min(before, knob) - 1e-9 <= ramp.at(now + later).knobs[0] <= max(before, knob) + 1e-9


def test_seeds_and_locks_are_at_their_target_at_once() -> None:
    ramp = TargetRamp(ORIGIN, SMOOTHING)
    for value in (1.0, -2.0):
        ramp.set_target(target(0, value, 5), 10.0)
        assert ramp.at(10.0).seeds == one_seed(5)
        assert (ramp.at(10.0).grid[:, IMMEDIATE_COLUMNS] == value).all()
        assert (np.abs(ramp.at(10.001).grid[:, ~IMMEDIATE_COLUMNS]) < 0.1).all()
