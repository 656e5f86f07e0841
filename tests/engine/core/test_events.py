"""Scheduled events: their order, and the treatment of late ones and of too many."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.controls import Action, Event
from engine.core import CHAIN_BLOCK, Instrument, Quality
from engine.parameters import INDEX
from engine.spec import SPEC
from engine.tape.magnitudes import silent_tape
from tests.playing import PANIC, PLAY, STOP, TAPE, playing, values

BLANK, LITTLE = silent_tape(), Quality(look_ahead=0, iterations=1)
MAX_EVENTS = 4096  # scheduled at the same time


def silent_instrument() -> Instrument:
    """An instrument with a silent tape whose playhead stays where a slice puts it."""
    instrument = Instrument(BLANK, quality=LITTLE)
    instrument.set(values(speed=0.0))
    instrument.schedule(PLAY)
    return instrument


@given(st.lists(st.integers(0, 20), max_size=40))
@settings(max_examples=50)
def test_events_happen_in_order_of_sample_and_arrival(places: list[int]) -> None:
    instrument = silent_instrument()
    for index, place in enumerate(places):
        instrument.schedule(Event(Action.SLICE, 1 + index % 31), 1024 + CHAIN_BLOCK * place)
    instrument.process(1024)
    for place in range(21):
        instrument.process(CHAIN_BLOCK)
        came = [index for index, at in enumerate(places) if at <= place]
        last = max(came, key=lambda index: (places[index], index), default=None)
        assert instrument.frame == (0 if last is None else (1 + last % 31) * SPEC.step_frames)


def test_no_event_happens_before_its_sample() -> None:
    plain, told = playing(), playing()
    told.schedule(Event(Action.SLICE, 9), 7777)
    before = 7777 + told.latency - 32  # the fade-in of a jump begins before its onset
    np.testing.assert_array_equal(told.process(before), plain.process(before))
    assert np.abs(told.process(500) - plain.process(500)).max() > 1e-3


def test_a_panic_cancels_scheduled_events_except_parameters() -> None:
    instrument, expected = playing(), playing()
    instrument.schedule(Event(Action.SLICE, 1), 5000)
    instrument.schedule(Event(Action.SET, INDEX["level"], -20.0), 5000)
    instrument.schedule(PANIC, 1000)
    instrument.schedule(Event(Action.SLICE, 3), 4000)
    expected.schedule(STOP, 1000)
    expected.schedule(Event(Action.SLICE, 3), 4000)
    expected.schedule(Event(Action.SET, INDEX["level"], -20.0), 5000)
    np.testing.assert_array_equal(instrument.process(12_000), expected.process(12_000))


def test_events_beyond_the_maximum_are_counted_as_errors() -> None:
    instrument = silent_instrument()
    instrument.process(1000)
    for _ in range(MAX_EVENTS + 3):
        instrument.schedule(Event(Action.SET, INDEX["level"], -20.0), 20_000)
    assert instrument.errors == 3
    instrument.process(30_000)
    instrument.schedule(Event(Action.SLICE, 5))
    instrument.process(1000)
    assert instrument.errors == 3
    assert instrument.frame == 5 * SPEC.step_frames


def test_the_last_accepted_event_happens() -> None:
    instrument = silent_instrument()
    instrument.process(1000)
    for number in range(MAX_EVENTS):
        instrument.schedule(Event(Action.SLICE, number % 7), 20_000 - number)
    instrument.process(20_000)
    assert instrument.frame == 0  # the first scheduled event is the last one in time
    assert instrument.errors == instrument.late == 0


@given(st.integers(1, 3000), st.integers(0, 3000))
@settings(max_examples=30)
def test_a_late_event_happens_at_once_and_is_counted(size: int, at: int) -> None:
    instrument, prompt = Instrument(TAPE), Instrument(TAPE)
    for each in (instrument, prompt):
        each.process(size)
    assert size <= instrument.made < size + 32
    late = at < instrument.made
    instrument.schedule(PLAY, at)
    prompt.schedule(PLAY, None if late else at)
    np.testing.assert_array_equal(instrument.process(2000), prompt.process(2000))
    assert (instrument.late, prompt.late) == (int(late), 0)
