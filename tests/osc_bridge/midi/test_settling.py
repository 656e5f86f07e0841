"""How soon the tempo estimator settles after a step, and the error of the beat meanwhile, over many jittered clocks."""

from collections.abc import Callable

import numpy as np
import pytest

from tests.osc_bridge.midi.clock.masters import TICKS, blocked, followed, jittered, settled, spread, stepped

BEATS = 16  # of the tempo before a step
AFTER = 8  # beats from it on
Shaken = Callable[[np.ndarray, int], np.ndarray]


def step_response(first: float, then: float, seeds: range, shaken: Shaken = jittered) -> tuple[np.ndarray, np.ndarray]:
    """Return the BPM and the error in seconds from a step on, (clocks, ticks)."""
    true = stepped(first, then, BEATS, AFTER)
    rows = [followed(true, shaken(true, seed)) for seed in seeds]
    bpm, off = (np.array(each)[:, BEATS * TICKS :] for each in zip(*rows, strict=True))
    return bpm, off


def worst(errors: np.ndarray, beats: float) -> np.ndarray:
    """Return the largest error of each clock, from some beats after the step on."""
    return np.max(np.abs(errors[:, round(beats * TICKS) :]), axis=1)


@pytest.mark.slow
@pytest.mark.parametrize(("first", "then", "shaken"), [(120, 174, jittered), (174, 120, spread)])
def test_a_whole_tempo_is_known_to_five_hundredths_two_beats_after_a_step(
    first: float, then: float, shaken: Shaken
) -> None:
    bpm, off = step_response(first, then, range(100), shaken)
    assert sum(settled(each, then) <= 2 for each in bpm) >= 99
    assert np.percentile(np.abs(off[:, 2 * TICKS :]), 99) <= 0.0005
    assert np.max(np.abs(off[:, 2 * TICKS :])) <= 0.003


@pytest.mark.parametrize(("first", "then"), [(170, 174), (120, 123), (98, 97), (150, 155)])
def test_so_it_is_after_a_step_that_is_small(first: float, then: float) -> None:
    bpm, off = step_response(first, then, range(10))
    assert max(settled(each, then) for each in bpm) <= 2
    assert np.max(np.abs(off)) <= 0.005
    assert np.percentile(np.abs(off[:, 2 * TICKS :]), 99) <= 0.0005


def test_so_it_is_from_any_whole_tempo_to_any_other() -> None:
    tempi = np.random.default_rng(3).integers(60, 200, (24, 2)).astype(float).tolist()
    known = 0
    for seed, (first, then) in enumerate(tempi):
        bpm, off = step_response(first, then, range(seed, seed + 1))
        known += settled(bpm[0], then) <= 2
        assert worst(off, 2) <= 0.003
    assert known >= 23


@pytest.mark.parametrize("shaken", [jittered, spread])
def test_a_half_is_known_as_soon_where_ticks_can_tell_it_from_a_whole_tempo(shaken: Shaken) -> None:
    bpm, _ = step_response(120, 98.5, range(10), shaken)
    assert max(settled(each, 98.5) for each in bpm) <= 2.5


@pytest.mark.parametrize("shaken", [jittered, spread])
@pytest.mark.parametrize("then", [173.37, 128.3])
def test_a_tempo_between_those_is_the_nearest_of_them_until_ticks_can_tell(then: float, shaken: Shaken) -> None:
    bpm, off = step_response(120, then, range(10), shaken)
    assert np.max(worst(bpm - then, 2.5)) <= 0.45
    assert np.percentile(worst(bpm - then, 4), 90) <= 0.15
    assert np.percentile(worst(bpm - then, 6), 90) <= 0.07
    assert np.percentile(np.abs(off[:, 2 * TICKS :]), 99) <= 0.0015
    assert np.percentile(np.abs(off[:, 5 * TICKS :]), 99) <= 0.001


def test_ticks_that_keep_their_place_in_a_block_for_long_are_not_taken_for_another_tempo() -> None:
    """At 173.37 BPM one comes nearly five blocks after the other, so 30 are as even as those of 172.27."""
    bpm, off = step_response(120, 173.37, range(10), blocked)
    assert np.max(worst(bpm - 173.37, 3)) <= 0.45
    assert np.percentile(np.abs(off[:, 2 * TICKS :]), 99) <= 0.0012
