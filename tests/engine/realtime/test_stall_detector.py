"""A counter that stands still is a stall only while the watching process runs."""

import os

from engine.realtime.stall_detector import MAX_STEP_S, StallDetector


def test_a_counter_that_stands_still_is_a_stall_after_the_timeout() -> None:
    now = [0.0]
    detector = StallDetector(1.5, lambda: now[0])
    found = []
    for tick in range(40):
        now[0] += 0.1
        found.append(detector.stalled(min(tick, 20), os.getpid()))
    assert found.index(True) in (35, 36)


def test_a_pause_of_the_watching_process_is_no_stall() -> None:
    now = [0.0]
    detector = StallDetector(2 * MAX_STEP_S, lambda: now[0])
    assert not detector.stalled(1, os.getpid())
    now[0] += 3600  # a suspended laptop
    assert not detector.stalled(1, os.getpid())
