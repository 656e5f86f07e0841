"""Every refusal is counted; a flood of them is one line a second, and a sentence that repeats one a minute."""

import logging

import pytest

from osc_bridge.error_log import MAX_LOGGED_SENTENCES, RateLimitedLog

LOGGER = logging.getLogger("refusals under test")


def test_a_flood_is_one_line_a_second(caplog: pytest.LogCaptureFixture) -> None:
    now = [0.0]
    refusals = RateLimitedLog(LOGGER, lambda: now[0])
    for number in range(250):  # 2.5 seconds
        refusals.add(f"bad {number}")
        now[0] += 0.01
    assert refusals.count == 250
    assert [record.getMessage() for record in caplog.records] == [
        "bad 0 (1 refused so far)",
        "bad 100 (101 refused so far)",
        "bad 200 (201 refused so far)",
    ]


def test_a_sentence_that_repeats_is_one_line_a_minute_and_does_not_hide_others(
    caplog: pytest.LogCaptureFixture,
) -> None:
    now = [0.0]
    refusals = RateLimitedLog(LOGGER, lambda: now[0])
    for second in range(121):
        refusals.add("there is no '/Vamen/tempo'")
        if second == 30:
            now[0] += 0.5
            refusals.add("another one")
            now[0] -= 0.5
        now[0] += 1.0
    lines = [record.getMessage() for record in caplog.records]
    assert [line.partition(" (")[0] for line in lines] == [
        "there is no '/Vamen/tempo'",
        "another one",
        *["there is no '/Vamen/tempo'"] * 2,
    ]


def test_the_memory_of_sentences_is_bounded(caplog: pytest.LogCaptureFixture) -> None:
    now = [0.0]
    refusals = RateLimitedLog(LOGGER, lambda: now[0], interval=0.0, repeat=1e9)
    for number in [*range(2 * MAX_LOGGED_SENTENCES), 0]:
        refusals.add(f"bad {number}")
    assert len(caplog.records) == 2 * MAX_LOGGED_SENTENCES + 1


def test_an_internal_error_is_logged_with_its_traceback(caplog: pytest.LogCaptureFixture) -> None:
    RateLimitedLog(LOGGER, lambda: 0.0).add("the controls failed", ValueError("deep inside"))
    assert "ValueError: deep inside" in caplog.text


def test_what_the_user_sees_elsewhere_is_counted_and_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    refusals = RateLimitedLog(LOGGER, lambda: 0.0)
    refusals.add("bad", shown=True)
    refusals.add("worse")
    assert [record.getMessage() for record in caplog.records] == ["worse (2 refused so far)"]
