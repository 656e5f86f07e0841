"""After a panic nothing is held, and pads work as new."""

import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.controls import Action, Event
from osc_bridge.midi.input.midi_messages import ControlChange, NoteMessage, SystemKind, SystemMessage
from osc_bridge.midi.input.parser import MidiParser
from osc_bridge.midi.playing.mpe import Mpe
from osc_bridge.midi.playing.pads import PadMode, Pads, PadSettings, TriggerCall

FIRST = Event(Action.SLICE, 0, 1.0)


def beat_of(playing: bool) -> Callable[[float], float | None]:
    return lambda at: 2 * at if playing else None


KEYS, CHANNELS = st.integers(34, 40), st.integers(0, 2)
WORDS: tuple[SystemKind, ...] = ("tick", "start", "continue", "stop", "position", "reset", "silence", "release")
hands = st.one_of(
    st.builds(NoteMessage, KEYS, CHANNELS, st.sampled_from([0.0, 0.5, 1.0]), st.floats(0, 9)),
    st.builds(ControlChange, st.just("cc 64"), CHANNELS, st.just(0.0), st.integers(0, 127), st.floats(0, 9)),
    st.builds(SystemMessage, st.sampled_from(WORDS), st.floats(0, 9)),
)


@given(
    st.sampled_from(["one-shot", "gate", "latch"]),
    st.booleans(),
    st.lists(hands),
    st.sampled_from(["silence", "release"]),
)
def test_nothing_is_held_after_a_panic_and_pads_work_as_new(
    mode: PadMode, playing: bool, messages: list[NoteMessage | ControlChange | SystemMessage], kind: SystemKind
) -> None:
    pads = Pads(beat_of(playing), PadSettings(mode=mode))
    for message in messages:
        pads.play(message)
    assert pads.play(SystemMessage(kind, 10.0)) == [TriggerCall(Event(Action.PANIC), 10.0)]
    assert pads.held == ()
    assert [call.event for call in pads.play(NoteMessage(36, 0, 1.0, 20.0))] == [FIRST]
    assert pads.held == ((0, 36),)
    pads.play(NoteMessage(36, 0, 0.0, 21.0))
    assert pads.held == (((0, 36),) if mode == "latch" else ())


@given(st.booleans(), st.lists(hands))
def test_a_gate_with_all_keys_and_pedals_up_holds_nothing(
    playing: bool, messages: list[NoteMessage | ControlChange | SystemMessage]
) -> None:
    pads = Pads(beat_of(playing), PadSettings(mode="gate"))
    for message in messages:
        pads.play(message)
    pads.play(ControlChange("cc 64", 0, 0.0, 0, 10.0))
    for channel in range(3):
        for key in range(34, 41):
            pads.play(NoteMessage(key, channel, 0.0, 11.0))
    assert pads.held == ()


@pytest.mark.parametrize("mode", ["one-shot", "gate", "latch"])
def test_panic_releases_everything_after_a_million_random_bytes(mode: PadMode) -> None:
    chance = random.Random(8)
    decoder, pads = MidiParser({1}), Pads(beat_of(playing=True), PadSettings(mode=mode))
    mpe = Mpe(lambda: pads.held)
    data, done = chance.randbytes(1_000_000), 0
    while done < len(data):
        size = chance.randrange(1, 9)
        for message in decoder.feed(data[done : done + size], done * 1e-4):
            if isinstance(message, NoteMessage | SystemMessage | ControlChange):
                pads.play(message)
            if isinstance(message, SystemMessage | ControlChange):
                mpe.feed(message)
        done += size
    calls = [
        pads.play(message) for message in decoder.feed([0xB0, 120, 0], 100.0) if isinstance(message, SystemMessage)
    ]
    assert calls == [[TriggerCall(Event(Action.PANIC), 100.0)]]
    assert pads.held == ()
    assert decoder.feed([0x90, 36, 127], 101.0) == [NoteMessage(36, 0, 1.0, 101.0)]
