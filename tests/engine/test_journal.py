import numpy as np
import pytest

from engine.journal import LAYOUT, SIZE, Entry, Journal, Kind


@pytest.fixture
def journal() -> Journal:
    return Journal(np.zeros((), np.dtype(LAYOUT)))


def test_what_was_told_comes_out_in_order(journal: Journal) -> None:
    journal.write(0, Kind.BEGIN)
    journal.write(128, Kind.SET, 3, -6.5)
    journal.write(256, Kind.EVENT + 3, 7, 0.5, 300)
    assert journal.read(0) == [
        Entry(0, Kind.BEGIN, 0, 0.0, -1),
        Entry(128, Kind.SET, 3, -6.5, -1),
        Entry(256, Kind.EVENT + 3, 7, 0.5, 300),
    ]
    assert journal.read(2) == [Entry(256, Kind.EVENT + 3, 7, 0.5, 300)]
    assert journal.read(journal.count) == []


def test_who_is_overtaken_is_told_so(journal: Journal) -> None:
    for clock in range(SIZE + 10):
        journal.write(clock, Kind.TAPE, clock)
    assert journal.read(0) is None
    late = journal.read(11)
    assert late is not None
    assert [entry.clock for entry in late] == list(range(11, SIZE + 10))
