"""Messages of one port and a control map -> values by parameter id, events and commands, in the order of the messages.

State is kept for controls that need it: whether a button was down, takeover, the value that an encoder counts from.
"""

from collections.abc import Callable
from dataclasses import replace

from engine.controls import Action, Event
from engine.parameters import Parameter
from osc_bridge.midi.input.encoders import CLICKS_PER_RANGE, clicks
from osc_bridge.midi.input.midi_messages import ControlChange, NoteMessage, ProgramChange
from osc_bridge.osc.command_arguments import PRESET

from .control_map import ControlMap, Key, MapEntry, control_label
from .curves import position_of, value_at
from .takeover import Takeover
from .targets import CommandTarget, Target

Step = dict[str, float] | Event | tuple[str, float]  # values by id, an event, or the name and value of a command
ReadValue = Callable[[str], float]  # the value of a parameter by its id, as it was set last

PROGRAMS_PER_BANK = 128


class ControlMapper:
    """Maps the messages of one port to values, events and commands."""

    def __init__(self, map: ControlMap) -> None:
        self._map = map
        self._buttons: dict[Key, float] = {}  # last positions
        self._takeovers: dict[Key, Takeover] = {}
        self._command_values: dict[str, float] = {}  # by command, the value that it was last called with
        self._last_commanded: dict[Key, float] = {}  # by knob, the value that it last sent to its command

    @property
    def map(self) -> ControlMap:
        """The map; controls with the same entry in the old and the new map keep their state."""
        return self._map

    @map.setter
    def map(self, map: ControlMap) -> None:
        for state in (self._buttons, self._takeovers, self._last_commanded):
            for control, channel in list(state):
                if self._map.find(control, channel or 0) != map.find(control, channel or 0):
                    del state[control, channel]
        self._map = map

    def handles(self, message: ControlChange | NoteMessage | ProgramChange) -> bool:
        """Return whether a message is for the map; others are for the pads."""
        return isinstance(message, ProgramChange) or self._map.find(_control(message), message.channel) is not None

    def apply(self, message: ControlChange | NoteMessage | ProgramChange, read: ReadValue) -> list[Step]:
        """Return the values, events and commands that a message asks for, often none.

        `read` includes values that are not written yet: encoders count from them, and takeover compares with them.
        """
        if isinstance(message, ProgramChange):
            return [
                self._command(
                    self._map.program or PRESET, float(_bank(message.bank) * PROGRAMS_PER_BANK + message.program)
                )
            ]
        entry = self._map.find(_control(message), message.channel)
        match entry:
            case None | MapEntry(target=None):
                return []
            case MapEntry(target=Parameter() as parameter):
                value = self._value(entry, parameter, message, read(parameter.id))
                return [] if value is None else [{parameter.id: parameter.clamp(value)}]
            case MapEntry(target=CommandTarget(fixed=None) as command):
                return self._command_value(entry, command, message) if isinstance(message, ControlChange) else []
        if not self._is_press(message):
            return _released(entry.target, message)
        if isinstance(entry.target, CommandTarget):
            return [self._command(entry.target.name, entry.target.fixed or 0.0)]
        assert isinstance(entry.target, Event)
        if entry.target.action == Action.SLICE:
            return [replace(entry.target, value=_position(message))]
        return [entry.target]

    def _value(
        self, entry: MapEntry, parameter: Parameter, message: ControlChange | NoteMessage, current: float
    ) -> float | None:
        """Return the new value of a parameter; None when it stays."""
        if entry.toggle:
            if not self._is_press(message):
                return None
            return entry.low if abs(current - entry.high) < abs(current - entry.low) else entry.high
        if isinstance(message, NoteMessage):
            return entry.high if message.velocity > 0 else entry.low
        if entry.relative is not None:
            return _turn(entry, clicks(message.raw, entry.relative), current, parameter.whole)
        takeover = self._takeovers.setdefault((message.control, message.channel), Takeover(entry.takeover))
        position = takeover.move(message.value, position_of(current, entry.low, entry.high, entry.curve))
        if position is None:
            return None
        value = parameter.clamp(value_at(position, entry.low, entry.high, entry.curve))
        takeover.written(position_of(value, entry.low, entry.high, entry.curve))
        return value

    def _command_value(self, entry: MapEntry, command: CommandTarget, message: ControlChange) -> list[Step]:
        """Return a command with the control's value; none if it rounds to the same whole number as the last one."""
        if entry.relative is not None:
            count = clicks(message.raw, entry.relative)
            if not command.whole:
                return [self._command(command.name, count * (entry.high - entry.low) / CLICKS_PER_RANGE)]
            before = self._command_values.get(command.name, entry.low)
            return [self._command(command.name, _turn(entry, count, before, True))]
        value = value_at(message.value, entry.low, entry.high, entry.curve)
        if command.whole:
            value = float(round(value))
            key = message.control, message.channel
            if self._last_commanded.get(key) == value:
                return []
            self._last_commanded[key] = value
        return [self._command(command.name, value)]

    def _command(self, name: str, value: float) -> tuple[str, float]:
        self._command_values[name] = value
        return name, value

    def _is_press(self, message: ControlChange | NoteMessage) -> bool:
        """Return whether a button goes down.

        Its value rises to 0.5 or more, or it sends the same value again, as buttons do that send no release.
        """
        if isinstance(message, NoteMessage):
            return message.velocity > 0
        key = message.control, message.channel
        before = self._buttons.get(key, 0.0)
        self._buttons[key] = message.value
        return message.value >= 0.5 and (before < 0.5 or before == message.value)


def _bank(number: int) -> int:
    """Return the bank for a 14-bit bank number; the coarse half if the fine one is 0: many devices send only that."""
    coarse, fine = divmod(number, 128)
    return number if fine else coarse


def label_of(message: ControlChange | NoteMessage) -> str:
    """Return the control that a message is of, as a screen shows it."""
    return control_label(_control(message))


def _control(message: ControlChange | NoteMessage) -> str:
    return f"note {message.key}" if isinstance(message, NoteMessage) else message.control


def _position(message: ControlChange | NoteMessage) -> float:
    return message.velocity if isinstance(message, NoteMessage) else message.value


def _released(target: Target | None, message: ControlChange | NoteMessage) -> list[Step]:
    """Return the release of a slice for a button that goes up."""
    if not isinstance(target, Event) or target.action != Action.SLICE or _position(message):
        return []
    return [replace(target, action=Action.RELEASE)]


def _turn(entry: MapEntry, count: int, current: float, whole: bool) -> float:
    """Return a value moved by `count` clicks: each is 1 for a whole number, else a 128th of the control's travel."""
    if whole:
        value = current + (count if entry.high > entry.low else -count)
        return min(max(value, min(entry.low, entry.high)), max(entry.low, entry.high))
    start = position_of(current, entry.low, entry.high, entry.curve)
    return value_at(start + count / CLICKS_PER_RANGE, entry.low, entry.high, entry.curve)
