"""Probes for a missing device: their interval, their timeout, and what a probe process reports."""

import pytest

from engine.realtime import device_probe
from engine.realtime.device_probe import (
    ANY_DEVICE_PROBE_INTERVAL_S,
    EXIT_NOT_READY,
    EXIT_READY,
    MAX_PROBE_INTERVAL_S,
    PROBE_INTERVAL_S,
    PROBE_TIMEOUT_S,
    DeviceProbe,
    is_ready,
)
from tests.portaudio import Library


class FakeProcess:
    """A probe process that ends when the test sets its exit code."""

    pid = 1

    def __init__(self) -> None:
        self.exitcode: int | None = None

    def join(self, timeout: float | None = None) -> None:
        pass

    def kill(self) -> None:
        self.exitcode = -9

    def close(self) -> None:
        pass


class FakeSystem:
    """A clock, and the probe processes that were started."""

    def __init__(self) -> None:
        self.now = 0.0
        self.processes: list[FakeProcess] = []
        self.titles: list[str] = []

    def start(self, title: str) -> FakeProcess:
        self.titles.append(title)
        self.processes.append(FakeProcess())
        return self.processes[-1]

    def probe(self, title: str) -> DeviceProbe:
        return DeviceProbe(title, clock=lambda: self.now, start=self.start)  # type: ignore[arg-type]


def test_a_missing_device_is_probed_about_once_a_second_until_it_is_found() -> None:
    system = FakeSystem()
    probe = system.probe("desk (ALSA)")
    for code in (EXIT_NOT_READY, EXIT_NOT_READY, EXIT_READY):
        assert not probe.found()
        system.now += 1.01 * PROBE_INTERVAL_S
        assert not probe.found()
        assert not probe.found()
        system.processes[-1].exitcode = code
        system.now += 0.3
        assert probe.found() == (code == EXIT_READY)
    assert system.titles == ["desk (ALSA)"] * 3
    assert PROBE_INTERVAL_S <= 1.0


def test_a_hanging_probe_is_killed_after_the_timeout_and_counts_as_not_found() -> None:
    system = FakeSystem()
    probe = system.probe("desk (ALSA)")
    system.now += 1.01 * PROBE_INTERVAL_S
    probe.found()
    system.now += PROBE_TIMEOUT_S + 0.1
    assert not probe.found()
    assert system.processes[0].exitcode == -9
    assert not probe.found()
    system.now += 1.01 * PROBE_INTERVAL_S
    probe.found()
    assert len(system.processes) == 2
    probe.cancel()
    assert system.processes[1].exitcode == -9


def test_backing_off_doubles_the_interval_up_to_the_maximum() -> None:
    probe = FakeSystem().probe("desk (ALSA)")
    intervals = []
    for _ in range(10):
        probe.back_off()
        intervals.append(probe.interval)
    assert intervals[:2] == [2 * PROBE_INTERVAL_S, 4 * PROBE_INTERVAL_S]
    assert intervals[-1] == MAX_PROBE_INTERVAL_S


def test_a_probe_for_any_device_has_a_longer_interval() -> None:
    probe = FakeSystem().probe("")
    assert (probe.title, probe.interval) == ("", ANY_DEVICE_PROBE_INTERVAL_S)


@pytest.mark.parametrize(
    ("title", "ready"), [("desk (ALSA)", True), ("", True), ("Desk (ALSA)", False), ("desk (JACK)", False)]
)
def test_a_device_is_ready_only_under_its_exact_title(title: str, ready: bool) -> None:
    assert is_ready(Library(("card", 2, 44_100), ("desk", 1, 44_100)), title) == ready


def test_a_device_that_refuses_its_own_rate_is_not_ready() -> None:
    assert not is_ready(Library(("desk", 2, 96_000)), "desk (ALSA)")
    assert not is_ready(Library(), "")


def test_a_probe_process_reports_by_its_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    codes: list[int] = []
    library = Library(("desk", 2, 44_100))
    library._terminate = lambda: None  # type: ignore[attr-defined]
    monkeypatch.setattr(device_probe, "load_portaudio", lambda: library)
    monkeypatch.setattr("os._exit", codes.append)
    monkeypatch.setattr("os.nice", lambda step: step)
    device_probe.run_probe("desk (ALSA)")
    device_probe.run_probe("table (ALSA)")
    assert codes == [EXIT_READY, EXIT_NOT_READY]
