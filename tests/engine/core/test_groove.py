"""Swing and shifted sixteenths: where they are, that they sound whole, and that nothing clicks."""

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.arrays import Floats
from engine.controls import SHIFT, Action, Event, step_index
from engine.core import LATENCY, Instrument, Quality
from engine.parameters import INDEX
from engine.spec import SPEC
from engine.tape.magnitudes import Tape, silent_tape
from tests.clicks import bursts, dull_tape
from tests.playing import PLAY, TAPE, mono, playing, values
from tests.sound import LOOP, STEP, break_loop, cc0_loops, tape_of

from .playhead_probe import PREROLL, PlayheadProbe, apart, at, column, sixteenth

FULL = tape_of(break_loop(tuple(range(SPEC.steps))))  # a hit on every sixteenth
GLIDE = 2048  # samples in which the places of the sixteenths follow a change
ATTACK = round(0.005 * SPEC.rate)
Shifts = Mapping[int, float]

shifts = st.dictionaries(st.integers(0, 31), st.floats(-0.5, 0.5), max_size=32)
swings = st.floats(50, 75)


def set_shift(step: int, shift: float) -> Event:
    return Event(Action.SET, step_index((step, SHIFT)), shift)


def place(step: int, swing: float, shifted: Shifts = {}) -> float:  # noqa: B006
    """Sixteenths since the downbeat at which a sixteenth of the tape comes, where none overtakes its neighbour."""
    return step + (swing / 50 - 1) * (step % 2) + shifted.get(step % 32, 0.0)


def grooving(swing: float, shifted: Shifts = {}, tempo: float = SPEC.native_tempo) -> PlayheadProbe:  # noqa: B006
    head = PlayheadProbe(tempo)
    head.change(-PREROLL, swing=swing)
    for step, shift in shifted.items():
        head.schedule(set_shift(step, shift), -PREROLL)
    return head


@given(st.floats(40, 300), swings, st.dictionaries(st.integers(0, 31), st.floats(-0.2, 0.2), max_size=32))
@settings(max_examples=60)
def test_each_sixteenth_comes_at_its_place_within_a_sample(tempo: float, swing: float, shifted: Shifts) -> None:
    head = grooving(swing, shifted, tempo)
    for step in range(1, 70, 3):
        places = [place(each, swing, shifted) for each in (step - 1, step, step + 1)]
        assume(np.diff(places).min() > 0.125)
        when = places[1] * sixteenth(tempo)
        slope = max(1 / np.diff(places))  # columns of the tape in one of musical time
        pace = tempo / SPEC.native_tempo / SPEC.hop * slope
        assert apart(head.column(round(when)), column(step)) <= pace


@given(swings, shifts)
@settings(max_examples=60)
def test_sixteenths_never_overtake_each_other_and_a_pass_is_a_pass(swing: float, shifted: Shifts) -> None:
    head = grooving(swing, shifted)
    columns = np.array([head.column(time) for time in range(at(2), at(66) + 1, STEP // 16)])
    moves = (np.diff(columns) + SPEC.frames / 2) % SPEC.frames - SPEC.frames / 2
    assert moves.min() > 0
    assert moves.max() <= 8.01  # times as fast as the tempo
    assert moves.sum() == pytest.approx(2 * SPEC.frames, abs=0.01)


@given(swings, shifts, st.integers(0, 31), st.integers(3000, 30_000))
@settings(max_examples=60)
def test_a_slice_jumps_to_the_moved_place_of_its_sixteenth(swing: float, shifted: Shifts, step: int, time: int) -> None:
    head = grooving(swing, shifted)
    head.slice(time, step)
    assert head.column(time) == column(step)


@given(swings, st.integers(0, 30), st.integers(3000, 30_000))
@settings(max_examples=30)
def test_after_a_slice_the_next_sixteenth_comes_as_much_later_as_in_the_groove(
    swing: float, step: int, time: int
) -> None:
    head = grooving(swing)
    head.slice(time, step)
    length = place(step + 1, swing) - place(step, swing)
    assert apart(head.column(round(time + length * STEP)), column(step + 1)) <= 2.1 / SPEC.hop


def click_at(swing: float, step: int, when: int) -> int:
    """The loudest sample after a slice at `when` of a tape with a click on every sixteenth, relative to the event."""
    clicks = np.zeros(LOOP, np.float32)
    clicks[::STEP] = 0.9
    instrument = playing(tape=tape_of(clicks))
    instrument.set(values(tempo=SPEC.native_tempo, swing=swing))
    instrument.schedule(Event(Action.SLICE, step), when)
    sound = mono(instrument.process(when + LATENCY + 400))
    return int(np.abs(sound[when + LATENCY - 100 :]).argmax()) - 100


@pytest.mark.parametrize("swing", [58.0, 66.0, 75.0])
@pytest.mark.parametrize("step", [5, 6, 11])
def test_a_slice_sounds_at_the_same_sample_with_swing(swing: float, step: int) -> None:
    for when in (2 * GLIDE + 904, 2 * GLIDE + 1000, 2 * GLIDE + 1111):
        assert click_at(swing, step, when) == click_at(50.0, step, when)


def attack_levels(tape: Tape, swing: float, onsets: Floats, tempo: float) -> Floats:
    """Energy in dB of the first 5 ms of onsets in the second pass over a tape, given in sixteenths."""
    instrument = Instrument(tape)
    instrument.set(values(tempo=tempo, swing=swing))
    instrument.schedule(PLAY)
    audio = mono(instrument.process(round(66 * sixteenth(tempo)) + LATENCY))[LATENCY:].astype(np.float64)
    before = np.floor(onsets).astype(int) + 32
    places = np.array([[place(step, swing), place(step + 1, swing)] for step in before.tolist()])
    starts = ((places[:, 0] + (onsets % 1) * np.diff(places)[:, 0]) * sixteenth(tempo)).round().astype(int)
    return np.array([10 * np.log10(np.sum(audio[start:][:ATTACK] ** 2)) for start in starts])


@pytest.mark.parametrize("tempo", [90.0, 120.0, SPEC.native_tempo, 174.0])
@pytest.mark.parametrize("swing", [58.0, 66.0, 75.0])
@pytest.mark.parametrize("first", [0, 1], ids=["even", "odd"])
def test_attacks_are_as_strong_with_swing(tempo: float, swing: float, first: int) -> None:
    steps = np.arange(first, 32, 2, np.float64)
    change = attack_levels(FULL, swing, steps, tempo) - attack_levels(FULL, 50.0, steps, tempo)
    assert abs(change.mean()) < 1


@pytest.mark.parametrize("tempo", [SPEC.native_tempo, 174.0])
def test_attacks_of_real_breaks_are_as_strong_with_swing(tempo: float) -> None:
    loops = {name: np.resize(loop, LOOP).astype(np.float32) for name, loop in cc0_loops().items()}
    changes = []
    for loop in loops.values():
        tape = tape_of(loop)
        swung, plain = (attack_levels(tape, swing, tape.onsets / SPEC.step_frames, tempo) for swing in (66.0, 50.0))
        changes += (swung - plain).tolist()
    assert len(changes) > 100
    assert abs(np.mean(changes)) < 1


@pytest.mark.parametrize("step", [0, 8, 31])
@pytest.mark.parametrize("shift", [-0.5, -0.1, 0.3, 0.5])
def test_a_shift_moves_one_sixteenth_and_leaves_the_next_ones_alone(step: int, shift: float) -> None:
    head = grooving(50.0, {step: shift})
    for offset, moved in ((-1, -1), (shift, 0), (1, 1), (2, 2)):
        assert apart(head.column(at(32 + step + offset)), column(step + moved)) <= 0.02


def test_a_stutter_begins_with_the_moved_sixteenth() -> None:
    head = grooving(70.0)
    head.change(at(5.7), stutter=2)
    for repeat in range(1, 4):
        assert head.column(at(5.4 + 2 * repeat)) == pytest.approx(column(5), abs=0.02)


def test_the_places_glide_after_a_change_and_keep_the_beat() -> None:
    plain, swung = PlayheadProbe(), PlayheadProbe()
    swung.change(at(5.5), swing=75)
    assert swung.column(at(5.5)) == plain.column(at(5.5))
    last = swung.column(at(5.5))
    for time in range(at(5.5), at(5.5) + GLIDE + 300, 32):
        here = swung.column(time)
        assert abs(here - last) < 0.3
        last = here
    assert swung.beat(at(9)) == plain.beat(at(9))
    assert swung.column(at(9.5)) == pytest.approx(column(9))


def test_a_shifted_sixteenth_is_muted_where_it_sounds() -> None:
    def play(*events: Event) -> Floats:
        instrument = Instrument(FULL)
        instrument.set(values(tempo=SPEC.native_tempo))
        for event in events:
            instrument.schedule(event, 0)
        instrument.schedule(PLAY, 0)
        return mono(instrument.process(9 * STEP + LATENCY))[LATENCY:]

    moved = set_shift(5, 0.4)
    plain, muted = play(moved), play(moved, Event(Action.SET, step_index((5, "mute")), 1.0))

    def level(audio: Floats, begin: float, end: float) -> float:
        return 10 * np.log10(float(np.mean(audio[round(begin * STEP) : round(end * STEP)] ** 2)) + 1e-12)

    for begin, end in ((4.0, 5.2), (6.0, 7.0)):
        assert abs(level(muted, begin, end) - level(plain, begin, end)) < 0.5
    assert level(muted, 5.45, 5.9) < level(plain, 5.45, 5.9) - 30


@pytest.mark.parametrize("jump", [False, True], ids=["swing and shifts", "and slices"])
def test_random_changes_of_the_groove_do_not_click(jump: bool) -> None:
    rng = np.random.default_rng(3)
    instrument, places, at_sample = playing(tape=dull_tape()), [], 8192
    out = [instrument.process(at_sample).copy()]
    for _ in range(100):
        instrument.set(values(tempo=SPEC.native_tempo, swing=float(rng.uniform(50, 75))))
        for step in rng.choice(32, 8).tolist():
            instrument.schedule(set_shift(step, float(rng.uniform(-0.5, 0.5))))
        if jump:
            instrument.schedule(Event(Action.SLICE, int(rng.integers(32))))
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
    for _ in range(8):
        swing = Event(Action.SET, INDEX["swing"], float(rng.uniform(50, 75)))
        shift = set_shift(int(rng.integers(32)), float(rng.uniform(-0.5, 0.5)))
        for event in (swing, shift, Event(Action.SLICE, int(rng.integers(32)))):
            when = int(rng.integers(total))
            for instrument in (whole, parts):
                instrument.schedule(event, when)
    np.testing.assert_array_equal(whole.process(total), np.concatenate([parts.process(n).copy() for n in blocks]))


def test_an_early_change_of_a_groove_holds_from_the_downbeat_on() -> None:
    instrument = Instrument(silent_tape(), quality=Quality(look_ahead=0, iterations=1))
    instrument.set(values(tempo=SPEC.native_tempo, swing=75.0))
    instrument.schedule(PLAY, 0)
    instrument.process(round(1.5 * STEP) + LATENCY - PREROLL)
    assert instrument.frame == pytest.approx(16, abs=0.3)


def test_the_shift_of_a_sixteenth_out_of_range_is_refused_and_counted() -> None:
    instrument, plain = playing(tape=TAPE), playing(tape=TAPE)
    for value in (-0.51, 0.51, np.nan):
        instrument.change(step_index((3, SHIFT)), value)
    np.testing.assert_array_equal(instrument.process(9000), plain.process(9000))
    assert instrument.errors == 3
