"""The ring of applied changes: order, and entries that are overwritten."""

import numpy as np
import pytest

from engine.realtime.event_log import EVENT_LOG_LAYOUT, EVENT_LOG_SIZE, EventLog, LogEntry, LogKind

ENTRIES = [
    LogEntry(0, LogKind.BEGIN, 0, 0.0, -1),
    LogEntry(128, LogKind.SET, 3, -6.5, -1),
    LogEntry(256, LogKind.EVENT + 3, 7, 0.5, 300),
]


def event_log_of(entries: list[LogEntry]) -> EventLog:
    """Return a log that contains `entries`."""
    record = np.zeros((), np.dtype(EVENT_LOG_LAYOUT))
    for number, entry in enumerate(entries):
        record["entries"][number % EVENT_LOG_SIZE] = tuple(entry)
    record["count"][...] = len(entries)
    return EventLog(record)


@pytest.mark.parametrize("first", [0, 2, 3])
def test_entries_are_read_in_order(first: int) -> None:
    assert event_log_of(ENTRIES).read(first) == ENTRIES[first:]


def test_a_reader_that_is_too_slow_gets_none() -> None:
    event_log = event_log_of([LogEntry(clock, LogKind.TAPE, clock, 0.0, -1) for clock in range(EVENT_LOG_SIZE + 10)])
    assert event_log.read(0) is None
    newest = event_log.read(11)
    assert newest is not None
    assert [entry.clock for entry in newest] == list(range(11, EVENT_LOG_SIZE + 10))
