import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.arrays import Floats
from engine.files.audio_onsets import Onsets, find_onsets, on_grid
from tests.training import drum_loops

RATE = 44_100


def struck(at: list[int], size: int, stroke: Floats) -> Floats:
    sound = np.zeros(size, np.float32)
    for sample in at:
        np.add.at(sound, (sample + np.arange(len(stroke))) % size, stroke)
    return sound


@pytest.mark.parametrize(
    "drum", [drum_loops.kick, drum_loops.snare, drum_loops.hat, drum_loops.tom], ids=lambda drum: drum.__name__
)
def test_each_stroke_is_found_within_two_milliseconds(drum: drum_loops.Stroke) -> None:
    at = [0, 12_345, 20_011, 33_333]
    onsets = find_onsets(struck(at, RATE, drum(np.random.default_rng(1))), RATE)
    strong = onsets.samples[onsets.strengths > 0.5 * onsets.strengths.max()]
    circular = np.abs((strong[:, None] - at + RATE // 2) % RATE - RATE // 2)
    assert len(strong) == len(at)
    assert circular.min(axis=1).max() <= 0.002 * RATE


@settings(max_examples=15, deadline=None)
@given(turn=st.integers(0, RATE - 1))
def test_rotating_a_loop_rotates_its_onsets(turn: int) -> None:
    loop = struck([3000, 9000, 24_000, 31_000], RATE, drum_loops.snare(np.random.default_rng(2)))
    here, there = find_onsets(loop, RATE).samples, find_onsets(np.roll(loop, turn), RATE).samples
    distance = ((there[:, None] - turn - here) + RATE // 2) % RATE - RATE // 2
    assert len(here) == len(there)
    assert np.abs(distance).min(axis=1).max() <= 0.002 * RATE


@pytest.mark.parametrize("audio", [np.zeros(RATE), np.ones(RATE)], ids=["silence", "constant"])
def test_silence_and_a_constant_have_no_onset(audio: Floats) -> None:
    assert len(find_onsets(audio.astype(np.float32), RATE).samples) == 0


def test_level_does_not_matter() -> None:
    loop = drum_loops.break_loop(np.random.default_rng(3))
    assert np.array_equal(find_onsets(loop, RATE).samples, find_onsets(loop * np.float32(0.125), RATE).samples)


def test_on_grid_counts_by_strength() -> None:
    onsets = Onsets(np.array([0, 110, 250]), np.array([1, 2, 1], np.float32))
    share, late = on_grid(onsets, 400, 4, tolerance=20)
    assert share == 0.75
    assert late == 5.0
    assert on_grid(Onsets(np.zeros(0, np.int64), np.zeros(0, np.float32)), 400, 4, 20) == (0.0, 0.0)
