"""Trials in simulated time: discarded ones are repeated within bounds, and late sounds are waited for."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np
import pytest

from engine.realtime.output_monitor import Recording
from engine.spec import SPEC
from osc_bridge.commands.latency import trials
from osc_bridge.commands.latency.send_timestamp import UNKNOWN_TIME
from osc_bridge.commands.latency.stimulus import NOT_HEARD, RECORDING_GAP, SEND_TIME, XRUN, TrialDiscarded
from osc_bridge.commands.latency.trials import MAX_LATENCY, MAX_OVERTIME, TrialSeries


@dataclass
class Clock:
    """Time that passes in sleep()."""

    now: float = 100.0  # seconds

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@dataclass
class FakeCapture:
    """A recording of silence up to `behind` seconds ago, of which the last `kept` seconds are left."""

    clock: Clock
    behind: float = 0.0
    kept: float = 2.0
    xruns: int = 0
    name: str = "a test"
    rate: int = SPEC.rate

    def last(self, seconds: float) -> Recording:
        count = round(min(seconds, self.kept) * SPEC.rate)
        return Recording(np.zeros(count, np.float32), self.clock.now - self.behind - count / SPEC.rate)

    def close(self) -> None:
        pass


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(trials, "time", SimpleNamespace(perf_counter=clock, monotonic=clock, sleep=clock.sleep))
    return clock


def repeated(clock: Clock, capture: FakeCapture, found: Callable[[float], float]) -> tuple[TrialSeries, float]:
    """Repeat a trial of 0.1 s for a second; `found` gets the seconds since the first. Returns how long it took, too."""
    began = clock.now

    def trial() -> float:
        clock.sleep(0.1)
        return found(clock.now - began)

    series = trials.repeat(capture, trial, 0.1, 1.0, clock)
    return series, clock.now - began


@pytest.mark.parametrize("answer", [0.01, NOT_HEARD])
def test_trials_with_results_take_as_long_as_requested(clock: Clock, answer: float) -> None:
    series, took = repeated(clock, FakeCapture(clock), lambda passed: answer)
    assert took == pytest.approx(1.0, abs=0.11)
    assert len(series.latencies) == round(took / 0.1) and not series.discarded


def test_a_few_discarded_trials_do_not_prolong_the_series(clock: Clock) -> None:
    def found(passed: float) -> float:
        if passed < 0.45:
            raise TrialDiscarded(RECORDING_GAP)
        return 0.01

    series, took = repeated(clock, FakeCapture(clock), found)
    assert took == pytest.approx(1.0, abs=0.11) and series.discarded == {RECORDING_GAP: 4}


def test_a_series_goes_on_until_half_of_its_trials_have_a_result(clock: Clock) -> None:
    def found(passed: float) -> float:
        if passed < 0.95:
            raise TrialDiscarded(SEND_TIME)
        return 0.01

    series, took = repeated(clock, FakeCapture(clock), found)
    assert len(series.latencies) == 5 and series.discarded == {SEND_TIME: 9}
    assert took == pytest.approx(1.4)


def test_a_series_without_results_ends_at_the_maximum_overtime(clock: Clock) -> None:
    def found(passed: float) -> float:
        raise TrialDiscarded(SEND_TIME if passed < 0.95 else RECORDING_GAP)

    series, took = repeated(clock, FakeCapture(clock), found)
    assert took == pytest.approx(MAX_OVERTIME, abs=0.11)
    assert not series.latencies and series.discarded[SEND_TIME] == 9 and series.discarded.total() == round(took / 0.1)


def test_a_trial_beside_an_xrun_is_discarded_with_the_xrun_as_the_cause(clock: Clock) -> None:
    capture = FakeCapture(clock)

    def found(passed: float) -> float:
        capture.xruns += passed < 0.35
        if passed < 0.15:
            raise TrialDiscarded(RECORDING_GAP)
        return 0.01

    series, _ = repeated(clock, capture, found)
    assert series.discarded == {XRUN: 3} and len(series.latencies) >= 7


# a sound that has just begun at the first analysis is not complete
@pytest.mark.parametrize(("late", "needed"), [(0.02, 1), (0.28, 2), (0.5, 2), (1.6, 6)])
def test_a_late_sound_is_waited_for_until_it_is_complete(clock: Clock, late: float, needed: int) -> None:
    sent, calls = clock.now, 0

    def find(begin: float) -> float:
        nonlocal calls
        calls += 1
        return sent + late if begin < sent + late < clock.now else NOT_HEARD

    assert trials.wait(find, sent, 0.3) == pytest.approx(late)
    assert calls == needed


def test_a_sound_that_never_comes_is_missed_after_the_maximum_latency(clock: Clock) -> None:
    sent = clock.now
    assert math.isnan(trials.wait(lambda begin: NOT_HEARD, sent, 0.4))
    assert MAX_LATENCY <= clock.now - sent < MAX_LATENCY + 0.4


def test_a_recording_without_the_sound_is_discarded_with_its_cause(clock: Clock) -> None:
    sent = clock.now
    clock.sleep(0.3)
    recording = trials.since(FakeCapture(clock), sent, 0.2)
    assert recording.start == pytest.approx(sent, abs=1 / SPEC.rate)
    assert len(recording.samples) == pytest.approx(0.3 * SPEC.rate, abs=1)
    for capture, moment, cause in (
        (FakeCapture(clock), UNKNOWN_TIME, SEND_TIME),
        (FakeCapture(clock, kept=0.25), sent, RECORDING_GAP),
        (FakeCapture(clock, behind=0.15), sent, XRUN),
    ):
        with pytest.raises(TrialDiscarded, match=cause):
            trials.since(capture, moment, 0.2)
