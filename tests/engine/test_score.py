from hypothesis import given
from hypothesis import strategies as st

from engine.controls import Action, Event
from engine.score import PENDING, Score


def drained(score: Score, clock: int) -> list[Event]:
    events = []
    while event := score.take(clock):
        events.append(event)
    return events


@given(st.lists(st.integers(0, 50), max_size=40))
def test_events_come_in_the_order_of_their_samples_and_then_of_their_arrival(places: list[int]) -> None:
    score = Score()
    for index, at in enumerate(places):
        score.add(Event(Action.SLICE, index), at)
    found = [event.index for clock in range(51) for event in drained(score, clock)]
    assert found == sorted(range(len(places)), key=lambda index: (places[index], index))


def test_nothing_comes_before_its_sample_and_the_next_one_is_known() -> None:
    score = Score()
    assert score.next(100) == 100
    score.add(Event(Action.PLAY), 70)
    assert (score.next(100), score.next(50), score.take(69)) == (70, 50, None)


def test_what_came_before_a_panic_is_forgotten_but_for_knobs() -> None:
    score = Score()
    score.add(Event(Action.SLICE, 1), 500)
    score.add(Event(Action.SET, 2, 0.5), 500)
    score.add(Event(Action.PANIC), 0)
    score.add(Event(Action.SLICE, 3), 400)
    assert score.take(0) == Event(Action.PANIC)
    score.forget()
    assert drained(score, 1000) == [Event(Action.SLICE, 3), Event(Action.SET, 2, 0.5)]


def test_there_is_room_for_so_many_and_the_rest_is_counted() -> None:
    score = Score()
    for index in range(PENDING + 3):
        score.add(Event(Action.SLICE, index), 0)
    assert score.refused == 3
    assert len(drained(score, 0)) == PENDING
