"""Position of the playhead by sample, for tempo, speed, effects, slices and play."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.core import CHAIN_BLOCK, Instrument
from engine.spec import SPEC
from tests.playing import values

from .playhead_probe import (
    BEFORE_REPEAT,
    CHEAP,
    MIN_REPEAT_SAMPLES,
    SILENT_TAPE,
    PlayheadProbe,
    apart,
    at,
    column,
    native,
    sixteenth,
)

tempi = st.floats(40, 300)
clocks = st.integers(0, 30_000)
speeds = st.floats(-4, 4)
lengths = st.sampled_from([0.25, 0.5, 1.0, 1.5, 2.0, 4.0, 8.0, 16.0, 32.0])  # of stutters
Effects = dict[str, float]
effects = st.fixed_dictionaries(
    {
        "freeze": st.sampled_from([0.0, 1.0]),
        "reverse": st.sampled_from([0.0, 1.0]),
        "halftime": st.sampled_from([0.0, 1.0]),
        "stutter": st.one_of(st.just(0.0), lengths),
    }
)
NONE: Effects = {"freeze": 0.0, "reverse": 0.0, "halftime": 0.0, "stutter": 0.0}


def test_the_native_tempo_moves_one_column_per_hop() -> None:
    assert PlayheadProbe().column(10 * SPEC.hop) == 10


@given(tempi, st.integers(1, 10**6))
def test_a_loop_lasts_eight_beats_at_any_tempo(tempo: float, loops: int) -> None:
    samples = loops * SPEC.beats * 60 * SPEC.rate / tempo
    instrument = Instrument(SILENT_TAPE, quality=CHEAP)
    instrument.set(values(tempo=tempo))
    instrument.resume(0.0, 0.0, round(samples))
    assert apart(instrument.frame, 0) <= 0.02
    assert instrument.beat == pytest.approx(loops * SPEC.beats, abs=0.001)


@given(tempi, tempi, clocks, st.sampled_from([{}, {"freeze": 1.0}, {"reverse": 1.0}, {"stutter": 1.0}]))
@settings(max_examples=60)
def test_a_change_of_tempo_does_not_move_the_playhead_at_once(
    before: float, after: float, time: int, effect: Effects
) -> None:
    plain, changed = PlayheadProbe(before), PlayheadProbe(before)
    for head in (plain, changed):
        head.change(time // 2, **effect)
    changed.change(time, tempo=after)
    assert changed.beat(time) == plain.beat(time)
    around = SPEC.step_frames if "stutter" in effect else SPEC.frames  # this pass or the next
    here = changed.column(time)
    assert apart(here, plain.column(time), around) <= 0.01
    rate = 0 if "freeze" in effect else after / SPEC.native_tempo * (-1 if "reverse" in effect else 1)
    assert apart(changed.column(time + SPEC.hop), here + rate, around) <= 0.02


@given(tempi, st.integers(CHAIN_BLOCK, 30_000), st.integers(-100, 100))
@settings(max_examples=60)
def test_a_jump_moves_the_playhead_and_not_the_beat(tempo: float, time: int, step: int) -> None:
    plain, jumping = PlayheadProbe(tempo), PlayheadProbe(tempo)
    jumping.slice(time, step)
    assert jumping.beat(time) == plain.beat(time)
    assert jumping.column(time) == step % SPEC.steps * SPEC.step_frames


def test_play_starts_at_a_beat_of_the_loop() -> None:
    instrument = Instrument(SILENT_TAPE)
    instrument.set(values(tempo=170.0))
    instrument.resume(6.0, 384.0, 0)
    assert instrument.beat == 6
    assert instrument.frame == 6 / SPEC.beats * SPEC.frames


@given(tempi, speeds, clocks)
@settings(max_examples=60)
def test_speed_moves_the_playhead_and_not_the_beat(tempo: float, speed: float, time: int) -> None:
    plain, other = PlayheadProbe(tempo), PlayheadProbe(tempo, speed)
    assert other.beat(time) == plain.beat(time)
    columns = time / SPEC.hop * tempo / SPEC.native_tempo
    assert apart(plain.column(time), columns) <= 1e-6
    assert apart(other.column(time), speed * columns) <= 1e-6


def test_freeze_holds_the_playhead_and_reverse_returns_it() -> None:
    frozen, reversed_ = native(at(5.5), freeze=1), native(at(5.5), reverse=1)
    assert (frozen.column(at(9)), frozen.column(at(9.5))) == (column(5.5), column(5.5))
    assert (reversed_.column(at(7.5)), reversed_.column(at(8.5))) == (column(3.5), column(2.5))


def test_reverse_and_a_negative_speed_cancel() -> None:
    head = PlayheadProbe(speed=-1.0)
    head.change(at(2), reverse=1)
    assert head.column(at(5)) == column(-2 + 3)
    assert head.column(at(6)) == column(-2 + 4)


@given(tempi, speeds, st.lists(st.tuples(st.integers(1, 20_000), effects), min_size=1, max_size=6))
@settings(max_examples=60)
def test_after_effects_the_playhead_is_exactly_where_it_would_have_been(
    tempo: float, speed: float, changes: list[tuple[int, Effects]]
) -> None:
    changed, plain = PlayheadProbe(tempo, speed), PlayheadProbe(tempo, speed)
    times = np.cumsum([later for later, _ in changes] + [1]).tolist()
    for time, effect in zip(times, [effect for _, effect in changes] + [NONE], strict=True):
        changed.change(time, **effect)
    for time in times:
        assert changed.beat(time) == plain.beat(time)
    for time in (times[-1], times[-1] + 1000):
        assert changed.column(time) == plain.column(time)


@given(tempi, speeds, st.lists(st.tuples(st.integers(1, 10_000), effects), max_size=4), effects)
@settings(max_examples=80)
def test_the_start_of_an_effect_does_not_move_the_playhead_at_once(
    tempo: float, speed: float, changes: list[tuple[int, Effects]], added: Effects
) -> None:
    """An effect starts at the present position; the playhead jumps only when an effect ends."""
    before, after, still = PlayheadProbe(tempo, speed), PlayheadProbe(tempo, speed), PlayheadProbe(tempo, speed)
    time, was = 0, NONE
    for later, effect in changes:
        time, was = time + later, effect
        for head in (before, after, still):
            head.change(time, **effect)
    time += 5000
    added = {id: max(value, was[id]) for id, value in added.items()}
    after.change(time, **added)
    previous, here = before.column(time - 2 * BEFORE_REPEAT), before.column(time)
    factor = (-1 if was["reverse"] else 1) * (0.5 if was["halftime"] else 1)
    rate = 0.0 if was["freeze"] else factor * speed * tempo / SPEC.native_tempo
    assume(apart(previous, here - 2 * BEFORE_REPEAT / SPEC.hop * rate) <= 0.02)  # no repeat has just begun
    assume(apart(before.column(time + SPEC.hop), here + rate) <= 0.02)  # or begins just then
    assert apart(after.column(time), here) <= 0.02


@pytest.mark.parametrize(
    ("pressed", "length", "begin"),
    [
        (5.5, 1, 5),
        (5.5, 2, 5),
        (5.5, 8, 5),
        (5.5, 16, 5),
        (5.5, 32, 5),
        (5.5, 0.5, 5.5),
        (5.3, 0.5, 5),
        (5.8, 0.25, 5.75),
        (31.5, 4, 31),
    ],
)
def test_a_stutter_repeats_the_segment_on_its_grid(pressed: float, length: float, begin: float) -> None:
    head = native(at(pressed), stutter=length)
    for repeat in range(1, 5):
        start = at(begin + repeat * length)
        assert head.column(start - BEFORE_REPEAT) == pytest.approx(
            column(begin + length - BEFORE_REPEAT / at(1)), abs=0.01
        )
        assert head.column(start) == column(begin)


@pytest.mark.parametrize("early", [0, 1, 64, 500])
def test_a_stutter_started_slightly_early_uses_the_next_sixteenth(early: int) -> None:
    head = native(at(6) - early, stutter=1)
    assert head.column(at(6)) == pytest.approx(column(6))
    assert head.column(at(7) - BEFORE_REPEAT) == pytest.approx(column(7 - BEFORE_REPEAT / at(1)))
    assert head.column(at(7)) == column(6)


@given(tempi, st.floats(0.25, 4), st.booleans(), lengths, st.integers(0, 10_000), st.booleans())
@settings(max_examples=40)
def test_repeats_have_a_constant_distance_without_drift(
    tempo: float, speed: float, backwards: bool, length: float, time: int, reverse: bool
) -> None:
    """After a period the playhead is at the same position, and after half a period it is not."""
    head = PlayheadProbe(tempo, -speed if backwards else speed)
    head.change(time, reverse=reverse, stutter=length)
    period = length * sixteenth(tempo) / speed
    while period < MIN_REPEAT_SAMPLES:
        period *= 2
    pace = speed * tempo / SPEC.native_tempo / SPEC.hop  # columns per sample
    passed = period * pace
    first = time + 2 * period + 100
    halves = 2 * max(int(200_000 / period), 3)
    places = np.array([head.column(round(first + half * period / 2)) for half in range(halves)])
    away = (places - places[0] + SPEC.frames / 2) % SPEC.frames - SPEC.frames / 2
    assert np.abs(away).max() <= passed + 2 * pace
    for same in (away[::2], away[1::2]):  # in the crossfade to a repeat, the next pass is reported
        off = (same - same[0] + passed / 2) % passed - passed / 2
        assert np.abs(off).max() <= 2.01 * pace  # both ends of a pass are rounded to samples
    assert away[1] % passed == pytest.approx(passed / 2, abs=2 * pace)


def test_a_reversed_stutter_runs_from_its_end_to_its_beginning() -> None:
    head = native(at(5.5), reverse=1, stutter=1)
    assert head.column(at(6) - BEFORE_REPEAT) == pytest.approx(column(5 + BEFORE_REPEAT / at(1)))
    assert head.column(at(6)) == column(6)
    assert head.column(at(6.75)) == column(5.25)


def test_a_new_length_takes_effect_at_the_end_of_the_pass() -> None:
    head = native(at(4.5), stutter=2)
    head.change(at(5), stutter=0.5)
    assert head.column(at(5)) == column(5)
    for begin, length in ((6, 2), (6.5, 0.5), (7, 0.5)):
        assert head.column(at(begin) - BEFORE_REPEAT) == pytest.approx(column(4 + length - BEFORE_REPEAT / at(1)))
        assert head.column(at(begin)) == column(4)


def test_a_stutter_follows_the_tempo_from_its_position() -> None:
    head = native(at(4.5), stutter=1)
    head.change(at(5.5), tempo=2 * SPEC.native_tempo)
    assert head.column(at(5.5)) == pytest.approx(column(4.5))
    for begin in (5.75, 6.25, 6.75):
        assert head.column(at(begin) - BEFORE_REPEAT) == pytest.approx(column(5 - 2 * BEFORE_REPEAT / at(1)))
        assert head.column(at(begin)) == column(4)


def test_with_an_unsteady_tempo_a_stutter_stays_in_time() -> None:
    head = PlayheadProbe(170.0)
    head.change(5000, stutter=1)
    for hop, tempo in enumerate(np.random.default_rng(0).uniform(160, 180, 2000)):
        head.change(5000 + SPEC.hop * hop, tempo=float(tempo))
    where = np.array([head.at(time) for time in range(10_000, 2000 * SPEC.hop, 64)])
    begin, sixteenths = column(1), 4 * where[:, 1]
    played = where[:, 0] - begin
    away = (played - sixteenths * SPEC.step_frames + SPEC.step_frames / 2) % SPEC.step_frames - SPEC.step_frames / 2
    assert np.ptp(sixteenths) > 100
    assert (played >= -1).all() and (played <= SPEC.step_frames).all()
    assert np.abs(away).max() / SPEC.step_frames * sixteenth(170) < 20


def test_a_speed_of_zero_pauses_a_stutter() -> None:
    head = native(at(4.5), stutter=1)
    head.change(at(4.75), speed=0.0)
    head.change(at(9), speed=1.0)
    assert head.column(at(8)) == column(4.75)
    assert head.column(at(9)) == column(4.75)
    assert head.column(at(9.25) - BEFORE_REPEAT) == pytest.approx(column(5 - BEFORE_REPEAT / at(1)))
    assert head.column(at(9.25)) == column(4)


def test_a_stutter_continues_in_time_below_a_freeze() -> None:
    plain, frozen, freed = (native(at(4.5), stutter=1) for _ in range(3))
    for head in (frozen, freed):
        head.change(at(4.75), freeze=1)
    freed.change(at(7.5), freeze=0)
    assert frozen.column(at(7.5)) == column(4.75)
    assert freed.column(at(7.5)) == plain.column(at(7.5)) == column(4.5)
    assert freed.column(at(8)) == plain.column(at(8)) == column(4)


@pytest.mark.parametrize(("effect", "heard"), [("freeze", 12), ("reverse", 11), ("stutter", 12)])
def test_a_slice_moves_the_playhead_and_its_effects(effect: str, heard: int) -> None:
    on, off = native(at(3.5), **{effect: 1.0}), native(at(3.5), **{effect: 1.0})
    for head in (on, off):
        head.slice(at(4), 12)
    off.change(at(5), **{effect: 0.0})
    assert on.column(at(5)) == column(heard)
    assert off.column(at(5)) == column(13)


def test_a_reversed_slice_is_the_whole_slice_backwards() -> None:
    head = native(at(3.5), reverse=1, stutter=2)
    head.slice(at(4), 12)
    assert head.column(at(4)) == column(14)
    assert head.column(at(6) - BEFORE_REPEAT) == pytest.approx(column(12 + BEFORE_REPEAT / at(1)))
    assert head.column(at(6)) == column(14)
