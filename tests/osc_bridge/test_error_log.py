"""Every refusal is counted; a flood of them is one line a second."""

import logging

import pytest

from osc_bridge.error_log import RateLimitedLog

LOGGER = logging.getLogger("refusals under test")


def test_a_flood_is_one_line_a_second(caplog: pytest.LogCaptureFixture) -> None:
    now = [0.0]
    refusals = RateLimitedLog(LOGGER, lambda: now[0])
    for _ in range(250):  # 2.5 seconds
        refusals.add("bad")
        now[0] += 0.01
    assert refusals.count == 250
    assert [record.getMessage() for record in caplog.records] == [
        "bad (1 refused so far)",
        "bad (101 refused so far)",
        "bad (201 refused so far)",
    ]


def test_an_internal_error_is_logged_with_its_traceback(caplog: pytest.LogCaptureFixture) -> None:
    RateLimitedLog(LOGGER, lambda: 0.0).add("the controls failed", ValueError("deep inside"))
    assert "ValueError: deep inside" in caplog.text


def test_what_the_user_sees_elsewhere_is_counted_and_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    refusals = RateLimitedLog(LOGGER, lambda: 0.0)
    refusals.add("bad", shown=True)
    refusals.add("worse")
    assert [record.getMessage() for record in caplog.records] == ["worse (2 refused so far)"]
