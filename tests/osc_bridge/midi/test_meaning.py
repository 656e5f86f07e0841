"""MIDI means what keyboards and pad controllers expect it to mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mido import Message

from engine.controls import Action, Event
from engine.parameters import TABLE, Parameter
from osc_bridge.midi.meaning import coalesce, interpret, spread

MAPPED = [entry for entry in TABLE if entry.controller is not None]


def controller(number: int, value: int, channel: int = 0) -> Message:
    return Message("control_change", control=number, value=value, channel=channel)


def note(number: int, velocity: int = 127, channel: int = 0) -> Message:
    return Message("note_on", note=number, velocity=velocity, channel=channel)


@pytest.mark.parametrize("entry", MAPPED, ids=lambda entry: entry.id)
@pytest.mark.parametrize("channel", [0, 9, 15])
def test_every_controller_of_the_table_moves_its_parameter_over_the_whole_range(entry: Parameter, channel: int) -> None:
    assert interpret(controller(entry.controller or 0, 0, channel)) == (entry.id, entry.low)
    assert interpret(controller(entry.controller or 0, 64, channel)) == (entry.id, (entry.low + entry.high) / 2)
    assert interpret(controller(entry.controller or 0, 127, channel)) == (entry.id, entry.high)


def test_the_usual_controllers_are_mapped() -> None:
    assert {entry.controller: entry.id for entry in MAPPED} == {7: "level"} | {
        20 + index: f"latent/{index}" for index in range(8)
    }


@pytest.mark.parametrize("entry", MAPPED, ids=lambda entry: entry.id)
def test_a_turn_to_the_right_is_always_a_little_more(entry: Parameter) -> None:
    values = [spread(value, entry) for value in range(128)]
    assert values == sorted(set(values))


@pytest.mark.parametrize(("number", "slice_"), [(36, 0), (37, 1), (67, 31), (68, 0), (127, 27)])
def test_notes_are_slices(number: int, slice_: int) -> None:
    assert interpret(note(number)) == Event(Action.SLICE, slice_, 1.0)


def test_velocity_is_heard() -> None:
    assert interpret(note(40, 1)) == Event(Action.SLICE, 4, 1 / 127)
    assert interpret(note(40, 64)) == Event(Action.SLICE, 4, 64 / 127)


@pytest.mark.parametrize(
    "message",
    [
        note(36, 0),
        note(35),
        note(0),
        Message("note_off", note=36, velocity=64),
        controller(1, 64),
        controller(121, 0),
        Message("pitchwheel", pitch=100),
        Message("aftertouch", value=3),
        Message("polytouch", note=36, value=3),
        Message("program_change", program=3),
        Message("sysex", data=(1, 2, 3)),
        Message("clock"),
        Message("active_sensing"),
        Message("reset"),
        Message("songpos", pos=4),
    ],
    ids=str,
)
def test_what_has_no_meaning_does_nothing(message: Message) -> None:
    assert interpret(message) is None


@pytest.mark.parametrize("number", [120, 123])
def test_all_sound_off_and_all_notes_off_are_panic(number: int) -> None:
    assert interpret(controller(number, 0)) == Event(Action.PANIC)


@pytest.mark.parametrize(("kind", "action"), [("start", Action.PLAY), ("continue", Action.PLAY), ("stop", Action.STOP)])
def test_the_transport_follows(kind: str, action: Action) -> None:
    assert interpret(Message(kind)) == Event(action)


def test_of_many_values_the_last_counts_and_events_keep_their_place() -> None:
    steps = coalesce([controller(20, 0), controller(20, 64), note(36), controller(20, 127), controller(21, 0)])
    assert steps == [{"latent/0": 0.0}, Event(Action.SLICE, 0, 1.0), {"latent/0": 3.0, "latent/1": -3.0}]


midi = st.one_of(
    st.builds(controller, st.integers(0, 127), st.integers(0, 127), st.integers(0, 15)),
    st.builds(note, st.integers(0, 127), st.integers(0, 127), st.integers(0, 15)),
    st.sampled_from([Message("start"), Message("stop"), Message("clock")]),
)


@given(st.lists(midi))
def test_steps_end_where_single_messages_end(messages: list[Message]) -> None:
    values: dict[str, float] = {}
    for meaning in map(interpret, messages):
        if isinstance(meaning, tuple):
            values[meaning[0]] = meaning[1]
    steps = coalesce(messages)
    merged = {id: value for step in steps if isinstance(step, dict) for id, value in step.items()}
    assert merged == values
    assert [step for step in steps if isinstance(step, Event)] == [
        meaning for meaning in map(interpret, messages) if isinstance(meaning, Event)
    ]
