"""The tempo and the beat are estimated from ticks that come early, late, twice or not at all."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from osc_bridge.midi.clock.tempo_estimator import TempoEstimator, TempoPrior

from .masters import BLOCK, TICKS, followed, jittered, spread, steady, stepped


@pytest.mark.parametrize(("first", "then"), [(120, 174), (174, 120), (87, 174), (120, 124), (300, 40), (40, 300)])
@pytest.mark.parametrize("seed", [1, 2])
def test_after_a_step_in_a_noisy_clock_tempo_and_beat_settle_within_two_beats(
    first: float, then: float, seed: int
) -> None:
    beats = 32
    true = stepped(first, then, beats)
    bpm, off = followed(true, jittered(true, seed))
    after = (beats + 2) * TICKS
    assert np.max(np.abs(off[after:])) < 0.003
    assert np.percentile(np.abs(off[after:]), 99) < 0.002
    assert np.max(np.abs(bpm[after:] / then - 1)) < 0.01
    assert np.percentile(np.abs(bpm[after + 10 * TICKS :] - then), 99) < max(0.05, 0.0003 * then)


@pytest.mark.parametrize("bpm", [173.37, 128.5, 92.25])
@pytest.mark.parametrize("seed", [1, 2])
def test_a_fractional_tempo_is_known_within_ten_beats(bpm: float, seed: int) -> None:
    true = stepped(120, bpm, 16)
    told, off = followed(true, jittered(true, seed))
    for beats, most in ((2, 0.6), (4, 0.25), (10, 0.1)):
        assert np.max(np.abs(told[(16 + beats) * TICKS :] - bpm)) <= most
    assert np.percentile(np.abs(off[18 * TICKS :]), 99) <= 0.003


def test_a_wavering_tempo_is_followed() -> None:
    """The tempo goes up and down by 1 BPM within 32 beats."""
    number = np.arange(48 * TICKS)
    bpm = 120 + np.sin(2 * np.pi * number / TICKS / 32)
    true = np.append(0.0, np.cumsum(60 / bpm / TICKS))
    _, off = followed(true, jittered(true, 6))
    assert np.percentile(np.abs(off[4 * TICKS :]), 99) <= 0.003


@pytest.mark.parametrize("held", [0.006, 0.008, 0.018, 0.032])
@pytest.mark.parametrize(("by", "most"), [(0.0002, 0.1), (0.002, 1.0)])
def test_a_delayed_clock_keeps_its_count_and_its_tempo(held: float, by: float, most: float) -> None:
    """After a stall of the master's device every tick is late by the same time, and none is lost."""
    true = steady(174, 24)
    true[300:] += held
    bpm, off = followed(true, jittered(true, 8, by))
    assert np.max(np.abs(off[312:])) < 0.002
    assert np.max(np.abs(bpm[290:] - 174)) < most


def test_a_steady_noisy_clock_gives_a_steady_tempo() -> None:
    true = steady(174, 64)
    bpm, off = followed(true, jittered(true, 5))
    assert np.percentile(np.abs(bpm[12 * TICKS :] - 174), 99) < 0.05
    assert np.percentile(np.abs(off[12 * TICKS :]), 99) < 0.001


@pytest.mark.parametrize("bpm", [40.0, 92.5, 120.0, 174.0, 300.0])
def test_ticks_that_come_in_blocks_give_a_steady_tempo(bpm: float) -> None:
    true = steady(bpm, 48)
    told, off = followed(true + BLOCK / 2, np.ceil(true / BLOCK) * BLOCK)
    assert np.max(np.abs(told[12 * TICKS :] - bpm)) < 0.1
    assert np.max(np.abs(off[12 * TICKS :])) < 0.0015


@pytest.mark.parametrize("bpm", [40.0, 174.0, 300.0])
def test_the_tempo_of_a_clock_without_jitter_is_known_after_ten_ticks(bpm: float) -> None:
    told, off = followed(true := steady(bpm, 1), true)
    assert np.max(np.abs(told[10:] - bpm)) < 0.01
    assert np.max(np.abs(off[10:])) < 1e-6


def test_a_gliding_tempo_is_followed() -> None:
    bpm = np.linspace(120, 140, 32 * TICKS)
    true = np.append(0.0, np.cumsum(60 / bpm / TICKS))
    told, off = followed(true, jittered(true, 3, 0.001))
    assert np.max(np.abs(off[4 * TICKS :])) < 0.004
    assert np.max(np.abs(told[4 * TICKS : -1] - bpm[4 * TICKS :])) < 3


@settings(max_examples=15, deadline=None, derandomize=True)  # by chance, one in a thousand is told wrong
@given(
    bpm=st.floats(60, 200),
    lost=st.sets(st.integers(100, 220), max_size=6),
    doubled=st.sets(st.integers(100, 220), max_size=6),
    seed=st.integers(0, 99),
)
def test_lost_and_doubled_ticks_do_not_move_the_beat(bpm: float, lost: set[int], doubled: set[int], seed: int) -> None:
    true = steady(bpm, 12)
    come = jittered(true, seed, 0.001)
    tempo = TempoEstimator(60 / bpm / TICKS)
    for number, at in enumerate(come):
        if number not in lost:
            tempo.tick(float(at))
        if number in doubled:
            tempo.tick(float(at))
    assert tempo.number == len(true) - 1
    assert abs(tempo.line.time_of(len(true) - 1) - true[-1]) < 0.002


@pytest.mark.parametrize("held", [0.003, 0.004, -0.003])
@pytest.mark.parametrize(("by", "beats"), [(0.0005, 0.5), (0.002, 2.0)])
def test_a_small_delay_does_not_change_the_tempo(held: float, by: float, beats: float) -> None:
    """Each delayed tick is within the tolerance for a single one."""
    true = steady(174, 32)
    true[16 * TICKS :] += held
    bpm, off = followed(true, jittered(true, 9, by))
    after = round((16 + beats) * TICKS)
    assert np.max(np.abs(bpm[after:] - 174)) <= 0.05
    assert np.max(np.abs(off[after:])) < 0.001


@pytest.mark.parametrize("then", [187.0, 192.5, 198.0, 160.0])
def test_a_step_of_ten_percent_is_followed_within_a_beat(then: float) -> None:
    """The first ticks are within the tolerance for a single one, and the next are not."""
    true = stepped(174, then, 16, 8)
    bpm, off = followed(true, jittered(true, 3))
    assert np.max(np.abs(bpm[17 * TICKS :] / then - 1)) < 0.01
    assert np.max(np.abs(off[17 * TICKS :])) < 0.002


@pytest.mark.parametrize("stall", [0.03, 0.1, 0.4])
def test_ticks_that_arrive_in_a_burst_do_not_move_the_beat(stall: float) -> None:
    true = steady(174, 24)
    held = (true > 5.0) & (true < 5.0 + stall)
    come = jittered(np.where(held, 5.0 + stall, true), 4, 0.0005)
    tempo = TempoEstimator(60 / 120 / TICKS)
    for at in come:
        tempo.tick(float(at))
    assert tempo.number == len(true) - 1
    assert abs(tempo.line.time_of(len(true) - 1) - true[-1]) < 0.001


def test_after_a_restart_the_tempo_holds_until_ticks_contradict_it() -> None:
    tempo = TempoEstimator(60 / 174 / TICKS)
    for at in jittered(steady(174, 1), 1):
        tempo.tick(float(at))
        assert 60 / TICKS / tempo.line.period == pytest.approx(174, rel=0.02)
    tempo.restart()
    for at in steady(100, 1, 50.0):
        tempo.tick(float(at))
    assert 60 / TICKS / tempo.line.period == pytest.approx(100)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.one_of(st.just(0.0), st.floats(0, 0.5)), max_size=120))
def test_any_sequence_of_times_gives_a_finite_period(gaps: list[float]) -> None:
    tempo = TempoEstimator(60 / 120 / TICKS)
    for at in np.cumsum([0.0, *gaps]):
        tempo.tick(float(at))
        assert 0.001 < tempo.line.period < 2


@pytest.mark.parametrize("arrivals", [jittered, spread])
def test_jitter_is_not_mistaken_for_a_change(arrivals: Callable[[np.ndarray, int], np.ndarray]) -> None:
    true = steady(174, 48)
    for seed in range(8):
        bpm, off = followed(true, arrivals(true, seed))
        assert set(bpm[8 * TICKS :]) == {174.0}
        assert np.max(np.abs(off[8 * TICKS :])) < 0.001


def test_four_late_ticks_are_not_taken_for_a_change() -> None:
    """They may have been delayed by a stall."""
    true = steady(174, 17)
    true[-4:] += 0.004
    for seed in range(20):
        bpm, off = followed(true, jittered(true, seed, 0.0005))
        assert bpm[-1] == 174
        assert off[-1] == pytest.approx(-0.004, abs=0.001)


def test_of_two_changes_the_last_one_counts() -> None:
    true = stepped(170, 174, 16, 1.25)
    true = np.append(true, true[-1] + np.cumsum(np.full(30, 60 / 178 / TICKS)))
    bpm, off = followed(true, jittered(true, 4, 0.0005))
    assert bpm[-1] == pytest.approx(178, abs=0.3)
    assert abs(off[-1]) < 0.0005


def rounded(prior: TempoPrior, tempo: float, error: float) -> float:
    """Return the BPM for a measured tempo with a standard error, both in BPM."""
    period = 60 / TICKS / tempo
    return 60 / TICKS / prior(period, error * period / tempo)


@pytest.mark.parametrize(
    ("tempo", "error", "expected"),
    [
        (174.2, 0.14, 174),
        (174.2, 0.1, 174),
        (174.2, 0.05, 174.2),
        (174.05, 0.02, 174),
        (173.37, 0.1, 173.37),
        (174.4, 0.3, 174.4),  # 174 and 175 are both probable
        (174.0, 1.0, 174.0),
        (173.42, 0.16, 173.42),
        (173.45, 0.05, 173.5),
    ],
)
def test_the_prior_rounds_to_a_whole_or_half_bpm_that_is_probable(tempo: float, error: float, expected: float) -> None:
    assert rounded(TempoPrior(), tempo, error) == pytest.approx(expected)


def test_the_prior_keeps_its_tempo_until_it_is_improbable() -> None:
    prior = TempoPrior()
    assert rounded(prior, 174.1, 0.1) == pytest.approx(174)
    assert rounded(prior, 174.3, 0.1) == pytest.approx(174)
    assert rounded(TempoPrior(), 174.3, 0.1) == pytest.approx(174.3)
    assert rounded(prior, 174.39, 0.1) == pytest.approx(174.5)
    assert rounded(prior, 174.25, 0.05) == pytest.approx(174.25)


@given(st.lists(st.tuples(st.floats(40, 300), st.floats(1e-4, 2)), min_size=1, max_size=8))
def test_the_prior_stays_within_six_standard_errors(measured: list[tuple[float, float]]) -> None:
    prior = TempoPrior()
    for tempo, error in measured:
        found = rounded(prior, tempo, error)
        assert abs(found - tempo) <= 6 * error + 1e-9
        assert found == pytest.approx(tempo) or round(2 * found, 6) % 1 == 0
