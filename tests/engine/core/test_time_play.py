"""Half time, the ramp of a stutter and scratching: where the playhead is by sample, and what is heard."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.arrays import Floats
from engine.controls import Action, Event
from engine.core import LATENCY
from engine.parameters import INDEX
from engine.spec import SPEC
from tests.clicks import bursts, dull_tape
from tests.playing import mono, playing, values
from tests.sound import STEP, break_loop, distance, tape_of

from .playhead_probe import (
    BEFORE_REPEAT,
    MIN_REPEAT_SAMPLES,
    PREROLL,
    PlayheadProbe,
    apart,
    at,
    column,
    native,
    sixteenth,
)

FULL = tape_of(break_loop(tuple(range(SPEC.steps))))
GLIDE = 882  # samples in which the hand arrives
SAMPLE = 1 / SPEC.hop + 1e-6  # columns of a sample at native tempo
LEAST_SIXTEENTHS = 0.25  # sixteenths

ramps = st.floats(-1, 1)
hands = st.floats(-32, 32)


def test_half_time_halves_the_pace_and_gives_the_break_back_where_it_would_have_been() -> None:
    head = native(at(4.5), halftime=1)
    head.change(at(9), halftime=0)
    assert head.column(at(6.5)) == pytest.approx(column(5.5))
    assert head.column(at(8.5)) == pytest.approx(column(6.5))
    assert head.column(at(9)) == column(9)
    assert head.beat(at(12)) == pytest.approx(3)


def test_reverse_goes_at_half_pace_in_half_time_and_either_may_end_first() -> None:
    one, other = (native(at(4), halftime=1) for _ in range(2))
    for head in (one, other):
        head.change(at(6), reverse=1)  # at column 5
        assert head.column(at(8)) == pytest.approx(column(4))
    one.change(at(9), reverse=0)
    assert one.column(at(9)) == pytest.approx(column(6.5)), "where half time alone would be"
    other.change(at(9), halftime=0)
    assert other.column(at(10)) == pytest.approx(column(3.5 - 1))
    other.change(at(11), reverse=0)
    assert other.column(at(11)) == column(11)


def test_in_half_time_a_stutter_repeats_half_as_often() -> None:
    head = native(at(4), halftime=1)
    head.change(at(4.5), stutter=1)
    for repeat in range(1, 4):
        assert head.column(at(4 + 2 * repeat) - BEFORE_REPEAT) == pytest.approx(column(5), abs=0.2)
        assert head.column(at(4 + 2 * repeat)) == column(4)


@given(ramps, st.sampled_from([0.5, 1.0, 2.0, 4.0, 16.0]), st.floats(60, 300), st.floats(0.5, 3))
@settings(max_examples=80)
def test_each_repeat_is_shorter_than_the_last_by_the_ramp(
    ramp: float, length: float, tempo: float, speed: float
) -> None:
    """The first pass has the length that was set; all later ones are bounded by the shortest repeat and the tape."""
    head = PlayheadProbe(tempo, speed)
    pressed = round(4.5 * sixteenth(tempo) / speed)
    head.change(pressed, stutter=length, ramp=ramp)
    pace = speed * tempo / SPEC.native_tempo / SPEC.hop
    shortest = max(LEAST_SIXTEENTHS, MIN_REPEAT_SAMPLES * pace / SPEC.step_frames)
    while length < shortest and length * SPEC.step_frames < MIN_REPEAT_SAMPLES * pace:
        length *= 2
    begin = (4.5 // min(length, 1)) * min(length, 1)
    ends, size = begin + length, length
    for _ in range(8):
        start = round(ends * sixteenth(tempo) / speed)
        assert apart(head.column(start), column(begin)) <= 1.01 * pace
        size = min(max(size * 2**-ramp, min(shortest, length)), 32.0)
        ends += size
        before = head.column(round(ends * sixteenth(tempo) / speed) - BEFORE_REPEAT)
        assert apart(before, column(begin + size)) <= (BEFORE_REPEAT + 1.01) * pace


def test_another_length_or_a_slice_begins_the_ramp_anew() -> None:
    head = native(at(4), stutter=2, ramp=1)
    head.change(at(6.5), stutter=4)  # in the repeat 6..7, of one sixteenth; the next ones: 4, 2, 1
    for start in (6, 7, 11, 13, 14):
        assert head.column(at(start)) == column(4)
        assert head.column(at(start + 0.25)) == column(4.25)
    sliced = native(at(4), stutter=2, ramp=1)
    sliced.slice(at(6.75), 12)  # 2, 1, 0.5
    for start in (6.75, 8.75, 9.75, 10.25):
        assert sliced.column(at(start)) == column(12)
    assert sliced.column(at(10.25) + 100) == pytest.approx(column(12) + 100 * SAMPLE, abs=0.01)


def test_a_ramp_of_zero_keeps_the_length_that_was_reached() -> None:
    head = native(at(4), stutter=2, ramp=1)
    head.change(at(6.5), ramp=0)
    for repeat in range(5):
        assert head.column(at(6 + repeat)) == column(4)


@given(st.lists(st.tuples(st.integers(100, 4000), hands), min_size=1, max_size=6))
@settings(max_examples=60)
def test_the_hand_moves_what_is_held_and_arrives_after_20_ms(moves: list[tuple[int, float]]) -> None:
    head = native(at(4.5), freeze=1)
    held, time, hand, to, since = 4.5, at(5), 0.0, 0.0, 0

    def moved(when: int) -> float:
        return hand + (to - hand) * min((when - since) / GLIDE, 1)

    for later, scratch in moves:
        head.change(time, scratch=scratch)
        if scratch != to:
            hand, to, since = moved(time), scratch, time
        for when in (time + later // 3, time + later - 2 * PREROLL):  # before the next change is made
            slack = abs(to - hand) * SPEC.step_frames / GLIDE + 1e-6  # a sample
            assert apart(head.column(when), column(held + moved(when))) <= slack
        time += later


def test_a_hand_that_is_put_down_moves_nothing_and_is_lifted_with_the_freeze() -> None:
    plain, head = native(), native(at(3), scratch=5.0)
    assert head.column(at(4)) == plain.column(at(4))
    for step, changes in ((4.5, {"freeze": 1.0}), (6, {"scratch": 6.0}), (8, {"freeze": 0.0}), (8.5, {"freeze": 1.0})):
        head.change(at(step), **changes)
    for step, held in ((5, 4.5), (7, 5.5), (8, 8), (9, 8.5)):
        assert head.column(at(step)) == column(held)


def test_a_slice_under_the_hand_is_held_at_its_own_place() -> None:
    head = native(at(4.5), freeze=1)
    head.change(at(5), scratch=3.0)
    head.slice(at(6), 12)
    head.change(at(7), scratch=4.0)
    assert head.column(at(6)) == head.column(at(6.9)) == column(12)
    assert head.column(at(8)) == column(13)


def stroke(forwards: bool) -> Floats:
    """A hand that moves by four sixteenths at the tape's own speed, from column 64 on or back to it."""
    instrument = playing(tape=FULL)
    instrument.schedule(Event(Action.SLICE, 4 if forwards else 8), 0)
    instrument.process(SPEC.hop)
    instrument.set(values(tempo=SPEC.native_tempo, freeze=1.0))
    instrument.process(SPEC.hop)
    step, size = GLIDE / STEP, 4 * STEP // GLIDE
    blocks = []
    for move in range(1, size + 1):
        scratch = step * move * (1 if forwards else -1)
        instrument.schedule(Event(Action.SET, INDEX["scratch"], scratch), instrument.clock + LATENCY)
        blocks.append(instrument.process(GLIDE).copy())
    return mono(np.concatenate(blocks))


def test_a_hand_that_moves_at_the_speed_of_the_tape_plays_it_and_back_again_its_mirror_image() -> None:
    instrument = playing(tape=FULL)
    instrument.process(4 * STEP + LATENCY + SPEC.hop)
    expected = mono(instrument.process(4 * STEP))
    forwards, back = stroke(forwards=True), stroke(forwards=False)
    for heard, target in ((forwards, expected), (back, expected[::-1])):
        part = min(len(heard), len(target)) - 2000
        best = min(distance(heard[shift:][:part], target[:part].copy()) for shift in range(0, 2000, 200))
        assert best < -5
        worst = distance(heard[:part], np.roll(target[:part], STEP // 2))
        assert best < worst - 4


def test_random_moves_of_time_do_not_click() -> None:
    rng = np.random.default_rng(5)
    instrument, places, at_sample = playing(tape=dull_tape()), [], 8192
    out, now = [instrument.process(at_sample).copy()], dict.fromkeys(("halftime", "freeze", "scratch", "stutter"), 0.0)
    for _ in range(150):
        id = str(rng.choice(list(now)))
        drawn = {"scratch": rng.uniform(-32, 32), "stutter": rng.choice([0, 0.5, 1, 2, 4])}
        now[id] = float(drawn.get(id, 1 - now[id]))
        instrument.set(values(tempo=SPEC.native_tempo, ramp=float(rng.uniform(-1, 1)), **now))
        places.append(at_sample)
        size = int(rng.integers(1500, 5000))
        out.append(instrument.process(size).copy())
        at_sample += size
    at_events, _ = bursts(mono(np.concatenate(out)), places)
    assert at_events <= -70


@given(st.lists(st.integers(1, 3000), min_size=1, max_size=30), st.integers(0, 2**16))
@settings(deadline=None, max_examples=20)
def test_any_division_into_blocks_gives_the_same_samples(blocks: list[int], seed: int) -> None:
    rng, total = np.random.default_rng(seed), sum(blocks)
    whole, parts = (playing(174.0, FULL) for _ in range(2))
    for id, value in (("freeze", 1.0), ("halftime", 1.0), ("stutter", 2.0), ("ramp", 0.5), ("scratch", 3.0)) * 3:
        event, when = Event(Action.SET, INDEX[id], value * float(rng.integers(-1, 2))), int(rng.integers(total))
        for instrument in (whole, parts):
            instrument.schedule(event, when)
    np.testing.assert_array_equal(whole.process(total), np.concatenate([parts.process(n).copy() for n in blocks]))
