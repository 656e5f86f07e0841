"""The line through ticks is where they are now: straight, or on from where the tempo or the place has changed."""

from collections.abc import Callable

import numpy as np
import pytest

from osc_bridge.midi.clock.jitter import Floats, Jitter
from osc_bridge.midi.clock.tick_regression import LONGEST, Fit, fitted

from .masters import TICKS, jittered, spread, stepped

NEW = 60 / 174 / TICKS  # seconds a tick
Shaken = Callable[[np.ndarray, int], np.ndarray]


def through(come: np.ndarray, jitter: Jitter | None = None) -> Fit:
    """The line through ticks that came at these times."""
    newest_first: Floats = come[::-1][:LONGEST]
    return fitted(-np.arange(len(newest_first), dtype=float), newest_first - newest_first[0], jitter or Jitter())


def turned(since: int) -> np.ndarray:
    """Ticks of 170 BPM, and so many of 174 after them."""
    return stepped(170, 174, 16, since / TICKS)


def known(seed: int = 0, by: float = 0.002) -> Jitter:
    jitter = Jitter()
    jitter.learn(np.random.default_rng(seed).uniform(-by, by, LONGEST))
    return jitter


@pytest.mark.parametrize("count", [2, 3, 12, 100, 384])
def test_ticks_of_one_tempo_are_a_straight_line(count: int) -> None:
    fit = through(np.arange(count) * NEW)
    assert fit.period == pytest.approx(NEW)
    assert fit.time_at(np.zeros(1)) == pytest.approx(0, abs=1e-9)
    assert (fit.bent, fit.kept) == (False, count)


@pytest.mark.parametrize("shaken", [jittered, spread])
def test_noise_is_not_taken_for_a_bend(shaken: Shaken) -> None:
    true = np.arange(LONGEST) * NEW
    assert sum(through(shaken(true, seed)).bent for seed in range(200)) <= 2


@pytest.mark.parametrize("shaken", [jittered, spread])
def test_another_tempo_is_seen_within_two_thirds_of_a_beat(shaken: Shaken) -> None:
    seen = [through(shaken(turned(16), seed)) for seed in range(40)]
    assert sum(fit.bent for fit in seen) >= 36
    assert np.median([60 / TICKS / fit.period for fit in seen if fit.bent]) == pytest.approx(174, abs=0.7)


def test_the_tempo_after_a_corner_is_told_as_if_it_was_known_when_that_was() -> None:
    since, alone = [], []
    for seed in range(60):
        come = jittered(turned(24), seed)
        since.append(through(come, known()).period - NEW)
        alone.append(np.polyfit(np.arange(24), come[-24:], 1)[0] - NEW)
    assert np.std(since) < 1.1 * np.std(alone)


def test_what_a_bend_tells_is_as_exact_as_it_says() -> None:
    fits = [through(jittered(turned(30), seed), known()) for seed in range(100)]
    off = np.array([(fit.period - NEW) / fit.error for fit in fits])
    assert 0.6 <= np.std(off) <= 1.3
    assert abs(np.mean(off)) <= 0.5


@pytest.mark.parametrize("by", [0.003, -0.003])
def test_a_shift_moves_the_place_and_not_the_tempo(by: float) -> None:
    true = np.arange(LONGEST) * NEW
    true[-24:] += by
    fits = [through(jittered(true, seed, 0.001)) for seed in range(20)]
    assert all(fit.bent for fit in fits)
    assert max(abs(60 / TICKS / fit.period - 174) for fit in fits) < 0.1
    come = [jittered(true, seed, 0.001)[-1] for seed in range(20)]
    off = [fit.time_at(np.zeros(1))[0] + at - true[-1] for fit, at in zip(fits, come, strict=True)]
    assert np.max(np.abs(off)) < 0.001


def test_what_happened_a_moment_ago_is_not_believed_yet() -> None:
    """Four ticks that come late may have been held up."""
    true = np.arange(LONGEST) * NEW
    true[-4:] += 0.004
    assert not any(through(jittered(true, seed, 0.0005)).bent for seed in range(20))


def test_of_two_bends_the_last_counts_and_what_was_before_is_let_go() -> None:
    true = np.append(turned(30), turned(30)[-1] + np.cumsum(np.full(30, 60 / 178 / TICKS)))
    fit = through(jittered(true, 4, 0.0005), known(1, 0.0005))
    assert 60 / TICKS / fit.period == pytest.approx(178, abs=0.3)
    assert fit.kept <= 64


def test_a_bend_long_ago_is_let_go() -> None:
    fit = through(jittered(turned(60), 5))
    assert 54 <= fit.kept <= 66
    assert not through(jittered(turned(60), 5)[-fit.kept :]).bent
