"""A trial that tells nothing is made up for, within bounds; what comes late is waited for. All in a time of its own."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np
import pytest

from engine.realtime.output_monitor import Recording
from engine.spec import SPEC
from osc_bridge.commands.latency import trials
from osc_bridge.commands.latency.send_timestamp import UNKNOWN
from osc_bridge.commands.latency.stimulus import HELD, HOLE, NEVER, STALL, TrialDiscarded
from osc_bridge.commands.latency.trials import LONGEST, SLOWEST, Row


@dataclass
class Clock:
    """Time that passes when somebody sleeps."""

    now: float = 100.0  # seconds

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@dataclass
class FakeEar:
    """Hears silence up to `behind` seconds ago, of which the last `kept` seconds are left."""

    clock: Clock
    behind: float = 0.0
    kept: float = 2.0
    stalls: int = 0
    name: str = "nobody's"
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


def repeated(clock: Clock, ear: FakeEar, found: Callable[[float], float]) -> tuple[Row, float]:
    """Trials of 0.1 s that were asked for for a second, by the seconds since the first; and how long that took."""
    began = clock.now

    def trial() -> float:
        clock.sleep(0.1)
        return found(clock.now - began)

    row = trials.repeat(ear, trial, 0.1, 1.0, clock)
    return row, clock.now - began


@pytest.mark.parametrize("answer", [0.01, NEVER])
def test_where_every_trial_tells_something_it_takes_as_long_as_was_asked_for(clock: Clock, answer: float) -> None:
    row, took = repeated(clock, FakeEar(clock), lambda passed: answer)
    assert took == pytest.approx(1.0, abs=0.11)
    assert len(row.found) == round(took / 0.1) and not row.cut


def test_a_few_cut_trials_do_not_prolong_it(clock: Clock) -> None:
    def found(passed: float) -> float:
        if passed < 0.45:
            raise TrialDiscarded(HOLE)
        return 0.01

    row, took = repeated(clock, FakeEar(clock), found)
    assert took == pytest.approx(1.0, abs=0.11) and row.cut == {HOLE: 4}


def test_where_trials_are_cut_it_goes_on_until_half_of_them_tell_something(clock: Clock) -> None:
    def found(passed: float) -> float:
        if passed < 0.95:
            raise TrialDiscarded(HELD)
        return 0.01

    row, took = repeated(clock, FakeEar(clock), found)
    assert len(row.found) == 5 and row.cut == {HELD: 9}
    assert took == pytest.approx(1.4)


def test_where_all_trials_are_cut_it_gives_up(clock: Clock) -> None:
    def found(passed: float) -> float:
        raise TrialDiscarded(HELD if passed < 0.95 else HOLE)

    row, took = repeated(clock, FakeEar(clock), found)
    assert took == pytest.approx(LONGEST, abs=0.11)
    assert not row.found and row.cut[HELD] == 9 and row.cut.total() == round(took / 0.1)


def test_beside_a_stall_nothing_counts_and_the_stall_is_the_cause(clock: Clock) -> None:
    ear = FakeEar(clock)

    def found(passed: float) -> float:
        ear.stalls += passed < 0.35
        if passed < 0.15:
            raise TrialDiscarded(HOLE)
        return 0.01

    row, _ = repeated(clock, ear, found)
    assert row.cut == {STALL: 3} and len(row.found) >= 7


# one that has hardly begun at the first look is not whole
@pytest.mark.parametrize(("late", "needed"), [(0.02, 1), (0.28, 2), (0.5, 2), (1.6, 6)])
def test_what_comes_late_is_waited_for_until_it_is_whole(clock: Clock, late: float, needed: int) -> None:
    sent, looks = clock.now, 0

    def look(begin: float) -> float:
        nonlocal looks
        looks += 1
        return sent + late if begin < sent + late < clock.now else NEVER

    assert trials.wait(look, sent, 0.3) == pytest.approx(late)
    assert looks == needed


def test_what_never_comes_is_given_up(clock: Clock) -> None:
    sent = clock.now
    assert math.isnan(trials.wait(lambda begin: NEVER, sent, 0.4))
    assert SLOWEST <= clock.now - sent < SLOWEST + 0.4


def test_a_recording_that_tells_nothing_says_why(clock: Clock) -> None:
    sent = clock.now
    clock.sleep(0.3)
    heard = trials.since(FakeEar(clock), sent, 0.2)
    assert heard.began == pytest.approx(sent, abs=1 / SPEC.rate)
    assert len(heard.samples) == pytest.approx(0.3 * SPEC.rate, abs=1)
    for ear, moment, why in (
        (FakeEar(clock), UNKNOWN, HELD),
        (FakeEar(clock, kept=0.25), sent, HOLE),
        (FakeEar(clock, behind=0.15), sent, STALL),
    ):
        with pytest.raises(TrialDiscarded, match=why):
            trials.since(ear, moment, 0.2)
