import numpy as np
import pytest

from engine.realtime.event_log import LAYOUT, SIZE, Entry, EventLog, LogKind

SOME = [
    Entry(0, LogKind.BEGIN, 0, 0.0, -1),
    Entry(128, LogKind.SET, 3, -6.5, -1),
    Entry(256, LogKind.EVENT + 3, 7, 0.5, 300),
]


def journal_of(entries: list[Entry]) -> EventLog:
    """A journal in which a player wrote these."""
    record = np.zeros((), np.dtype(LAYOUT))
    for number, entry in enumerate(entries):
        record["entries"][number % SIZE] = tuple(entry)
    record["count"][...] = len(entries)
    return EventLog(record)


@pytest.mark.parametrize("first", [0, 2, 3])
def test_changes_come_out_in_order(first: int) -> None:
    assert journal_of(SOME).read(first) == SOME[first:]


def test_a_reader_that_was_overtaken_is_told_so() -> None:
    journal = journal_of([Entry(clock, LogKind.TAPE, clock, 0.0, -1) for clock in range(SIZE + 10)])
    assert journal.read(0) is None
    late = journal.read(11)
    assert late is not None
    assert [entry.clock for entry in late] == list(range(11, SIZE + 10))
