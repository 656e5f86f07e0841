"""MIDI messages -> values and events. Pure: no port, no thread.

    controllers       those that the parameter table names; 0..127 spread over the range, 64 exactly its middle
    notes from 36 up  slices: note 36 is the first sixteenth, after 32 notes they begin again; velocity 1..127 -> 0..1
    note off          nothing: a slice plays on. A note on with velocity 0 is a note off
    controller 120, 123   panic: all sound off, all notes off
    start, continue, stop   the transport
All channels count alike; everything else is nothing.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from mido import Message

from engine.controls import Action, Event
from engine.parameters import TABLE, Parameter
from engine.spec import SPEC

FIRST_NOTE = 36  # C1 or C2, by whose count; the lowest pad of most pad controllers

CONTROLLERS: Mapping[int, Parameter] = MappingProxyType(
    {entry.controller: entry for entry in TABLE if entry.controller is not None}
)
_TRANSPORT = {"start": Action.PLAY, "continue": Action.PLAY, "stop": Action.STOP}
_SILENCE = (120, 123)


def interpret(message: Message) -> tuple[str, float] | Event | None:
    """What one message means: the value of a parameter by its id, an event, or nothing."""
    if message.type == "control_change":
        if message.control in _SILENCE:
            return Event(Action.PANIC)
        entry = CONTROLLERS.get(message.control)
        return None if entry is None else (entry.id, spread(message.value, entry))
    if message.type == "note_on":
        if message.velocity == 0 or message.note < FIRST_NOTE:
            return None
        return Event(Action.SLICE, (message.note - FIRST_NOTE) % SPEC.steps, message.velocity / 127)
    action = _TRANSPORT.get(message.type)
    return None if action is None else Event(action)


def spread(value: int, entry: Parameter) -> float:
    """A controller's 0..127 over the range of a parameter; 64, where a knob clicks, is exactly the middle."""
    middle = (entry.low + entry.high) / 2
    if value <= 64:
        return entry.clamp(entry.low + (middle - entry.low) * value / 64)
    return entry.clamp(middle + (entry.high - middle) * (value - 64) / 63)


def coalesce(messages: Iterable[Message]) -> list[dict[str, float] | Event]:
    """Many messages as few steps, in order: the last value of each parameter between one event and the next."""
    steps: list[dict[str, float] | Event] = []
    values: dict[str, float] = {}
    for message in messages:
        meaning = interpret(message)
        if isinstance(meaning, Event):
            if values:
                steps.append(values)
                values = {}
            steps.append(meaning)
        elif meaning is not None:
            values[meaning[0]] = meaning[1]
    return [*steps, values] if values else steps
