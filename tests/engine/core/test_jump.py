"""Which of several events at the same sample take effect."""

import numpy as np
import pytest

from engine.controls import Action, Event
from engine.core import Instrument
from tests.playing import TAPE, playing

PLAY, SLICE, RELEASE = Event(Action.PLAY), Event(Action.SLICE, 3, 0.5), Event(Action.SLICE, 3, 0.0)
LATER = Event(Action.LOCATE, value=12.5)
TOO_FAR = Event(Action.LOCATE, value=2e7)  # beats, more than a month
WHOLE = Event(Action.SLICE, 0, 1.0)
START = Event(Action.LOCATE, value=0.0)
AT = 6400


@pytest.mark.parametrize(
    ("events", "plays", "same"),
    [
        ([PLAY], True, []),
        ([PLAY], False, [WHOLE]),
        ([PLAY], False, [START]),
        ([SLICE], False, [START, SLICE]),
        ([RELEASE], False, []),
        ([RELEASE], True, []),
        ([PLAY, SLICE], False, [SLICE]),
        ([SLICE, LATER], True, [LATER]),
        ([LATER, PLAY], False, [LATER]),
        ([LATER, PLAY], True, [LATER]),
        ([TOO_FAR], True, []),
        ([TOO_FAR], False, []),
        ([WHOLE, SLICE], True, [SLICE]),
    ],
)
def test_the_last_position_wins_and_a_located_beat_stays(events: list[Event], plays: bool, same: list[Event]) -> None:
    found = []
    for told in (events, same):
        instrument = playing() if plays else Instrument(TAPE)
        for event in told:
            instrument.schedule(event, AT)
        audio = instrument.process(AT + 8000)
        found.append((audio, instrument.playing, instrument.beat, instrument.frame))
    np.testing.assert_array_equal(found[0][0], found[1][0])
    assert found[0][1:] == found[1][1:]


@pytest.mark.parametrize(
    ("events", "plays", "step", "beat"),
    [
        ([PLAY], False, 0, 0.0),
        ([SLICE], True, 3, None),
        ([SLICE], False, 3, 0.0),
        ([LATER], True, 18, 12.5),
        ([LATER], False, 18, 12.5),
        ([PLAY, SLICE], False, 3, 0.0),
        ([LATER, SLICE], True, 3, 12.5),
        ([SLICE, LATER], True, 18, 12.5),
    ],
)
def test_position_and_beat_after_the_events(events: list[Event], plays: bool, step: int, beat: float | None) -> None:
    instrument, plain = (playing() if plays else Instrument(TAPE) for _ in range(2))
    for event in events:
        instrument.schedule(event, AT)
    for each in (instrument, plain):
        each.process(AT + instrument.latency)
    assert instrument.frame == pytest.approx(16 * step)
    assert instrument.beat == pytest.approx(plain.beat if beat is None else beat, abs=1e-9)


@pytest.mark.parametrize("events", [[RELEASE], [TOO_FAR], [Event(Action.STOP)], [SLICE, Event(Action.STOP)]])
def test_events_that_do_not_start_leave_a_stopped_instrument_alone(events: list[Event]) -> None:
    instrument = Instrument(TAPE)
    for event in events:
        instrument.schedule(event, AT)
    assert not instrument.process(AT + 8000).any()
    assert not instrument.playing


@pytest.mark.parametrize("apart", [0, pytest.param(1), pytest.param(17), 40])
@pytest.mark.parametrize("after", [RELEASE, PLAY, TOO_FAR])
def test_events_without_a_position_do_not_move_the_slice_before_them(after: Event, apart: int) -> None:
    plain, told = playing(), playing()
    for instrument in (plain, told):
        instrument.schedule(Event(Action.SLICE, 8), 6403)
    told.schedule(after, 6403 + apart)
    np.testing.assert_array_equal(told.process(9000), plain.process(9000))


def test_a_chord_within_one_chain_block_is_one_jump_to_its_last_slice() -> None:
    """Eight pads sent in a row by a controller; each jump would cost as much as many blocks."""
    one, many = playing(), playing()
    for number in range(8):
        many.schedule(Event(Action.SLICE, 3 * number, 0.3), AT + 2 * number)
    many.schedule(Event(Action.SLICE, 9, 0.7), AT + 17)
    one.schedule(Event(Action.SLICE, 9, 0.7), AT + 17)
    np.testing.assert_array_equal(one.process(AT + 8000), many.process(AT + 8000))
