import multiprocessing
import time
from collections.abc import Iterator
from multiprocessing.shared_memory import SharedMemory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.arrays import TINY, Tape
from engine.controls import Action, Event
from engine.parameters import INDEX, TABLE
from engine.realtime.meters import Meters
from engine.realtime.shared_memory import EVENTS, PLAYING, STARTING, TAPES, SharedState
from engine.spec import SPEC
from tests.engine.segments import Reader, write_meters

SPAWN = multiprocessing.get_context("spawn")
SHAPE = (SPEC.frames, SPEC.bins)


@pytest.fixture
def shared() -> Iterator[SharedState]:
    segment = SharedState.create()
    yield segment
    segment.close()
    segment.unlink()


def tape(value: float) -> Tape:
    """The same everywhere, attacks included; as many of them as the number says."""
    return Tape(np.full(SHAPE, value, np.float32), np.full(int(value) % 7, float(value)))


def write_numbers(segment: str) -> None:
    """Another process: parameters that are all the same number, and tapes likewise, as fast as it can."""
    shared = SharedState.attach(segment)
    number = 0
    while not shared.stopping:
        number += 1
        shared.parameters.write(np.full(len(TABLE), float(number)))
        shared.tapes.write(tape(number))
    shared.close()


def push_events(segment: str, count: int) -> None:
    """Another process: numbered events, again and again while the ring is full."""
    shared = SharedState.attach(segment)
    for number in range(count):
        while not shared.events.push(Event(Action.SLICE, number, number / count), number):
            time.sleep(0)
    shared.close()


def test_a_new_segment_is_silent_and_has_the_defaults(shared: SharedState) -> None:
    values = np.zeros(len(TABLE))
    assert shared.parameters.read(values)
    assert values[INDEX["tempo"]] == TABLE[INDEX["tempo"]].default
    magnitudes, attacks = Reader(shared).take()
    assert magnitudes.shape == SHAPE
    assert (magnitudes == TINY).all()
    assert len(attacks) == 0
    assert Reader(shared).pop() is None
    assert shared.meters == Meters()
    assert (shared.state, shared.stopping, shared.name, shared.note) == (STARTING, False, "", "")


def test_who_attaches_sees_what_the_other_writes(shared: SharedState) -> None:
    other = SharedState.attach(shared.segment)
    write_meters(other, beat=3.5, underruns=2)
    other.state, other.stopping = PLAYING, True
    other.name, other.note = "Größe 8", "x" * 2000
    shared.events.push(Event(Action.STOP))
    assert (shared.meters.beat, shared.meters.underruns) == (3.5, 2)
    assert (shared.state, shared.stopping, shared.name) == (PLAYING, True, "Größe 8")
    assert shared.note == "x" * len(shared.note)
    assert len(shared.note) >= 256
    assert Reader(other).pop() == (Event(Action.STOP), None)
    other.close()


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(-1, 3), max_size=60), st.integers(0, 5))
def test_events_come_out_in_order_and_none_is_lost(steps: list[int], start: int) -> None:
    """A step pushes so many events, -1 pops one; the same as a plain list."""
    shared = SharedState.create()
    try:
        plain: list[tuple[Event, int | None]] = []
        number = start
        for step in steps:
            if step < 0:
                assert Reader(shared).pop() == (plain.pop(0) if plain else None)
            for _ in range(max(step, 0)):
                number += 1
                item = (Event(Action.SLICE, number, 0.5), number if number % 2 else None)
                assert shared.events.push(*item)
                plain.append(item)
    finally:
        shared.close()
        shared.unlink()


def test_a_full_ring_refuses_counts_and_keeps_what_it_has(shared: SharedState) -> None:
    pushed = [shared.events.push(Event(Action.SLICE, number)) for number in range(EVENTS + 3)]
    assert pushed == [True] * EVENTS + [False] * 3
    assert shared.events.refused == 3
    popped = [Reader(shared).pop() for _ in range(EVENTS)]
    assert [item[0].index for item in popped if item] == list(range(EVENTS))
    assert shared.events.push(Event(Action.PLAY))


def test_a_reader_keeps_its_tape_while_others_are_written(shared: SharedState) -> None:
    shared.tapes.write(tape(1))
    assert Reader(shared).has_new()
    held = Reader(shared).take()
    assert not Reader(shared).has_new()
    for number in range(2, 3 * TAPES):
        shared.tapes.write(tape(number))
        assert (held.magnitudes == 1).all()
    newest = Reader(shared).take()
    assert (newest.magnitudes == 3 * TAPES - 1).all()
    assert newest.attacks.tolist() == tape(3 * TAPES - 1).attacks.tolist()


def test_a_writer_that_died_in_the_middle_does_not_lock_the_board(shared: SharedState) -> None:
    shared.parameters._sequence[...] = 7  # odd: somebody writes
    values = np.zeros(len(TABLE))
    assert not shared.parameters.read(values)
    shared.parameters.write(np.ones(len(TABLE)))
    assert shared.parameters.read(values)
    assert (values == 1).all()


def test_nothing_is_torn_between_two_processes(shared: SharedState) -> None:
    writer = SPAWN.Process(target=write_numbers, args=(shared.segment,))
    writer.start()
    values, last = np.zeros(len(TABLE)), 0.0
    seen: set[float] = set()
    deadline = time.monotonic() + 10
    while len(seen) < 300 and time.monotonic() < deadline:
        if shared.parameters.sequence > 2 and shared.parameters.read(values):
            assert values.min() == values.max()
        if Reader(shared).has_new():
            held = Reader(shared).take()
            first = held.magnitudes[0, 0]
            assert first >= last
            assert held.magnitudes.min() == held.magnitudes.max() == first
            assert held.attacks.tolist() == tape(first).attacks.tolist()
            seen.add(last := float(first))
    shared.stopping = True
    writer.join()
    assert writer.exitcode == 0
    assert len(seen) == 300


def test_events_cross_two_processes_whole_and_in_order(shared: SharedState) -> None:
    count = 20 * EVENTS
    writer = SPAWN.Process(target=push_events, args=(shared.segment, count))
    writer.start()
    got: list[tuple[Event, int | None]] = []
    deadline = time.monotonic() + 30
    while len(got) < count and time.monotonic() < deadline:
        item = Reader(shared).pop()
        if item:
            got.append(item)
    writer.join()
    assert got == [(Event(Action.SLICE, number, number / count), number) for number in range(count)]


def test_a_segment_is_gone_after_unlink_even_twice() -> None:
    shared = SharedState.create()
    name = shared.segment
    shared.close()
    shared.unlink()
    shared.unlink()
    with pytest.raises(FileNotFoundError):
        SharedMemory(name)
