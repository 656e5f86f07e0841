"""A tempo that ticks cannot tell from a whole one is the whole one, until they can."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osc_bridge.midi.clock.tempo_prior import TICKS, Habit


def taken(habit: Habit, tempo: float, unsure: float) -> float:
    """The tempo to go by, where one was measured that is unsure by so many BPM."""
    period = 60 / TICKS / tempo
    return 60 / TICKS / habit(period, unsure * period / tempo)


def test_the_whole_tempo_close_by_is_taken() -> None:
    assert taken(Habit(), 174.2, 0.14) == pytest.approx(174)


def test_it_is_taken_the_further_away_the_less_sure_the_ticks_are() -> None:
    assert taken(Habit(), 174.2, 0.1) == pytest.approx(174)
    assert taken(Habit(), 174.2, 0.05) == pytest.approx(174.2)
    assert taken(Habit(), 174.05, 0.02) == pytest.approx(174)


def test_a_tempo_far_from_any_whole_one_is_left_as_it_is() -> None:
    assert taken(Habit(), 173.37, 0.1) == pytest.approx(173.37)


def test_where_two_whole_tempi_are_likely_neither_is_taken() -> None:
    assert taken(Habit(), 174.4, 0.3) == pytest.approx(174.4)
    assert taken(Habit(), 174.0, 1.0) == pytest.approx(174.0)


def test_a_half_is_taken_only_once_it_is_told_from_what_lies_beside_it() -> None:
    assert taken(Habit(), 173.42, 0.16) == pytest.approx(173.42)
    assert taken(Habit(), 173.45, 0.05) == pytest.approx(173.5)


def test_what_was_taken_stays_a_little_longer_and_not_for_ever() -> None:
    habit = Habit()
    assert taken(habit, 174.1, 0.1) == pytest.approx(174)
    assert taken(habit, 174.3, 0.1) == pytest.approx(174)
    assert taken(Habit(), 174.3, 0.1) == pytest.approx(174.3)
    assert taken(habit, 174.39, 0.1) == pytest.approx(174.5)
    assert taken(habit, 174.25, 0.05) == pytest.approx(174.25)


def test_it_may_be_forgotten() -> None:
    habit = Habit()
    taken(habit, 174.1, 0.1)
    habit.forget()
    assert taken(habit, 174.3, 0.1) == pytest.approx(174.3)


@given(st.lists(st.tuples(st.floats(40, 300), st.floats(1e-4, 2)), min_size=1, max_size=8))
def test_it_never_says_what_the_ticks_contradict(measured: list[tuple[float, float]]) -> None:
    habit = Habit()
    for tempo, unsure in measured:
        said = taken(habit, tempo, unsure)
        assert abs(said - tempo) <= 6 * unsure + 1e-9
        assert said == pytest.approx(tempo) or round(2 * said, 6) % 1 == 0
