"""What is prepared before a leap is only work done early: every sample is as if nothing had been prepared."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.controls import Action, Event
from engine.instrument import Instrument
from engine.mel import Floats
from engine.parameters import INDEX
from engine.playhead import Playhead
from tests.sound import break_loop, tape_of

TAPES = (tape_of(break_loop()), tape_of(break_loop((0, 3, 6, 10, 12), seed=4)))
BLOCKS = 40

acts = st.lists(
    st.tuples(
        st.integers(0, BLOCKS - 1),
        st.sampled_from(["slice", "locate", "stutter", "reverse", "freeze", "tempo", "speed", "tape", "panic", "set"]),
        st.integers(0, 31),
        st.integers(0, 400),
    ),
    max_size=25,
)


def play(plan: list[tuple[int, str, int, int]], block: int) -> Floats:
    instrument = Instrument(TAPES[0])
    instrument.schedule(Event(Action.PLAY))
    heard = []
    for number in range(BLOCKS):
        for _, what, index, ahead in (act for act in plan if act[0] == number):
            perform(instrument, what, index, instrument.clock + ahead)
        heard.append(instrument.process(block))
    return np.concatenate(heard)


def perform(instrument: Instrument, what: str, index: int, at: int) -> None:
    match what:
        case "slice":
            instrument.schedule(Event(Action.SLICE, index, 0.5 + index / 62), at)
        case "locate":
            instrument.schedule(Event(Action.LOCATE, 0, index / 4), at)
        case "panic":
            instrument.schedule(Event(Action.PANIC))
            instrument.schedule(Event(Action.PLAY), at)
        case "set":
            instrument.schedule(Event(Action.SET, INDEX["tempo"], 100.0 + 5 * index), at)
        case "tape":
            instrument.load(TAPES[index % 2])
        case "tempo":
            instrument.change(INDEX["tempo"], 100.0 + 5 * index)
        case "speed":
            instrument.change(INDEX["speed"], (index - 12) / 8)
        case "stutter":
            instrument.change(INDEX["stutter"], index % 4 / 2)
        case _:
            instrument.change(INDEX[what], float(index % 2))


@settings(max_examples=40, deadline=None)
@given(plan=acts, block=st.sampled_from([64, 128, 100]))
def test_a_leap_that_was_foreseen_sounds_as_one_that_was_not(plan: list[tuple[int, str, int, int]], block: int) -> None:
    foreseen = play(plan, block)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Playhead, "foresee", lambda *_: None)
        np.testing.assert_array_equal(play(plan, block), foreseen)


def test_a_slice_that_is_known_a_block_ahead_is_made_of_what_was_prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    instrument = Instrument(TAPES[0])
    instrument.schedule(Event(Action.PLAY))
    instrument.process(1024)
    spare = instrument._playhead._spare
    instrument.schedule(Event(Action.SLICE, 6), instrument.clock + 200)
    instrument.process(128)
    instrument.process(128)
    assert instrument._playhead._inverter is spare


def test_a_tape_that_comes_after_it_was_prepared_is_what_is_heard() -> None:
    late, early = Instrument(TAPES[0]), Instrument(TAPES[0])
    for instrument in (late, early):
        instrument.schedule(Event(Action.PLAY))
        instrument.process(1024)
        instrument.schedule(Event(Action.SLICE, 6), instrument.clock + 200)
    for instrument in (late, early):
        instrument.process(128)
    late.load(TAPES[1])
    old, new = early.process(1024), late.process(1024)
    assert np.abs(old - new).max() > 0.05
