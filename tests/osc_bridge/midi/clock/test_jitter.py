"""What is known of the jitter of a port makes lines as exact as that allows, and no more."""

from collections.abc import Callable

import numpy as np
import pytest

from osc_bridge.midi.clock.jitter import QUIETEST, Floats, Jitter

Shaken = Callable[[int, int], Floats]


def even(seed: int, count: int, by: float = 0.002) -> Floats:
    """Jitter with a bound: off by so many seconds at most."""
    return np.random.default_rng(seed).uniform(-by, by, count)


def normal(seed: int, count: int, deviation: float = 0.001) -> Floats:
    return np.random.default_rng(seed).normal(0, deviation, count)


def knowing(jitter: Floats) -> Jitter:
    known = Jitter()
    known.learn(jitter)
    return known


def slope(jitter: Jitter, left: Floats) -> tuple[float, float]:
    """How far the slope of a line through ticks of period 0 is off, and what is thought of that; seconds a tick."""
    across = -np.arange(len(left), dtype=float)
    basis = np.array((np.ones_like(left), across - np.mean(across)))
    sizes = np.sum(basis * basis, 1)
    terms = basis @ left / sizes
    terms, variance = jitter.settle(basis, sizes, terms, left - terms @ basis)
    return float(terms[1]), float(np.sqrt(variance / sizes[1]))


def test_jitter_with_a_bound_is_known_and_makes_lines_more_exact() -> None:
    known, new = knowing(even(0, 384)), Jitter()
    known_off, new_off = (np.std([slope(each, even(seed, 96))[0] for seed in range(1, 300)]) for each in (known, new))
    assert known_off < 0.75 * new_off


def test_jitter_without_a_bound_is_taken_as_it_is() -> None:
    known, new = knowing(normal(0, 384)), Jitter()
    for seed in range(1, 20):
        assert slope(known, normal(seed, 96))[0] == slope(new, normal(seed, 96))[0]


def test_one_tick_far_out_makes_it_least_squares_again() -> None:
    known, left = knowing(even(0, 384)), even(1, 96)
    left[5] = 0.008
    assert slope(known, left)[0] == slope(Jitter(), left)[0]


@pytest.mark.parametrize("count", [24, 48, 96, 384])
@pytest.mark.parametrize("shaken", [even, normal])
@pytest.mark.parametrize("learned", [True, False])
def test_how_exact_a_line_is_thought_to_be_is_how_exact_it_is(count: int, shaken: Shaken, learned: bool) -> None:
    jitter = knowing(shaken(0, 384)) if learned else Jitter()
    off = [slope(jitter, shaken(seed, count)) for seed in range(1, 400)]
    assert 0.75 <= np.std([is_off / thought for is_off, thought in off]) <= 1.15


def test_noise_is_told_from_the_gaps_until_a_line_tells_it() -> None:
    times = np.arange(64) * 0.02 + normal(3, 64)
    assert Jitter().deviation(times) == pytest.approx(0.001, rel=0.3)
    assert knowing(normal(0, 384)).deviation(np.arange(64) * 0.02) == pytest.approx(0.001, rel=0.1)
    assert Jitter().deviation(np.arange(64) * 0.02) == QUIETEST


def test_more_noise_is_believed_at_once_and_less_after_a_while() -> None:
    times = np.arange(64) * 0.02
    jitter = knowing(even(0, 384, 0.0015))
    jitter.learn(even(1, 384, 0.003))
    assert jitter.deviation(times) == pytest.approx(0.003 / 3**0.5, rel=0.1)
    jitter.learn(even(2, 384, 0.0015))
    assert jitter.deviation(times) == pytest.approx(0.003 / 3**0.5, rel=0.1)
    for seed in range(3, 2000):
        jitter.learn(even(seed, 384, 0.0015))
    assert jitter.deviation(times) == pytest.approx(0.0015 / 3**0.5, rel=0.1)


def test_what_is_within_the_bound_says_nothing_new() -> None:
    jitter = knowing(even(0, 384))
    assert jitter.covers(even(1, 384))
    assert not jitter.covers(np.append(even(1, 384), 0.003))


def test_where_no_bound_is_known_anything_may_be_news() -> None:
    assert not Jitter().covers(np.zeros(384))
    assert not knowing(normal(0, 384)).covers(np.zeros(384))


def test_few_ticks_are_not_remembered_and_the_latest_never() -> None:
    assert not knowing(even(0, 95)).covers(np.zeros(95))
    left = even(0, 384)
    left[:16] += 0.006
    assert knowing(left).covers(even(1, 384))


def test_ticks_without_any_jitter_are_a_line() -> None:
    jitter = knowing(np.zeros(384))
    assert slope(jitter, np.zeros(96))[0] == 0
