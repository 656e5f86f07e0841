"""What is due later comes later, in order, and no sooner."""

import queue
import time

from hypothesis import given
from hypothesis import strategies as st

from engine.sync.scheduler import Scheduler


def forget(item: object) -> None:
    pass


@given(st.lists(st.integers(0, 20)), st.integers(0, 20))
def test_what_is_due_comes_oldest_first_and_the_rest_stays(times: list[int], now: int) -> None:
    agenda = Scheduler[tuple[int, int]](forget)
    items = [(due, order) for order, due in enumerate(times)]
    for item in items:
        assert agenda.add(item[0], item)
    assert agenda.due(now) == sorted(item for item in items if item[0] <= now)
    assert len(agenda) == sum(due > now for due in times)


def test_a_full_agenda_takes_no_more() -> None:
    agenda = Scheduler[str](forget, limit=2)
    assert [agenda.add(1.0, item) for item in "abc"] == [True, True, False]


def test_the_thread_performs_each_item_when_it_is_due() -> None:
    done: queue.SimpleQueue[tuple[str, float]] = queue.SimpleQueue()
    looks: list[float] = []

    def clock() -> float:
        looks.append(time.monotonic())
        return looks[-1]

    agenda = Scheduler[str](lambda item: done.put((item, time.monotonic())), clock)
    agenda.start()
    now = time.monotonic()
    agenda.add(now + 0.1, "late")
    agenda.add(now + 0.05, "early")
    agenda.add(now - 1.0, "overdue")
    order = [done.get(timeout=5) for _ in range(3)]
    agenda.stop()
    assert [item for item, _ in order] == ["overdue", "early", "late"]
    assert order[1][1] >= now + 0.05
    assert order[2][1] >= now + 0.1
    assert len(looks) < 50, "it waits, it does not spin"


def test_stopping_forgets_what_waits_and_it_can_start_again() -> None:
    done: queue.SimpleQueue[str] = queue.SimpleQueue()
    agenda = Scheduler[str](done.put)
    agenda.start()
    agenda.add(time.monotonic() + 60, "never")
    agenda.stop()
    assert len(agenda) == 0
    agenda.start()
    agenda.add(time.monotonic(), "again")
    assert done.get(timeout=5) == "again"
    agenda.stop()
