import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.spec import SPEC
from engine.transport import LEAST, NEVER, Bend, Transport

tempi = st.floats(40, 300)
clocks = st.integers(0, 10**9)
speeds = st.floats(-4, 4)
lengths = st.sampled_from([0.25, 0.5, 1.0, 1.5, 2.0, 4.0, 8.0])  # of stutters
bends = st.builds(Bend, st.booleans(), st.booleans(), st.one_of(st.just(0.0), lengths))
FREEZE, REVERSE = Bend(freeze=True), Bend(reverse=True)


def sixteenth(tempo: float) -> float:
    """Its samples."""
    return 15 * SPEC.rate / tempo


def native(bend: Bend, clock: int = 0) -> Transport:
    """One column a hop, from column 0 at clock 0, bent at a clock."""
    transport = Transport(SPEC.native_tempo)
    transport.set_bend(clock, bend)
    return transport


def column(step: float) -> float:
    return step * SPEC.step_frames


def at(step: float) -> int:
    """Clock at which the unbent playhead of the native tempo is there."""
    return round(column(step) * SPEC.hop)


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


@given(tempi, tempi, clocks, st.sampled_from([Bend(), Bend(freeze=True), Bend(reverse=True), Bend(stutter=1)]))
def test_a_change_of_tempo_moves_nothing_at_that_moment(before: float, after: float, clock: int, bend: Bend) -> None:
    transport = Transport(before)
    transport.set_bend(clock // 2, bend)
    transport.turn(clock)
    beat, position = transport.beat(clock), transport.position(clock)
    transport.set_pace(clock, after, 1.0)
    assert transport.beat(clock) == beat
    assert transport.position(clock) == pytest.approx(position, abs=0.01)
    assert abs(transport.rate) == (0 if bend.freeze else after / SPEC.native_tempo)


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


def test_a_freeze_stands_and_a_reverse_goes_back_the_way_it_came() -> None:
    frozen, reversed_ = native(FREEZE, at(5.5)), native(REVERSE, at(5.5))
    assert (frozen.position(at(9)), frozen.rate) == (column(5.5), 0)
    assert (reversed_.position(at(7.5)), reversed_.rate) == (column(3.5), -1)


def test_reverse_and_a_negative_speed_cancel() -> None:
    transport = Transport(SPEC.native_tempo, speed=-1.0)
    transport.set_bend(at(2), REVERSE)
    assert transport.rate == 1
    assert transport.position(at(5)) == column(-2 + 3)


@given(tempi, speeds, st.lists(st.tuples(st.integers(1, 300_000), bends), min_size=1, max_size=8))
def test_without_bends_the_playhead_is_exactly_where_it_would_have_been(
    tempo: float, speed: float, changes: list[tuple[int, Bend]]
) -> None:
    bent, plain = Transport(tempo, speed), Transport(tempo, speed)
    clock = 0
    for later, bend in [*changes, (1, Bend())]:
        clock += later
        bent.set_bend(clock, bend)
        bent.turn(clock)
        assert bent.beat(clock) == plain.beat(clock)
    assert bent.position(clock) == plain.position(clock)
    assert bent.rate == plain.rate


@given(tempi, speeds, st.lists(st.tuples(st.integers(1, 50_000), bends), max_size=8))
def test_to_begin_a_bend_moves_nothing_at_that_moment(
    tempo: float, speed: float, changes: list[tuple[int, Bend]]
) -> None:
    """What is added, is added where the playhead is; it leaps only when something is taken away."""
    transport, clock = Transport(tempo, speed), 0
    for later, bend in changes:
        clock += later
        transport.turn(clock)
        before, was = transport.position(clock), transport.bend
        leaps = transport.set_bend(clock, bend)
        if bend.freeze >= was.freeze and bend.reverse >= was.reverse and bool(bend.stutter) >= bool(was.stutter):
            assert transport.position(clock) == pytest.approx(before, abs=0.02)
            assert not leaps


@pytest.mark.parametrize(
    ("pressed", "length", "begin"),
    [(5.5, 1, 5), (5.5, 2, 5), (5.5, 8, 5), (5.5, 0.5, 5.5), (5.3, 0.5, 5), (5.8, 0.25, 5.75), (31.5, 4, 31)],
)
def test_a_stutter_repeats_what_begins_on_its_grid(pressed: float, length: float, begin: float) -> None:
    transport = native(Bend(stutter=length), at(pressed))
    assert transport.due == at(begin + length)
    for repeat in range(1, 5):
        start = at(begin + repeat * length)
        assert transport.due == start
        assert transport.position(start - 1) == pytest.approx(column(begin + length), abs=0.01)
        assert transport.turn(start)
        assert transport.position(start) == column(begin)


@pytest.mark.parametrize("early", [0, 1, 64, 500])
def test_who_presses_a_little_early_means_the_sixteenth_that_comes(early: int) -> None:
    transport = native(Bend(stutter=1), at(6) - early)
    assert transport.position(at(6)) == pytest.approx(column(6))
    assert transport.due == at(7)


@given(tempi, st.floats(0.25, 4), st.booleans(), lengths, st.integers(0, 100_000), st.booleans())
def test_repeats_are_one_length_apart_and_never_drift(
    tempo: float, speed: float, backwards: bool, length: float, clock: int, reverse: bool
) -> None:
    transport = Transport(tempo, -speed if backwards else speed)
    transport.set_bend(clock, Bend(reverse=reverse, stutter=length))
    begins = []
    for _ in range(500):
        begins.append(transport.due)
        assert transport.turn(transport.due)
    period = length * sixteenth(tempo) / speed
    while period < LEAST:
        period *= 2
    ideal = begins[0] + np.arange(500) * period
    assert np.abs(begins - ideal).max() <= 1  # the first is rounded too


def test_backwards_a_stutter_runs_from_its_end_to_its_beginning() -> None:
    transport = native(Bend(reverse=True, stutter=1), at(5.5))
    assert transport.due == at(6)
    transport.turn(at(6))
    assert transport.position(at(6)) == column(6)
    assert transport.position(at(6.75)) == column(5.25)


def test_another_length_waits_for_the_end_of_the_present_pass() -> None:
    transport = native(Bend(stutter=2), at(4.5))
    assert not transport.set_bend(at(5), Bend(stutter=0.5))
    assert transport.due == at(6)
    begins = []
    for _ in range(3):
        begins.append(transport.due)
        transport.turn(transport.due)
        assert transport.position(begins[-1]) == column(4)
    assert begins == [at(6), at(6.5), at(7)]


def test_a_stutter_follows_the_tempo_from_where_it_is() -> None:
    transport = native(Bend(stutter=1), at(4.5))
    transport.turn(transport.due)
    transport.set_pace(at(5.5), 2 * SPEC.native_tempo, 1.0)
    assert transport.position(at(5.5)) == pytest.approx(column(4.5))
    begins = []
    for _ in range(3):
        begins.append(transport.due)
        transport.turn(transport.due)
    assert begins == [at(5.75), at(6.25), at(6.75)]


def test_a_tempo_that_wavers_leaves_a_stutter_in_time_with_the_beat() -> None:
    transport = Transport(170.0)
    transport.set_bend(5000, Bend(stutter=1))
    tempi = np.random.default_rng(0).uniform(160, 180, 2000)
    late = []
    for hop, tempo in enumerate(tempi):
        clock = 5000 + 256 * hop
        while transport.due <= clock:
            late.append(transport.beat(transport.due) * 4)
            transport.turn(transport.due)
        transport.set_pace(clock, float(tempo), 1.0)
    away = np.array(late) - np.round(late)
    assert len(late) > 100
    assert np.abs(away).max() * sixteenth(170) < 20  # the last change of tempo is not yet in the beat that is asked


def test_a_speed_of_zero_holds_a_stutter_and_lets_it_go_on() -> None:
    transport = native(Bend(stutter=1), at(4.5))
    transport.set_pace(at(4.75), SPEC.native_tempo, 0.0)
    assert transport.due == NEVER
    transport.set_pace(at(9), SPEC.native_tempo, 1.0)
    assert transport.position(at(9)) == column(4.75)
    assert transport.due == at(9.25)


def test_a_freeze_lies_over_a_stutter_that_goes_on_in_time_beneath_it() -> None:
    plain, frozen = native(Bend(stutter=1), at(4.5)), native(Bend(stutter=1), at(4.5))
    frozen.set_bend(at(4.75), Bend(freeze=True, stutter=1))
    assert not frozen.turn(at(7.5))
    assert frozen.position(at(7.5)) == column(4.75)
    plain.turn(at(7.5))
    assert frozen.set_bend(at(7.5), Bend(stutter=1))
    assert frozen.position(at(7.5)) == plain.position(at(7.5)) == column(4.5)
    assert frozen.due == plain.due


def test_a_slice_moves_the_break_and_what_is_laid_over_it() -> None:
    for bend, heard in ((FREEZE, 12), (REVERSE, 11), (Bend(stutter=1), 12)):
        transport = native(bend, at(3.5))
        transport.jump(at(4), 12)
        transport.turn(at(5))
        assert transport.position(at(5)) == column(heard)
        transport.set_bend(at(5), Bend())
        assert transport.position(at(5)) == column(13)


def test_a_slice_backwards_is_the_whole_slice_backwards() -> None:
    transport = native(Bend(reverse=True, stutter=2), at(3.5))
    transport.jump(at(4), 12)
    assert transport.position(at(4)) == column(14)
    assert transport.due == at(6)
