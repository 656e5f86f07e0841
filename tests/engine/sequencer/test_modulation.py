"""LFOs and drift stay within their range, repeat as they should, and depend on nothing but their arguments."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.parameters import LFO_SHAPES, parameter
from engine.sequencer.modulation import drawn, drift, happens, lfo

BEATS = st.floats(0, 1e5)
LENGTHS = st.floats(0.25, 64)


@given(BEATS, LENGTHS, st.integers(0, len(LFO_SHAPES) - 1))
def test_an_lfo_stays_within_its_range(beat: float, length: float, shape: int) -> None:
    assert -1 <= lfo(beat, length, shape, 1) <= 1


@pytest.mark.parametrize("shape", range(len(LFO_SHAPES) - 1))
def test_an_lfo_repeats_after_its_length(shape: int) -> None:
    for beat in (0.1, 1.3, 3.9):
        assert lfo(beat, 4, shape) == pytest.approx(lfo(beat + 8, 4, shape), abs=1e-9)


def test_shapes_begin_as_their_names_say() -> None:
    quarters = [[lfo(beat, 4, shape) for beat in (0, 1, 2, 3)] for shape in range(5)]
    assert quarters[0] == pytest.approx([0, 1, 0, -1], abs=1e-12)
    assert quarters[1] == pytest.approx([0, 1, 0, -1])
    assert quarters[2:] == [[-1, -0.5, 0, 0.5], [1, 0.5, 0, -0.5], [1, 1, -1, -1]]


def test_random_steps_hold_for_half_a_period() -> None:
    first = lfo(0.0, 4, 5, 7)
    assert lfo(1.9, 4, 5, 7) == first != lfo(2.1, 4, 5, 7)
    assert lfo(0.0, 4, 5, 8) != first


def test_every_shape_has_a_number_of_the_parameter() -> None:
    assert parameter("lfo/1/shape").high == len(LFO_SHAPES) - 1


@given(BEATS, LENGTHS)
def test_drift_moves_smoothly(beat: float, length: float) -> None:
    here, soon = drift(beat, length, 3), drift(beat + length / 1000, length, 3)
    assert -1 <= here <= 1
    assert abs(soon - here) < 0.01


@pytest.mark.parametrize("probability", [0, 0.1, 0.3, 0.5, 0.77, 1])
@pytest.mark.parametrize("seed", range(5))
def test_as_many_things_happen_as_their_probability_says(probability: float, seed: int) -> None:
    share = sum(happens(probability, number, seed) for number in range(64)) / 64
    assert abs(share - probability) <= 0.05


def test_which_things_happen_depends_on_the_seed() -> None:
    orders = {tuple(happens(0.5, number, seed) for number in range(64)) for seed in range(20)}
    assert len(orders) == 20
    assert all(0 <= drawn("x", number) < 1 for number in range(1000))
