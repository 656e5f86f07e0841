"""Stop requests by signals, and the thresholds of malloc."""

import signal
import sys
import threading

import pytest

from training.loop import process
from training.loop.process import STOP_SIGNALS, set_malloc_thresholds, stop_on_signals


@pytest.mark.parametrize("number", STOP_SIGNALS)
def test_the_first_signal_only_requests_a_stop(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    with stop_on_signals() as stop:
        assert not stop.requested
        signal.raise_signal(number)
        assert stop.requested
    assert signal.getsignal(number) is before


def test_the_second_signal_acts_at_once() -> None:
    with pytest.raises(KeyboardInterrupt), stop_on_signals():
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)


def test_signals_are_left_alone_outside_the_main_thread() -> None:
    asked: list[bool] = []

    def work() -> None:
        with stop_on_signals() as stop:
            asked.append(stop.requested)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert asked == [False]


class FakeLibrary:
    """A C library whose mallopt accepts thresholds up to `limit` and records them."""

    def __init__(self, limit: int) -> None:
        self.limit, self.options = limit, {}

    def mallopt(self, name: int, value: int) -> int:
        if name == process.M_MMAP_THRESHOLD and value > self.limit:
            return 0
        self.options[name] = value
        return 1


def test_mallopt_of_this_machine_can_be_called() -> None:
    assert set_malloc_thresholds() in (True, False)
    if not sys.platform.startswith("linux"):
        assert not set_malloc_thresholds()


@pytest.mark.parametrize(
    ("limit", "threshold", "accepted"), [(2**31, 2**30, True), (2**25, 2**25, True), (2**20, None, False)]
)
def test_the_largest_accepted_threshold_is_set_and_trimming_disabled(
    monkeypatch: pytest.MonkeyPatch, limit: int, threshold: int | None, accepted: bool
) -> None:
    library = FakeLibrary(limit)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(process.ctypes, "CDLL", lambda name: library)
    assert set_malloc_thresholds() == accepted
    assert library.options.get(process.M_MMAP_THRESHOLD) == threshold
    assert library.options[process.M_TRIM_THRESHOLD] == 2**31 - 1


def test_a_c_library_without_mallopt_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process.ctypes, "CDLL", lambda name: object())
    assert not set_malloc_thresholds()


def test_other_systems_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert not set_malloc_thresholds()
