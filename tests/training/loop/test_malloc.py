"""Memory that was freed is kept for the next step, where the C library can be told so."""

import sys

import pytest

from training.loop import malloc


class Library:
    """A C library that knows mallopt, allows some bytes for a threshold, and remembers what it was told."""

    def __init__(self, most: int) -> None:
        self.most, self.told = most, {}

    def mallopt(self, name: int, value: int) -> int:
        if name == malloc.MMAP_THRESHOLD and value > self.most:
            return 0
        self.told[name] = value
        return 1


def test_the_c_library_of_this_machine_answers() -> None:
    assert malloc.set_malloc_thresholds() in (True, False)
    if not sys.platform.startswith("linux"):
        assert not malloc.set_malloc_thresholds()


@pytest.mark.parametrize(
    ("most", "threshold", "listens"), [(2**31, 2**30, True), (2**25, 2**25, True), (2**20, None, False)]
)
def test_it_is_told_as_much_as_it_allows_and_never_to_trim(
    monkeypatch: pytest.MonkeyPatch, most: int, threshold: int | None, listens: bool
) -> None:
    library = Library(most)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(malloc.ctypes, "CDLL", lambda name: library)
    assert malloc.set_malloc_thresholds() == listens
    assert library.told.get(malloc.MMAP_THRESHOLD) == threshold
    assert library.told[malloc.TRIM_THRESHOLD] == 2**31 - 1


def test_a_library_that_knows_no_mallopt_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(malloc.ctypes, "CDLL", lambda name: object())
    assert not malloc.set_malloc_thresholds()


def test_other_systems_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert not malloc.set_malloc_thresholds()
