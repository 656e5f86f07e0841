"""Bytes of one MIDI input -> what a hand did: the state that a port needs to be understood, and nothing else.

in    whole messages, as a system hands them over; also several in a row, with running status and real time between
out   `Moved`, `Struck`, `Chosen`, `Told`, in the order of the bytes

    7 bit    0, 64, 127 -> 0, 0.5, 1 exactly          bend    -8192, 0, 8191 -> 0, 0.5, 1 exactly
    14 bit   0, 8192, 16383 -> 0, 0.5, 1 exactly; as long as only coarse halves come, they alone go from 0 to 1

A number in two halves begins with its coarse half, which sets the fine one to 0; a fine half that comes alone refines
it. Numbers in two halves are NRPN and RPN (controllers 98 to 101, then 6, 38, 96, 97), and pairs of controllers that
are declared: nothing in the bytes tells a pair from two knobs. RPN come out as "rpn 0" (range of bend) and so on.
System exclusive, active sensing and the reset of whole systems are passed over; broken messages are counted.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from .midi_messages import ControlChange, Gesture, NoteMessage, ProgramChange, SystemMessage, Word

NUMBERS = 1024  # numbers in two halves that a port may have; a flood of others forgets the oldest
NULL = 0x3FFF  # the RPN and NRPN that selects nothing

_REAL_TIMES: dict[int, Word] = {0xF8: "tick", 0xFA: "start", 0xFB: "continue", 0xFC: "stop"}
_MODES: dict[int, Word] = {120: "silence", 121: "reset", 123: "release", 124: "release", 125: "release"}
_MODES |= {126: "release", 127: "release"}
_ARGUMENTS = {0x8: 2, 0x9: 2, 0xA: 2, 0xB: 2, 0xC: 1, 0xD: 1, 0xE: 2}  # data bytes of a channel message
_SYSTEM_ARGUMENTS = {0xF1: 1, 0xF2: 2, 0xF3: 1}  # of the others of the system: none
_SELECTORS = {98: ("nrpn", 0), 99: ("nrpn", 7), 100: ("rpn", 0), 101: ("rpn", 7)}  # and the shift of their half
_EXCLUSIVE, _UNDEFINED, _REAL_TIME = 0xF0, (0xF4, 0xF5), 0xF8  # from the last one on

CC = tuple(f"cc {number}" for number in range(128))
CC14 = tuple(f"cc14 {number}" for number in range(32))
POLY = tuple(f"poly {key}" for key in range(128))


def to_unit(raw: int, middle: int) -> float:
    """0 .. 2 middle - 1 over 0..1, `middle` exactly at 0.5, where a knob clicks."""
    return 0.5 * raw / middle if raw <= middle else 0.5 + 0.5 * (raw - middle) / (middle - 1)


SEVEN = tuple(to_unit(raw, 64) for raw in range(128))


def _wanted(status: int) -> int:
    """Data bytes of a message with this status."""
    return _ARGUMENTS.get(status >> 4, 0) or _SYSTEM_ARGUMENTS.get(status, 0)


@dataclass(slots=True)
class _Number:
    """A number of 14 bits in two halves."""

    raw: int = 0x2000  # 0..16383; of one that is counted up before it was ever set, the middle
    fine: bool = False  # a fine half has come: the coarse half does not say everything

    @property
    def value(self) -> float:
        return to_unit(self.raw, 0x2000) if self.fine else SEVEN[self.raw >> 7]

    def set(self, half: int, *, fine: bool) -> None:
        self.raw = self.raw & 0x3F80 | half if fine else half << 7
        self.fine = self.fine or fine

    def count(self, way: int) -> None:
        """One step up or down, of the finest that it has shown."""
        top, step = (0x3FFF, 1) if self.fine else (0x3F80, 0x80)
        self.raw = min(max(self.raw + way * step, 0), top)


@dataclass(slots=True)
class _Channel:
    """What a channel has to remember."""

    bank: int = 0
    kind: str = "nrpn"
    selected: dict[str, int] = field(default_factory=dict)  # halves of the number that data entry sets
    numbers: dict[str, _Number] = field(default_factory=dict)


class MidiParser:
    """One MIDI input. `pairs` may be replaced at any time; `refused` counts messages that were broken."""

    def __init__(self, pairs: Collection[int] = ()) -> None:
        """`pairs`: controllers 0..31 whose fine half is the controller 32 above them."""
        self.pairs = frozenset(pairs)
        self.refused = 0
        self._running = 0  # status byte that data bytes without one belong to; 0 is none
        self._channels = [_Channel() for _ in range(16)]
        self._acts = (self._off, self._on, self._poly, self._control, self._program, self._pressure, self._bend)

    def feed(self, data: Sequence[int], at: float) -> list[Gesture]:
        """What these bytes, which came at `at`, say. Never raises; what follows a broken byte is left out."""
        if len(data) == 3:  # nearly always
            status, first, second = data
            if 0x80 <= status < 0xF0 and 0 <= (first | second) < 0x80 and status & 0xE0 != 0xC0:
                self._running = status
                return self._acts[(status >> 4) - 8](status & 15, first, second, at)
        return self._stream(data, at)

    def _stream(self, data: Sequence[int], at: float) -> list[Gesture]:
        """Any bytes: running status, real time in between, several messages, nonsense."""
        found: list[Gesture] = []
        arguments: list[int] = []
        missing = 0  # data bytes of a message that has begun
        for byte in data:
            if _REAL_TIME <= byte <= 0xFF:
                if byte in _REAL_TIMES:
                    found.append(SystemMessage(_REAL_TIMES[byte], at))
            elif 0x80 <= byte < _REAL_TIME and byte not in _UNDEFINED and not missing:
                self._running = byte
                missing = _wanted(byte)
            elif 0 <= byte < 0x80 and (missing or _wanted(self._running)):
                arguments.append(byte)
                missing = (missing or _wanted(self._running)) - 1
                if not missing:
                    found += self._message(*arguments, at=at)
                    arguments = []
            elif not 0 <= byte < 0x80 or self._running != _EXCLUSIVE:
                missing = missing or 1
                break
        if missing or not data:
            self._running = 0  # no guess at what the bytes after a broken message belong to
            self.refused += 1
        return found

    def _message(self, first: int, second: int = 0, *, at: float) -> list[Gesture]:
        status = self._running
        if status < 0xF0:
            return self._acts[(status >> 4) - 8](status & 15, first, second, at)
        self._running = 0  # there is no running status of system messages
        return [SystemMessage("position", at, (first | second << 7) / 4)] if status == 0xF2 else []

    def _off(self, channel: int, key: int, velocity: int, at: float) -> list[Gesture]:
        return [NoteMessage(key, channel, 0.0, at)]

    def _on(self, channel: int, key: int, velocity: int, at: float) -> list[Gesture]:
        return [NoteMessage(key, channel, velocity / 127, at)]

    def _poly(self, channel: int, key: int, value: int, at: float) -> list[Gesture]:
        return [ControlChange(POLY[key], channel, SEVEN[value], value, at)]

    def _program(self, channel: int, program: int, _: int, at: float) -> list[Gesture]:
        return [ProgramChange(program, self._channels[channel].bank, channel, at)]

    def _pressure(self, channel: int, value: int, _: int, at: float) -> list[Gesture]:
        return [ControlChange("pressure", channel, SEVEN[value], value, at)]

    def _bend(self, channel: int, low: int, high: int, at: float) -> list[Gesture]:
        raw = low | high << 7
        return [ControlChange("bend", channel, to_unit(raw, 0x2000), raw - 0x2000, at)]

    def _control(self, channel: int, number: int, value: int, at: float) -> list[Gesture]:
        state = self._channels[channel]
        if number in _MODES:
            if number == 121:
                state.selected.clear()
            return [SystemMessage(_MODES[number], at)]
        if number in _SELECTORS:
            self._select(state, number, value)
            return []
        if number in (6, 38, 96, 97) and len(state.selected) == 2:
            return self._enter(state, channel, number, value, at)
        if number == 0:
            state.bank = value << 7
        elif number == 32:
            state.bank = state.bank & 0x3F80 | value
        if number < 64 and number & 31 in self.pairs:
            return self._half(state, channel, CC14[number & 31], value, at, fine=number >= 32)
        return [ControlChange(CC[number], channel, SEVEN[value], value, at)]

    def _select(self, state: _Channel, number: int, value: int) -> None:
        """One half of an RPN or NRPN; of the other kind than before, it begins anew."""
        kind, shift = _SELECTORS[number]
        if kind != state.kind:
            state.kind = kind
            state.selected.clear()
        state.selected["fine" if shift == 0 else "coarse"] = value << shift
        if sum(state.selected.values()) == NULL:
            state.selected.clear()

    def _enter(self, state: _Channel, channel: int, number: int, value: int, at: float) -> list[Gesture]:
        """Data entry: set the number that is selected, or count it up or down."""
        control = f"{state.kind} {sum(state.selected.values())}"
        if number in (6, 38):
            return self._half(state, channel, control, value, at, fine=number == 38)
        entry = self._number(state, control)
        entry.count(1 if number == 96 else -1)
        return [ControlChange(control, channel, entry.value, entry.raw, at)]

    def _half(self, state: _Channel, channel: int, control: str, value: int, at: float, *, fine: bool) -> list[Gesture]:
        if fine and control not in state.numbers:
            return []  # a fine half without a coarse one does not say where the knob is
        entry = self._number(state, control)
        entry.set(value, fine=fine)
        return [ControlChange(control, channel, entry.value, entry.raw, at)]

    def _number(self, state: _Channel, control: str) -> _Number:
        if control not in state.numbers:
            if len(state.numbers) >= NUMBERS:
                del state.numbers[next(iter(state.numbers))]
            state.numbers[control] = _Number()
        return state.numbers[control]
