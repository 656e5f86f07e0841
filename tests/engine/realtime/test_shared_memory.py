"""The shared memory between two processes: whole values, ordered events, tapes that stay unchanged while read."""

import multiprocessing
import time
from collections.abc import Iterator
from multiprocessing.shared_memory import SharedMemory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.arrays import MIN_MAGNITUDE, Tape
from engine.controls import Action, Event
from engine.parameters import INDEX, TABLE
from engine.realtime.meters import Meters
from engine.realtime.shared_memory import EVENT_SLOTS, PLAYING, STARTING, TAPE_SLOTS, SharedState
from engine.spec import SPEC
from tests.engine.segments import SegmentReader, write_meters

SPAWN = multiprocessing.get_context("spawn")
SHAPE = (SPEC.frames, SPEC.bins)


@pytest.fixture
def shared() -> Iterator[SharedState]:
    segment = SharedState.create()
    yield segment
    segment.close()
    segment.unlink()


def tape(value: float) -> Tape:
    """Return a tape whose values are all the same; the number of onsets depends on it."""
    return Tape(np.full(SHAPE, value, np.float32), np.full(int(value) % 7, float(value)))


def write_numbers(segment: str) -> None:
    """In another process: write parameters and tapes that consist of one number, as fast as possible."""
    shared = SharedState.attach(segment)
    number = 0
    while not shared.stopping:
        number += 1
        shared.parameters.write(np.full(len(TABLE), float(number)))
        shared.tapes.write(tape(number))
    shared.close()


def push_events(segment: str, count: int) -> None:
    """In another process: push numbered events, and retry while the ring is full."""
    shared = SharedState.attach(segment)
    for number in range(count):
        while not shared.events.push(Event(Action.SLICE, number, number / count), number):
            time.sleep(0)
    shared.close()


def test_a_new_segment_has_a_silent_tape_and_default_parameters(shared: SharedState) -> None:
    values = np.zeros(len(TABLE))
    assert shared.parameters.read(values)
    assert values[INDEX["tempo"]] == TABLE[INDEX["tempo"]].default
    magnitudes, attacks, gain, parts = SegmentReader(shared).take()
    assert magnitudes.shape == SHAPE
    assert (magnitudes == MIN_MAGNITUDE).all()
    assert len(attacks) == 0
    assert np.isnan(gain)  # that of the tape before stays
    assert parts is not None and not parts.any()
    assert SegmentReader(shared).pop() is None
    assert shared.meters == Meters()
    assert (shared.state, shared.stopping, shared.output_name, shared.note) == (STARTING, False, "", "")


def test_an_attached_segment_shows_what_the_other_process_writes(shared: SharedState) -> None:
    other = SharedState.attach(shared.segment)
    write_meters(other, beat=3.5, underruns=2)
    other.state, other.stopping = PLAYING, True
    other.output_name, other.note = "Größe 8", "x" * 2000
    shared.events.push(Event(Action.STOP))
    assert (shared.meters.beat, shared.meters.underruns) == (3.5, 2)
    assert (shared.state, shared.stopping, shared.output_name) == (PLAYING, True, "Größe 8")
    assert shared.note == "x" * len(shared.note)
    assert len(shared.note) >= 256
    assert SegmentReader(other).pop() == (Event(Action.STOP), None)
    other.close()


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(-1, 3), max_size=60), st.integers(0, 5))
def test_events_are_read_in_order_and_none_is_lost(steps: list[int], start: int) -> None:
    """A step pushes so many events, -1 pops one; a list is the reference."""
    shared = SharedState.create()
    try:
        expected: list[tuple[Event, int | None]] = []
        number = start
        for step in steps:
            if step < 0:
                assert SegmentReader(shared).pop() == (expected.pop(0) if expected else None)
            for _ in range(max(step, 0)):
                number += 1
                item = (Event(Action.SLICE, number, 0.5), number if number % 2 else None)
                assert shared.events.push(*item)
                expected.append(item)
    finally:
        shared.close()
        shared.unlink()


def test_a_full_ring_refuses_and_counts_further_events(shared: SharedState) -> None:
    pushed = [shared.events.push(Event(Action.SLICE, number)) for number in range(EVENT_SLOTS + 3)]
    assert pushed == [True] * EVENT_SLOTS + [False] * 3
    assert shared.events.refused == 3
    popped = [SegmentReader(shared).pop() for _ in range(EVENT_SLOTS)]
    assert [item[0].index for item in popped if item] == list(range(EVENT_SLOTS))
    assert shared.events.push(Event(Action.PLAY))


def test_the_tape_being_read_is_never_overwritten(shared: SharedState) -> None:
    shared.tapes.write(tape(1))
    assert SegmentReader(shared).has_new()
    held = SegmentReader(shared).take()
    assert not SegmentReader(shared).has_new()
    for number in range(2, 3 * TAPE_SLOTS):
        shared.tapes.write(tape(number))
        assert (held.magnitudes == 1).all()
    newest = SegmentReader(shared).take()
    assert (newest.magnitudes == 3 * TAPE_SLOTS - 1).all()
    assert newest.onsets.tolist() == tape(3 * TAPE_SLOTS - 1).onsets.tolist()


def test_a_killed_writer_does_not_block_the_next_one(shared: SharedState) -> None:
    shared.parameters._sequence[...] = 7  # odd: a write is in progress
    values = np.zeros(len(TABLE))
    assert not shared.parameters.read(values)
    shared.parameters.write(np.ones(len(TABLE)))
    assert shared.parameters.read(values)
    assert (values == 1).all()


def test_values_read_from_another_process_are_never_a_mix_of_two_writes(shared: SharedState) -> None:
    writer = SPAWN.Process(target=write_numbers, args=(shared.segment,))
    writer.start()
    values, last = np.zeros(len(TABLE)), 0.0
    seen: set[float] = set()
    deadline = time.monotonic() + 10
    while len(seen) < 300 and time.monotonic() < deadline:
        if shared.parameters._sequence > 2 and shared.parameters.read(values):
            assert values.min() == values.max()
        if SegmentReader(shared).has_new():
            held = SegmentReader(shared).take()
            first = held.magnitudes[0, 0]
            assert first >= last
            assert held.magnitudes.min() == held.magnitudes.max() == first
            assert held.onsets.tolist() == tape(first).onsets.tolist()
            seen.add(last := float(first))
    shared.stopping = True
    writer.join()
    assert writer.exitcode == 0
    assert len(seen) == 300


def test_events_of_another_process_arrive_whole_and_in_order(shared: SharedState) -> None:
    count = 20 * EVENT_SLOTS
    writer = SPAWN.Process(target=push_events, args=(shared.segment, count))
    writer.start()
    got: list[tuple[Event, int | None]] = []
    deadline = time.monotonic() + 30
    while len(got) < count and time.monotonic() < deadline:
        item = SegmentReader(shared).pop()
        if item:
            got.append(item)
    writer.join()
    assert got == [(Event(Action.SLICE, number, number / count), number) for number in range(count)]


def test_a_segment_can_be_unlinked_twice() -> None:
    shared = SharedState.create()
    name = shared.segment
    shared.close()
    shared.unlink()
    shared.unlink()
    with pytest.raises(FileNotFoundError):
        SharedMemory(name)
