import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.elastic import AFTER, APART, BEFORE, columns, find_attacks
from engine.spec import SPEC
from tests.sound import break_loop, image_of

FRAMES = SPEC.frames
marks = st.lists(st.integers(0, FRAMES // APART - 2), min_size=1, max_size=30, unique=True).map(
    lambda picked: np.array(sorted(APART * place for place in picked), np.float64)
)


@given(marks, st.floats(0.25, 0.99))
def test_attacks_stay_at_their_places_and_are_read_at_their_own_speed(attacks: np.ndarray, rate: float) -> None:
    np.testing.assert_allclose(columns(attacks, rate, attacks, FRAMES), attacks, atol=1e-9)
    for offset in np.linspace(-BEFORE, AFTER, 11):
        read = columns(attacks + offset * rate, rate, attacks, FRAMES)
        np.testing.assert_allclose(read, attacks + offset, atol=1e-6)


@given(marks, st.floats(0.25, 0.99))
def test_the_tape_is_read_forwards_and_wholly(attacks: np.ndarray, rate: float) -> None:
    read = columns(np.arange(0, 3 * FRAMES, 0.05), rate, attacks, FRAMES)
    steps = np.diff(read)
    assert steps.min() >= -1e-9
    assert steps.max() <= 0.05 / rate + 1e-9


@given(marks, st.floats(0.25, 0.99), st.floats(-2000, 2000))
def test_the_map_is_a_loop(attacks: np.ndarray, rate: float, position: float) -> None:
    here, later = columns(np.array([position, position + FRAMES]), rate, attacks, FRAMES)
    np.testing.assert_allclose(later - here, FRAMES, atol=1e-6)


@given(marks, st.floats(1, 4))
def test_fast_and_native_reading_are_left_alone(attacks: np.ndarray, rate: float) -> None:
    positions = np.linspace(-10, 600, 77)
    np.testing.assert_array_equal(columns(positions, rate, attacks, FRAMES), positions)


def test_without_attacks_nothing_is_moved() -> None:
    positions = np.linspace(0, 511, 7)
    np.testing.assert_array_equal(columns(positions, 0.5, np.zeros(0), FRAMES), positions)
    assert len(find_attacks(np.full((FRAMES, SPEC.mels), 0.7, np.float32))) == 0


def test_the_attacks_of_an_image_are_found() -> None:
    steps = (0, 3, 4, 10, 16, 25)
    found = find_attacks(image_of(break_loop(steps)))
    np.testing.assert_array_equal(found, [step * SPEC.step_frames for step in steps])


@pytest.mark.parametrize("off", [2.5, 5.0, 7.75])
def test_an_attack_off_the_grid_is_found_within_half_a_column(off: float) -> None:
    loop = np.roll(break_loop((8,)), round(off * SPEC.hop))
    np.testing.assert_allclose(find_attacks(image_of(loop)), [8 * SPEC.step_frames + off], atol=0.6)
