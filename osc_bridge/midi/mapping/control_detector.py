"""Messages of one port -> the control that is moved, as soon as it is certain; for MIDI learn.

A knob must move by more than 2 of its 128 steps: a fader that jitters is not moved. A pair of controllers with 14 bits
is detected by a fine half after each coarse half, an endless encoder by repeated values (see `encoders`).
"""

from itertools import pairwise
from typing import NamedTuple

from osc_bridge.midi.input.encoders import Encoding, detect_encoding, may_be_encoder
from osc_bridge.midi.input.midi_messages import ControlChange, NoteMessage

MAX_JITTER = 2  # steps of 128
MAX_FINE_RUN = 32  # fine halves that a pair may send without a coarse one

_MAX_CONTROLS = 256  # that are watched
_MAX_NUMBERS = 64  # that are kept of each control
_PARAMETER_NUMBERS = tuple(f"cc {number}" for number in range(96, 102))  # parts of NRPN and RPN, no controls
_FINE_STEPS = 128  # of 14 bits in one step of 7 bits


class DetectedControl(NamedTuple):
    """A control that was moved; `relative` is the encoding of an endless encoder."""

    control: str
    channel: int  # 0..15
    relative: Encoding | None = None


class ControlDetector:
    """The controls that were moved since MIDI learn was armed."""

    def __init__(self, *, knobs: bool, presses: bool) -> None:
        """Wait for a knob, wheel or encoder (`knobs`), for a button or a note (`presses`), or for any of them."""
        self._knobs = knobs
        self._presses = presses
        self._numbers: dict[tuple[str, int], list[int]] = {}  # by control and channel
        # by coarse controller and channel: half (0 coarse, 1 fine) and its value
        self._halves: dict[tuple[int, int], list[tuple[int, int]]] = {}

    def feed(self, message: ControlChange | NoteMessage) -> DetectedControl | None:
        """Take a message; return the control that is moved once it is certain, else None."""
        if isinstance(message, NoteMessage):
            is_press = self._presses and message.velocity > 0
            return DetectedControl(f"note {message.key}", message.channel) if is_press else None
        if message.control in _PARAMETER_NUMBERS or len(self._numbers) >= _MAX_CONTROLS:
            return None
        kind, _, number = message.control.partition(" ")
        if kind != "cc" and not self._knobs:
            return None
        numbers = self._numbers.setdefault((message.control, message.channel), [])
        numbers.append(message.raw)
        del numbers[1:-_MAX_NUMBERS]  # keep the first: where the movement began
        if kind != "cc":
            steps = _FINE_STEPS if kind in ("cc14", "nrpn", "bend") else 1
            moved = abs(numbers[-1] - numbers[0]) > MAX_JITTER * steps
            return DetectedControl(message.control, message.channel) if moved else None
        if self._knobs and int(number) < 64 and self._may_be_half(message, int(number)):
            return self._pair(int(number) % 32, message.channel)
        return self._controller(message, numbers)

    def _controller(self, message: ControlChange, numbers: list[int]) -> DetectedControl | None:
        """Detect a controller of 7 bits by `numbers`, the values 0..127 that it has sent, oldest first."""
        found = DetectedControl(message.control, message.channel)
        if not self._knobs:
            repeated = len(numbers) > 1 and numbers[-1] == numbers[-2] >= 64  # a button that sends no release
            return found if repeated or abs(numbers[-1] - numbers[0]) > MAX_JITTER else None
        encoding = detect_encoding(numbers)
        if encoding is not None:
            return found._replace(relative=encoding)
        return found if abs(numbers[-1] - numbers[0]) > MAX_JITTER and not may_be_encoder(numbers) else None

    def _may_be_half(self, message: ControlChange, number: int) -> bool:
        """Store a message of controller `number`; return whether it may be one half of a 14-bit pair.

        A pair sends both halves, the coarse one never twice in a row. A fine half with only the values 0 and 127, or
        one that comes more than MAX_FINE_RUN times in a row, is a controller of its own.
        """
        halves = self._halves.setdefault((number % 32, message.channel), [])
        halves.append((number // 32, message.raw))
        del halves[:-_MAX_NUMBERS]
        order = [half for half, _ in halves]
        if len(set(order)) < 2 or (0, 0) in pairwise(order):
            return False
        fine = [raw for half, raw in halves if half == 1]
        is_button = number >= 32 and len(fine) > 1 and set(fine) <= {0, 127}
        return not is_button and 0 in order[-MAX_FINE_RUN:]

    def _pair(self, number: int, channel: int) -> DetectedControl | None:
        """Detect a pair once its 14-bit value has moved far enough."""
        steps = pairwise(self._halves[number, channel])
        values = [coarse * _FINE_STEPS + fine for (first, coarse), (second, fine) in steps if (first, second) == (0, 1)]
        moved = max(values, default=0) - min(values, default=0) > MAX_JITTER * _FINE_STEPS
        return DetectedControl(f"cc14 {number}", channel) if moved else None
