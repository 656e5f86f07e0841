"""Tasks run when they are due, in order, and not before."""

import queue
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.sync.scheduler import Scheduler


@given(st.lists(st.integers(0, 20)), st.integers(0, 20))
def test_due_tasks_run_oldest_first_and_the_others_wait(times: list[int], now: int) -> None:
    scheduler, done = Scheduler(lambda: now), list[tuple[int, int]]()
    items = [(due, order) for order, due in enumerate(times)]
    for item in items:
        assert scheduler.add(item[0], lambda item=item: done.append(item))
    scheduler.run_due()
    assert done == sorted(item for item in items if item[0] <= now)
    assert len(scheduler) == sum(due > now for due in times)


def test_a_full_scheduler_refuses_tasks() -> None:
    scheduler = Scheduler(limit=2)
    assert [scheduler.add(1.0, list) for _ in range(3)] == [True, True, False]


def test_a_repeated_task_goes_on_while_too_many_wait() -> None:
    now, runs = [0.0], list[float]()
    scheduler = Scheduler(lambda: now[0], limit=2)
    scheduler.repeat(1.0, lambda: runs.append(now[0]))
    for now[0] in (0.0, 1.0, 2.0):
        while scheduler.add(10.0, list):
            pass
        scheduler.run_due()
    assert runs == [0.0, 1.0, 2.0]


def test_the_thread_runs_each_task_when_it_is_due() -> None:
    done: queue.SimpleQueue[tuple[str, float]] = queue.SimpleQueue()
    readings: list[float] = []

    def clock() -> float:
        readings.append(time.monotonic())
        return readings[-1]

    scheduler = Scheduler(clock)
    now = time.monotonic()
    for due, name in ((now + 0.1, "late"), (now + 0.05, "early"), (now - 1.0, "overdue")):
        scheduler.add(due, lambda name=name: done.put((name, time.monotonic())))
    scheduler.start()
    order = [done.get(timeout=5) for _ in range(3)]
    scheduler.stop()
    assert [name for name, _ in order] == ["overdue", "early", "late"]
    assert order[1][1] >= now + 0.05
    assert order[2][1] >= now + 0.1
    assert len(readings) < 50, "it waits, it does not spin"


def test_a_task_that_is_added_by_a_task_runs_after_it() -> None:
    scheduler, done = Scheduler(lambda: 1.0), list[str]()
    scheduler.add(1.0, lambda: scheduler.add(1.0, lambda: done.append("added")) and done.append("first"))
    for _ in range(2):
        scheduler.run_due()
    assert done == ["first", "added"]


def test_stopping_does_not_wait_for_a_task_that_needs_a_lock_of_the_caller(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.sync.scheduler.STOP_LIMIT_S", 0.05)
    scheduler, running, lock = Scheduler(time.monotonic), threading.Event(), threading.Lock()

    def locked() -> None:
        running.set()
        with lock:
            pass

    with lock:
        scheduler.add(0.0, locked)
        scheduler.start()
        assert running.wait(5)
        scheduler.stop()


def test_stopping_drops_what_waits_and_it_can_start_again() -> None:
    done: queue.SimpleQueue[str] = queue.SimpleQueue()
    scheduler, before = Scheduler(time.monotonic), set(threading.enumerate())
    for _ in range(2):
        scheduler.start()  # the second time it runs already
    assert len(set(threading.enumerate()) - before) == 1
    scheduler.add(time.monotonic() + 60, lambda: done.put("never"))
    scheduler.stop()
    assert len(scheduler) == 0
    scheduler.start()
    scheduler.add(time.monotonic(), lambda: done.put("again"))
    assert done.get(timeout=5) == "again"
    scheduler.stop()
