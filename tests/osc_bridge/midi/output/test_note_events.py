"""Each slice, and each onset that the playhead passes, is one note at the time of its sound."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.controls import Action
from engine.realtime.event_log import LogEntry, LogKind
from engine.realtime.meters import Meters
from engine.spec import SPEC
from engine.tape.magnitudes import Tape
from osc_bridge.midi.output.note_events import (
    FIRST_NOTE,
    NOTE_LENGTH_S,
    ONSET_CHANNEL,
    SLICE_CHANNEL,
    NoteScheduler,
    OnsetTracker,
    PlayedNote,
    PlayheadPosition,
    onset_velocities,
    playhead_position,
    slice_notes,
)
from tests.osc_bridge.midi.fake import raw

# the card adds 10 ms, blocks have 128 samples, the instrument adds 128 samples
METERS = Meters(
    output_time=5.0,
    clock=44_100 * 64 // 64,
    playing=1,
    frame=100.0,
    rate=44_100,
    block=128,
    delay=128,
    latency=0.01,
)
SPEED = 172.0


def tape(*columns: float, loud: tuple[float, ...] = ()) -> Tape:
    magnitudes = np.full((SPEC.frames, 4), 1e-6, np.float32)
    for position, frame in enumerate(columns):
        magnitudes[int(frame)] = loud[position] if loud else 1.0
    return Tape(magnitudes, np.array(columns, np.float64))


def logged(action: Action, at: int, index: int = 0, value: float = 1.0, clock: int = 0) -> LogEntry:
    return LogEntry(clock, LogKind.EVENT + action, index, value, at)


def tracker_of(*columns: float) -> OnsetTracker:
    made = OnsetTracker()
    made.load(tape(*columns))
    return made


def test_a_slice_is_a_note_at_the_time_of_its_sound() -> None:
    clock = int(METERS.clock)
    found = slice_notes([logged(Action.SLICE, clock + 441, 5, 0.5)], METERS, 5.0)
    assert found == [PlayedNote(pytest.approx(5.0 + 0.01 + (441 + 128) / 44_100), SLICE_CHANNEL, FIRST_NOTE + 5, 64)]


def test_a_slice_without_a_sample_is_a_note_at_its_log_time() -> None:
    clock = int(METERS.clock)
    (early,) = slice_notes([logged(Action.SLICE, -1, 37, 1.0, clock)], METERS, 5.0)
    (late,) = slice_notes([logged(Action.SLICE, clock - 999, 37, 1.0, clock)], METERS, 5.0)
    assert early == late == PlayedNote(pytest.approx(5.01 + 128 / 44_100), SLICE_CHANNEL, FIRST_NOTE + 5, 127)


def test_a_stop_is_a_time_and_other_events_are_nothing() -> None:
    clock = int(METERS.clock)
    entries = [
        logged(Action.PLAY, clock),
        logged(Action.SLICE, clock, 3, 0.0),
        logged(Action.SLICE, clock + 44_100 * 60),  # logged by the clock of another player
        LogEntry(clock, LogKind.SET, 0, 170.0, -1),
        logged(Action.STOP, clock),
        logged(Action.PANIC, -1, clock=clock),
    ]
    assert slice_notes(entries, METERS, 5.0) == [pytest.approx(5.01 + 128 / 44_100)] * 2
    assert slice_notes([logged(Action.SLICE, 0)], Meters(), 5.0) == []


def test_the_playhead_position_has_the_time_of_its_sound() -> None:
    assert playhead_position(METERS, SPEED) == PlayheadPosition(pytest.approx(5.01), 100.0, SPEED)
    assert playhead_position(METERS._replace(playing=0), SPEED) is None
    assert playhead_position(Meters(), SPEED) is None


def run(
    made: OnsetTracker, frame: float, speed: float, seconds: float, look: float = 0.004, since: float = 0.0
) -> list[PlayedNote]:
    """Poll an even motion from a frame on; return the notes."""
    notes = []
    for number in range(round(seconds / look) + 1):
        at = number * look
        found, torn = made.advance(PlayheadPosition(at, (frame + speed * at) % SPEC.frames, speed), at + 0.008)
        assert torn is None or number == 0
        notes += found
    return notes


@given(
    st.lists(st.integers(0, SPEC.frames - 1), unique=True, max_size=20).map(sorted),
    st.floats(0.0, SPEC.frames - 0.01),
    st.one_of(st.floats(5.0, 900.0), st.floats(-900.0, -5.0)),
    st.floats(0.001, 0.02),
)
def test_every_passed_onset_is_one_note_at_its_time(
    columns: list[int], start: float, speed: float, look: float
) -> None:
    notes = run(tracker_of(*columns), start, speed, 0.5, look)
    last = round(0.5 / look) * look + 0.008
    low, high = sorted((start, start + speed * last))
    expected = sorted(
        (passed - start) / speed
        for frame in columns
        for turn in range(-3, 4)
        for passed in [frame + turn * SPEC.frames]
        if low + 1e-6 < passed < high - 1e-6
    )
    edge = [note.at for note in notes if note.at * abs(speed) > 1e-6 and note.at < last - 1e-6 / abs(speed)]
    assert edge == pytest.approx(expected, abs=1e-6)


def test_an_onset_has_the_key_of_its_sixteenth() -> None:
    notes = run(tracker_of(0.0, 17.5, 496.0), 490.0, SPEED, 0.3)
    assert [(note.channel, note.key) for note in notes] == [(ONSET_CHANNEL, FIRST_NOTE + step) for step in (31, 0, 1)]


def test_a_moved_playhead_cancels_the_prediction() -> None:
    made = tracker_of(100.0, 300.0)
    assert [note.key for note in made.advance(PlayheadPosition(1.0, 99.5, SPEED), 1.008)[0]] == [FIRST_NOTE + 6]
    notes, torn = made.advance(PlayheadPosition(1.004, 300.2, SPEED), 1.012)
    assert torn == 1.0
    assert notes == [PlayedNote(pytest.approx(1.004 - 0.2 / SPEED), ONSET_CHANNEL, FIRST_NOTE + 18, 127)]


def test_a_frozen_playhead_passes_no_onset() -> None:
    made = tracker_of(100.0)
    made.advance(PlayheadPosition(1.0, 99.0, SPEED), 1.001)
    notes, torn = made.advance(PlayheadPosition(1.004, 99.2, 0.0), 1.012)
    assert (notes, torn) == ([], 1.0)
    notes, _ = made.advance(PlayheadPosition(1.008, 99.9, SPEED), 1.016)
    assert [note.key for note in notes] == [FIRST_NOTE + 6]


def test_reversing_passes_the_same_onset_again() -> None:
    made = tracker_of(100.0)
    assert len(made.advance(PlayheadPosition(1.0, 99.9, SPEED), 1.01)[0]) == 1
    assert made.advance(PlayheadPosition(1.004, 100.5, SPEED), 1.014)[0] == []
    assert len(made.advance(PlayheadPosition(1.008, 100.6, -SPEED), 1.018)[0]) == 1


def test_a_start_at_a_sixteenth_includes_its_onset() -> None:
    made = tracker_of(0.0)
    assert made.advance(None, 1.0) == ([], None)
    notes, _ = made.advance(PlayheadPosition(1.004, 0.3, SPEED), 1.012)
    assert [note.at for note in notes] == pytest.approx([1.004 - 0.3 / SPEED])
    assert made.advance(None, 1.016)[1] == 1.004


def test_a_start_within_a_sixteenth_has_only_later_onsets() -> None:
    assert tracker_of(100.0).advance(PlayheadPosition(1.0, 103.0, SPEED), 1.008)[0] == []
    assert len(tracker_of(104.0).advance(PlayheadPosition(1.0, 103.0, SPEED), 1.008)[0]) == 1


def test_a_louder_onset_has_a_higher_velocity() -> None:
    assert onset_velocities(tape(10, 50, 90, 130, loud=(1.0, 10 ** (-18 / 20), 10 ** (-36 / 20), 1e-5))) == [
        127,
        64,
        1,
        1,
    ]
    assert onset_velocities(tape()) == []


def test_the_scheduler_gives_notes_and_their_ends_in_order() -> None:
    scheduler = NoteScheduler()
    assert scheduler.next == math.inf
    scheduler.add(PlayedNote(2.0, SLICE_CHANNEL, 40, 100))
    scheduler.add(PlayedNote(1.0, SLICE_CHANNEL, 36, 90))
    assert scheduler.next == 1.0
    assert scheduler.due(0.99) == []
    assert raw(scheduler.due(1.0)) == [bytes((0x90, 36, 90))]
    assert scheduler.next == 1.0 + NOTE_LENGTH_S
    assert raw(scheduler.due(3.0)) == [bytes((0x80, 36, 0)), bytes((0x90, 40, 100))]
    assert raw(scheduler.due(3.0 + NOTE_LENGTH_S)) == [bytes((0x80, 40, 0))]
    assert scheduler.next == math.inf


def test_a_note_that_sounds_ends_before_it_sounds_again() -> None:
    scheduler = NoteScheduler()
    scheduler.add(PlayedNote(1.0, SLICE_CHANNEL, 36, 90))
    scheduler.add(PlayedNote(1.0 + NOTE_LENGTH_S / 2, SLICE_CHANNEL, 36, 80))
    assert raw(scheduler.due(1.0 + NOTE_LENGTH_S / 2)) == [
        bytes((0x90, 36, 90)),
        bytes((0x80, 36, 0)),
        bytes((0x90, 36, 80)),
    ]
    assert raw(scheduler.due(2.0)) == [bytes((0x80, 36, 0))]


def test_cancelled_notes_are_not_sent_and_sounding_notes_end() -> None:
    scheduler = NoteScheduler()
    for at, channel in ((1.0, SLICE_CHANNEL), (2.0, SLICE_CHANNEL), (2.0, ONSET_CHANNEL), (3.0, ONSET_CHANNEL)):
        scheduler.add(PlayedNote(at, channel, 36, 90))
    scheduler.due(1.0)
    scheduler.cancel(2.5, ONSET_CHANNEL)
    scheduler.cancel(1.5, SLICE_CHANNEL)
    assert raw(scheduler.due(9.0)) == [bytes((0x80, 36, 0)), bytes((0x91, 36, 90))]
    scheduler.add(PlayedNote(10.0, SLICE_CHANNEL, 36, 90))
    assert raw(scheduler.silence()) == [bytes((0x81, 36, 0))]
    assert scheduler.next == math.inf


@given(st.lists(st.tuples(st.floats(0, 2), st.integers(0, 1), st.integers(36, 38), st.integers(1, 127)), max_size=40))
def test_every_note_on_has_a_note_off(notes: list[tuple[float, int, int, int]]) -> None:
    scheduler, sounding = NoteScheduler(), set[tuple[int, int]]()
    for note in notes:
        scheduler.add(PlayedNote(*note))
    messages = [
        message for now in np.arange(0, 1.5, 0.01) for message in scheduler.due(float(now))
    ] + scheduler.silence()
    for status, key, _ in raw(messages):
        if status & 0xF0 == 0x90:
            assert (status & 1, key) not in sounding
            sounding.add((status & 1, key))
        else:
            sounding.remove((status & 1, key))
    assert not sounding
