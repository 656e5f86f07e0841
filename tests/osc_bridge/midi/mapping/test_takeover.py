"""A knob whose position is not that of its parameter takes it over by its mode."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osc_bridge.midi.mapping.takeover import PICK_UP_DISTANCE, Takeover, TakeoverMode

places = st.floats(0, 1)
rides = st.lists(st.integers(0, 127).map(lambda raw: raw / 127), min_size=1, max_size=60)


def ride(mode: TakeoverMode, hands: list[float], there: float) -> list[float]:
    """Return the position of the parameter after each movement."""
    takeover = Takeover(mode)
    path = []
    for hand in hands:
        goal = takeover.move(hand, there)
        if goal is not None:
            there = goal
            takeover.written(there)
        path.append(there)
    return path


@pytest.mark.parametrize(
    ("mode", "hands", "there", "path"),
    [
        ("none", [0.2, 0.3], 0.9, [0.2, 0.3]),
        ("pick-up", [0.2, 0.4], 0.5, [0.5, 0.5]),
        ("pick-up", [0.2, 0.4, 0.6, 0.1], 0.5, [0.5, 0.5, 0.6, 0.1]),
        ("pick-up", [0.9, 0.4, 0.6], 0.5, [0.5, 0.4, 0.6]),
        ("pick-up", [0.5, 0.2], 0.5, [0.5, 0.2]),
        ("pick-up", [0.0, 1.0], 1.0, [1.0, 1.0]),
        ("value scaling", [0.0, 0.5, 1.0], 0.5, [0.5, 0.75, 1.0]),
        ("value scaling", [0.8, 0.4, 0.0], 0.4, [0.4, 0.2, 0.0]),
        ("value scaling", [0.0, 1.0, 0.3], 0.5, [0.5, 1.0, 0.3]),
        ("value scaling", [0.5, 0.75, 0.5], 0.0, [0.0, 0.5, pytest.approx(1 / 3)]),
    ],
)
def test_the_three_modes(mode: TakeoverMode, hands: list[float], there: float, path: list[float]) -> None:
    assert ride(mode, hands, there) == pytest.approx(path)


@given(rides, places)
def test_pick_up_never_jumps_further_than_the_knob_moved(hands: list[float], there: float) -> None:
    path = [there, *ride("pick-up", hands, there)]
    ways = [PICK_UP_DISTANCE, *(abs(b - a) for a, b in pairwise(hands))]
    for before, after, way in zip(path, path[1:], ways, strict=False):
        assert abs(after - before) <= way + PICK_UP_DISTANCE + 1e-9


@given(rides, places)
def test_value_scaling_moves_in_the_knobs_direction_within_the_range(hands: list[float], there: float) -> None:
    path = ride("value scaling", hands, there)
    assert path[0] == there
    assert all(0.0 <= place <= 1.0 for place in path)
    for (hand, place), (next_hand, next_place) in pairwise(zip(hands, path, strict=True)):
        assert (next_place - place) * (next_hand - hand) >= -1e-9


@given(st.sampled_from(["pick-up", "value scaling"]), places, places)
def test_after_the_whole_travel_the_knob_controls_the_parameter(mode: TakeoverMode, start: float, there: float) -> None:
    assert ride(mode, [start, 0.0, 1.0, 0.25], there)[-1] == 0.25


def test_a_value_set_elsewhere_ends_the_pick_up() -> None:
    takeover = Takeover("pick-up")
    assert takeover.move(0.5, 0.5) == 0.5
    takeover.written(0.5)
    assert takeover.move(0.55, 0.5) == 0.55
    takeover.written(0.55)
    assert takeover.move(0.6, 0.1) is None
    assert takeover.move(0.3, 0.1) is None
    assert takeover.move(0.05, 0.1) == 0.05


def test_a_rounded_value_does_not_end_the_pick_up() -> None:
    takeover = Takeover("pick-up")
    assert takeover.move(1.0, 1.0) == 1.0
    takeover.written(1.0)
    assert takeover.move(0.4, 1.0) == 0.4
    takeover.written(0.0)  # a switch
    assert takeover.move(0.3, 0.0) == 0.3
