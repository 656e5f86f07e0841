"""The bytes of one MIDI input -> `MidiMessage`s, in the order of the bytes.

in    whole messages from the MIDI system; also several in a row, with running status and real-time bytes between

    7 bit    0, 64, 127 -> 0, 0.5, 1 exactly          bend    -8192, 0, 8191 -> 0, 0.5, 1 exactly
    14 bit   0, 8192, 16383 -> 0, 0.5, 1 exactly; while only coarse halves come, these alone cover 0 to 1

A 14-bit value begins with its coarse half, which sets the fine half to 0; a fine half that follows refines it. 14-bit
values are NRPN and RPN (controllers 98 to 101, then 6, 38, 96, 97) and the pairs of controllers that the map declares:
a pair cannot be told from two knobs by its bytes. System exclusive, active sensing and system reset are skipped.
Invalid messages are counted. mido's parser does not suffice: it loses running status and messages with a real-time
byte inside, its buffer for system exclusive has no bound, and it takes eight times as long (5.6 us per message).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from mido.messages.specs import SPEC_BY_STATUS

from .midi_messages import ControlChange, MidiMessage, NoteMessage, ProgramChange, SystemKind, SystemMessage

MAX_14_BIT_CONTROLS = 1024  # per channel; beyond them, the oldest is forgotten
NULL_PARAMETER = 0x3FFF  # the RPN or NRPN that selects nothing

_REAL_TIME: dict[int, SystemKind] = {0xF8: "tick", 0xFA: "start", 0xFB: "continue", 0xFC: "stop"}
_MODES: dict[int, SystemKind] = {120: "silence", 121: "reset", **dict.fromkeys(range(123, 128), "release")}
_SELECTORS = {98: ("nrpn", 0), 99: ("nrpn", 7), 100: ("rpn", 0), 101: ("rpn", 7)}  # kind, and shift of the half
_SYSEX, _SONG_POSITION, _UNDEFINED, _FIRST_REAL_TIME = 0xF0, 0xF2, (0xF4, 0xF5), 0xF8
_DATA_BYTES = {
    status: spec["length"] - 1 for status, spec in SPEC_BY_STATUS.items() if status not in (_SYSEX, *_REAL_TIME)
}

CC = tuple(f"cc {number}" for number in range(128))
CC14 = tuple(f"cc14 {number}" for number in range(32))
POLY = tuple(f"poly {key}" for key in range(128))


def to_unit(raw: int, middle: int) -> float:
    """Map 0 .. 2 middle - 1 to 0..1, with `middle` exactly at 0.5, the centre detent of a knob."""
    return 0.5 * raw / middle if raw <= middle else 0.5 + 0.5 * (raw - middle) / (middle - 1)


UNIT_VALUES = tuple(to_unit(raw, 64) for raw in range(128))  # of 7 bits


@dataclass(slots=True)
class _Value14:
    """A 14-bit value in two halves."""

    raw: int = 0x2000  # 0..16383; the middle for a value that is incremented before it was set
    fine: bool = False  # whether a fine half has come

    @property
    def value(self) -> float:
        return to_unit(self.raw, 0x2000) if self.fine else UNIT_VALUES[self.raw >> 7]

    def set_half(self, half: int, *, fine: bool) -> None:
        self.raw = self.raw & 0x3F80 | half if fine else half << 7
        self.fine = self.fine or fine

    def increment(self, sign: int) -> None:
        """Move by one step (`sign`: 1 or -1), of 7 bits as long as no fine half has come, else of 14."""
        top, step = (0x3FFF, 1) if self.fine else (0x3F80, 0x80)
        self.raw = min(max(self.raw + sign * step, 0), top)


@dataclass(slots=True)
class _Channel:
    """The state of one MIDI channel."""

    bank: int = 0
    kind: str = "nrpn"  # or "rpn"
    selected: dict[str, int] = field(default_factory=dict)  # halves of the parameter number that data entry sets
    values: dict[str, _Value14] = field(default_factory=dict)


class MidiParser:
    """Parses the bytes of one MIDI input. `pairs` may be replaced at any time; `refused` counts invalid messages."""

    def __init__(self, pairs: Collection[int] = ()) -> None:
        """`pairs`: controllers 0..31 whose fine half is the controller 32 above."""
        self.pairs = frozenset(pairs)
        self.refused = 0
        self._running_status = 0  # 0 for none
        self._channels = [_Channel() for _ in range(16)]
        notes = self._note_off, self._note_on, self._poly_pressure
        self._handlers = (*notes, self._control, self._program, self._pressure, self._bend)

    def feed(self, data: Sequence[int], at: float) -> list[MidiMessage]:
        """Parse bytes received at `at`, seconds. Never raises; the bytes after an invalid one are dropped."""
        if len(data) == 3:  # the fast path: one whole message
            status, first, second = data
            if 0x80 <= status < 0xF0 and 0 <= (first | second) < 0x80 and status & 0xE0 != 0xC0:
                self._running_status = status
                return self._handlers[(status >> 4) - 8](status & 15, first, second, at)
        return self._feed_stream(data, at)

    def _feed_stream(self, data: Sequence[int], at: float) -> list[MidiMessage]:
        """Parse any bytes: running status, real-time bytes inside messages, several messages, invalid bytes."""
        messages: list[MidiMessage] = []
        arguments: list[int] = []
        missing = 0  # data bytes of a message that has begun
        for byte in data:
            if _FIRST_REAL_TIME <= byte <= 0xFF:
                if byte in _REAL_TIME:
                    messages.append(SystemMessage(_REAL_TIME[byte], at))
            elif 0x80 <= byte < _FIRST_REAL_TIME and byte not in _UNDEFINED and not missing:
                self._running_status = byte
                missing = _DATA_BYTES.get(byte, 0)
            elif 0 <= byte < 0x80 and (missing := missing or _DATA_BYTES.get(self._running_status, 0)):
                arguments.append(byte)
                missing -= 1
                if not missing:
                    messages += self._message(*arguments, at=at)
                    arguments = []
            elif not 0 <= byte < 0x80 or self._running_status != _SYSEX:
                missing = missing or 1
                break
        if missing or not data:
            self._running_status = 0  # data bytes after an invalid message belong to none
            self.refused += 1
        return messages

    def _message(self, first: int, second: int = 0, *, at: float) -> list[MidiMessage]:
        status = self._running_status
        if status < 0xF0:
            return self._handlers[(status >> 4) - 8](status & 15, first, second, at)
        self._running_status = 0  # system messages have no running status
        return [SystemMessage("position", at, (first | second << 7) / 4)] if status == _SONG_POSITION else []

    def _note_off(self, channel: int, key: int, velocity: int, at: float) -> list[MidiMessage]:
        return [NoteMessage(key, channel, 0.0, at)]

    def _note_on(self, channel: int, key: int, velocity: int, at: float) -> list[MidiMessage]:
        return [NoteMessage(key, channel, velocity / 127, at)]

    def _poly_pressure(self, channel: int, key: int, value: int, at: float) -> list[MidiMessage]:
        return [ControlChange(POLY[key], channel, UNIT_VALUES[value], value, at)]

    def _program(self, channel: int, program: int, _: int, at: float) -> list[MidiMessage]:
        return [ProgramChange(program, self._channels[channel].bank, channel, at)]

    def _pressure(self, channel: int, value: int, _: int, at: float) -> list[MidiMessage]:
        return [ControlChange("pressure", channel, UNIT_VALUES[value], value, at)]

    def _bend(self, channel: int, low: int, high: int, at: float) -> list[MidiMessage]:
        raw = low | high << 7
        return [ControlChange("bend", channel, to_unit(raw, 0x2000), raw - 0x2000, at)]

    def _control(self, channel: int, number: int, value: int, at: float) -> list[MidiMessage]:
        state = self._channels[channel]
        if number in _MODES:
            if number == 121:
                state.selected.clear()
            return [SystemMessage(_MODES[number], at)]
        if number in _SELECTORS:
            self._select(state, number, value)
            return []
        if number in (6, 38, 96, 97) and len(state.selected) == 2:
            return self._data_entry(state, channel, number, value, at)
        if number == 0:
            state.bank = value << 7
        elif number == 32:
            state.bank = state.bank & 0x3F80 | value
        if number < 64 and number & 31 in self.pairs:
            return self._half(state, channel, CC14[number & 31], value, at, fine=number >= 32)
        return [ControlChange(CC[number], channel, UNIT_VALUES[value], value, at)]

    def _select(self, state: _Channel, number: int, value: int) -> None:
        """Select an RPN or NRPN by one half of its number; a half of the other kind, received before, is dropped."""
        kind, shift = _SELECTORS[number]
        if kind != state.kind:
            state.kind = kind
            state.selected.clear()
        state.selected["fine" if shift == 0 else "coarse"] = value << shift
        if sum(state.selected.values()) == NULL_PARAMETER:
            state.selected.clear()

    def _data_entry(self, state: _Channel, channel: int, number: int, value: int, at: float) -> list[MidiMessage]:
        """Set, increment or decrement the selected RPN or NRPN."""
        control = f"{state.kind} {sum(state.selected.values())}"
        if number in (6, 38):
            return self._half(state, channel, control, value, at, fine=number == 38)
        entry = self._value14(state, control)
        entry.increment(1 if number == 96 else -1)
        return [ControlChange(control, channel, entry.value, entry.raw, at)]

    def _half(
        self, state: _Channel, channel: int, control: str, value: int, at: float, *, fine: bool
    ) -> list[MidiMessage]:
        if fine and control not in state.values:
            return []  # without a coarse half, the position is unknown
        entry = self._value14(state, control)
        entry.set_half(value, fine=fine)
        return [ControlChange(control, channel, entry.value, entry.raw, at)]

    def _value14(self, state: _Channel, control: str) -> _Value14:
        if control not in state.values:
            if len(state.values) >= MAX_14_BIT_CONTROLS:
                del state.values[next(iter(state.values))]
            state.values[control] = _Value14()
        return state.values[control]
