"""Ticks come early, late, twice or not at all; the line through them stays where the music is."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from osc_bridge.midi.clock.tempo_estimator import TempoEstimator

from .masters import BLOCK, TICKS, followed, jittered, steady, stepped


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
def test_a_tempo_between_whole_ones_is_known_as_soon_as_ticks_can_tell(bpm: float, seed: int) -> None:
    true = stepped(120, bpm, 16)
    told, off = followed(true, jittered(true, seed))
    for beats, most in ((2, 0.6), (4, 0.25), (10, 0.1)):
        assert np.max(np.abs(told[(16 + beats) * TICKS :] - bpm)) <= most
    assert np.percentile(np.abs(off[18 * TICKS :]), 99) <= 0.003


def test_a_drummer_is_followed() -> None:
    """A beat a minute up and down in 16 beats."""
    number = np.arange(48 * TICKS)
    bpm = 120 + np.sin(2 * np.pi * number / TICKS / 32)
    true = np.append(0.0, np.cumsum(60 / bpm / TICKS))
    _, off = followed(true, jittered(true, 6))
    assert np.percentile(np.abs(off[4 * TICKS :]), 99) <= 0.003


@pytest.mark.parametrize("held", [0.006, 0.008, 0.018, 0.032])
@pytest.mark.parametrize(("by", "most"), [(0.0002, 0.1), (0.002, 1.0)])
def test_a_clock_that_was_held_up_keeps_its_count_and_its_tempo(held: float, by: float, most: float) -> None:
    """As a master does whose card stood still: each tick from then on is as late, and none is lost."""
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
def test_a_clean_clock_of_any_tempo_is_known_after_ten_ticks(bpm: float) -> None:
    told, off = followed(true := steady(bpm, 1), true)
    assert np.max(np.abs(told[10:] - bpm)) < 0.01
    assert np.max(np.abs(off[10:])) < 1e-6


def test_a_tempo_that_slides_is_followed() -> None:
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
def test_lost_and_doubled_ticks_leave_the_beat_where_it_is(
    bpm: float, lost: set[int], doubled: set[int], seed: int
) -> None:
    true = steady(bpm, 12)
    come = jittered(true, seed, 0.001)
    tempo = TempoEstimator(60 / bpm / TICKS)
    for number, at in enumerate(come):
        if number not in lost:
            tempo.tick(float(at))
        if number in doubled:
            tempo.tick(float(at))
    assert tempo.line is not None
    assert tempo.number == len(true) - 1
    assert abs(tempo.line.time_of(len(true) - 1) - true[-1]) < 0.002


@pytest.mark.parametrize("held", [0.003, 0.004, -0.003])
@pytest.mark.parametrize(("by", "beats"), [(0.0005, 0.5), (0.002, 2.0)])
def test_a_clock_that_is_suddenly_a_little_later_is_as_fast_as_before(held: float, by: float, beats: float) -> None:
    """So little that each tick is where one may be."""
    true = steady(174, 32)
    true[16 * TICKS :] += held
    bpm, off = followed(true, jittered(true, 9, by))
    after = round((16 + beats) * TICKS)
    assert np.max(np.abs(bpm[after:] - 174)) <= 0.05
    assert np.max(np.abs(off[after:])) < 0.001


@pytest.mark.parametrize("then", [187.0, 192.5, 198.0, 160.0])
def test_a_step_that_takes_some_ticks_to_be_seen_is_followed_within_a_beat(then: float) -> None:
    """The first ticks are still where one may be, and those after them are not."""
    true = stepped(174, then, 16, 8)
    bpm, off = followed(true, jittered(true, 3))
    assert np.max(np.abs(bpm[17 * TICKS :] / then - 1)) < 0.01
    assert np.max(np.abs(off[17 * TICKS :])) < 0.002


@pytest.mark.parametrize("stall", [0.03, 0.1, 0.4])
def test_ticks_that_were_held_up_and_come_at_once_leave_the_beat_where_it_is(stall: float) -> None:
    true = steady(174, 24)
    held = (true > 5.0) & (true < 5.0 + stall)
    come = jittered(np.where(held, 5.0 + stall, true), 4, 0.0005)
    tempo = TempoEstimator(60 / 120 / TICKS)
    for at in come:
        tempo.tick(float(at))
    assert tempo.line is not None
    assert tempo.number == len(true) - 1
    assert abs(tempo.line.time_of(len(true) - 1) - true[-1]) < 0.001


def test_after_a_restart_the_old_tempo_holds_until_ticks_tell_another() -> None:
    tempo = TempoEstimator(60 / 174 / TICKS)
    for at in jittered(steady(174, 1), 1):
        tempo.tick(float(at))
        assert tempo.line is not None
        assert 60 / TICKS / tempo.line.period == pytest.approx(174, rel=0.02)
    tempo.restart()
    for at in steady(100, 1, 50.0):
        tempo.tick(float(at))
    assert tempo.line is not None
    assert 60 / TICKS / tempo.line.period == pytest.approx(100)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.one_of(st.just(0.0), st.floats(0, 0.5)), max_size=120))
def test_no_sequence_of_times_breaks_it(gaps: list[float]) -> None:
    tempo = TempoEstimator(60 / 120 / TICKS)
    for at in np.cumsum([0.0, *gaps]):
        tempo.tick(float(at))
        assert tempo.line is not None
        assert 0.001 < tempo.line.period < 2
