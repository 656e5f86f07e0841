"""Notes stand where the sound is heard: each slice, and each attack of the tape that is passed, once."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.controls import Action
from engine.realtime.event_log import Entry, LogKind
from engine.realtime.meters import Meters
from engine.spec import SPEC
from engine.tape.magnitudes import Tape
from osc_bridge.midi.output.note_events import (
    ATTACKS,
    FIRST,
    LENGTH,
    SLICES,
    Note,
    NoteScheduler,
    OnsetTracker,
    PlayheadPosition,
    heard,
    slices,
    velocities,
)

# a card that adds 10 ms, blocks of 128 samples, an instrument that adds 128
METERS = Meters(
    due=5.0,
    clock=44_100 * 64 // 64,
    playing=1,
    frame=100.0,
    rate=44_100,
    block=128,
    delay=128,
    latency=0.01,
)
PACE = 172.0


def tape(*columns: float, loud: tuple[float, ...] = ()) -> Tape:
    magnitudes = np.full((SPEC.frames, 4), 1e-6, np.float32)
    for place, column in enumerate(columns):
        magnitudes[int(column)] = loud[place] if loud else 1.0
    return Tape(magnitudes, np.array(columns, np.float64))


def told(action: Action, at: int, index: int = 0, value: float = 1.0, clock: int = 0) -> Entry:
    return Entry(clock, LogKind.EVENT + action, index, value, at)


def attacks(*columns: float) -> OnsetTracker:
    made = OnsetTracker()
    made.load(tape(*columns))
    return made


def test_a_slice_is_a_note_when_its_attack_leaves_the_card() -> None:
    clock = int(METERS.clock)
    found = slices([told(Action.SLICE, clock + 441, 5, 0.5)], METERS, 5.0)
    assert found == [Note(pytest.approx(5.0 + 0.01 + (441 + 128) / 44_100), SLICES, FIRST + 5, 64)]


def test_a_slice_without_a_sample_sounds_as_soon_as_it_was_heard_of() -> None:
    clock = int(METERS.clock)
    (early,) = slices([told(Action.SLICE, -1, 37, 1.0, clock)], METERS, 5.0)
    (late,) = slices([told(Action.SLICE, clock - 999, 37, 1.0, clock)], METERS, 5.0)
    assert early == late == Note(pytest.approx(5.01 + 128 / 44_100), SLICES, FIRST + 5, 127)


def test_what_silences_is_a_time_and_what_is_no_slice_is_nothing() -> None:
    clock = int(METERS.clock)
    entries = [
        told(Action.PLAY, clock),
        told(Action.SLICE, clock, 3, 0.0),
        told(Action.SLICE, clock + 44_100 * 60),  # the clock of another player
        Entry(clock, LogKind.SET, 0, 170.0, -1),
        told(Action.STOP, clock),
        told(Action.PANIC, -1, clock=clock),
    ]
    assert slices(entries, METERS, 5.0) == [pytest.approx(5.01 + 128 / 44_100)] * 2
    assert slices([told(Action.SLICE, 0)], Meters(), 5.0) == []


def test_the_playhead_is_heard_when_its_sample_leaves_the_card() -> None:
    assert heard(METERS, PACE) == PlayheadPosition(pytest.approx(5.01), 100.0, PACE)
    assert heard(METERS._replace(playing=0), PACE) is None
    assert heard(Meters(), PACE) is None


def run(
    made: OnsetTracker, column: float, pace: float, seconds: float, look: float = 0.004, since: float = 0.0
) -> list[Note]:
    """Looks at an even motion from a column on; what is heard of it."""
    notes = []
    for number in range(round(seconds / look) + 1):
        at = number * look
        found, torn = made.pass_on(PlayheadPosition(at, (column + pace * at) % SPEC.frames, pace), at + 0.008)
        assert torn is None or number == 0
        notes += found
    return notes


@given(
    st.lists(st.integers(0, SPEC.frames - 1), unique=True, max_size=20).map(sorted),
    st.floats(0.0, SPEC.frames - 0.01),
    st.one_of(st.floats(5.0, 900.0), st.floats(-900.0, -5.0)),
    st.floats(0.001, 0.02),
)
def test_every_attack_that_is_passed_is_a_note_once_and_at_its_time(
    columns: list[int], start: float, pace: float, look: float
) -> None:
    notes = run(attacks(*columns), start, pace, 0.5, look)
    last = round(0.5 / look) * look + 0.008
    low, high = sorted((start, start + pace * last))
    expected = sorted(
        (passed - start) / pace
        for column in columns
        for turn in range(-3, 4)
        for passed in [column + turn * SPEC.frames]
        if low + 1e-6 < passed < high - 1e-6
    )
    edge = [note.at for note in notes if note.at * abs(pace) > 1e-6 and note.at < last - 1e-6 / abs(pace)]
    assert edge == pytest.approx(expected, abs=1e-6)


def test_an_attack_has_the_key_of_its_sixteenth() -> None:
    notes = run(attacks(0.0, 17.5, 496.0), 490.0, PACE, 0.3)
    assert [(note.channel, note.key) for note in notes] == [(ATTACKS, FIRST + step) for step in (31, 0, 1)]


def test_where_the_playhead_is_put_elsewhere_the_prediction_is_withdrawn() -> None:
    made = attacks(100.0, 300.0)
    assert [note.key for note in made.pass_on(PlayheadPosition(1.0, 99.5, PACE), 1.008)[0]] == [FIRST + 6]
    notes, torn = made.pass_on(PlayheadPosition(1.004, 300.2, PACE), 1.012)
    assert torn == 1.0
    assert notes == [Note(pytest.approx(1.004 - 0.2 / PACE), ATTACKS, FIRST + 18, 127)]


def test_a_frozen_playhead_passes_nothing_and_goes_on_afterwards() -> None:
    made = attacks(100.0)
    made.pass_on(PlayheadPosition(1.0, 99.0, PACE), 1.001)
    notes, torn = made.pass_on(PlayheadPosition(1.004, 99.2, 0.0), 1.012)
    assert (notes, torn) == ([], 1.0)
    notes, _ = made.pass_on(PlayheadPosition(1.008, 99.9, PACE), 1.016)
    assert [note.key for note in notes] == [FIRST + 6]


def test_turning_round_passes_the_same_attack_again() -> None:
    made = attacks(100.0)
    assert len(made.pass_on(PlayheadPosition(1.0, 99.9, PACE), 1.01)[0]) == 1
    assert made.pass_on(PlayheadPosition(1.004, 100.5, PACE), 1.014)[0] == []
    assert len(made.pass_on(PlayheadPosition(1.008, 100.6, -PACE), 1.018)[0]) == 1


def test_the_downbeat_is_heard_when_it_begins_to_play() -> None:
    made = attacks(0.0)
    assert made.pass_on(None, 1.0) == ([], None)
    notes, _ = made.pass_on(PlayheadPosition(1.004, 0.3, PACE), 1.012)
    assert [note.at for note in notes] == pytest.approx([1.004 - 0.3 / PACE])
    assert made.pass_on(None, 1.016)[1] == 1.004


def test_a_break_that_begins_amid_a_sixteenth_has_only_what_follows() -> None:
    assert attacks(100.0).pass_on(PlayheadPosition(1.0, 103.0, PACE), 1.008)[0] == []
    assert len(attacks(104.0).pass_on(PlayheadPosition(1.0, 103.0, PACE), 1.008)[0]) == 1


def test_the_louder_the_attack_the_harder_the_note() -> None:
    assert velocities(tape(10, 50, 90, 130, loud=(1.0, 10 ** (-18 / 20), 10 ** (-36 / 20), 1e-5))) == [127, 64, 1, 1]
    assert velocities(tape()) == []


def test_a_roll_gives_notes_and_their_ends_in_order() -> None:
    roll = NoteScheduler()
    assert roll.next == math.inf
    roll.add(Note(2.0, SLICES, 40, 100))
    roll.add(Note(1.0, SLICES, 36, 90))
    assert roll.next == 1.0
    assert roll.due(0.99) == []
    assert roll.due(1.0) == [bytes((0x90, 36, 90))]
    assert roll.next == 1.0 + LENGTH
    assert roll.due(3.0) == [bytes((0x80, 36, 0)), bytes((0x90, 40, 100))]
    assert roll.due(3.0 + LENGTH) == [bytes((0x80, 40, 0))]
    assert roll.next == math.inf


def test_a_note_that_sounds_ends_before_it_sounds_again() -> None:
    roll = NoteScheduler()
    roll.add(Note(1.0, SLICES, 36, 90))
    roll.add(Note(1.0 + LENGTH / 2, SLICES, 36, 80))
    assert roll.due(1.0 + LENGTH / 2) == [bytes((0x90, 36, 90)), bytes((0x80, 36, 0)), bytes((0x90, 36, 80))]
    assert roll.due(2.0) == [bytes((0x80, 36, 0))]


def test_what_is_cut_is_not_heard_and_what_sounds_still_ends() -> None:
    roll = NoteScheduler()
    for at, channel in ((1.0, SLICES), (2.0, SLICES), (2.0, ATTACKS), (3.0, ATTACKS)):
        roll.add(Note(at, channel, 36, 90))
    roll.due(1.0)
    roll.cut(2.5, ATTACKS)
    roll.cut(1.5, SLICES)
    assert roll.due(9.0) == [bytes((0x80, 36, 0)), bytes((0x91, 36, 90))]
    roll.add(Note(10.0, SLICES, 36, 90))
    assert roll.silence() == [bytes((0x81, 36, 0))]
    assert roll.next == math.inf


@given(st.lists(st.tuples(st.floats(0, 2), st.integers(0, 1), st.integers(36, 38), st.integers(1, 127)), max_size=40))
def test_no_note_is_left_hanging(notes: list[tuple[float, int, int, int]]) -> None:
    roll, sounding = NoteScheduler(), set[tuple[int, int]]()
    for note in notes:
        roll.add(Note(*note))
    messages = [message for now in np.arange(0, 1.5, 0.01) for message in roll.due(float(now))] + roll.silence()
    for status, key, _ in messages:
        if status & 0xF0 == 0x90:
            assert (status & 1, key) not in sounding
            sounding.add((status & 1, key))
        else:
            sounding.remove((status & 1, key))
    assert not sounding
