"""Bundles of a sender with a wrong clock keep their distances; a plausible clock is used as it is."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osc_bridge.osc.sender_clock import (
    FALLBACK_DELAY_S,
    MAX_AHEAD_S,
    MAX_BEHIND_S,
    MAX_SENDERS,
    OFFSET_WINDOW_S,
    SenderClocks,
)

EPOCH = 1.7e9  # seconds since 1970 when our clock is 0


def played(
    *,
    wrong: float,
    drift: float = 0.0,
    jitter: float = 0.002,
    lead: float = 0.2,
    period: float = 0.176,
    count: int = 600,
) -> tuple[list[float], list[float]]:
    """Events of a sender at an even pace: when they are due, and when they came, in seconds of our clock.

    Args:
        wrong: seconds by which its clock is ahead of ours.
        drift: seconds a second by which it goes faster.
        jitter: seconds that the network takes at most.
        lead: seconds by which it dates ahead.
        period: seconds of true time between two events.
        count: of events.
    """
    chance, skew = random.Random(0), SenderClocks()
    due, came = [], []
    for index in range(count):
        sent = 100.0 + index * period
        at = sent + chance.uniform(0, jitter)
        came.append(at)
        due.append(skew.due("laptop", EPOCH + wrong + sent * (1 + drift) + lead, EPOCH + at, at))
    return due, came


@pytest.mark.parametrize("period", [0.01, 0.176, 2.0, 15.0])
@pytest.mark.parametrize("drift", [0.0, 50e-6, -50e-6])
@pytest.mark.parametrize("wrong", [40.0, -40.0, 1e6])
def test_a_wrong_clock_keeps_its_distances_within_3_ms(wrong: float, drift: float, period: float) -> None:
    due, _ = played(wrong=wrong, drift=drift, period=period, count=400)
    ideal = [due[0] + index * period for index in range(400)]
    errors = [is_due - meant for is_due, meant in zip(due, ideal, strict=True)]
    assert max(errors) - min(errors) <= 0.003


@pytest.mark.parametrize("wrong", [40.0, -40.0])
def test_bundles_of_a_wrong_clock_are_due_a_fixed_delay_after_receipt(wrong: float) -> None:
    due, came = played(wrong=wrong, drift=50e-6)
    assert all(
        FALLBACK_DELAY_S - 0.004 <= is_due - at <= FALLBACK_DELAY_S + 0.004
        for is_due, at in zip(due, came, strict=True)
    )


@pytest.mark.parametrize("wrong", [0.0, 3.0, -0.9])
def test_a_plausible_clock_is_used_to_the_microsecond(wrong: float) -> None:
    due, _ = played(wrong=wrong, lead=0.2)
    assert due == pytest.approx([100.2 + wrong + index * 0.176 for index in range(600)], abs=2e-6)


def test_the_delay_of_a_late_packet_is_compensated() -> None:
    skew = SenderClocks()
    beats = [skew.due("laptop", 50.0 + beat, EPOCH, 100.0 + beat + (0.08 if beat == 5 else 0)) for beat in range(9)]
    assert beats == pytest.approx([100.0 + beat + FALLBACK_DELAY_S for beat in range(9)])


def test_a_bar_that_is_sent_at_once_keeps_its_rhythm() -> None:
    skew = SenderClocks()
    due = [skew.due("laptop", 50.0 + 0.1 * step, EPOCH, 100.0) for step in range(8)]
    assert due == pytest.approx([100.0 + FALLBACK_DELAY_S + 0.1 * step for step in range(8)])


@pytest.mark.parametrize("jump", [-7.0, -0.5, 5.0, 100.0])
def test_a_clock_that_is_set_is_followed(jump: float) -> None:
    skew = SenderClocks()
    for beat in range(20):
        skew.due("laptop", 50.0 + beat, EPOCH, 100.0 + beat)
    due = [skew.due("laptop", 50.0 + beat + jump, EPOCH, 100.0 + beat) for beat in range(20, 40)]
    assert due == pytest.approx([100.0 + beat + FALLBACK_DELAY_S for beat in range(20, 40)])


def test_a_late_first_packet_leaves_the_window() -> None:
    skew = SenderClocks()
    skew.due("laptop", 50.0, EPOCH, 100.0 + 0.05)
    due = [skew.due("laptop", 50.0 + beat, EPOCH, 100.0 + beat) for beat in range(1, 20)]
    assert due[-1] == pytest.approx(119.0 + FALLBACK_DELAY_S)
    assert due[round(OFFSET_WINDOW_S) - 2] == pytest.approx(due[0] + OFFSET_WINDOW_S - 2)


def test_each_sender_has_its_own_clock() -> None:
    skew = SenderClocks()
    assert skew.due("one", 50.0, EPOCH, 100.0) == pytest.approx(100.0 + FALLBACK_DELAY_S)
    assert skew.due("other", 7.0, EPOCH, 100.0) == pytest.approx(100.0 + FALLBACK_DELAY_S)
    assert skew.due("one", 51.0, EPOCH, 101.05) == pytest.approx(101.0 + FALLBACK_DELAY_S)


def test_the_number_of_remembered_senders_is_bounded() -> None:
    skew = SenderClocks()
    for sender in range(10 * MAX_SENDERS):
        skew.due(sender, 50.0, EPOCH, 100.0)
    assert len(skew._offsets) == MAX_SENDERS


@given(st.lists(st.tuples(st.floats(-3e9, 3e9), st.floats(0, 0.5)), max_size=50))
def test_no_bundle_waits_longer_than_the_maximum(steps: list[tuple[float, float]]) -> None:
    skew, at = SenderClocks(), 100.0
    for tag, passed in steps:
        at += passed
        assert -MAX_BEHIND_S - 1e-6 <= skew.due("laptop", tag, EPOCH + at, at) - at <= MAX_AHEAD_S + 1e-6
