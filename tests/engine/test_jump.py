"""Of all that is asked for at one sample, what is done."""

import pytest

from engine.controls import Action, Event
from engine.jump import FARTHEST, Jump, joined

PLAY, SLICE, RELEASE = Event(Action.PLAY), Event(Action.SLICE, 3, 0.5), Event(Action.SLICE, 3, 0.0)
THERE = Event(Action.LOCATE, value=12.5)


@pytest.mark.parametrize(
    ("events", "playing", "jump"),
    [
        ([PLAY], True, None),
        ([PLAY], False, Jump(0, 1.0, 0.0)),
        ([SLICE], True, Jump(3, 0.5, None)),
        ([SLICE], False, Jump(3, 0.5, 0.0)),
        ([RELEASE], False, None),
        ([THERE], True, Jump(None, 1.0, 12.5)),
        ([THERE], False, Jump(None, 1.0, 12.5)),
        ([PLAY, SLICE], False, Jump(3, 0.5, 0.0)),
        ([THERE, SLICE], True, Jump(3, 0.5, 12.5)),
        ([SLICE, THERE], True, Jump(None, 1.0, 12.5)),
        ([THERE, PLAY], False, Jump(None, 1.0, 12.5)),
        ([Event(Action.LOCATE, value=2 * FARTHEST)], True, None),
    ],
)
def test_the_last_place_counts_and_a_beat_that_was_located_stays(
    events: list[Event], playing: bool, jump: Jump | None
) -> None:
    found = None
    for event in events:
        found = joined(found, event, playing)
    assert found == jump
