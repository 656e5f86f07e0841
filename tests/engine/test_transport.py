import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.spec import SPEC
from engine.transport import Transport

tempi = st.floats(40, 300)
clocks = st.integers(0, 10**9)


def test_the_native_tempo_moves_one_column_a_hop() -> None:
    transport = Transport(SPEC.native_tempo)
    assert transport.rate == 1
    assert transport.position(10 * SPEC.hop) == 10


@given(tempi, st.integers(1, 10**6))
def test_a_loop_lasts_eight_beats_at_any_tempo(tempo: float, loops: int) -> None:
    transport = Transport(tempo)
    samples = loops * SPEC.beats * 60 * SPEC.rate / tempo
    assert transport.position(round(samples)) == pytest.approx(loops * SPEC.frames, abs=0.02)
    assert transport.beat(round(samples)) == pytest.approx(loops * SPEC.beats, abs=0.001)


@given(tempi, tempi, clocks)
def test_a_change_of_tempo_moves_nothing_at_that_moment(before: float, after: float, clock: int) -> None:
    transport = Transport(before)
    beat, position = transport.beat(clock), transport.position(clock)
    transport.set_pace(clock, after, 1.0)
    assert transport.beat(clock) == beat
    assert transport.position(clock) == position
    assert transport.rate == after / SPEC.native_tempo


@given(tempi, clocks, st.integers(-100, 100))
def test_a_jump_moves_the_playhead_and_not_the_beat(tempo: float, clock: int, step: int) -> None:
    transport = Transport(tempo)
    beat = transport.beat(clock)
    transport.jump(clock, step)
    assert transport.beat(clock) == beat
    assert transport.position(clock) == step % SPEC.steps * SPEC.step_frames


def test_play_begins_at_a_beat_of_the_loop() -> None:
    transport = Transport(170)
    transport.begin(1000, beat=6, position=384)
    assert transport.beat(1000) == 6
    assert transport.position(1000) == 6 / SPEC.beats * SPEC.frames


@given(tempi, st.floats(-4, 4), clocks)
def test_speed_moves_the_playhead_and_not_the_beat(tempo: float, speed: float, clock: int) -> None:
    plain, bent = Transport(tempo), Transport(tempo)
    bent.set_pace(0, tempo, speed)
    assert bent.beat(clock) == plain.beat(clock)
    assert bent.position(clock) == pytest.approx(speed * plain.position(clock), rel=1e-9, abs=1e-9)
