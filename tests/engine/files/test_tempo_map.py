"""Ticks and seconds of a MIDI file with tempo changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.files.tempo_map import TempoMap, beats_per_minute


def test_without_a_tempo_there_are_120_beats_a_minute() -> None:
    tempo_map = TempoMap(480)
    assert tempo_map.seconds(4 * 480) == 2.0
    assert tempo_map.tick(2.0) == 4 * 480


def test_a_tempo_counts_from_its_tick_on() -> None:
    tempo_map = TempoMap(96)
    tempo_map.add(0, 1_000_000)
    tempo_map.add(192, 250_000)
    assert [tempo_map.seconds(tick) for tick in (96, 192, 288)] == [1.0, 2.0, 2.25]


@given(
    st.integers(1, 32_767),
    st.lists(st.tuples(st.integers(0, 10_000), st.integers(1000, 16_777_215)), max_size=8),
    st.integers(0, 200_000),
)
def test_a_tick_is_found_again_by_its_time(ticks_per_beat: int, tempos: list[tuple[int, int]], tick: int) -> None:
    tempo_map, last = TempoMap(ticks_per_beat), 0
    for wait, tempo in tempos:
        last += wait
        tempo_map.add(last, tempo)
    assert tempo_map.tick(tempo_map.seconds(tick)) == tick


@pytest.mark.parametrize(("microseconds", "tempo"), [(500_000, 120), (600_000, 100), (0, 60e6)])
def test_a_tempo_is_in_beats_per_minute(microseconds: int, tempo: float) -> None:
    assert beats_per_minute(microseconds) == tempo
